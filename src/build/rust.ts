import path from 'node:path';
import type { RustTarget } from '../edge/names.ts';
import { ShipError } from '../error.ts';
import type { Command, Host, Output } from '../host/host.ts';
import { compilerOfChannel } from './channel.ts';
import { warnOfOldName } from './old-target.ts';
import { refused } from './refused.ts';

type World = Pick<Host, 'run' | 'files' | 'folders' | 'log'>;

/** A toolchain that has the target. */
export interface Rust {
  /** `rustc -V`. */
  readonly version: string;
  /** Chooses it for every cargo and rustc that we run; empty where the one on PATH is it. */
  readonly env: Readonly<Record<string, string>>;
  /** The same toolchain for what is compiled outside the crate's folder, where rustup would choose another. */
  readonly toolsEnv: Readonly<Record<string, string>>;
}

export interface RustWish {
  /** Absolute folder of the crate. */
  readonly dir: string;
  readonly target: RustTarget;
  /** The `toolchain` input. */
  readonly channel: string | undefined;
}

const QUICK_MS = 60_000;
const INSTALL_MS = 15 * 60_000;

/**
 * A Rust toolchain with the target: the one that is there, untouched; else by rustup, with the channel of the input,
 * of the nearest rust-toolchain file, or stable.
 * @throws ShipError where neither is to be had
 */
export async function findRust(wish: RustWish, host: World): Promise<Rust> {
  const file = await nearestToolchainFile(wish.dir, host);
  const channel = wish.channel ?? file?.channel;
  const old = file?.targets.includes('wasm32-wasi') === true;
  if (old) warnOfOldName(file.path, 'left out', host);
  const env: Record<string, string> =
    wish.channel !== undefined || old ? { RUSTUP_TOOLCHAIN: channel ?? 'stable' } : {};
  const there = await foundIn(wish, env, host);
  if (there?.hasTarget === true) return rustOf(there, env);
  const rustup = await host.files.which('rustup');
  if (rustup === undefined) throw await missing(wish, host);
  // one of rustup's own that lacks the target alone gets it; another, as a system's, stays as it is
  const own = there !== undefined && ofRustup(there) ? path.basename(there.sysroot) : undefined;
  const chosen = { RUSTUP_TOOLCHAIN: own ?? channel ?? 'stable' };
  const asked = own === undefined ? installing(channel ?? 'stable', wish) : addingTarget(own, wish);
  const got = await askRustup(rustup, asked, wish, chosen, host);
  if (got === undefined) throw unusable(wish, rustup, chosen.RUSTUP_TOOLCHAIN);
  return rustOf(got, own === undefined ? chosen : env);
}

function rustOf(found: Found, env: Rust['env']): Rust {
  return { version: found.version, env, toolsEnv: toolsEnv(found) };
}

/** rustup takes the folder of a toolchain for its name; any other toolchain is the one on PATH in every folder. */
function toolsEnv(found: Found): Record<string, string> {
  return ofRustup(found) ? { RUSTUP_TOOLCHAIN: found.sysroot } : {};
}

function ofRustup({ sysroot }: Found): boolean {
  return path.basename(path.dirname(sysroot)) === 'toolchains';
}

interface Found {
  readonly version: string;
  readonly sysroot: string;
  readonly hasTarget: boolean;
}

/** The toolchain that these variables choose; undefined where there is none, or it does not run. */
async function foundIn(wish: RustWish, env: Record<string, string>, host: World): Promise<Found | undefined> {
  const rustc = await host.files.which('rustc');
  if (rustc === undefined || (await host.files.which('cargo')) === undefined) return undefined;
  // a rustup proxy must not fetch a toolchain on its own: that is asked for below, with what we need of it
  const ask = (args: readonly string[]): Command => ({
    file: rustc,
    args,
    cwd: wish.dir,
    env: { RUSTUP_AUTO_INSTALL: '0', ...env },
    trust: 'theirs',
    timeoutMs: QUICK_MS,
  });
  const version = await host.run(ask(['-V']), { codes: 'any' });
  if (version.code !== 0) return undefined;
  const printed = await host.run(ask(['--print', 'target-libdir', '--print', 'sysroot', '--target', wish.target]), {
    codes: 'any',
  });
  const [libdir = '', sysroot = ''] = printed.stdout.split('\n');
  const hasTarget = printed.code === 0 && (await host.files.exists(libdir.trim()));
  return { version: version.stdout.trim(), sysroot: sysroot.trim(), hasTarget };
}

