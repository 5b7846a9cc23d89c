import { execFileSync } from 'node:child_process';
import { access, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActionResult, root, runAction, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push } from '../e2e/triggers.ts';

/** The action itself on a Worker whose `[build] command` makes a file that git ignores: `command-reads = "commit"`. */
let services: Services;
let folder: string;
const below = (name: string): string => path.join(folder, name);
const write = (name: string, text: string): Promise<void> => writeFile(below(`repo/${name}`), text);

function commit(message: string): void {
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', below('repo'), '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  };
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-commands-'));
  await cp(path.join(root, 'test/fixtures/kinds/shim'), below('repo'), { recursive: true });
  const [manifest, config, shim] = await Promise.all(
    ['Cargo.toml', 'wrangler.toml', 'src/shim.js'].map((name) => readFile(below(`repo/${name}`), 'utf8')),
  );
  await write('Cargo.toml', `${manifest}\n[package.metadata.wasm-ship]\ncommand-reads = "commit"\n`);
  await write('wrangler.toml', `${config}\n[build]\ncommand = "node make.mjs"\n`);
  await write('src/shim.js', `import { page } from './page.js';\n${shim?.replace('String(', 'page + String(')}`);
  await write('page.txt', 'one');
  await write(
    'make.mjs',
    `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
writeFileSync('src/page.js', \`export const page = \${JSON.stringify(readFileSync('page.txt', 'utf8'))};\\n\`);
appendFileSync(${JSON.stringify(below('calls'))}, 'x');
`,
  );
  await write('.gitignore', 'target\nsrc/page.js\n.wrangler\n.env\n');
  await write('rust-toolchain.toml', '[toolchain]\nchannel = "1.97.1"\n');
  execFileSync('git', ['-C', below('repo'), 'init', '--quiet', '--initial-branch=main']);
  commit('one');
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

let runs = 100;

/** A run in a checkout in which nothing was built. */
async function run(trigger: Trigger, more: Readonly<Record<string, string>> = {}): Promise<ActionResult> {
  for (const made of ['target', 'src/page.js', '.wrangler'])
    await rm(below(`repo/${made}`), { recursive: true, force: true });
  const id = ++runs;
  const branch = trigger.name === 'pull_request' ? 'feature' : 'main';
  services.github.seed({ runs: [{ id, event: trigger.name, head_branch: branch }] });
  const result = await runAction({
    ...{ services, workspace: below('repo'), trigger, credentials: false },
    inputs: { optimize: 'off', latency: 'false', ...more },
    env: {
      ...services.results.run({ runId: id, ref: trigger.ref }),
      ...{ GITHUB_RUN_ID: String(id), GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}` },
      ...{ CARGO_TARGET_DIR: undefined, HOME: below('home'), APP_LABEL: 'x' },
    },
  });
  expect(result.code, result.log).toBe(0);
  return result;
}

const calls = async (): Promise<number> => (await readFile(below('calls'), 'utf8')).length;

it('its bundle is stored, and taken without running the command; what the command sees besides belongs to the source', async () => {
  const built = await run(push('main'));
  expect(built.log).not.toContain('is not stored');
  const taken = await run(pullRequest());
  expect([taken.outputs['cache-hit'], await calls()], taken.log).toEqual(['bundle', 1]);
  expect(taken.outputs['bundle-digest']).toBe(built.outputs['bundle-digest']);
  await expect(access(below('repo/src/page.js'))).rejects.toThrow();
  const other = await run(pullRequest(), { 'build-env': 'APP_LABEL' });
  expect([other.outputs['cache-hit'] === 'bundle', await calls()]).toEqual([false, 2]);
});

it('another commit is built; where a file that git ignores was there before, it is not stored', async () => {
  await write('page.txt', 'two');
  commit('two');
  await write('.env', 'SECRET=1');
  const before = await calls();
  const result = await run(push('main'));
  expect(await calls()).toBe(before + 1);
  expect(result.log).toContain(
    'The bundle is not stored for later runs of this source: its commands may have read `.env`, which was there before and git ignores.',
  );
  await rm(below('repo/.env'));
});
