import { createHash } from 'node:crypto';
import path from 'node:path';
import { bundleOf } from './build/bundle.ts';
import { type Built, buildEnv, type Member } from './build/cargo.ts';
import { cargoConfigs, configDigests, vendors } from './build/cargo-config.ts';
import { type BuildTool, type Equipment, equip } from './build/equip.ts';
import { lockedVersions } from './build/lockfile.ts';
import { type Optimized, optimize } from './build/optimize.ts';
import { beyond, type Reads, readsOf } from './build/reads.ts';
import { compilerOf, isCompiler, nearestToolchainFile } from './build/rust.ts';
import { mayBeCached, withSccache } from './build/sccache.ts';
import { type Compiled, inSharedTarget } from './build/shared-target.ts';
import { changedSince, type KnownTree, readTree, type SourceFacts, sourceDigest, type Tree } from './build/source.ts';
import type { Workspace } from './build/workspace.ts';
import type { Bundle, BundleFile, Candidate } from './candidate.ts';
import type { EdgeTools, Packed, Service } from './edge/edge.ts';
import { type Attempt, attempt, ShipError } from './error.ts';
import { workspaceFolder } from './host/crates.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan } from './plan.ts';
import { sideBySide } from './side-by-side.ts';
import { measure } from './size/measure.ts';
import { findCandidate, type Kept } from './store/bundles.ts';
import type { Believed } from './store/trust.ts';
import { type Before, type CargoCache, type Warm, warmBuild } from './warm.ts';
import { strip } from './wasm/sections.ts';

/** A source made into something to ship: taken from an earlier run, or built. */
export interface Obtained {
  readonly candidate: Candidate;
  /** The run that built it, where it was not this one. */
  readonly from: string | undefined;
  /** What later runs of the same source find it by; undefined where it is stored already, or cannot stand for its source. */
  readonly keep: Kept | undefined;
  /** What was compiled for it, and where; undefined where nothing was. */
  readonly compiled?: Compiled;
  /** What the cache did for the build; undefined where nothing was built. */
  readonly warm?: Warm;
  /** Packages that were built by the same call of cargo, itself too; absent where nothing was built. */
  readonly together?: readonly string[];
}

/** A package to obtain, as its edge takes it. */
export interface Wanted {
  readonly pkg: PackagePlan;
  readonly service: Service;
  readonly tools: EdgeTools;
  /** Folder for its bundle and symbols. */
  readonly into: string;
}

export interface Surroundings {
  /** Whose stored bundles are taken; undefined: nobody's, and none is stored. */
  readonly believed: Believed | undefined;
  /** Whether it is built where none is stored. */
  readonly builds: boolean;
  /** Folders with what was compiled before, from the same packages of registries: reading there is reading those. */
  readonly begun?: readonly string[];
  /** The machine is of this job alone, and no cache was restored on it by us. */
  readonly ownMachine: boolean;
  /** undefined: nothing of cargo's is restored or kept. */
  readonly cargo?: CargoCache | undefined;
}

/** Variables that cargo, rustc and C compilers read themselves, without a build script saying so. */
const READ_ANYWAY =
  /^(RUSTFLAGS|RUSTUP_TOOLCHAIN|CARGO_INCREMENTAL|RUSTC\w*|RUST_TARGET_PATH|CARGO_(ENCODED_RUSTFLAGS|BUILD_(?!TARGET_DIR|BUILD_DIR|JOBS)\w+|PROFILE_\w+|UNSTABLE_\w+|TARGET_(?!DIR$)\w+)|CC|CXX|AR|(CC|CXX|AR|CFLAGS|CXXFLAGS)_\w+)$/;

/** Variables that may decide what is built, by the sha256 of their value. */
function environmentOf({ buildEnv }: PackagePlan, host: Host): Readonly<Record<string, string | null>> {
  return { ...host.fingerprint(READ_ANYWAY), ...host.fingerprint(buildEnv) };
}