/**
 * The compiler that a build would use, as a text that is the same for the same one; undefined where that cannot be told
 * before one is installed. A channel that names a version is that version, installed or not; one that moves and is not
 * installed is what its manifest says.
 */
export async function compilerOf(
  wish: Omit<RustWish, 'target'>,
  host: World & Pick<Host, 'platform' | 'fetch' | 'signal' | 'variable'>,
): Promise<string | undefined> {
  const channel = wish.channel ?? (await nearestToolchainFile(wish.dir, host))?.channel;
  const { os, arch } = host.platform;
  if (channel !== undefined && /^\d+\.\d+\.\d+$/.test(channel)) return `rustc ${channel} on ${os} ${arch}`;
  const installed = await installedCompiler(wish, host);
  if (installed !== undefined || (await host.files.which('rustup')) === undefined) return installed;
  const version = await compilerOfChannel(channel ?? 'stable', host);
  return version === undefined ? undefined : `rustc ${version} on ${os} ${arch}`;
}

/**
 * Whether a toolchain is the compiler that was told before it was installed.
 * @param told by `compilerOf`
 */
export function isCompiler({ version }: Pick<Rust, 'version'>, told: string): boolean {
  // `rustc 1.97.1` of a channel, with commit and date of a manifest, or all that `rustc -vV` prints
  const [first = ''] = told.split(/ on |\n/);
  return version === first || version.startsWith(`${first} `);
}

/** What the compiler that is there prints of itself; undefined where there is none, or the channel's is not installed. */
async function installedCompiler(wish: Omit<RustWish, 'target'>, host: World): Promise<string | undefined> {
  const rustc = await host.files.which('rustc');
  if (rustc === undefined) return undefined;
  const asked = await host.run(
    {
      file: rustc,
      args: ['-vV'],
      cwd: wish.dir,
      env: { RUSTUP_AUTO_INSTALL: '0', ...(wish.channel === undefined ? {} : { RUSTUP_TOOLCHAIN: wish.channel }) },
      trust: 'theirs',
      timeoutMs: QUICK_MS,
    },
    { codes: 'any' },
  );
  return asked.code === 0 ? asked.stdout.trim() : undefined;
}

/** What rustup is asked for, and what that is called. */
interface Asking {
  readonly args: readonly string[];
  readonly toolchain: string;
  readonly verb: 'install' | 'add to';
}

function installing(channel: string, { target }: RustWish): Asking {
  const args = ['toolchain', 'install', channel, '--profile', 'minimal', '--target', target, '--no-self-update'];
  return { args, toolchain: channel, verb: 'install' };
}

function addingTarget(toolchain: string, { target }: RustWish): Asking {
  return { args: ['target', 'add', target, '--toolchain', toolchain], toolchain, verb: 'add to' };
}

/**
 * Has rustup bring what was asked for. A toolchain that does not run is a half of one, of a run that was cut off or of a
 * rollback that was: rustup takes it for whole, and would leave it so for good. It is removed, and asked for once more.
 */
async function askRustup(
  rustup: string,
  asked: Asking,
  wish: RustWish,
  chosen: Record<string, string>,
  host: World,
): Promise<Found | undefined> {
  await askOnce(rustup, asked, wish, host);
  const found = await foundIn(wish, chosen, host);
  if (found !== undefined) return found.hasTarget ? found : undefined;
  if (!(await forgetBroken(rustup, asked, host))) return undefined;
  host.log.info(`Rust ${asked.toolchain} was only half there: once more …`);
  await askOnce(rustup, asked, wish, host);
  const again = await foundIn(wish, chosen, host);
  return again?.hasTarget === true ? again : undefined;
}

