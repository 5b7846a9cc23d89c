import { createHash } from 'node:crypto';
import path from 'node:path';
import { parse } from 'smol-toml';
import type { Host } from '../host/host.ts';

type World = Pick<Host, 'files' | 'variable'>;
type Table = Readonly<Record<string, unknown>>;

/** A configuration file of cargo. */
export interface CargoConfig {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** undefined: it is no TOML, and cargo will say so. */
  readonly table: Table | undefined;
}

/** cargo's own folder. On Windows it does not read `HOME`, which shells set there. */
export function cargoHome({ variable }: Pick<Host, 'variable'>): string {
  const given = variable('CARGO_HOME') ?? '';
  return given === '' ? path.join(variable('USERPROFILE') ?? variable('HOME') ?? '', '.cargo') : path.resolve(given);
}

/**
 * The configuration files that cargo reads where it runs, those that win first: from that folder upwards to the root, then
 * cargo's own folder; each with what it includes (doc.rust-lang.org/cargo/reference/config.html).
 */
export async function cargoConfigs(dir: string, host: World): Promise<readonly CargoConfig[]> {
  const found = new Map<string, CargoConfig>();
  for (const folder of [...upwards(dir).map((above) => path.join(above, '.cargo')), cargoHome(host)]) {
    const file = await firstOf([path.join(folder, 'config'), path.join(folder, 'config.toml')], host);
    if (file !== undefined) await take(file, found, host);
  }
  return [...found.values()];
}

/** Whether crates come from a folder (`[source.…] directory`), such as `cargo vendor` makes: cargo does not look whether they changed. */
export async function vendors(dir: string, host: World): Promise<boolean> {
  const sources = (await cargoConfigs(dir, host)).flatMap(({ table }) => Object.values((table?.source ?? {}) as Table));
  return sources.some((source) => typeof (source as Table | null)?.directory === 'string');
}

/**
 * What cargo would build for where it is not told: `CARGO_BUILD_TARGET`, or `[build] target` of the file that wins. The old
 * name of `wasm32-wasip1` stands for it; old-target.ts warns of it.
 */
export async function configuredTargets(dir: string, host: World): Promise<readonly string[]> {
  const given = host.variable('CARGO_BUILD_TARGET') ?? '';
  const named = given === '' ? (await cargoConfigs(dir, host)).map(targetsIn).find((one) => one.length > 0) : [given];
  return (named ?? []).map((name) => (name === 'wasm32-wasi' ? 'wasm32-wasip1' : name));
}

/** `target`: a text, or an array of them. */
function targetsIn({ table }: CargoConfig): readonly string[] {
  const { target } = (table?.build ?? {}) as Table;
  return [target].flat().filter((name) => typeof name === 'string');
}

function upwards(dir: string): string[] {
  const above = path.dirname(dir);
  return above === dir ? [dir] : [dir, ...upwards(above)];
}

async function firstOf(files: readonly string[], host: World): Promise<string | undefined> {
  for (const file of files) if (await host.files.exists(file)) return file;
  return undefined;
}

async function take(file: string, found: Map<string, CargoConfig>, host: World): Promise<void> {
  if (found.has(file) || !(await host.files.exists(file))) return;
  const text = await host.files.text(file).catch(() => ''); // not ours to read, or a folder: cargo will say so
  const table = tableOf(text);
  found.set(file, { file, text, table });
  for (const included of includes(table)) await take(path.resolve(path.dirname(file), included), found, host);
}

function tableOf(text: string): Table | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** `include`: a path, or an array of paths and of tables with one. */
function includes(table: Table | undefined): readonly string[] {
  return [table?.include].flat().flatMap((item) => {
    const named = typeof item === 'object' && item !== null ? (item as { path?: unknown }).path : item;
    return typeof named === 'string' ? [named] : [];
  });
}

/** What only says how crates are fetched (Cargo.lock has their checksums), what is shown, and what we do not call. */
const RUNNERS_OWN = new Set([
  ...['alias', 'cache', 'cargo-new', 'credential-alias', 'doc', 'future-incompat-report', 'http', 'install', 'net'],
  ...['registries', 'registry', 'term'],
]);
/** Of `[build]`: where and how many at a time. */
const PLACES = new Set(['build-dir', 'jobs', 'target-dir']);

/**
 * What the files say of the build, each as a sha256 (hex). Where a file lies does not matter, nor what is about the
 * machine alone: another checkout folder or another mirror is no other source.
 */
export function configDigests(configs: readonly CargoConfig[]): readonly string[] {
  return configs.flatMap(({ text, table }) => {
    if (table === undefined) return [sha256(text)];
    const { build, ...rest } = without(RUNNERS_OWN, table);
    const what = typeof build === 'object' && build !== null ? without(PLACES, build as Table) : {};
    const kept = { ...rest, ...(Object.keys(what).length === 0 ? {} : { build: what }) };
    return Object.keys(kept).length === 0 ? [] : [sha256(JSON.stringify(kept))];
  });
}

function without(keys: ReadonlySet<string>, table: Table): Table {
  return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.has(key)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
