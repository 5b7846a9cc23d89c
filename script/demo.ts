import path from 'node:path';
import { readCrates } from '../src/host/crates.ts';
import { root, runAction, toolCache } from '../test/e2e/action.ts';
import { startServices } from '../test/e2e/services.ts';
import { pullRequest } from '../test/e2e/triggers.ts';
import { fetchEdge } from '../test/standins/cloudflare/fetch-edge.ts';

/** A pull request on a crate, from its payload to the comment: dist as a runner starts it, against stand-ins on loopback. */
// ends by `exit`, so that the servers' children end too
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(name, () => process.exit(code));

const [given] = process.argv.slice(2);
const workspace = given === undefined ? path.join(root, 'examples', 'auth') : path.resolve(given);
const since = performance.now();
const line = (title: string): void => console.log(`\n\u001b[1m── ${title}\u001b[0m`);

/** The path that the crate says is answered when it is ready. */
function healthOf(folder: string): string {
  const health = readCrates(folder, '.').find((crate) => crate.cdylib)?.metadata.health;
  return typeof health === 'string' ? health : '/';
}

/** As the runner's log shows it: without commands that only the runner reads. */
const show = (text: string): void => {
  if (!/^::(debug|add-mask)/.test(text)) console.log(text);
};

line(`A pull request on ${path.relative(process.cwd(), workspace) || '.'}`);
await using services = await startServices(toolCache());
services.github.seed({ pulls: [{ number: 7, head: { ref: 'feature', sha: '1'.repeat(40) } }] });
const result = await runAction({
  services,
  workspace,
  trigger: pullRequest(),
  onLine: show,
  inputs: { 'latency-duration': '5 s' },
});

line('The comment, as the reviewer reads it');
const comments = [...services.github.repository.comments.values()];
console.log(comments.map((comment) => comment.body.replace(/^<!--.*-->\n/, '')).join('\n\n') || '(none)');

const url = result.outputs['preview-url'] ?? '';
const health = healthOf(workspace);
line(url === '' ? 'No preview' : `GET ${url}${health}`);
if (url === '') console.log(result.outputs['skip-reason'] ?? '');
else {
  const answer = await fetchEdge(services.cloudflare, `${url}${health}`);
  console.log(`${answer.status} ${await answer.text()}`);
}

line('Where the rest is');
console.log(`report.json  ${result.outputs['report-path'] ?? '(none)'}`);
console.log(`exit code    ${result.code}, after ${((performance.now() - since) / 1000).toFixed(1)} s`);
process.exitCode = result.code;
