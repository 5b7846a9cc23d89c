import path from 'node:path';
import { configuredTargets } from './build/cargo-config.ts';
import type { Service } from './edge/edge.ts';
import { edgeNamed } from './edge/edges.ts';
import { EDGES, type EdgeFacts, type RustTarget } from './edge/names.ts';
import type { Host } from './host/host.ts';
import type { DeployPlan, PackagePlan } from './plan.ts';

/**
 * A crate as its edge takes it.
 * @throws ShipError where the edge's own configuration is not there, or asks for what cannot be done
 */
export async function openService(pkg: PackagePlan, plan: DeployPlan | undefined, host: Host): Promise<Service> {
  const edge = await edgeNamed(pkg.edge);
  return edge.open(pkg, plan, host, await targetFor(pkg, host));
}

/** Of an edge that takes several, the one that cargo itself is configured to build for; else the edge's usual one, its first. */
export async function targetFor(
  { dir, edge }: Pick<PackagePlan, 'dir' | 'edge'>,
  host: Pick<Host, 'files' | 'variable' | 'folders'>,
): Promise<RustTarget> {
  const { targets }: EdgeFacts = EDGES[edge];
  const [usual, ...others] = targets;
  if (others.length === 0) return usual;
  const told = await configuredTargets(path.join(host.folders.workspace, dir), host);
  return targets.find((target) => told.includes(target)) ?? usual;
}
