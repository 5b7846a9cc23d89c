import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cargoBuild } from '../../src/build/cargo.ts';
import { findRust } from '../../src/build/rust.ts';
import { findWorkspace } from '../../src/build/workspace.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';
import { type Listening, listen } from '../standins/cloudflare/listen.ts';

/** A registry that asks for a token, by the real cargo: it is fetched from with the token, and built without. */
const TOKEN = 'let-me-in-12345';
const NAME = 'CARGO_REGISTRIES_PRIVATE_TOKEN';
let folder: string;
let registry: Listening;
let crate: Buffer;
const refused: string[] = [];

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
}

/** What the registry has at a path; undefined: nothing. */
function found(asked: string): string | Buffer | undefined {
  if (asked === '/index/config.json')
    return JSON.stringify({ dl: `${registry.url}/crates/{crate}-{version}.crate`, 'auth-required': true });
  if (asked === '/crates/hidden-0.1.0.crate') return crate;
  const cksum = createHash('sha256').update(crate).digest('hex');
  const release = { name: 'hidden', vers: '0.1.0', deps: [], cksum, features: {}, yanked: false };
  return asked === '/index/hi/dd/hidden' ? `${JSON.stringify(release)}\n` : undefined;
}

/** Not at once: the registry is of this process. */
async function cargo(dir: string, home: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, CARGO_HOME: path.join(folder, home), [NAME]: TOKEN };
  await promisify(execFile)('cargo', args, { cwd: path.join(folder, dir), env });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-private-'));
  registry = await listen(async (request, response) => {
    const authorized = request.headers.authorization === TOKEN;
    if (!authorized) refused.push(request.url ?? '');
    const content = authorized ? found(request.url ?? '') : undefined;
    response.statusCode = authorized ? (content === undefined ? 404 : 200) : 401;
    response.end(content);
  });
  await write({
    'hidden/Cargo.toml': '[package]\nname = "hidden"\nversion = "0.1.0"\nedition = "2024"\n',
    'hidden/src/lib.rs': 'pub fn hidden() -> u32 {\n    42\n}\n',
    // code of a dependency, which looks for the token
    'hidden/build.rs': `fn main() {\n    assert!(std::env::var("${NAME}").is_err(), "the token is here");\n}\n`,
    'tiny/Cargo.toml':
      '[package]\nname = "tiny"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nhidden = { version = "0.1.0", registry = "private" }\n',
    'tiny/src/lib.rs': '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> u32 {\n    hidden::hidden()\n}\n',
    'tiny/.cargo/config.toml': `[registry]\nglobal-credential-providers = ["cargo:token"]\n[registries.private]\nindex = "sparse+${registry.url}/index/"\n`,
  });
  await cargo('hidden', 'first', 'package', '--no-verify', '--allow-dirty');
  crate = await readFile(path.join(folder, 'hidden/target/package/hidden-0.1.0.crate'));
  await cargo('tiny', 'first', 'generate-lockfile');
});
afterAll(async () => {
  await registry?.close();
  await rm(folder, { recursive: true, force: true });
});

async function build(registryTokens: readonly string[]): Promise<string> {
  const dir = path.join(folder, 'tiny');
  const env = { ...process.env, PATH: await pathOfScripts(), CARGO_HOME: path.join(folder, 'second'), [NAME]: TOKEN };
  const folders = { workspace: dir, tools: path.join(folder, 'tools'), work: path.join(folder, 'work'), action: root };
  await using host = terminalHost(env, folders, new AbortController().signal);
  const target = 'wasm32-unknown-unknown';
  const rust = await findRust({ dir, target, channel: undefined }, host);
  const workspace = await findWorkspace(dir, rust, host);
  const wish = { dir, name: 'tiny', target, profile: 'release', features: [], workspace, registryTokens } as const;
  return (await cargoBuild(wish, rust, host)).module;
}

it('is of no use to a build that is not told of the token', async () => {
  await expect(build([])).rejects.toMatchObject({ fault: 'build' });
});

it('is fetched from with the token, and no code of a dependency sees it', async () => {
  refused.length = 0;
  const script = `const m = new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]));
console.log(new WebAssembly.Instance(m).exports.answer());`;
  expect(execFileSync(process.execPath, ['-e', script, await build([NAME])], { encoding: 'utf8' })).toBe('42\n');
  expect(refused.length).toBeLessThanOrEqual(1); // cargo asks for the configuration without it first
});
