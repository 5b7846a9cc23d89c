import path from 'node:path';
import { bundleOf } from './build/bundle.ts';
import { type Built, buildEnv, type Member } from './build/cargo.ts';
import { vendors } from './build/cargo-config.ts';
import { type BuildTool, type Equipment, equip } from './build/equip.ts';
import { type Optimized, optimize, type Scales } from './build/optimize.ts';
import { type Reads, readsOf } from './build/reads.ts';
import { type Compiled, inSharedTarget } from './build/shared-target.ts';
import type { Bundle, BundleFile, Candidate } from './candidate.ts';
import type { Packed } from './edge/edge.ts';
import { type Attempt, attempt } from './error.ts';
import type { Host } from './host/host.ts';
import { heldToAnswers } from './optimize-check.ts';
import type { PackagePlan } from './plan.ts';
import { sideBySide } from './side-by-side.ts';
import { fastSize, measure, sizeOf } from './size/measure.ts';
import { memberOf, named, specsOf, type Wanted } from './together.ts';
import { type Before, type CargoCache, type Warm, warmBuild, warmUp } from './warm.ts';
import { strip } from './wasm/sections.ts';

/** Variables that cargo, rustc and C compilers read themselves, without a build script saying so. */
const READ_ANYWAY =
  /^(RUSTFLAGS|RUSTUP_TOOLCHAIN|CARGO_INCREMENTAL|RUSTC\w*|RUST_TARGET_PATH|CARGO_(ENCODED_RUSTFLAGS|BUILD_(?!TARGET_DIR|BUILD_DIR|JOBS)\w+|PROFILE_\w+|UNSTABLE_\w+|TARGET_(?!DIR$)\w+)|CC|CXX|AR|(CC|CXX|AR|CFLAGS|CXXFLAGS)_\w+)$/;

/** Variables that may decide what is built, by the sha256 of their value. */
export function environmentOf({ buildEnv }: PackagePlan, host: Host): Readonly<Record<string, string | null>> {
  return { ...host.fingerprint(READ_ANYWAY), ...host.fingerprint(buildEnv) };
}

function toolsOf({ pkg, service }: Wanted): readonly BuildTool[] {
  return pkg.optimize === undefined ? service.needs : [...service.needs, 'wasm-opt'];
}

/** One toolchain, and the tools of all: a group is of one workspace, with one Cargo.lock. */
export async function equipFor(group: readonly Wanted[], host: Host): Promise<Equipment> {
  const [{ pkg, service }] = group as readonly [Wanted];
  const dir = path.join(host.folders.workspace, pkg.dir);
  const tools = [...new Set(group.flatMap(toolsOf))];
  const wish = { dir, target: service.target, channel: pkg.toolchain, tools, release: pkg.release === true };
  return host.log.group('Tools', () => equip(wish, host));
}

/** What a build has made, and where it is told what of. */
export interface Made {
  readonly candidate: Candidate;
  readonly reads: Reads;
  /** Folders of packages that never change. */
  readonly fixed: readonly string[];
  /** Folders that it wrote to. */
  readonly made: readonly string[];
  readonly warm: Warm;
  readonly compiled: Compiled;
  /** Files of installed packages that packing read: of no commit, and the same as long as their bytes are. */
  readonly installed: readonly string[];
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
export async function make(
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
    const ready = await warmUp(wish, equipment.rust, cargo, environment, host, before);
    const prepared = new Map<Wanted, Attempt<void>>();
    for (const one of group) {
      const env = buildEnv(wish, equipment.rust);
      prepared.set(one, await attempt(async () => one.service.prepare?.(env, equipment, one.tools)));
    }
    const [only] = prepared.values();
    if (prepared.size === 1 && only?.ok === false) throw only.error;
    const made = await host.log.group(`Building ${named(group)}`, () => warmBuild(ready, equipment.rust, host));
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
      candidate: await finished(one, of.packed, equipment, host),
      ...readsBy(of),
      ...{ warm, fixed: built.fixed },
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

/** What a package was made of, by cargo and by packing. */
function readsBy({ reads, packed: { read = [] } }: Unoptimized): Pick<Made, 'reads' | 'installed'> {
  const isInstalled = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);
  return {
    reads: { ...reads, files: [...reads.files, ...read.filter((file) => !isInstalled(file))] },
    installed: read.filter(isInstalled),
  };
}

/** The candidate of what was packed: optimized, stripped, with its sizes. */
async function finished(wanted: Wanted, packed: Packed, equipment: Equipment, host: Host): Promise<Candidate> {
  const { pkg, into } = wanted;
  const { optimizeCheck } = pkg;
  const file = path.join(packed.folder, packed.module);
  const original = await host.files.read(file);
  const unoptimized = strip(original);
  // wasm-opt mostly keeps one core busy: the other one compresses what came before it
  const [before, made] = await Promise.all([
    measure([unoptimized]),
    optimizePacked(original, packed, pkg, equipment, host),
  ]);
  const optimized =
    optimizeCheck === undefined || made.module === original
      ? made
      : await heldToAnswers({ original, made, packed }, optimizeCheck, wanted, host);
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
  return optimize(original, how, packed.wasmBindgen, await equipment.tool('wasm-opt'), SCALES, host);
}

/** What the smallest module is found by: the same figures as budgets are judged by. */
export const SCALES: Scales = { exact: sizeOf, fast: fastSize };

/** The entry last: the order in which wrangler counts, and gzip over a concatenation depends on it. */
export function inCountingOrder(bundle: Bundle): readonly BundleFile[] {
  return [...bundle.files].sort((a, b) => Number(a.name === bundle.entry) - Number(b.name === bundle.entry));
}

async function versionsOf(equipment: Equipment, wanted: Wanted): Promise<Candidate['tools']> {
  const versions: Record<string, string> = {};
  for (const name of toolsOf(wanted)) versions[name] = (await equipment.tool(name)).version;
  return { rustc: equipment.rust.version.replace(/^rustc /, ''), ...versions };
}
