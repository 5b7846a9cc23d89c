import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActionResult, cacheFolder, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, tag } from '../e2e/triggers.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';

/** A Worker whose package.json has a wrangler of its own, through dist, with the real ones against the stand-in. */
const THEIRS = '4.120.0';
const repo = path.join(cacheFolder(), 'checkouts', `users-wrangler-${path.basename(root)}`);
let ours: string;
let services: Services;

beforeAll(async () => {
  services = await startServices(toolCache());
  const manifest = await readFile(path.join(root, 'tools/cloudflare/package.json'), 'utf8');
  ours = (JSON.parse(manifest) as { dependencies: { wrangler: string } }).dependencies.wrangler;
  await rm(repo, { recursive: true, force: true });
  await mkdir(path.dirname(repo), { recursive: true });
  await cp(path.join(root, 'test/fixtures/kinds/shim'), repo, { recursive: true });
  await writeFile(path.join(repo, '.gitignore'), 'node_modules\ntarget\nseen.txt\n');
  await writeFile(path.join(repo, 'package.json'), JSON.stringify({ devDependencies: { wrangler: THEIRS } }));
  const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', npm, { cwd: repo, stdio: 'pipe' });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: repo, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'x');
});
afterAll(() => services?.[Symbol.asyncDispose]());

function ship(trigger: ReturnType<typeof tag> = pullRequest()): Promise<ActionResult> {
  const inputs = { latency: 'false', optimize: 'off', cache: 'off' };
  return runAction({ services, workspace: repo, trigger, inputs, env: { CARGO_TARGET_DIR: undefined } });
}

const answerOf = async (name: string): Promise<string> =>
  (await fetchEdge(services.cloudflare, `https://${name}.box.workers.dev/?n=4`)).text();
const notices = ({ log }: ActionResult): string[] =>
  log.split('\n').filter((line) => line.startsWith('::notice') && line.includes('wrangler'));

it('deploys a preview, and is told in the report', async () => {
  const result = await ship();
  expect(result.code, result.log).toBe(0);
  expect(result.report?.tools).toMatchObject({ wrangler: THEIRS, 'wrangler (deploy)': THEIRS });
  expect(await answerOf('adder-pr-7')).toBe('30');
  expect(notices(result)).toEqual([]);
});

it('does not deploy production: ours does', async () => {
  const result = await ship(tag('v1.0.0'));
  expect(result.code, result.log).toBe(0);
  expect(result.report?.tools).toMatchObject({ wrangler: THEIRS, 'wrangler (deploy)': ours });
  expect(await answerOf('adder')).toBe('30');
  expect(result.log).toContain(`Production is deployed by our own wrangler ${ours}, not by ${THEIRS}`);
});

it('that a build script has changed gets no token', async () => {
  const program = path.join(repo, 'node_modules/wrangler/bin/wrangler.js');
  const text = await readFile(program, 'utf8');
  const steal = `require('node:fs').appendFileSync(${JSON.stringify(path.join(repo, 'seen.txt'))}, String(process.env.CLOUDFLARE_API_TOKEN));\n`;
  const changed = text.replace(/^(#!.*\n)?/, (first) => first + steal);
  await writeFile(
    path.join(repo, 'build.rs'),
    `fn main() { std::fs::write(${JSON.stringify(program)}, ${JSON.stringify(changed)}).unwrap(); }\n`,
  );
  const result = await ship();
  expect(result.code, result.log).toBe(0);
  expect(await readFile(path.join(repo, 'seen.txt'), 'utf8')).toMatch(/^(undefined)+$/); // of the dry run, which has none
  expect(result.report?.tools['wrangler (deploy)']).toBe(ours);
  expect(notices(result)).toEqual([expect.stringContaining('it has changed since this run began')]);
  expect(await answerOf('adder-pr-7')).toBe('30');
});