async function askOnce(rustup: string, asked: Asking, wish: RustWish, host: World): Promise<void> {
  const { args, toolchain } = asked;
  host.log.info(`Rust ${toolchain} with ${wish.target}: asking rustup …`);
  try {
    await host.run({ file: rustup, args, trust: 'theirs', timeoutMs: INSTALL_MS }, { onLine: host.log.echo });
  } catch (cause) {
    if (!(cause instanceof ShipError) || cause.fault === 'cancelled') throw cause;
    await forgetBroken(rustup, asked, host);
    throw rustupFailed(asked, wish, cause);
  }
}

/** Removes a toolchain that rustup has and cannot run. @returns whether it did */
async function forgetBroken(rustup: string, { toolchain, verb }: Asking, host: World): Promise<boolean> {
  if (verb !== 'install') return false;
  const ask = (args: readonly string[]): Promise<Output> =>
    host.run({ file: rustup, args, trust: 'theirs', timeoutMs: QUICK_MS }, { codes: 'any' });
  if ((await ask(['run', toolchain, 'rustc', '-V'])).code === 0) return false;
  return (await ask(['toolchain', 'uninstall', toolchain])).code === 0;
}

function rustupFailed({ toolchain, verb }: Asking, { target }: RustWish, cause: ShipError): ShipError {
  const [forged, component] = /(?:download failed for (\S+): )?checksum failed/.exec(cause.tail ?? '') ?? [];
  if (forged !== undefined)
    return refused(
      `${component ?? 'A component'} of Rust ${toolchain}`,
      'its bytes do not have the hash of its channel',
      cause,
      cause.tail,
    );
  const what = verb === 'install' ? `install Rust ${toolchain} with ${target}` : `add ${target} to Rust ${toolchain}`;
  return new ShipError('toolchain', `rustup could not ${what}.`, {
    cause,
    hint: 'Is the channel spelled right, and is rustup\u2019s server reachable? A toolchain that is already there and has the target is used as it is.',
    ...(cause.tail === undefined ? {} : { tail: cause.tail }),
  });
}

async function missing(wish: RustWish, host: World): Promise<ShipError> {
  const [rustc, cargo] = [await host.files.which('rustc'), await host.files.which('cargo')];
  const absent = rustc === undefined ? 'rustc' : cargo === undefined ? 'cargo' : undefined;
  const what =
    absent === undefined ? `The toolchain of ${rustc} has no ${wish.target}` : `There is no ${absent} on PATH`;
  return new ShipError('toolchain', `${what}, and no rustup that could get one.`, {
    hint: `Install rustup before this step, or a toolchain with the target ${wish.target}.`,
  });
}

function unusable(wish: RustWish, rustup: string, channel: string): ShipError {
  return new ShipError(
    'toolchain',
    `${rustup} installed Rust ${channel} with ${wish.target}, but rustc and cargo on PATH do not find it.`,
    { hint: 'Put the folder of rustup\u2019s proxies (~/.cargo/bin) first on PATH.' },
  );
}

interface ToolchainFile {
  readonly path: string;
  readonly channel: string | undefined;
  readonly targets: readonly string[];
}

/** The rust-toolchain.toml or rust-toolchain nearest to a folder, upwards to the workspace's root. */
export async function nearestToolchainFile(
  dir: string,
  host: Pick<Host, 'files' | 'folders'>,
): Promise<ToolchainFile | undefined> {
  for (let folder = dir; ; folder = path.dirname(folder)) {
    for (const name of ['rust-toolchain', 'rust-toolchain.toml']) {
      const file = path.join(folder, name);
      if (await host.files.exists(file)) return { path: file, ...parseToolchainFile(await host.files.text(file)) };
    }
    if (folder === host.folders.workspace || folder === path.dirname(folder)) return undefined;
  }
}

/** The channel and the targets that a rust-toolchain file names, in its TOML form and in its old one-line form. */
export function parseToolchainFile(text: string): Pick<ToolchainFile, 'channel' | 'targets'> {
  const line = text.trim();
  if (/^[\w.+-]+$/.test(line)) return { channel: line, targets: [] };
  const channel = /^\s*channel\s*=\s*["']([^"']+)["']/m.exec(text)?.[1];
  const targets = /^\s*targets\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? '';
  return { channel, targets: [...targets.matchAll(/["']([^"']+)["']/g)].flatMap((match) => match[1] ?? []) };
}
