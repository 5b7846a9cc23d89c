import { type BaseCommit, baseCommit, checkoutBase } from './build/base.ts';
import { beginTarget } from './build/shared-target.ts';
import type { EdgeTools } from './edge/edge.ts';
import { edgeNamed } from './edge/edges.ts';
import { elsewhere } from './host/elsewhere.ts';
import type { Host } from './host/host.ts';
import { type Obtained, obtain } from './obtain.ts';
import type { BasePlan, PackagePlan } from './plan.ts';
import type { Believed } from './store/trust.ts';

/** What the head is held against. */
export interface Base {
  readonly commit: BaseCommit;
  readonly obtained: Obtained;
  /** Folder with its bundle and symbols. */
  readonly into: string;
}

export interface BaseWish {
  readonly plan: BasePlan;
  /** What the head compiled; undefined where it compiled nothing. */
  readonly compiled: Obtained['compiled'];
  /** The same package in another checkout, as its own Cargo.toml plans it. @throws ShipError where it is not there */
  readonly packageAt: (workspace: string) => PackagePlan;
  readonly tools: EdgeTools;
  readonly believed: Believed | undefined;
  readonly ownMachine: boolean;
}

/**
 * The candidate of the base: stored by an earlier run, or obtained in a worktree by the same code as the head.
 * @throws ShipError where there is none: the head is new then, and no failure
 */
export async function obtainBase(wish: BaseWish, into: string, host: Host): Promise<Base> {
  const commit = await baseCommit(wish.plan, host);
  await using checkout = await checkoutBase(commit, host);
  await using target = await host.files.temp('base-target');
  const { compiled, plan, believed, ownMachine, tools } = wish;
  const begun = await beginTarget(compiled, target.path, host);
  const there = elsewhere(host, checkout.workspace, begun.env);
  const title = `The base: ${commit.sha.slice(0, 7)}, ${commit.as}`;
  const obtained = await host.log.group(title, async () => {
    const pkg = wish.packageAt(checkout.workspace);
    const edge = await edgeNamed(pkg.edge);
    const service = await edge.open(pkg, undefined, there);
    return obtain(pkg, { service, tools, believed, ownMachine, builds: plan.build, begun: begun.made }, into, there);
  });
  // what the head's build has run on this machine could have changed the base's sources, too
  const trusted = compiled === undefined ? obtained : { ...obtained, keep: undefined };
  return { commit, obtained: trusted, into };
}
