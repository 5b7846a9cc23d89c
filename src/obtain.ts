import { createHash } from 'node:crypto';
import path from 'node:path';
import { bundleOf } from './build/bundle.ts';
import { buildEnv } from './build/cargo.ts';
import { cargoConfigs, configDigests, vendors } from './build/cargo-config.ts';
import { type BuildTool, type Equipment, equip } from './build/equip.ts';
import { type Optimized, optimize } from './build/optimize.ts';
import { beyond, type Reads, readsOf } from './build/reads.ts';
import { compilerOf, isCompiler } from './build/rust.ts';
import { type Compiled, inSharedTarget } from './build/shared-target.ts';
import { changedSince, type KnownTree, readTree, sourceDigest } from './build/source.ts';
import type { Bundle, BundleFile, Candidate } from './candidate.ts';
import type { EdgeTools, Packed, Service } from './edge/edge.ts';
import { ShipError } from './error.ts';
import { workspaceFolder } from './host/crates.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan } from './plan.ts';
import { measure } from './size/measure.ts';
import { findCandidate, type Kept } from './store/bundles.ts';
import type { Believed } from './store/trust.ts';
import { type CargoCache, type Warm, warmBuild } from './warm.ts';
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
}

export interface Surroundings {
  readonly service: Service;
  readonly tools: EdgeTools;
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

/** The candidate of a package. The same source is built once: what an earlier run has stored is taken where it can be believed. */
export async function obtain(
  pkg: PackagePlan,
  { service, tools, believed, builds, ownMachine, cargo, begun = [] }: Surroundings,
  into: string,
  host: Host,
): Promise<Obtained> {
  const tree = believed === undefined ? undefined : await readTree(pkg.ignore, host);
  if (tree?.known === false) host.log.info(notStored(tree.reason));
  const source = tree?.known === true ? await sourceOf(pkg, service, tree, host) : undefined;
  if (tree?.known === true && source === undefined)
    host.log.info(notStored('no compiler is installed that could be told'));
  if (believed !== undefined && source !== undefined) {
    const found = await findCandidate(pkg.name, source.digest, believed, into, host);
    if (found !== undefined) {
      host.log.info(`The same source was built before: taking the bundle of ${found.run.url}.`);
      return { candidate: found.candidate, from: found.run.url, keep: undefined };
    }
  }
  if (!builds) throw new ShipError('build', 'no earlier run has stored its bundle.');
  const equipment = await equipFor(pkg, service, host);
  const made = await build(pkg, { service, tools, cargo }, equipment, into, host);
  const { candidate, warm, compiled } = made;
  const built = { candidate, from: undefined, compiled, warm };
  if (tree?.known !== true || source === undefined) return { ...built, keep: undefined };
  const why = isCompiler(equipment.rust, source.compiler)
    ? await whyNotKept(pkg, tree, { ...made, fixed: [...made.fixed, ...begun] }, host)
    : `it was built by ${equipment.rust.version}, and ${source.compiler} was asked for`;
  if (why !== undefined) host.log.info(notStored(why));
  const clean = ownMachine && warm.fresh;
  const keep = why === undefined ? { source: source.digest, variables: made.reads.variables, clean } : undefined;
  return { ...built, keep };
}

/** Why what was built is not to be found by its source later on; undefined where it is. */
async function whyNotKept(
  { ignore }: PackagePlan,
  tree: KnownTree,
  { candidate, reads, fixed, made, unseen }: Made,
  host: Host,
): Promise<string | undefined> {
  if (candidate.warnings.length > 0) return 'it was not optimized as asked for';
  if (unseen !== undefined) return unseen;
  return (await changedSince(tree, ignore, made, host)) ?? beyond(reads, tree, { fixed, made }, host);
}

function notStored(reason: string): string {
  return `The bundle is not stored for later runs of this source: ${reason}.`;
}

/** The digest of all that decides what is built, its compiler too; undefined where that is not known before it is installed. */
async function sourceOf(
  pkg: PackagePlan,
  { target }: Service,
  tree: KnownTree,
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

async function equipFor(pkg: PackagePlan, { target, needs }: Service, host: Host): Promise<Equipment> {
  const dir = path.join(host.folders.workspace, pkg.dir);
  const tools: readonly BuildTool[] = pkg.optimize === undefined ? needs : [...needs, 'wasm-opt'];
  return host.log.group('Tools', () => equip({ dir, target, channel: pkg.toolchain, tools }, host));
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

/** A candidate from a source: cargo, the edge's own packing, wasm-opt, the bundle and its sizes. */
async function build(
  pkg: PackagePlan,
  { service, tools, cargo }: Pick<Surroundings, 'service' | 'tools' | 'cargo'>,
  equipment: Equipment,
  into: string,
  host: Host,
): Promise<Made> {
  const dir = path.join(host.folders.workspace, pkg.dir);
  const { target } = service;
  const wish = { ...pkg, dir, target, workspace: equipment.workspace };
  const environment = environmentOf(pkg, host);
  const { built, warm, packed, reads } = await inSharedTarget(wish, equipment.rust, host, async () => {
    await service.prepare?.(buildEnv(wish, equipment.rust), equipment, tools);
    const made = await host.log.group(`Building ${pkg.name}`, () =>
      warmBuild(wish, equipment.rust, cargo, environment, host),
    );
    const folder = await host.log.group('Packing', () => service.pack(made.built, into, equipment, tools));
    return { ...made, packed: folder, reads: await readsOf(made.built.notes, host) };
  });
  const file = path.join(packed.folder, packed.module);
  const original = await host.files.read(file);
  const unoptimized = strip(original);
  // wasm-opt mostly keeps one core busy: the other one compresses what came before it
  const [before, optimized] = await Promise.all([
    measure([unoptimized]),
    optimizePacked(original, packed, pkg, equipment, host),
  ]);
  const shipped = optimized.module === original ? unoptimized : strip(optimized.module);
  const named = path.join(into, 'symbols', packed.module);
  await host.files.write(file, shipped);
  await host.files.write(named, optimized.module);
  const bundle = await bundleOf(packed.folder, packed.entry, host);
  const contents = inCountingOrder(bundle).map((item) =>
    item.name === packed.module ? shipped : host.files.read(path.join(bundle.folder, item.name)),
  );
  const [sizes, after] = await Promise.all([measure(await Promise.all(contents)), measure([shipped])]);
  const candidate: Candidate = {
    bundle,
    sizes,
    module: { before, after, file: packed.module },
    named,
    tools: { ...(await versionsOf(equipment)), ...packed.tools },
    warnings: optimized.warning === undefined ? [] : [optimized.warning],
  };
  // PROFILE/x.wasm in TARGET in the target folder
  const targetFolder = path.resolve(built.module, '../../..');
  const { root, shared } = equipment.workspace;
  return {
    ...{ candidate, reads, warm, fixed: built.notes.fixed },
    made: [targetFolder, ...shared],
    compiled: {
      root,
      folder: targetFolder,
      shared: shared.length > 0,
      target,
      profile: pkg.profile,
      vendored: built.dependencies.vendored || (await vendors(dir, host)),
    },
    unseen: packed.unseen,
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
  const wasmOpt = await equipment.tool('wasm-opt');
  return host.log.group('Optimizing', () => optimize(original, how, packed.wasmBindgen, wasmOpt, host));
}

/** The entry last: the order in which wrangler counts, and gzip over a concatenation depends on it. */
export function inCountingOrder(bundle: Bundle): readonly BundleFile[] {
  return [...bundle.files].sort((a, b) => Number(a.name === bundle.entry) - Number(b.name === bundle.entry));
}

async function versionsOf(equipment: Equipment): Promise<Candidate['tools']> {
  const versions: Record<string, string> = {};
  for (const name of equipment.tools) versions[name] = (await equipment.tool(name)).version;
  return { rustc: equipment.rust.version.replace(/^rustc /, ''), ...versions };
}
