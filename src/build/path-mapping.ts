import { createHash } from 'node:crypto';
import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { machineName, programName } from '../platform.ts';
import { type CargoConfig, cargoConfigs, cargoHome } from './cargo-config.ts';
import type { Rust } from './rust.ts';
import { onShelf } from './shelf.ts';

type World = Pick<Host, 'run' | 'files' | 'folders' | 'log' | 'clock' | 'random' | 'variable' | 'platform'>;

/** What the repository's own folder is called in a module. */
const REPOSITORY = '/workspace';

/**
 * What cargo calls in place of rustc, where it builds what ships. Panic messages and the like hold the paths of sources:
 * of where cargo has unpacked a crate, of where the checkout is. They become `/cargo/NAME-VERSION/src/lib.rs` and
 * `/workspace/…`, the same on every machine. A path below the workspace's root cargo names from there anyway.
 *
 * Not RUSTFLAGS: they would take the place of the user's `build.rustflags`. The user's own wrapper comes after ours and
 * sees rustc as cargo called it, with the mapping among the arguments: sccache keeps its hits. cargo does not know that
 * a wrapper changes what is compiled. So the compiler is another one by its version, and nothing that was compiled
 * without the mapping is taken for fresh.
 */
export const WRAPPER = `#!/bin/sh
# Written by wasm-ship: rustc, with the paths of sources in the module mapped to the same on every machine.
if [ -z "$CARGO_PKG_NAME" ]; then
  for last; do :; done
  if [ "$last" = -vV ]; then
    \${WASM_SHIP_RUSTC_WRAPPER:+"$WASM_SHIP_RUSTC_WRAPPER"} "$@" || exit
    echo 'wasm-ship: paths are mapped'
    exit
  fi
  exec \${WASM_SHIP_RUSTC_WRAPPER:+"$WASM_SHIP_RUSTC_WRAPPER"} "$@"
fi
package=/cargo/$CARGO_PKG_NAME-$CARGO_PKG_VERSION
own=yes
case $CARGO_MANIFEST_DIR/ in
  "$WASM_SHIP_CARGO_HOME"/*) ;;
  "$WASM_SHIP_REPOSITORY"/*) own= ;;
esac
exec \${WASM_SHIP_RUSTC_WRAPPER:+"$WASM_SHIP_RUSTC_WRAPPER"} "$@" \\
  "--remap-path-prefix=$WASM_SHIP_REPOSITORY=${REPOSITORY}" \\
  "--remap-path-prefix=$WASM_SHIP_CARGO_HOME=/cargo" \\
  \${own:+"--remap-path-prefix=$CARGO_MANIFEST_DIR=$package"} \\
  \${OUT_DIR:+"--remap-path-prefix=$OUT_DIR=$package/out"}
`;

/**
 * For every cargo that builds the crate: rustc through our wrapper, and the user's own wrapper after it. On Windows it is a
 * program: a batch file takes 8191 characters of arguments, of which web-sys alone has 40 000.
 * @param dir absolute folder that cargo runs in
 * @param release nothing that others can write to may have a say in what is built
 */
export async function pathMapping(
  dir: string,
  rust: Rust,
  host: World,
  release = false,
): Promise<Readonly<Record<string, string>>> {
  const wrapper = host.platform.os === 'win32' ? await wrapperProgram(rust, host) : await wrapperFile(host);
  if (wrapper === undefined) return {};
  const users = await wrapperFor(dir, release, host);
  return {
    RUSTC_WRAPPER: wrapper,
    WASM_SHIP_REPOSITORY: await realRepository(host),
    WASM_SHIP_CARGO_HOME: cargoHome(host),
    ...(users === undefined ? {} : { WASM_SHIP_RUSTC_WRAPPER: users }),
  };
}

/** Wrappers that take what rustc would make from a cache. */
const CACHES = /(^|[\\/])(sccache|cachepot|ccache)(\.exe)?$/i;

async function wrapperFor(dir: string, release: boolean, host: World): Promise<string | undefined> {
  const users = await usersWrapper(dir, host);
  if (users === undefined || !release || !CACHES.test(users)) return users;
  host.log.notice(
    `${path.basename(users)} is not used: a release is built without what others can write to.`,
    'wasm-ship',
  );
  return undefined;
}

/** What cargo calls in place of rustc, or puts before it: by variable, and by its key of `[build]`. */
const COMPILERS = ['rustc', 'rustc-wrapper', 'rustc-workspace-wrapper'];