/** The candidate of one package: see {@link obtainAll}. @throws ShipError */
export async function obtain(wanted: Wanted, around: Surroundings, host: Host): Promise<Obtained> {
  const [only] = await obtainAll([wanted], around, host);
  if (only?.ok === true) return only.value;
  throw only?.error;
}

/**
 * The candidates of packages, in their order. The same source is built once: what an earlier run has stored is taken where
 * it can be believed. The others are built, by one call of cargo for all that can share it; then each is packed and
 * optimized, as many at a time as there are cores. One that fails keeps no other.
 */
export async function obtainAll(
  wanted: readonly Wanted[],
  around: Surroundings,
  host: Host,
): Promise<readonly Attempt<Obtained>[]> {
  const results = new Map<Wanted, Attempt<Obtained>>();
  const treeOf = treesOf(around, host);
  const before = new Map<string, boolean>();
  for (const group of await groupsOf(wanted, host)) {
    const looked: Looked[] = [];
    for (const one of group) {
      const look = await attempt(async () => lookFor(one, group, await treeOf(one.pkg.ignore), around, host));
      if (!look.ok) results.set(one, look);
      else if ('candidate' in look.value) results.set(one, { ok: true, value: look.value });
      else looked.push(look.value);
    }
    if (looked.length === 0) continue;
    const made = await attempt(() => obtainGroup(group, looked, around, before, host));
    for (const [i, { wanted: one }] of looked.entries())
      results.set(one, made.ok ? (made.value[i] as Attempt<Obtained>) : made);
  }
  return wanted.map((one) => results.get(one) as Attempt<Obtained>);
}

/** Packages that one call of cargo builds: of one workspace, for one target and profile, where nothing makes cargo run otherwise for one of them. */
async function groupsOf(wanted: readonly Wanted[], host: Host): Promise<readonly (readonly Wanted[])[]> {
  const groups = new Map<string, Wanted[]>();
  for (const one of wanted) {
    const key = JSON.stringify(await callOf(one, host));
    const there = groups.get(key) ?? [];
    // two that make a file of the same name would ship one of them twice
    const outputs = new Set(there.flatMap(outputsOf));
    const apart = outputsOf(one).some((name) => outputs.has(name));
    groups.set(apart ? `${key} ${one.pkg.name}` : key, [...(apart ? [] : there), one]);
  }
  return [...groups.values()];
}

function outputsOf({ pkg: { name, outputs = [name.replaceAll('-', '_')] } }: Wanted): readonly string[] {
  return outputs;
}

/** What a call of cargo has in common for all of its packages. */
async function callOf({ pkg, service }: Wanted, host: Host): Promise<readonly unknown[]> {
  const { workspace } = host.folders;
  const dir = path.join(workspace, pkg.dir);
  const root = workspaceFolder(workspace, pkg.dir);
  // a feature of a dependency takes no name before it, and the first resolver takes none for the package of cargo's folder
  const alone =
    pkg.features.some((feature) => feature.includes('/')) ||
    (pkg.features.length > 0 && (await firstResolver(path.join(workspace, root, 'Cargo.toml'), host)));
  return [
    ...[root, service.target, pkg.profile, pkg.program === undefined, pkg.toolchain ?? null],
    (await nearestToolchainFile(dir, host))?.path ?? null,
    (await cargoConfigs(dir, host)).map(({ file }) => file),
    alone ? pkg.name : null,
  ];
}

