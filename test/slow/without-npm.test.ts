import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { npmTools } from '../../src/build/npm.ts';
import type { Host } from '../../src/host/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import { packagedProgram } from '../../src/platform.ts';
import { root, runAction, toolCache } from '../e2e/action.ts';
import { startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';

/** A machine with Node and an empty PATH: what tools/cloudflare locks comes from the registry that npm would ask. */
let folder: string;
let modules: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-without-npm-'));
  modules = await npmTools('cloudflare', hostIn('tools'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The real one. `change`: what becomes of each answer on its way. */
function hostIn(
  tools: string,
  change = (_: string, response: Response): Response | Promise<Response> => response,
): Host {
  const names = ['HOME', 'USERPROFILE', ...Object.keys(process.env).filter((name) => /^npm_config_/i.test(name))];
  const env = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const said = () => undefined;
  const log: Host['log'] = {
    ...{ info: said, notice: said, warning: said, error: said, debug: said, echo: said },
    group: (_, work) => work(),
  };
  const host = nodeHost({
    env: { ...env, PATH: '' },
    folders: { workspace: folder, tools: path.join(folder, tools), work: path.join(folder, 'work'), action: root },
    signal: new AbortController().signal,
    log,
    tell: { output: said, summary: () => Promise.resolve(), state: said },
    store: {
      available: false,
      get: () => Promise.resolve(),
      take: () => Promise.resolve(false),
      put: () => Promise.resolve({ id: undefined }),
    },
    cache: {
      available: false,
      restore: () => Promise.resolve(undefined),
      has: () => Promise.resolve(false),
      save: () => Promise.resolve(false),
    },
  });
  return { ...host, fetch: async (url, init) => change(url, await host.fetch(url, init)) };
}

it('has wrangler and workerd, which run', async () => {
  const host = hostIn('tools');
  const run = (file: string, ...args: string[]) =>
    host.run({ file, args: [...args, '--version'], cwd: folder, trust: 'ours', timeoutMs: 60_000 });
  const manifest = JSON.parse(await readFile(path.join(root, 'tools/cloudflare/package.json'), 'utf8')) as {
    dependencies: Record<'wrangler' | 'workerd' | 'esbuild', string>;
  };
  const wrangler = await run(host.platform.node, path.join(modules, 'wrangler/bin/wrangler.js'));
  expect(wrangler.stdout.trim()).toBe(manifest.dependencies.wrangler);
  const workerd = await run(path.join(modules, packagedProgram('workerd', host.platform)));
  const [, year, month, day] = /^1\.(\d{4})(\d\d)(\d\d)\./.exec(manifest.dependencies.workerd) ?? [];
  expect(workerd.stdout.trim()).toBe(`workerd ${year}-${month}-${day}`);
  const esbuild = await run(path.join(modules, packagedProgram('esbuild', host.platform)));
  expect(esbuild.stdout.trim()).toBe(manifest.dependencies.esbuild);
});

it('has the files that npm makes of the same lock file, byte for byte, and programs where npm has them', async () => {
  const other = path.join(folder, 'by-npm');
  for (const file of ['package.json', 'package-lock.json'])
    await cp(path.join(root, 'tools/cloudflare', file), path.join(other, file));
  const args = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-bin-links'];
  execFileSync('npm', args, { cwd: other, stdio: 'pipe' });
  const ours = await contents(modules);
  expect(ours.size).toBeGreaterThan(100);
  expect([...ours]).toEqual([...(await contents(path.join(other, 'node_modules')))]);
});

/** Each file with its hash, and whether it can be started. */
async function contents(place: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const file of await hostIn('tools').files.list(place)) {
    if (file === '.package-lock.json') continue; // npm's own note
    const at = path.join(place, file);
    const hash = createHash('sha256')
      .update(await readFile(at))
      .digest('hex');
    found.set(file, `${hash} ${((await stat(at)).mode & 0o100) !== 0}`);
  }
  return found;
}

it('refuses a package of which one byte is another', async () => {
  let changed = '';
  const flip = async (url: string, response: Response): Promise<Response> => {
    if (!/\/@cloudflare\/workerd-\w+-\w+\/-\//.test(url)) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    changed = url;
    return new Response(bytes);
  };
  await expect(npmTools('cloudflare', hostIn('flipped', flip))).rejects.toMatchObject({
    fault: 'toolchain',
    message: expect.stringMatching(
      /: @cloudflare\/workerd-\S+ is not what we know: its bytes do not have the hash of our lock file\. Nothing of it was run\.$/,
    ),
  });
  expect(changed).not.toBe('');
  expect(await hostIn('flipped').files.list(path.join(folder, 'flipped'))).toEqual([]);
});

it('ships: the whole action, with all programs of this machine but npm', async () => {
  await using services = await startServices(toolCache());
  const repo = path.join(folder, 'repo');
  await cp(path.join(root, 'test/fixtures/kinds/shim'), repo, { recursive: true });
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  for (const place of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of await readdir(place).catch(() => []))
      if (!/^(npm|npx)/.test(name)) await symlink(path.join(place, name), path.join(bin, name)).catch(() => undefined); // the first wins
  }
  const result = await runAction({
    ...{ services, workspace: repo, trigger: pullRequest() },
    inputs: { requests: JSON.stringify([{ name: 'sum', path: '/?n=4' }]), 'latency-duration': '1 s' },
    env: { PATH: bin, RUNNER_TOOL_CACHE: path.join(folder, 'cold'), CARGO_TARGET_DIR: undefined },
  });
  expect(result.code, result.log).toBe(0);
  expect(result.log).toMatch(/There is no npm on PATH: getting \d+ packages by the hashes of our lock file/);
  const answer = await fetchEdge(services.cloudflare, 'https://adder-pr-7.box.workers.dev/?n=4');
  expect(await answer.text()).toBe('30');
});
