import path from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { ShipError } from '../../error.ts';
import type { Command, Host } from '../../host/host.ts';
import type { DenoConfig } from './config.ts';
import { type Deno, denoEnv, plantEsbuild } from './program.ts';
import type { Resolution } from './resolution.ts';

/** An entry with what it imports. */
export interface Joining {
  /** The crate's folder from the root of the repository, and absolute. */
  readonly dir: string;
  readonly folder: string;
  readonly config: DenoConfig;
  readonly resolution: Resolution;
  /** The user's files, from that folder. */
  readonly own: readonly string[];
  /** What is built: where it lies, and in which folder the entry expects it. */
  readonly built: { readonly from: string; readonly files: readonly string[]; readonly at: string };
}

const JOIN_MS = 5 * 60_000;

/** Copies the user's files, and what is built to where they import it from. @param more of the crate's folder */
export async function layOut(
  { folder, own, built }: Joining,
  more: readonly string[],
  into: string,
  host: Pick<Host, 'files'>,
): Promise<void> {
  for (const file of [...own, ...more]) await host.files.copy(path.join(folder, file), path.join(into, file));
  for (const file of built.files) {
    await host.files.copy(path.join(built.from, file), path.join(into, built.at, file));
  }
}

/**
 * The entry, its files and the packages that it imports as one module, by `deno bundle`, as deno.lock has them; wasm and the
 * glue of wasm-bindgen stay files of their own: deno compiles the one, and the other has to be there once. It is done in a
 * copy: what deno installs leaves the checkout as it is, and is called the same in each of them.
 * @param packages for messages
 * @returns the entry of the bundle
 * @throws ShipError where there is no deno.lock, or deno cannot do it
 */
export async function join(
  joining: Joining,
  packages: readonly string[],
  bundle: string,
  deno: Deno,
  modules: string,
  host: Host,
): Promise<string> {
  if (packages.length > 0) refuseUnlocked(joining, packages);
  const { dir, config, own, built, resolution } = joining;
  const apart = [...built.files.map((file) => path.posix.join(built.at, file)), ...own.filter(isWasm)];
  const usual = config.entry.replace(/\.\w+$/, '.js');
  const entry = apart.includes(usual) ? usual.replace(/\.js$/, '.joined.js') : usual; // the glue has that name
  await using temp = await host.files.temp('deno');
  const top = (await host.files.real(temp.path)) ?? temp.path; // as deno names it
  const copy = path.join(top, dir); // what else it reads of the repository lies where it does there
  await stage(joining, copy, host);
  // a new one: what is in a cache already, deno does not hold against deno.lock
  const cache = path.join(top, '.wasm-ship', 'cache');
  const out = path.join(top, '.wasm-ship', 'joined.js');
  const lock = resolution.locked ? resolution.lock : undefined;
  await plantEsbuild(modules, cache, host);
  for (const command of joinCommands(deno.file, config.entry, { cwd: copy, apart, out, cache, lock }, host)) {
    const output = await host.run(command, { codes: 'any', onLine: host.log.echo });
    if (output.code !== 0) throw notJoined(joining, packages, output.stderr);
  }
  await host.files.write(path.join(bundle, entry), relativeImports(await host.files.text(out), entry, apart, copy));
  for (const file of apart) await host.files.copy(path.join(copy, file), path.join(bundle, file));
  if (config.file !== undefined) {
    const text = await host.files.text(path.join(joining.folder, config.file));
    await host.files.write(path.join(bundle, config.file), servedConfig(text, entry));
  }
  return entry;
}

function isWasm(file: string): boolean {
  return file.endsWith('.wasm');
}

function refuseUnlocked({ dir, config, resolution }: Joining, packages: readonly string[]): void {
  if (resolution.locked) return;
  const lock = lockOf(dir, resolution);
  const first = resolution.unlocked ? 'Take `lock: false` out of deno.json, run' : 'Run';
  throw new ShipError('build', `${config.entry} imports ${packages.join(', ')}, and there is no ${lock}.`, {
    hint: `${first} \`deno install --entrypoint ${config.entry}\` and commit ${path.posix.basename(lock)}: so that the same source gives the same bundle.`,
  });
}

/** As messages name it. */
function lockOf(dir: string, { lock }: Resolution): string {
  return path.posix.dirname(lock) === '.' ? `${lock} in ${dir}` : path.posix.join(dir, lock);
}

/** The copy: what is joined, how it is resolved, and which registries are asked. */
async function stage(joining: Joining, copy: string, host: Pick<Host, 'files'>): Promise<void> {
  const { folder, resolution } = joining;
  const { configs, files, lock, locked } = resolution;
  await layOut(joining, [...files, ...(locked ? [lock] : [])], copy, host);
  for (const file of configs)
    await host.files.write(path.join(copy, file), stagedConfig(await host.files.text(path.join(folder, file))));
}

