import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compilerOf, findRust, isCompiler } from '../../src/build/rust.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { root } from '../e2e/action.ts';
import type { Registry } from '../standins/registries/loopback.ts';
import { programOf } from '../standins/registries/machine.ts';
import { startRustupServer } from '../standins/registries/rustup.ts';

/** A channel that moves and is not installed yet, on a machine with the real rustup alone. */
let folder: string;
let server: Registry;
let host: Host;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-channel-'));
  for (const name of ['bin', 'home', 'archives', 'repo']) await mkdir(path.join(folder, name));
  server = await startRustupServer(path.join(folder, 'archives'));
  const rustup = await realpath(await programOf('rustup')); // it acts as cargo and rustc where it is called so
  for (const name of ['rustup', 'cargo', 'rustc']) await symlink(rustup, path.join(folder, 'bin', name));
  const env = {
    PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin`,
    HOME: path.join(folder, 'home'),
    RUSTUP_HOME: path.join(folder, 'home', 'rustup'),
    CARGO_HOME: path.join(folder, 'home', 'cargo'),
    RUSTUP_DIST_SERVER: server.url,
    RUSTUP_UPDATE_ROOT: server.url,
  };
  const folders = { workspace: path.join(folder, 'repo'), tools: folder, work: folder, action: root };
  host = terminalHost(env, folders, new AbortController().signal);
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

it('is told by its manifest, the same before each installation, and is what rustup brings then', async () => {
  const wish = { dir: host.folders.workspace, channel: undefined, target: 'wasm32-unknown-unknown' } as const;
  const told = await compilerOf(wish, host);
  expect(told).toMatch(/^rustc \d+\.\d+\.\d+ \(.* on \w+ \w+$/);
  expect(server.requests.map(({ path: asked }) => asked)).toEqual(['/dist/channel-rust-stable.toml']);
  expect(await compilerOf(wish, host)).toBe(told);
  const rust = await findRust(wish, host);
  expect(isCompiler(rust, told ?? '')).toBe(true);
});

it('that the server does not have is not known, and nothing fails', async () => {
  expect(await compilerOf({ dir: host.folders.workspace, channel: 'nightly' }, host)).toBeUndefined();
});
