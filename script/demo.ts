import { existsSync } from 'node:fs';
import path from 'node:path';
import { chooseCrate } from '../src/choose.ts';
import { readCrates } from '../src/host/crates.ts';
import { readBeside } from '../src/host/repository-file.ts';
import { parseInputs } from '../src/inputs/parse.ts';
import { healthRequest, type ReplayRequest } from '../src/latency/requests.ts';
import { root, runAction, toolCache } from '../test/e2e/action.ts';
import { startServices } from '../test/e2e/services.ts';
import { pullRequest } from '../test/e2e/triggers.ts';
import { fetchEdge } from '../test/standins/cloudflare/fetch-edge.ts';
import { FIRST_RUN, recall, remember } from './demo-artifacts.ts';

/** A pull request on a crate, from its payload to the comment: dist as a runner starts it, against stand-ins on loopback. */
// ends by `exit`, so that the servers' children end too
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(name, () => process.exit(code));

const [given] = process.argv.slice(2);
const folder = given === undefined ? path.join(root, 'examples', 'auth') : path.resolve(given);
const workspace = repositoryOf(folder) ?? folder;
const since = performance.now();
const line = (title: string): void => console.log(`\n\u001b[1m── ${title}\u001b[0m`);

/** What a checkout would bring: the crate's own folder where it is whole, or the one above it that has its Cargo.lock. */
function repositoryOf(dir: string): string | undefined {
  if (['Cargo.lock', '.git'].some((mark) => existsSync(path.join(dir, mark)))) return dir;
  return path.dirname(dir) === dir ? undefined : repositoryOf(path.dirname(dir));
}

/** The request that tells whether the service is ready, as the action finds it. */
function healthOf(dir: string): ReplayRequest {
  const none = { workingDirectory: dir, package: undefined };
  const { dir: of, metadata: tables, misplaced } = chooseCrate(none, readCrates(workspace, dir));
  const read = (file: string) => readBeside(workspace, of, file);
  const { health, requests } = parseInputs({ workflow: () => undefined, tables, misplaced, read });
  return healthRequest(health, requests);
}

/** As the runner's log shows it: without commands that only the runner reads. */
const show = (text: string): void => {
  if (!/^::(debug|add-mask)/.test(text)) console.log(text);
};

const workingDirectory = path.relative(workspace, folder) || '.';
line(`A pull request on ${path.relative(process.cwd(), folder) || '.'}`);
await using services = await startServices(toolCache());
const earlier = recall(services);
const runId = (earlier.at(-1) ?? FIRST_RUN - 1) + 1;
services.github.seed({ pulls: [{ number: 7, head: { ref: 'feature', sha: '1'.repeat(40) } }] });
const result = await runAction({
  services,
  workspace,
  trigger: pullRequest(),
  onLine: show,
  inputs: { 'latency-duration': '5 s', 'working-directory': workingDirectory },
  env: {
    ...services.results.run({ runId }),
    GITHUB_RUN_ID: String(runId),
    GITHUB_WORKFLOW_REF: 'octo/auth/.github/workflows/ship.yml@refs/pull/7/merge',
  },
});
remember(services, runId, earlier);

line('The comment, as the reviewer reads it');
const comments = [...services.github.repository.comments.values()];
console.log(comments.map((comment) => comment.body.replace(/^<!--.*-->\n/, '')).join('\n\n') || '(none)');

const url = result.outputs['preview-url'] ?? '';
if (url === '') {
  line('No preview');
  console.log(result.outputs['skip-reason'] ?? '');
} else {
  const { path: ready, headers } = healthOf(workingDirectory);
  line(`GET ${url}${ready}`);
  const answer = await fetchEdge(services.cloudflare, `${url}${ready}`, { headers });
  console.log(`${answer.status} ${await answer.text()}`);
}

line('Where the rest is');
console.log(`report.json  ${result.outputs['report-path'] ?? '(none)'}`);
console.log(`exit code    ${result.code}, after ${((performance.now() - since) / 1000).toFixed(1)} s`);
process.exitCode = result.code;
