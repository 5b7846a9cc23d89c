import path from 'node:path';
import { parse } from 'smol-toml';
import { cargoConfigs } from './build/cargo-config.ts';
import { type Better, type ProfileSource, profileOf, smaller } from './build/profile.ts';
import { tableOf } from './crate.ts';
import { workspaceFolder } from './host/crates.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan } from './plan.ts';
import type { Attribution, Row } from './size/attribute.ts';
import type { Measure } from './size/budget.ts';
import { machinery } from './size/machinery.ts';
import { formatBytes } from './units.ts';

/** A bundle that was built, against the one that ships. */
export interface Tried {
  readonly measure: Measure;
  readonly before: number;
  readonly after: number;
  /** wasm-opt failed, or was cut off by `optimize-time`: the one that ships may have had more of it. */
  readonly partly?: true;
}

/** What may make a module smaller. */
export interface Tip {
  /** What to write; undefined: there is no one line of it. */
  readonly line: string | undefined;
  /** Where it goes. */
  readonly place: string | undefined;
  readonly why: string;
  /** Of a profile: what is tried where `advise` is set. */
  readonly setting?: Better;
  /** What came of it; absent: nothing was built. A text: why there is no number. */
  readonly tried?: Tried | string;
}

export interface Advice {
  readonly tips: readonly Tip[];
  /** All settings that helped at once; absent: not built. */
  readonly together?: { readonly lines: readonly string[]; readonly tried: Tried | string };
}

type World = Pick<Host, 'files' | 'folders' | 'variable'>;

/**
 * Where the bytes of a package could go down: by its profile, its largest dependencies, and what it uses of the standard
 * library. Read from its manifests and from where its bytes are; nothing is built.
 */
export async function advice(pkg: PackagePlan, attribution: Attribution | undefined, host: World): Promise<Advice> {
  const manifests = await manifestsOf(pkg, host);
  const of = attribution === undefined ? [] : [...dependencyTips(manifests, attribution), ...codeTips(attribution)];
  return { tips: [...(await profileTips(pkg, manifests, host)), ...of] };
}

/** A Cargo.toml, by its path from the root of the repository. */
interface Manifest {
  readonly place: string;
  readonly table: Readonly<Record<string, unknown>>;
}

interface Manifests {
  readonly own: Manifest;
  readonly root: Manifest;
}

async function manifestsOf({ dir }: PackagePlan, { files, folders }: World): Promise<Manifests> {
  const read = async (folder: string): Promise<Manifest> => {
    const place = path.posix.join(folder, 'Cargo.toml');
    return { place, table: parse(await files.text(path.join(folders.workspace, place))) };
  };
  return { own: await read(dir), root: await read(workspaceFolder(folders.workspace, dir)) };
}

async function profileTips({ dir, profile }: PackagePlan, { root }: Manifests, host: World): Promise<readonly Tip[]> {
  const { workspace } = host.folders;
  const configs = await cargoConfigs(path.join(workspace, dir), host);
  const sources: readonly ProfileSource[] = [
    ...configs.map(({ file, table }) => ({ place: placeOf(path.relative(workspace, file)), table })),
    root,
  ];
  const settings = profileOf(profile, sources, host.variable);
  return smaller(settings).map((setting) => {
    const { value, place = root.place } = settings[setting.setting];
    return {
      line: setting.line,
      place: /^CARGO_/.test(place) ? `the variable \`${place}\`` : `\`[profile.${profile}]\` of \`${place}\``,
      why: `It is \`${value}\`${settings[setting.setting].place === undefined ? ' by default' : ''}.`,
      setting,
    };
  });
}

/** A configuration of cargo outside of the repository is of its own folder. */
function placeOf(file: string): string {
  return file.startsWith('..') || path.isAbsolute(file)
    ? "config.toml of cargo's own folder"
    : file.replaceAll('\\', '/');
}

/** Of the module: a dependency that is smaller is not worth a line. */
const LARGE = 0.03;
const MOST_DEPENDENCIES = 5;

/** The largest direct dependencies that are taken with their default features. */
function dependencyTips(manifests: Manifests, { crates, bytes }: Attribution): readonly Tip[] {
  const found = dependenciesOf(manifests).flatMap((dependency): readonly (Row & Tip)[] => {
    const row = crates.find(({ name }) => name === dependency.crate);
    if (row === undefined || row.bytes < LARGE * bytes) return [];
    const { line, place } = dependency;
    const why = `\`${dependency.crate}\` is ${formatBytes(row.bytes)} of the module, uncompressed. Of its default features, if it has some, name those that you need in \`features\`.`;
    return [{ ...row, line, place, why }];
  });
  const largest = found.toSorted((a, b) => b.bytes - a.bytes).slice(0, MOST_DEPENDENCIES);
  return largest.map(({ line, place, why }) => ({ line, place, why }));
}

interface Dependency {
  readonly crate: string;
  readonly line: string;
  readonly place: string;
}

function dependenciesOf({ own, root }: Manifests): readonly Dependency[] {
  const targets = Object.entries(tableOf(own.table.target) ?? {}).map(([name, table]) => ({
    ...{ table: tableOf(table), title: `target.'${name}'.dependencies` },
  }));
  const shared = tableOf(tableOf(root.table.workspace)?.dependencies);
  return [{ table: own.table, title: 'dependencies' }, ...targets].flatMap(({ table, title }) =>
    Object.entries(tableOf(table?.dependencies) ?? {}).flatMap(([name, asked]) => {
      const inherited = tableOf(asked)?.workspace === true;
      const value = inherited ? shared?.[name] : asked;
      const line = withoutDefaults(name, value);
      const renamed = tableOf(value)?.package;
      const crate = (typeof renamed === 'string' ? renamed : name).replaceAll('-', '_');
      const place = inherited
        ? `\`[workspace.dependencies]\` of \`${root.place}\``
        : `\`[${title}]\` of \`${own.place}\``;
      return line === undefined ? [] : [{ crate, line, place }];
    }),
  );
}

/** The dependency as it stands, without its default features; undefined: it is so already, or of no known form. */
function withoutDefaults(name: string, value: unknown): string | undefined {
  const table = typeof value === 'string' ? { version: value } : tableOf(value);
  if (table === undefined || table['default-features'] === false || table.default_features === false) return undefined;
  const kept = Object.entries(table).filter(([key]) => key !== 'default-features' && key !== 'default_features');
  // texts, flags and lists of texts are written in JSON as in TOML
  const fields = [...kept.map(([key, of]) => `${key} = ${JSON.stringify(of)}`), 'default-features = false'];
  return `${name} = { ${fields.join(', ')} }`;
}

function codeTips({ functions, bytes }: Attribution): readonly Tip[] {
  return machinery(functions, bytes).map(({ what, bytes: of, mend }) => ({
    ...{ line: undefined, place: undefined },
    why: `${formatBytes(of)} of the module, uncompressed, are for ${what}. ${mend}`,
  }));
}
