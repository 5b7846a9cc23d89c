import { createHash } from 'node:crypto';
import path from 'node:path';
import { cargoConfigs, configDigests } from './build/cargo-config.ts';
import { commandFacts, ignoredIn } from './build/commands.ts';
import { beyond } from './build/reads.ts';
import { compilerOf, isCompiler } from './build/rust.ts';
import { mayBeCached, withSccache } from './build/sccache.ts';
import type { Compiled } from './build/shared-target.ts';
import { changedSince, type KnownTree, readTree, type SourceFacts, sourceDigest, type Tree } from './build/source.ts';
import type { Candidate } from './candidate.ts';
import type { Service } from './edge/edge.ts';
import { type Attempt, attempt, ShipError } from './error.ts';
import { workspaceFolder } from './host/crates.ts';
import type { Host } from './host/host.ts';
import { environmentOf, equipFor, type Made, make } from './make.ts';
import type { PackagePlan } from './plan.ts';
import { sideBySide } from './side-by-side.ts';
import { findCandidate, type Kept } from './store/bundles.ts';
import type { Believed } from './store/trust.ts';
import { groupsOf, memberOf, type Wanted } from './together.ts';
import type { Before, CargoCache, Warm } from './warm.ts';

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
  const stale = await ignoredAtStart(wanted, treeOf, host);
  for (const group of await groupsOf(wanted, host)) {
    const looked: Looked[] = [];
    for (const one of group) {
      const look = await attempt(async () => lookFor(one, group, await treeOf(one.pkg.ignore), around, host));
      if (!look.ok) results.set(one, look);
      else if ('candidate' in look.value) results.set(one, { ok: true, value: look.value });
      else looked.push(look.value);
    }
    if (looked.length === 0) continue;
    const made = await attempt(() => obtainGroup(group, looked, { ...around, stale }, before, host));
    for (const [i, { wanted: one }] of looked.entries())
      results.set(one, made.ok ? (made.value[i] as Attempt<Obtained>) : made);
  }
  return wanted.map((one) => results.get(one) as Attempt<Obtained>);
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

/** What git ignores before anything has run, where that matters: where somebody says what commands read. */
async function ignoredAtStart(
  wanted: readonly Wanted[],
  treeOf: ReturnType<typeof treesOf>,
  host: Host,
): Promise<readonly string[]> {
  const one = wanted.find(({ pkg }) => pkg.commandReads === 'commit');
  const tree = one === undefined ? undefined : await treeOf(one.pkg.ignore).catch(() => undefined); // told where it is looked for
  return tree?.known === true ? ignoredIn(tree.root, host) : [];
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
  { cargo, ownMachine, begun = [], stale }: Surroundings & { readonly stale: readonly string[] },
  before: Before,
  host: Host,
): Promise<readonly Attempt<Obtained>[]> {
  const equipment = await equipFor(group, host);
  const missing = looked.map((look) => look.wanted);
  const sccache = missing[0]?.pkg.sccache; // of the workflow: the same for all
  const made = await withSccache(sccache, equipment, host, (through) =>
    make(group, missing, { cargo, before }, through, host),
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
      ? await whyNotKept(pkg, tree, { ...one.value, fixed: [...one.value.fixed, ...begun], stale }, changed, host)
      : `it was built by ${equipment.rust.version}, and ${source.compiler} was asked for`;
    if (why !== undefined) host.log.info(notStored(why, pkg, group));
    const dir = path.join(host.folders.workspace, pkg.dir);
    const clean = ownMachine && warm.fresh && !(await mayBeCached(sccache, dir, host));
    const { installed, reads } = one.value;
    const keep =
      why === undefined ? { source: source.digest, variables: reads.variables, installed, clean } : undefined;
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
  { ignore, commandReads }: PackagePlan,
  tree: KnownTree,
  { candidate, reads, fixed, made, unseen, stale }: Made & { readonly stale: readonly string[] },
  changed: typeof changedSince,
  host: Host,
): Promise<string | undefined> {
  if (candidate.warnings.length > 0) return 'it was not optimized as asked for';
  if (unseen !== undefined) return unseen;
  const [left] = commandReads === 'commit' ? stale : [];
  if (left !== undefined)
    return `its commands may have read \`${path.relative(tree.root, left)}\`, which was there before and git ignores`;
  const byCommands = commandReads === 'commit' ? await ignoredIn(tree.root, host) : [];
  const all = { fixed, made: [...made, ...byCommands] };
  return (await changed(tree, ignore, made, host)) ?? beyond(reads, tree, all, host);
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
    // a bundle that was held to no answers does not stand for one that is to be
    optimize: pkg.optimizeCheck === undefined ? pkg.optimize : { checked: pkg.optimize },
    rustc,
    lockfile: await lockDigest(pkg, host),
    ...(pkg.commandReads === 'commit' ? { commands: await commandFacts(host) } : {}),
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
