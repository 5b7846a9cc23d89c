import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockedVersions } from '../../src/build/lockfile.ts';
import { root } from '../e2e/action.ts';
import { cargoConfig, startCargoRegistry } from '../standins/registries/cargo.ts';
import type { Link } from '../standins/registries/link.ts';
import type { Registry } from '../standins/registries/loopback.ts';
import { programOf } from '../standins/registries/machine.ts';
import { startNpmRegistry } from '../standins/registries/npm.ts';
import { startRustupServer } from '../standins/registries/rustup.ts';

/** A machine with rustup, git, a C compiler and npm, and nothing else: no toolchain, no tools, nothing fetched yet. */
export interface BareMachine extends AsyncDisposable {
  readonly npm: Registry;
  readonly cargo: Registry;
  readonly rustup: Registry;
  /** Below it is all that a run leaves. */
  readonly folder: string;
  /** Our folder in the runner's tool cache. */
  readonly shelf: string;
  /** For a run. `fresh`: folders of these names are other ones, empty. */
  env(fresh?: Readonly<Partial<Record<'npm' | 'rustup', string>>>): Record<string, string>;
  /** A file or folder is not there until dispose; what has come in its place goes then. */
  without(place: string): Promise<AsyncDisposable>;
}

/** Starts the registries, all behind one `link`, which serve what script/bootstrap brought, and makes the empty folders. */
export async function startBareMachine(say: (line: string) => void, link?: Link): Promise<BareMachine> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-cold-'));
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const name of ['bin', 'home', 'cargo', 'rustup', 'npm', 'tools', 'archives', 'aside'])
    await mkdir(path.join(folder, name));
  const auth = path.join(root, 'examples', 'auth');
  const [version = ''] = lockedVersions(await readFile(path.join(auth, 'Cargo.lock'), 'utf8'), 'worker');
  say('Packing a toolchain for the rustup server …');
  const rustup = started.use(await startRustupServer(path.join(folder, 'archives'), link));
  say('Reading the caches of npm and cargo …');
  const npm = started.use(
    await startNpmRegistry(
      ['cloudflare', 'wasm-opt'].map((name) => path.join(root, 'tools', name)),
      link,
    ),
  );
  const cargo = started.use(
    await startCargoRegistry(
      {
        folders: [auth, path.join(root, 'tools', 'wasm-bindgen')],
        program: { name: 'worker-build', version },
      },
      link,
    ),
  );
  await writeFile(path.join(folder, 'cargo', 'config.toml'), cargoConfig(cargo));
  // rustup acts as cargo and rustc where it is called so
  const program = await realpath(await programOf('rustup'));
  for (const name of ['rustup', 'cargo', 'rustc']) await symlink(program, path.join(folder, 'bin', name));
  const disposables = started.move();
  return {
    npm,
    cargo,
    rustup,
    folder,
    shelf: path.join(folder, 'tools', 'wasm-ship'),
    env: (fresh = {}) => ({
      PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin`,
      HOME: path.join(folder, 'home'),
      RUNNER_TOOL_CACHE: path.join(folder, 'tools'),
      CARGO_TARGET_DIR: path.join(folder, 'target'),
      CARGO_HOME: path.join(folder, 'cargo'),
      RUSTUP_HOME: path.join(folder, fresh.rustup ?? 'rustup'),
      RUSTUP_DIST_SERVER: rustup.url,
      RUSTUP_UPDATE_ROOT: rustup.url,
      npm_config_cache: path.join(folder, fresh.npm ?? 'npm'),
      npm_config_registry: npm.url,
    }),
    without: (place) => setAside(place, path.join(folder, 'aside')),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

async function setAside(place: string, into: string): Promise<AsyncDisposable> {
  const aside = path.join(into, path.basename(place));
  await rename(place, aside);
  return {
    async [Symbol.asyncDispose]() {
      await rm(place, { recursive: true, force: true });
      await rename(aside, place);
    },
  };
}
