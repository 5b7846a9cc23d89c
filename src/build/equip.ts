import { createHash } from 'node:crypto';
import path from 'node:path';
import { attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { machineName, packagedProgram, programName } from '../platform.ts';
import { lockedTools } from './lockfile.ts';
import { npmTools, npmToolsToDeploy } from './npm.ts';
import { warnOfOldTargets } from './old-target.ts';
import { pathMapping } from './path-mapping.ts';
import { refused } from './refused.ts';
import { findRust, type Rust, type RustWish } from './rust.ts';
import { onShelf } from './shelf.ts';
import { unpack } from './tarball.ts';
import { BINARYEN, type Prebuilt, prebuiltWasmBindgen, prebuiltWasmOpt, WASMTIME } from './tools.ts';
import { wheel } from './wheel.ts';
import { findWorkspace, type Workspace } from './workspace.ts';

type World = Pick<
  Host,
  'run' | 'files' | 'folders' | 'log' | 'fetch' | 'clock' | 'random' | 'platform' | 'signal' | 'variable'
>;

/** A program to call: its file, what comes before our arguments, its version, and where it is from. */
export interface Tool {
  readonly file: string;
  readonly args: readonly string[];
  readonly version: string;
  readonly from: 'path' | 'shelf';
}

/** The tools that make something to ship of what cargo has built. */
export type BuildTool = 'wasm-bindgen' | 'worker-build' | 'wasm-opt';

/** What a build needs. The toolchain is there; the tools are on their way while cargo compiles. */
export interface Equipment {
  readonly rust: Rust;
  readonly workspace: Workspace;
  /** Those that were wished for. */
  readonly tools: readonly BuildTool[];
  /** One of them. */
  tool(name: BuildTool): Promise<Tool>;
}

export interface Wish extends RustWish {
  readonly tools: readonly BuildTool[];
  /** For a release: a wrapper of rustc that has a cache is left out. */
  readonly release?: boolean;
}

/** Finds the toolchain and the workspace, and sets the other tools under way. A tool that cannot be had fails where it is awaited. */
export async function equip(wish: Wish, host: World): Promise<Equipment> {
  const tools = new Map<BuildTool, Promise<Tool>>();
  const underWay = (name: BuildTool, tool: Promise<Tool>): void => {
    tool.catch(awaitedLater);
    tools.set(name, tool);
  };
  if (wish.tools.includes('wasm-opt')) underWay('wasm-opt', wasmOptTool(host)); // needs no toolchain
  const rust = await findRust(wish, host);
  await warnOfOldTargets(wish.dir, host);
  const found = await findWorkspace(wish.dir, rust, host);
  const workspace = { ...found, env: { ...found.env, ...(await pathMapping(wish.dir, rust, host, wish.release)) } };
  const locked = await lockedTools(workspace.root, wish.tools, host);
  const target = path.join(host.folders.work, `tools-target-${host.random(3)}`);
  const compiler = { rust, target };
  const { wasmBindgen, workerBuild } = locked;
  if (wasmBindgen !== undefined) underWay('wasm-bindgen', wasmBindgenTool(wasmBindgen, compiler, host));
  if (workerBuild !== undefined) underWay('worker-build', workerBuildTool(workerBuild, compiler, host));
  const compiled = Promise.allSettled([tools.get('wasm-bindgen'), tools.get('worker-build')]);
  compiled.then(() => host.files.remove(target)).catch(awaitedLater);
  return {
    rust,
    workspace,
    tools: wish.tools,
    async tool(name) {
      const tool = tools.get(name);
      if (tool === undefined) throw new Error(`${name} was not wished for`);
      return tool;
    },
  };
}

/** Folder of what serves and deploys at an edge: tools/EDGE. */
export function edgeTools(edge: string, host: World, use: 'all' | 'deploy' = 'all'): Promise<string> {
  const modules = edge === 'wasi' ? wasmtimeFolder(host) : use === 'all' ? npmTools(edge, host) : toDeploy(edge, host);
  modules.catch(awaitedLater);
  return modules;
}

/** The runtime is not there: its launcher finds a file without a byte in its place, and starts it for nothing that deploys. */
async function toDeploy(edge: string, host: World): Promise<string> {
  return npmToolsToDeploy(edge, edge === 'cloudflare' ? [packagedProgram('workerd', host.platform)] : [], host);
}

function awaitedLater(): void {
  // the rejection is seen where the tool is awaited; without this handler Node would end the process before that
}

/** The folder of a wasmtime: the one on PATH, where it is of our version, or that of its wheel. */
async function wasmtimeFolder(host: World): Promise<string> {
  const there = await onPath('wasmtime', WASMTIME, host);
  return there === undefined ? wheel('wasi', 'wasmtime_cli/wasmtime', host) : path.dirname(there.file);
}

/** The wasm-bindgen program of exactly this version: its output format is private to the version. */
async function wasmBindgenTool(version: string, compiler: Compiler, host: World): Promise<Tool> {
  const there = await onPath('wasm-bindgen', version, host);
  if (there !== undefined) return there;
  const name = `wasm-bindgen-${version}-${machineName(host.platform)}`;
  const program = path.join('bin', programName('wasm-bindgen', host.platform));
  const folder = await onShelf(name, host, async (part) => {
    const prebuilt = prebuiltWasmBindgen(version, host.platform);
    const got = prebuilt !== undefined && (await download(prebuilt, part, program, host));
    if (!got) await bindgenFromLibrary(version, part, compiler, host);
  });
  return { file: path.join(folder, program), args: [], version, from: 'shelf' };
}

/** Since 0.2.122, the oldest that worker-build takes, the library has all options that our main sets. */
function hasAllOptions(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major > 0 || minor > 2 || patch >= 122;
}

/**
 * The published command line tool needs an HTTP server and client for its test runner; what we call is its library,
 * wasm-bindgen-cli-support, behind a main of ours (tools/wasm-bindgen). Three times fewer packages to compile.
 */
async function bindgenFromLibrary(version: string, part: string, compiler: Compiler, host: World): Promise<void> {
  const ours = path.join(host.folders.action, 'tools', 'wasm-bindgen');
  const source = path.join(part, 'source');
  await host.files.copy(ours, source);
  const manifest = path.join(source, 'Cargo.toml');
  const text = await host.files.text(manifest);
  const pinned = text.includes(`"=${version}"`);
  if (!pinned) {
    await host.files.write(
      manifest,
      text.replace(/"=[\d.]+"/, `"=${version}"`).replace(/^version = ".*"$/m, `version = "${version}"`),
    );
    await host.files.remove(path.join(source, 'Cargo.lock'));
  }
  const flags = [...(pinned ? ['--locked'] : []), ...(hasAllOptions(version) ? [] : ['--no-default-features'])];
  await cargoInstall(['--path', source, ...flags], part, compiler, host);
  await host.files.remove(source);
}

async function workerBuildTool(version: string, compiler: Compiler, host: World): Promise<Tool> {
  const there = await onPath('worker-build', version, host);
  if (there !== undefined) return there;
  const folder = await onShelf(`worker-build-${version}-${machineName(host.platform)}`, host, (part) =>
    cargoInstall(
      ['worker-build', '--bin', 'worker-build', '--version', `=${version}`, '--locked'],
      part,
      compiler,
      host,
    ),
  );
  const file = path.join(folder, 'bin', programName('worker-build', host.platform));
  return { file, args: [], version, from: 'shelf' };
}

/** What compiles tools. They have many packages in common, compiled once: the second one's cargo waits for the first one's. */
interface Compiler {
  readonly rust: Rust;
  /** One target folder for all of them, gone when they are there. */
  readonly target: string;
}

const INSTALL_MS = 40 * 60_000;

/** Compiles a tool without optimizing it: it runs for seconds, and compiles three times as fast. */
async function cargoInstall(
  what: readonly string[],
  part: string,
  { rust, target }: Compiler,
  host: World,
): Promise<void> {
  const env = {
    ...rust.env,
    ...rust.toolsEnv,
    CARGO_ENCODED_RUSTFLAGS: '', // the user's flags are for the crate: this one wins over variables and configuration
    CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
    CARGO_PROFILE_RELEASE_LTO: 'off',
    CARGO_PROFILE_RELEASE_DEBUG: '0',
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
    CARGO_TARGET_DIR: target,
  };
  const args = ['install', ...what, '--root', part, '--no-track'];
  await host.files.write(path.join(part, '.keep'), '');
  try {
    await host.run({ file: 'cargo', args, cwd: part, env, trust: 'theirs', timeoutMs: INSTALL_MS });
  } catch (cause) {
    const tail = cause instanceof ShipError ? cause.tail : undefined;
    const [, crate] = /checksum (?:of|for) `([^`(]+?)(?: \(.*)?`/.exec(tail ?? '') ?? [];
    throw crate === undefined
      ? cause
      : refused(crate, 'its bytes do not have the checksum of its registry', cause, tail);
  }
}

async function wasmOptTool(host: World): Promise<Tool> {
  const there = await onPath('wasm-opt', BINARYEN, host);
  if (there !== undefined) return there;
  const prebuilt = prebuiltWasmOpt(host.platform);
  if (prebuilt !== undefined) {
    const native = await nativeWasmOpt(prebuilt, host);
    if (native !== undefined) return native;
  }
  const modules = await npmTools('wasm-opt', host);
  const program = path.join(modules, 'binaryen', 'bin', 'wasm-opt');
  return { file: host.platform.node, args: [program], version: BINARYEN, from: 'shelf' };
}

/** How long a server that did not answer is not asked again: behind a firewall, each asking costs its deadline. */
const ASK_AGAIN_HOURS = 6;

async function nativeWasmOpt(prebuilt: Prebuilt, host: World): Promise<Tool | undefined> {
  const name = `wasm-opt-${BINARYEN}-${machineName(host.platform)}`;
  const program = path.join('bin', programName('wasm-opt', host.platform));
  const silence = path.join(host.folders.tools, `${name}.silent`);
  try {
    const folder = await onShelf(name, host, async (part) => {
      await refuseWhileSilent(silence, host);
      if (!(await download(prebuilt, part, program, host))) {
        await host.files.write(silence, host.clock.date().toISOString());
        throw new ShipError('toolchain', 'its server does not answer');
      }
      await host.files.remove(silence);
    });
    return { file: path.join(folder, program), args: [], version: BINARYEN, from: 'shelf' };
  } catch (error) {
    if (!(error instanceof ShipError) || error.fault === 'cancelled' || error.hint !== undefined) throw error;
    host.log.info(
      `The native wasm-opt is not to be had (${error.message}); taking the portable one, several times slower.`,
    );
    return undefined;
  }
}

/** @throws ShipError where the server did not answer some hours ago, as the file tells */
async function refuseWhileSilent(file: string, host: World): Promise<void> {
  const since = (await host.files.exists(file)) ? (await host.files.text(file)).trim() : '';
  const hours = (host.clock.date().getTime() - Date.parse(since)) / 3_600_000;
  if (hours >= 0 && hours < ASK_AGAIN_HOURS) {
    throw new ShipError(
      'toolchain',
      `its server did not answer at ${since}, and is asked again ${ASK_AGAIN_HOURS} hours later`,
    );
  }
}

/** A program on PATH, where it is of exactly the version wanted. */
async function onPath(name: string, version: string, host: World): Promise<Tool | undefined> {
  const file = await host.files.which(name);
  if (file === undefined) return undefined;
  const asked = await attempt(() =>
    host.run({ file, args: ['--version'], trust: 'ours', timeoutMs: 20_000 }, { codes: 'any' }),
  );
  if (!asked.ok && asked.error.fault === 'cancelled') throw asked.error;
  if (!asked.ok || asked.value.code !== 0) return undefined; // there, but it does not run: of another machine, or broken
  const found = /(\d+(?:\.\d+)*)/.exec(asked.value.stdout)?.[1];
  return found === version ? { file, args: [], version, from: 'path' } : undefined;
}

export interface Deadlines {
  /** To the head of the answer: a firewall that drops packets gives none. */
  readonly answerMs: number;
  readonly wholeMs: number;
}

/**
 * Puts the program of a published archive at `to` below `part`.
 * @returns false where the server does not answer: there is another way then
 * @throws ShipError where the bytes are not those that we know
 */
export async function download(
  prebuilt: Prebuilt,
  part: string,
  to: string,
  host: World,
  { answerMs, wholeMs }: Deadlines = { answerMs: 10_000, wholeMs: 180_000 },
): Promise<boolean> {
  let bytes: Uint8Array;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), answerMs);
  try {
    const response = await host.fetch(prebuilt.url, {
      signal: AbortSignal.any([host.signal, late.signal, AbortSignal.timeout(wholeMs)]),
    });
    clearTimeout(timer);
    if (!response.ok) return false;
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (host.signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.', { cause: error });
    return false; // not reachable: built from source, or the portable one
  } finally {
    clearTimeout(timer);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== prebuilt.sha256) throw refused(prebuilt.url, `it has SHA-256 ${sha256}, wanted ${prebuilt.sha256}`);
  await take(prebuilt, bytes, part, to, host);
  return true;
}

/** Of an archive the program, and the libraries that it finds beside it (macOS). */
async function take(prebuilt: Prebuilt, archive: Uint8Array, part: string, to: string, host: World): Promise<void> {
  const { program, url } = prebuilt;
  const files = await unpack(archive, (name) => name === program || /^lib\/[^/]+\.dylib$/.test(name));
  if (!files.some(({ name }) => name === program)) throw new ShipError('toolchain', `${url} has no ${program}.`);
  for (const file of files)
    await host.files.write(path.join(part, file.name === program ? to : file.name), file.bytes, { program: true });
}