export interface JoinPlaces {
  /** Folder of the copy. */
  readonly cwd: string;
  /** What is not joined, from there. */
  readonly apart: readonly string[];
  readonly out: string;
  /** deno's. */
  readonly cache: string;
  /** The lock file, from there; undefined: there are no packages, and none is needed. */
  readonly lock: string | undefined;
}

/** Installs what deno.lock has, by its hashes, and runs none of it; then joins it with the entry. */
export function joinCommands(
  deno: string,
  entry: string,
  { cwd, apart, out, cache, lock }: JoinPlaces,
  host: Pick<Host, 'folders'>,
): readonly [Command, Command] {
  const locked = [...(lock === undefined ? ['--no-lock'] : ['--lock', lock, '--frozen']), '--node-modules-dir=auto'];
  const kept = apart.map((file) => `--external=${path.join(cwd, file)}`);
  const command = (args: readonly string[]): Command => ({
    file: deno,
    args,
    cwd,
    env: denoEnv(host, cache),
    trust: 'ours',
    timeoutMs: JOIN_MS,
  });
  return [
    command(['install', ...locked, '--entrypoint', entry]),
    command(['bundle', ...locked, '--platform', 'deno', ...kept, '-o', out, entry]),
  ];
}

/**
 * What is not joined, deno imports by its absolute path: by one from the entry, as in the bundle.
 * @param apart from `folder`, with `/`
 */
export function relativeImports(code: string, entry: string, apart: readonly string[], folder: string): string {
  return apart.reduce((text, file) => {
    const from = path.posix.relative(path.posix.dirname(entry), file);
    const named = JSON.stringify(from.startsWith('.') ? from : `./${from}`);
    return text.replaceAll(JSON.stringify(path.join(folder, file)), named);
  }, code);
}

type Table = Readonly<Record<string, unknown>>;

/** How packages are installed: here that is our way, and `allowScripts` would run code of theirs. */
const INSTALLING = ['allowScripts', 'lock', 'nodeModulesDir', 'nodeModulesLinker', 'vendor'];
/** What a bundle has no use for: all is resolved. */
const RESOLVING = ['imports', 'scopes', 'importMap', 'links', 'patch', 'workspace', 'minimumDependencyAge'];

/** A configuration that an entry is joined with: the user's, but for what says how packages are installed. */
export function stagedConfig(text: string): string {
  return JSON.stringify(without(INSTALLING, tableOf(text)), null, 2);
}

/** The configuration in the bundle: the joined entry is the one to start, and needs none to be resolved. */
export function servedConfig(text: string, entry: string): string {
  const { deploy, ...rest } = without([...INSTALLING, ...RESOLVING], tableOf(text)) as { deploy?: Table };
  const started = deploy === undefined ? {} : { deploy: { ...deploy, ...startOf(deploy, entry) } };
  return `${JSON.stringify({ ...rest, ...started }, null, 2)}\n`;
}

function startOf({ entrypoint, runtime }: Table, entry: string): Table {
  return {
    ...(entrypoint === undefined ? {} : { entrypoint: entry }),
    ...(typeof runtime === 'object' && runtime !== null && 'entrypoint' in runtime
      ? { runtime: { ...runtime, entrypoint: entry } }
      : {}),
  };
}

function tableOf(text: string): Table {
  return (parseJsonc(text, [], { allowTrailingComma: true }) ?? {}) as Table;
}

function without(keys: readonly string[], table: Table): Table {
  return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}

function notJoined({ dir, config, resolution }: Joining, packages: readonly string[], stderr: string): ShipError {
  const [said = ''] = stderr.split('Stack backtrace:');
  const tail = said.trim().split('\n').slice(-20).join('\n');
  if (said.includes('lockfile is out of date')) {
    return new ShipError('build', `${lockOf(dir, resolution)} does not fit what ${config.entry} imports.`, {
      hint: `Run \`deno install --entrypoint ${config.entry}\` and commit ${path.posix.basename(resolution.lock)}: the bundle is made with \`--frozen\`.`,
      tail,
    });
  }
  const [, why = 'it does not say why', more = ''] = /^error: (.*)(?:\n\s+0: (.*))?/m.exec(said) ?? [];
  const reason = more === '' ? why : `${why}: ${more}`;
  const others = packages.length === 0 ? 'its files' : packages.join(', ');
  return new ShipError('build', `deno cannot join ${config.entry} with ${others}: ${reason}`, { tail });
}