/** Whether cargo calls anything else than the plain rustc here: it may have what it gives from a cache. */
export async function hasOwnCompiler(dir: string, host: Pick<Host, 'files' | 'variable'>): Promise<boolean> {
  const variables = COMPILERS.map((key) => key.toUpperCase().replaceAll('-', '_'));
  if (variables.some((name) => (host.variable(name) || host.variable(`CARGO_BUILD_${name}`) || '') !== '')) return true;
  const tables = (await cargoConfigs(dir, host)).map(({ table }) => (table?.build ?? {}) as Record<string, unknown>);
  return tables.some((build) => COMPILERS.some((key) => (build[key] ?? '') !== ''));
}

const COMPILE_MS = 2 * 60_000;

/**
 * The same as a program: tools/rustc-wrapper, compiled once by the rustc that it wraps. Where that cannot make a program for
 * this machine, paths stay as they are.
 */
export async function wrapperProgram({ env, toolsEnv }: Rust, host: World): Promise<string | undefined> {
  const source = path.join(host.folders.action, 'tools', 'rustc-wrapper', 'main.rs');
  const name = createHash('sha256')
    .update(await host.files.text(source))
    .digest('hex')
    .slice(0, 16);
  const file = programName('rustc-wrapper', host.platform);
  const flags = ['-O', '-C', 'strip=symbols', '--edition', '2021'];
  try {
    const folder = await onShelf(`rustc-wrapper-${name}-${machineName(host.platform)}`, host, async (part) => {
      await host.files.write(path.join(part, 'main.rs'), await host.files.text(source));
      const args = [...flags, 'main.rs', '-o', path.join(part, file)];
      await host.run({
        ...{ file: 'rustc', args, cwd: part, env: { ...env, ...toolsEnv } },
        ...{ trust: 'theirs', timeoutMs: COMPILE_MS },
      });
    });
    return path.join(folder, file);
  } catch (error) {
    if (!(error instanceof ShipError) || error.fault === 'cancelled') throw error;
    host.log.warning(`Paths of this machine may be in the module: ${error.message}`, { title: 'wasm-ship' });
    return undefined;
  }
}

/** Its path is the same in each run: cargo asks a compiler that it does not know for its version and targets again. */
async function wrapperFile({ files, folders }: World): Promise<string> {
  const name = createHash('sha256').update(WRAPPER).digest('hex').slice(0, 16);
  const file = path.join(folders.tools, `rustc-wrapper-${name}`, 'rustc-wrapper');
  const there = (await files.exists(file)) && (await files.text(file)) === WRAPPER;
  if (!there) await files.write(file, WRAPPER, { program: true });
  return file;
}

/** Without symbolic links, as cargo names it. */
async function realRepository({ files, folders }: Pick<Host, 'files' | 'folders'>): Promise<string> {
  return (await files.real(folders.workspace)) ?? folders.workspace;
}

/** The path of a file as the compiler names it in its messages, which are mapped too. */
export function unmapped(file: string, { folders }: Pick<Host, 'folders'>): string {
  const inside = /^\/workspace[\\/](.*)$/s.exec(file)?.[1]; // rustc goes on with the separator of its system
  return inside === undefined ? file : path.join(folders.workspace, inside);
}

/** cargo's own order: RUSTC_WRAPPER, where an empty one is none; then `build.rustc-wrapper` by variable and by file. */
async function usersWrapper(dir: string, host: World): Promise<string | undefined> {
  const set = host.variable('RUSTC_WRAPPER') ?? host.variable('CARGO_BUILD_RUSTC_WRAPPER');
  if (set !== undefined) return set === '' ? undefined : program(set, dir);
  for (const config of await cargoConfigs(dir, host)) {
    const named = wrapperOf(config);
    if (named === undefined) continue;
    // relative to the folder that has `.cargo`; that of cargo's own folder to the one above it
    return named === '' ? undefined : program(named, path.dirname(path.dirname(config.file)));
  }
  return undefined;
}

function wrapperOf({ table }: CargoConfig): string | undefined {
  const named = (table?.build as { 'rustc-wrapper'?: unknown } | undefined)?.['rustc-wrapper'];
  return typeof named === 'string' ? named : undefined;
}

/** A bare name is looked for on PATH. */
function program(name: string, from: string): string {
  return /[\\/]/.test(name) ? path.resolve(from, name) : name;
}