/** Whether a workspace has cargo's first resolver: by name, or because neither it nor an edition tells (doc.rust-lang.org/cargo/reference/resolver.html). */
async function firstResolver(manifest: string, host: Host): Promise<boolean> {
  const text = (await host.files.exists(manifest)) ? await host.files.text(manifest) : '';
  const told = /^\s*resolver\s*=\s*["'](\d)["']/m.exec(text)?.[1];
  if (told !== undefined) return told === '1';
  return !/^\[package\]/m.test(text) || !/^\s*edition\s*=\s*["']20(2[1-9]|[3-9]\d)["']/m.test(text);
}

/** A package as cargo is asked for it. */
function memberOf({ name, features, program }: PackagePlan, spec?: string): Member {
  return { name, features, ...(program === undefined ? {} : { program }), ...(spec === undefined ? {} : { spec }) };
}

/** What names each to cargo, where another package of Cargo.lock has its name too. */
async function specsOf(
  group: readonly Wanted[],
  { root, members }: Workspace,
  host: Host,
): Promise<ReadonlyMap<string, string>> {
  const file = path.join(root, 'Cargo.lock');
  const lock = group.length > 1 && (await host.files.exists(file)) ? await host.files.text(file) : '';
  return new Map(
    members.flatMap(({ name, id }) => (lockedVersions(lock, name).length > 1 ? [[name, id] as const] : [])),
  );
}

/** What git tells of the checkout, read once for the same globs; undefined where nothing is stored or taken. */
function treesOf({ believed }: Surroundings, host: Host): (ignore: readonly string[]) => Promise<Tree | undefined> {
  const known = new Map<string, Promise<Tree>>();
  return async (ignore) => {
    if (believed === undefined) return undefined;
    const key = JSON.stringify(ignore);
    const tree = known.get(key) ?? readTree(ignore, host);
    if (!known.has(key)) tree.catch(() => undefined); // seen where it is awaited
    known.set(key, tree);
    return tree;
  };
}

/** A package of which nothing was stored, and by what it would be found later. */
interface Looked {
  readonly wanted: Wanted;
  readonly tree: Tree | undefined;
  readonly source: { readonly digest: string; readonly compiler: string } | undefined;
}

async function lookFor(
  wanted: Wanted,
  group: readonly Wanted[],
  tree: Tree | undefined,
  { believed, builds }: Surroundings,
  host: Host,
): Promise<Obtained | Looked> {
  const { pkg, service, into } = wanted;
  if (tree?.known === false) host.log.info(notStored(tree.reason, pkg, group));
  const together = group.length > 1 ? { together: group.map((one) => memberOf(one.pkg)) } : {};
  const source = tree?.known === true ? await sourceOf(pkg, service, tree, together, host) : undefined;
  if (tree?.known === true && source === undefined)
    host.log.info(notStored('no compiler is installed that could be told', pkg, group));
  if (believed !== undefined && source !== undefined) {
    const found = await findCandidate(pkg.name, source.digest, believed, into, host);
    if (found !== undefined) {
      const of = group.length > 1 ? ` of ${pkg.name}` : '';
      host.log.info(`The same source was built before: taking the bundle${of} of ${found.run.url}.`);
      return { candidate: found.candidate, from: found.run.url, keep: undefined };
    }
  }
  if (!builds) throw new ShipError('build', 'no earlier run has stored its bundle.');
  return { wanted, tree, source };
}

/** Builds what was not stored, by the same call of cargo that builds the rest of its group: they share dependencies, and those their features. */
async function obtainGroup(
  group: readonly Wanted[],
  looked: readonly Looked[],
  { cargo, ownMachine, begun = [] }: Surroundings,
  before: Before,
  host: Host,
): Promise<readonly Attempt<Obtained>[]> {
  const equipment = await equipFor(group, host);
  const missing = looked.map((look) => look.wanted);
  const sccache = missing[0]?.pkg.sccache; // of the workflow: the same for all
  const made = await withSccache(sccache, equipment, host, (through) =>
    build(group, missing, { cargo, before }, through, host),
  );
  const changed = changesOnce(host);
  return sideBySide([...looked.keys()], 1, async (i): Promise<Obtained> => {
    const { wanted, tree, source } = looked[i] as Looked;
    const { pkg } = wanted;
    const one = made[i] as Attempt<Made>;
    if (!one.ok) throw one.error;
    const { candidate, warm, compiled } = one.value;
    const built = { candidate, from: undefined, compiled, warm, together: group.map((of) => of.pkg.name) };
    if (tree?.known !== true || source === undefined) return { ...built, keep: undefined };
    const why = isCompiler(equipment.rust, source.compiler)
      ? await whyNotKept(pkg, tree, { ...one.value, fixed: [...one.value.fixed, ...begun] }, changed, host)
      : `it was built by ${equipment.rust.version}, and ${source.compiler} was asked for`;
    if (why !== undefined) host.log.info(notStored(why, pkg, group));
    const clean = ownMachine && warm.fresh && !mayBeCached(sccache, equipment);
    const keep = why === undefined ? { source: source.digest, variables: one.value.reads.variables, clean } : undefined;
    return { ...built, keep };
  });
}

/** What changed since the build, asked once for the same globs and folders. */
function changesOnce(host: Host): typeof changedSince {
  const known = new Map<string, ReturnType<typeof changedSince>>();
  return (tree, ignore, made) => {
    const key = JSON.stringify([tree.digest, ignore, made]);
    const asked = known.get(key) ?? changedSince(tree, ignore, made, host);
    known.set(key, asked);
    return asked;
  };
}

/** Why what was built is not to be found by its source later on; undefined where it is. */
async function whyNotKept(
  { ignore }: PackagePlan,
  tree: KnownTree,
  { candidate, reads, fixed, made, unseen }: Made,
  changed: typeof changedSince,
  host: Host,
): Promise<string | undefined> {
  if (candidate.warnings.length > 0) return 'it was not optimized as asked for';
  if (unseen !== undefined) return unseen;
  return (await changed(tree, ignore, made, host)) ?? beyond(reads, tree, { fixed, made }, host);
}

function notStored(reason: string, { name }: PackagePlan, group: readonly Wanted[]): string {
  const bundle = group.length > 1 ? `The bundle of ${name}` : 'The bundle';
  return `${bundle} is not stored for later runs of this source: ${reason}.`;
}

/** The digest of all that decides what is built, its compiler too; undefined where that is not known before it is installed. */
async function sourceOf(
  pkg: PackagePlan,
  { target }: Service,
  tree: KnownTree,
  together: Pick<SourceFacts, 'together'>,
  host: Host,
): Promise<{ readonly digest: string; readonly compiler: string } | undefined> {
  const dir = path.join(host.folders.workspace, pkg.dir);
  const rustc = await compilerOf({ dir, channel: pkg.toolchain }, host);
  if (rustc === undefined) return undefined;
  const digest = sourceDigest({
    tree: tree.digest,
    dir: path.relative(tree.root, (await host.files.real(dir)) ?? dir).replaceAll('\\', '/'),
    name: pkg.name,
    edge: pkg.edge,
    target,
    profile: pkg.profile,
    features: pkg.features,
    ...together,
    optimize: pkg.optimize,
    rustc,
    lockfile: await lockDigest(pkg, host),
    environment: environmentOf(pkg, host),
    config: configDigests(await cargoConfigs(dir, host)),
    action: await ownDigest(host),
  });
  return { digest, compiler: rustc };
}

/** Of the workspace's Cargo.lock: git may ignore it. null: there is none. */
async function lockDigest({ dir }: PackagePlan, host: Host): Promise<string | null> {
  const { workspace } = host.folders;
  const file = path.join(workspace, workspaceFolder(workspace, dir), 'Cargo.lock');
  if (!(await host.files.exists(file))) return null;
  return createHash('sha256')
    .update(await host.files.text(file))
    .digest('hex');
}

/** Ourselves: our code, with the table of tool versions in it, and our lock files. */
async function ownDigest(host: Host): Promise<string> {
  const digest = createHash('sha256');
  for (const part of ['dist', 'tools']) {
    const folder = path.join(host.folders.action, part);
    if (!(await host.files.exists(folder))) continue;
    for (const file of await host.files.list(folder)) {
      if (/(^|\/)(node_modules|target)\//.test(file)) continue;
      digest.update(`${part}/${file}\0`).update(await host.files.read(path.join(folder, file)));
    }
  }
  return digest.digest('hex');
}

function toolsOf({ pkg, service }: Wanted): readonly BuildTool[] {
  return pkg.optimize === undefined ? service.needs : [...service.needs, 'wasm-opt'];
}

/** One toolchain, and the tools of all: a group is of one workspace, with one Cargo.lock. */
async function equipFor(group: readonly Wanted[], host: Host): Promise<Equipment> {
  const [{ pkg, service }] = group as readonly [Wanted];
  const dir = path.join(host.folders.workspace, pkg.dir);
  const tools = [...new Set(group.flatMap(toolsOf))];
  const wish = { dir, target: service.target, channel: pkg.toolchain, tools };
  return host.log.group('Tools', () => equip(wish, host));
}

/** What a build has made, and where it is told what of. */
interface Made {
  readonly candidate: Candidate;
  readonly reads: Reads;
  /** Folders of packages that never change. */
  readonly fixed: readonly string[];
  /** Folders that it wrote to. */
  readonly made: readonly string[];
  readonly warm: Warm;
  readonly compiled: Compiled;
  /** Why what it read cannot be told. */
  readonly unseen: string | undefined;
}

/** What cargo and the edge's own packing have made of a package, before wasm-opt. */
interface Unoptimized {
  readonly packed: Packed;
  readonly built: Built;
  readonly reads: Reads;
}

/** The same files, of which each is looked at once. */
function readOnce(files: Host['files']): Host['files'] {
  const texts = new Map<string, Promise<string>>();
  const there = new Map<string, Promise<boolean>>();
  const once = <T>(known: Map<string, Promise<T>>, file: string, ask: () => Promise<T>): Promise<T> => {
    const asked = known.get(file) ?? ask();
    known.set(file, asked);
    return asked;
  };
  return {
    ...files,
    text: (file) => once(texts, file, () => files.text(file)),
    exists: (file) => once(there, file, () => files.exists(file)),
  };
}

/** Candidates of some packages of a group: cargo for all of it, the edge's own packing, wasm-opt, the bundle and its sizes. */
async function build(
  group: readonly Wanted[],
  missing: readonly Wanted[],
  { cargo, before }: { readonly cargo: CargoCache | undefined; readonly before: Before },
  equipment: Equipment,
  host: Host,
): Promise<readonly Attempt<Made>[]> {
  const [{ pkg, service }, ...others] = group as readonly [Wanted, ...Wanted[]];
  const dir = path.join(host.folders.workspace, pkg.dir);
  const { target } = service;
  const specs = await specsOf(group, equipment.workspace, host);
  const asked = (one: Wanted): Member => memberOf(one.pkg, specs.get(one.pkg.name));
  const beside = others.length === 0 ? {} : { beside: others.map(asked) };
  const wish = { ...pkg, ...asked(group[0] as Wanted), dir, target, workspace: equipment.workspace, ...beside };
  const environment = environmentOf(pkg, host);
  const notes = { files: readOnce(host.files) }; // what packages share is noted once, and read for each
  const { built, warm, packed } = await inSharedTarget(wish, equipment.rust, host, async () => {
    const prepared = new Map<Wanted, Attempt<void>>();
    for (const one of group) {
      const env = buildEnv(wish, equipment.rust);
      prepared.set(one, await attempt(async () => one.service.prepare?.(env, equipment, one.tools)));
    }
    const [only] = prepared.values();
    if (prepared.size === 1 && only?.ok === false) throw only.error;
    const made = await host.log.group(`Building ${named(group)}`, () =>
      warmBuild(wish, equipment.rust, cargo, environment, host, before),
    );
    const folders = await host.log.group('Packing', () =>
      sideBySide(missing, host.platform.cores, async (one): Promise<Unoptimized> => {
        const before = prepared.get(one);
        if (before?.ok === false) throw before.error;
        const of = made.built.of(one.pkg.name);
        const folder = await one.service.pack(of, one.into, equipment, one.tools);
        return { built: of, packed: folder, reads: await readsOf(of.notes, notes) };
      }),
    );
    return { ...made, packed: folders };
  });
  const vendored = built.dependencies.vendored || (await vendors(dir, host));
  const finish = async (one: Wanted, of: Unoptimized): Promise<Made> => {
    // PROFILE/x.wasm in TARGET in the target folder
    const targetFolder = path.resolve(of.built.module, '../../..');
    const { root, shared } = equipment.workspace;
    return {
      ...{ candidate: await finished(one, of.packed, equipment, host), reads: of.reads, warm, fixed: built.fixed },
      made: [targetFolder, ...shared],
      compiled: { root, folder: targetFolder, shared: shared.length > 0, target, profile: pkg.profile, vendored },
      unseen: of.packed.unseen ?? (built.partly ? 'another package that is built with it does not compile' : undefined),
    };
  };
  const finishAll = (): Promise<readonly Attempt<Made>[]> =>
    sideBySide([...missing.keys()], host.platform.cores, async (i) => {
      const of = packed[i] as Attempt<Unoptimized>;
      if (!of.ok) throw of.error;
      return finish(missing[i] as Wanted, of.value);
    });
  return missing.some((one) => one.pkg.optimize !== undefined) && packed.some((of) => of.ok)
    ? host.log.group('Optimizing', finishAll)
    : finishAll();
}

/** `a`, `a, b and c`, `a, b, c and 37 more`. */
function named(group: readonly Wanted[]): string {
  const names = group.map(({ pkg }) => pkg.name);
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return new Intl.ListFormat('en', { style: 'long' }).format(shown);
}

/** The candidate of what was packed: optimized, stripped, with its sizes. */
async function finished(wanted: Wanted, packed: Packed, equipment: Equipment, host: Host): Promise<Candidate> {
  const { pkg, into } = wanted;
  const file = path.join(packed.folder, packed.module);
  const original = await host.files.read(file);
  const unoptimized = strip(original);
  // wasm-opt mostly keeps one core busy: the other one compresses what came before it
  const [before, optimized] = await Promise.all([
    measure([unoptimized]),
    optimizePacked(original, packed, pkg, equipment, host),
  ]);
  const shipped = optimized.module === original ? unoptimized : strip(optimized.module);
  const symbols = path.join(into, 'symbols', packed.module);
  await host.files.write(file, shipped);
  await host.files.write(symbols, optimized.module);
  const bundle = await bundleOf(packed.folder, packed.entry, host);
  const contents = inCountingOrder(bundle).map((item) =>
    item.name === packed.module ? shipped : host.files.read(path.join(bundle.folder, item.name)),
  );
  const [sizes, after] = await Promise.all([measure(await Promise.all(contents)), measure([shipped])]);
  return {
    bundle,
    sizes,
    module: { before, after, file: packed.module },
    named: symbols,
    tools: { ...(await versionsOf(equipment, wanted)), ...packed.tools },
    warnings: optimized.warning === undefined ? [] : [optimized.warning],
  };
}

/** The packed module as the plan wants it, with its names. */
async function optimizePacked(
  original: Uint8Array,
  packed: Packed,
  pkg: PackagePlan,
  equipment: Equipment,
  host: Host,
): Promise<Optimized> {
  const { optimize: how } = pkg;
  if (how === undefined) return { module: original };
  return optimize(original, how, packed.wasmBindgen, await equipment.tool('wasm-opt'), host);
}

/** The entry last: the order in which wrangler counts, and gzip over a concatenation depends on it. */
export function inCountingOrder(bundle: Bundle): readonly BundleFile[] {
  return [...bundle.files].sort((a, b) => Number(a.name === bundle.entry) - Number(b.name === bundle.entry));
}

async function versionsOf(equipment: Equipment, wanted: Wanted): Promise<Candidate['tools']> {
  const versions: Record<string, string> = {};
  for (const name of toolsOf(wanted)) versions[name] = (await equipment.tool(name)).version;
  return { rustc: equipment.rust.version.replace(/^rustc /, ''), ...versions };
}
