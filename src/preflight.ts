import path from 'node:path';
import type { Candidate } from './candidate.ts';
import { MENDS, type RustRule, SUPPORT, type Support } from './edge/features.ts';
import type { EdgeName } from './edge/names.ts';
import type { Host } from './host/host.ts';
import { functionName } from './size/function-name.ts';
import { coreModules, readLayers } from './wasm/component.ts';
import { FEATURES, type Feature, usedFeatures } from './wasm/features.ts';
import { type CoreModule, readModule } from './wasm/module.ts';

/** Something of a module that its edge does not take, or that whoever ships it has to know of. */
export interface Finding {
  /** A feature, or `rustc 1.91.0`. */
  readonly what: string;
  /** What in the module uses it: an instruction, a type; undefined of rustc. */
  readonly by: string | undefined;
  /** The function whose code does, and its crate, as far as names tell. */
  readonly function: { readonly name: string; readonly crate: string | undefined } | undefined;
  readonly note: string | undefined;
  /** What helps; undefined: not known. */
  readonly mend: string | undefined;
  readonly asOf: string;
  readonly source: string;
}

/** What a module needs of its engine, against what its edge has. */
export interface Preflight {
  readonly features: readonly Feature[];
  readonly refused: readonly Finding[];
  /** Taken, but not by all, or not in all. */
  readonly noted: readonly Finding[];
  /** Features of which it is not known whether the edge takes them: they pass. */
  readonly unknown: readonly Feature[];
}

/**
 * Holds the features of the shipped module, and the rustc that made it, against what its edge takes.
 * @throws ShipError where the module is malformed
 */
export async function preflight(
  { bundle, module, named, tools }: Candidate,
  edge: EdgeName,
  { files }: Pick<Host, 'files'>,
): Promise<Preflight> {
  const bytes = await files.read(path.join(bundle.folder, module.file));
  const names = (await files.exists(named)) ? await files.read(named) : undefined;
  const uses = used(bytes, names);
  const support = SUPPORT[edge];
  const judged = uses.map((use) => ({ use, support: support.features[use.feature] }));
  const findings = (taken: Support['taken'], withNote: boolean): readonly Finding[] =>
    judged.flatMap(({ use, support: of }) =>
      of?.taken === taken && (!withNote || of.note !== undefined) ? [finding(use, of)] : [],
    );
  return {
    features: uses.map(({ feature }) => feature),
    refused: [...findings('no', false), ...refusedRust(tools.rustc, support.rust)],
    noted: [...findings('partly', false), ...findings('yes', true)],
    unknown: judged.flatMap(({ use, support: of }) => (of === undefined ? [use.feature] : [])),
  };
}

interface NamedUse {
  readonly feature: Feature;
  readonly by: string;
  readonly function: Finding['function'];
}

/** Of each feature the first use in any of the modules. */
function used(bytes: Uint8Array, named: Uint8Array | undefined): readonly NamedUse[] {
  const others = named === undefined ? [] : modulesOf(named);
  const found = new Map<Feature, NamedUse>();
  for (const [i, module] of modulesOf(bytes).entries()) {
    const other = others[i];
    const names = other?.functions.length === module.functions.length ? other.names : module.names;
    for (const use of usedFeatures(module)) {
      const name = use.function === undefined ? undefined : (names.functions.get(use.function) ?? String(use.function));
      const before = found.get(use.feature);
      if (before !== undefined && (before.function !== undefined || name === undefined)) continue;
      found.set(use.feature, { ...use, function: name === undefined ? undefined : told(name) });
    }
  }
  return FEATURES.flatMap((feature) => found.get(feature) ?? []);
}

function modulesOf(bytes: Uint8Array): readonly CoreModule[] {
  return coreModules(readLayers(bytes)).map((span) => readModule(bytes, span));
}

function told(name: string): Finding['function'] {
  const { path: of, crate } = functionName(name);
  return { name: of, crate };
}

function finding({ feature, by, function: of }: NamedUse, { note, asOf, source, taken }: Support): Finding {
  const mend = taken === 'yes' ? undefined : MENDS[feature];
  return { what: feature, by, function: of, note, mend, asOf, source };
}

/** The rules that a compiler breaks; one whose version is not told breaks none. */
export function refusedRust(rustc: string, rules: readonly RustRule[]): readonly Finding[] {
  const version = /^\d+\.\d+\.\d+/.exec(rustc)?.[0];
  if (version === undefined) return [];
  return rules
    .filter(({ refused }) =>
      'before' in refused ? isOlder(version, refused.before) : refused.versions.includes(version),
    )
    .map(({ mend, asOf, source }) => ({
      ...{ what: `rustc ${version}`, by: undefined, function: undefined, note: undefined, asOf, source },
      mend: `\`channel = "${mend}"\` in rust-toolchain.toml, or \`toolchain: ${mend}\`.`,
    }));
}

function isOlder(version: string, than: string): boolean {
  const numbers = than.split('.').map(Number);
  for (const [i, part] of version.split('.').map(Number).entries()) {
    const other = numbers[i] ?? 0;
    if (part !== other) return part < other;
  }
  return false;
}
