import { parse } from 'smol-toml';
import { ShipError } from './error.ts';

/** A Cargo package as its Cargo.toml tells it, before any toolchain is there. */
export interface Crate {
  readonly name: string;
  /** Folder of its Cargo.toml from the root of the repository, with `/`; `.` for the root. */
  readonly dir: string;
  /** Has `cdylib` among its crate types: cargo makes a wasm module of it. */
  readonly cdylib: boolean;
  /** Name of its library, where that is not the package's. */
  readonly library?: string;
  /** Names of its programs: of each `[[bin]]`, and its own where there is a src/main.rs. */
  readonly programs: readonly string[];
  /** Names of its direct dependencies as their packages have them, those of any target included. */
  readonly dependencies: readonly string[];
  /** Names of the files beside its Cargo.toml. */
  readonly files: readonly string[];
  /** Where its inputs may stand, the nearest first: `[package.metadata.wasm-ship]`, `[workspace.metadata.wasm-ship]`. */
  readonly metadata: readonly Metadata[];
  /** What is meant for us and stands where nobody reads it: each with its mend. */
  readonly misplaced: readonly string[];
}

/** A value of Cargo.toml that is to be a table of inputs, as it stands. */
export interface Metadata {
  readonly place: string;
  readonly value: unknown;
}

export interface Manifest {
  /** Path from the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly files: readonly string[];
  /** There is a src/main.rs, of which cargo makes a program without being told. */
  readonly main?: boolean;
}

type Table = Readonly<Record<string, unknown>>;

/** Globs of `[workspace] members`, and those of `exclude`; undefined where there is no workspace table. */
export function workspaceMembers(
  manifest: Manifest,
): { members: readonly string[]; exclude: readonly string[] } | undefined {
  const workspace = tableOf(parseToml(manifest).workspace);
  if (workspace === undefined) return undefined;
  return { members: texts(workspace.members), exclude: texts(workspace.exclude) };
}

/** Folder of the workspace's root that a package names itself (`package.workspace`), from its own folder. */
export function namedRoot(manifest: Manifest): string | undefined {
  const named = tableOf(parseToml(manifest).package)?.workspace;
  return typeof named === 'string' ? named : undefined;
}

/** The package of a manifest; undefined where it is a workspace alone. `root`: the workspace's manifest. */
export function parseCrate(manifest: Manifest, root?: Manifest): Crate | undefined {
  const toml = parseToml(manifest);
  const pkg = tableOf(toml.package);
  if (pkg === undefined || typeof pkg.name !== 'string') return undefined;
  // cargo says the same, later: by then the name stands in paths, markers and artifact names of ours
  if (!/^[\p{L}\p{N}_-]+$/u.test(pkg.name)) {
    const shown = JSON.stringify(pkg.name.slice(0, 80));
    throw new ShipError(
      'input',
      `${manifest.path}: the package's \`name\` is ${shown}; wanted: letters, digits, \`-\` and \`_\`.`,
      { place: { file: manifest.path } },
    );
  }
  const lib = tableOf(toml.lib);
  const slash = manifest.path.lastIndexOf('/');
  return {
    name: pkg.name,
    dir: slash < 0 ? '.' : manifest.path.slice(0, slash),
    ...(typeof lib?.name === 'string' ? { library: lib.name } : {}),
    cdylib: texts(lib?.['crate-type'] ?? lib?.crate_type).includes('cdylib'),
    programs: programs(toml, pkg.name, manifest.main === true && pkg.autobins !== false),
    dependencies: dependencies(toml),
    files: manifest.files,
    ...metadataOf(manifest, root ?? manifest),
  };
}

/** Path of its Cargo.toml from the root of the repository, with `/`. */
export function manifestOf({ dir }: Pick<Crate, 'dir'>): string {
  return dir === '.' ? 'Cargo.toml' : `${dir}/Cargo.toml`;
}

