import { parse } from 'smol-toml';
import { ShipError } from './error.ts';

/** A Cargo package as its Cargo.toml tells it, before any toolchain is there. */
export interface Crate {
  readonly name: string;
  /** Folder of its Cargo.toml from the root of the repository, with `/`; `.` for the root. */
  readonly dir: string;
  /** Has `cdylib` among its crate types: cargo makes a wasm module of it. */
  readonly cdylib: boolean;
  /** Names of its direct dependencies as their packages have them, those of any target included. */
  readonly dependencies: readonly string[];
  /** Names of the files beside its Cargo.toml. */
  readonly files: readonly string[];
  /** `[package.metadata.wasm-ship]`, as it stands. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** `[workspace.metadata.wasm-ship]`, as it stands. */
  readonly workspaceMetadata: Readonly<Record<string, unknown>>;
}

export interface Manifest {
  /** Path from the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly files: readonly string[];
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
  const workspace = tableOf((root === undefined ? toml : parseToml(root)).workspace);
  return {
    name: pkg.name,
    dir: slash < 0 ? '.' : manifest.path.slice(0, slash),
    cdylib: texts(lib?.['crate-type'] ?? lib?.crate_type).includes('cdylib'),
    dependencies: dependencies(toml),
    files: manifest.files,
    metadata: own(pkg.metadata),
    workspaceMetadata: own(workspace?.metadata),
  };
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

function own(metadata: unknown): Table {
  return tableOf(tableOf(metadata)?.['wasm-ship']) ?? {};
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

function tableOf(value: unknown): Table | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
