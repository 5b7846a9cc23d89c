import path from 'node:path';
import type { Candidate } from './candidate.ts';
import { attempt } from './error.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan } from './plan.ts';
import { type PulledIn, pulledIn } from './pulled-in.ts';
import { type Attribution, attribute } from './size/attribute.ts';
import { type Movers, movers } from './size/movers.ts';

/** Where the bytes of the shipped module go, and what moved against the base. */
export interface Attributed {
  readonly head: Attribution;
  /** undefined: there is no base, or its module is the same. */
  readonly moved: Movers | undefined;
  /** Who needs the crates that are new; empty: nothing is, or no Cargo.lock tells. */
  readonly pulledIn: PulledIn;
}

/**
 * Attributes the shipped module by the names that its build has kept; undefined where it has kept none, as in a job that
 * only deploys.
 * @throws ShipError where a module is malformed
 */
export async function attributed(
  head: Candidate,
  base: Candidate | undefined,
  pkg: Pick<PackagePlan, 'name' | 'dir'>,
  host: Pick<Host, 'files' | 'folders'>,
): Promise<Attributed | undefined> {
  const of = await attributionOf(head, host);
  if (of === undefined) return undefined;
  const differs = base !== undefined && sha256Of(base) !== sha256Of(head);
  const before = differs ? await attributionOf(base, host) : undefined;
  const moved = before === undefined ? undefined : movers(before, of);
  const asked = moved?.newCrates.length ? await attempt(() => pulledIn(pkg, host)) : undefined;
  return { head: of, moved, pulledIn: asked?.ok === true ? asked.value : new Map() };
}

async function attributionOf(
  { bundle, module, named }: Candidate,
  { files }: Pick<Host, 'files'>,
): Promise<Attribution | undefined> {
  if (!(await files.exists(named))) return undefined;
  return attribute(await files.read(path.join(bundle.folder, module.file)), await files.read(named));
}

function sha256Of({ bundle, module }: Candidate): string | undefined {
  return bundle.files.find(({ name }) => name === module.file)?.sha256;
}