function programs(toml: Table, name: string, main: boolean): string[] {
  const named = Array.isArray(toml.bin) ? toml.bin.map((bin) => tableOf(bin)?.name) : [];
  return [...new Set([...named.filter((item) => typeof item === 'string'), ...(main ? [name] : [])])];
}

function dependencies(toml: Table): string[] {
  const targets: Table[] = Object.values(tableOf(toml.target) ?? {}).flatMap((target) => {
    const table = tableOf(target);
    return table === undefined ? [] : [table];
  });
  return [toml, ...targets].flatMap((table) =>
    Object.entries(tableOf(table.dependencies) ?? {}).map(([key, value]) => {
      const renamed = tableOf(value)?.package;
      return typeof renamed === 'string' ? renamed : key;
    }),
  );
}

const OURS = 'wasm-ship';
const OF_PACKAGE = `[package.metadata.${OURS}]`;
const OF_WORKSPACE = `[workspace.metadata.${OURS}]`;

/** Inputs that Cargo.toml holds, and near misses: a table that is spelt otherwise would be ignored with its budget. */
function metadataOf(manifest: Manifest, root: Manifest): Pick<Crate, 'metadata' | 'misplaced'> {
  const [toml, rootToml] = [parseToml(manifest), parseToml(root)];
  const pkg = tableOf(toml.package);
  const workspace = tableOf(rootToml.workspace);
  const metadata = [
    { place: `${manifest.path} ${OF_PACKAGE}`, value: tableOf(pkg?.metadata)?.[OURS] },
    { place: `${root.path} ${OF_WORKSPACE}`, value: tableOf(workspace?.metadata)?.[OURS] },
  ];
  const toPackage = `; write it as ${OF_PACKAGE}`;
  const toWorkspace = `; write it as ${OF_WORKSPACE}`;
  const misplaced = [
    ...nearMisses(manifest, '', toml, toPackage),
    ...nearMisses(manifest, 'metadata.', toml.metadata, toPackage),
    ...nearMisses(manifest, 'package.', pkg, toPackage),
    ...nearMisses(manifest, 'package.metadata.', pkg?.metadata, toPackage, OURS),
    ...nearMisses(root, 'workspace.', workspace, toWorkspace),
    ...nearMisses(root, 'workspace.metadata.', workspace?.metadata, toWorkspace, OURS),
  ];
  if (manifest.path === root.path) return { metadata, misplaced };
  const member = ` in a member of a workspace; write it as ${OF_PACKAGE}, or as ${OF_WORKSPACE} into ${root.path}`;
  const ofRoot = [
    ...nearMisses(root, '', rootToml, toWorkspace),
    ...nearMisses(root, 'metadata.', rootToml.metadata, toWorkspace),
    ...nearMisses(manifest, 'workspace.metadata.', tableOf(toml.workspace)?.metadata, member),
  ];
  return { metadata, misplaced: [...misplaced, ...ofRoot] };
}

/** Keys of a table that are our name in any spelling but `right`. */
function nearMisses(manifest: Manifest, path: string, table: unknown, mend: string, right?: string): string[] {
  return Object.keys(tableOf(table) ?? {})
    .filter((key) => key !== right && /^wasm[-_. ]?ship$/i.test(key))
    .map((key) => `${manifest.path} [${path}${key}] has no effect${mend}`);
}

const parsed = new WeakMap<Manifest, Table>();

/** Each manifest is read once: parsing is most of the time before the first decision. */
function parseToml(manifest: Manifest): Table {
  const table = parsed.get(manifest) ?? parseText(manifest);
  parsed.set(manifest, table);
  return table;
}

function parseText(manifest: Manifest): Table {
  try {
    return parse(manifest.text);
  } catch (cause) {
    const line = (cause as { line?: number }).line;
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
    throw new ShipError('input', `${manifest.path} is not TOML: ${reason}.`, {
      cause,
      place: { file: manifest.path, ...(line === undefined ? {} : { line }) },
    });
  }
}

/** A TOML table; undefined for any other value, dates included. */
export function tableOf(value: unknown): Table | undefined {
  const table = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
  return table ? (value as Table) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
