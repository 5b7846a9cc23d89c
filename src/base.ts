import { type BaseCommit, baseCommit, checkoutBase } from './build/base.ts';
import { beginTarget } from './build/shared-target.ts';
import type { EdgeTools } from './edge/edge.ts';
import { type Attempt, attempt } from './error.ts';
import { elsewhere } from './host/elsewhere.ts';
import type { Host } from './host/host.ts';
import type { Rules } from './loosened.ts';
import { type Obtained, obtainAll } from './obtain.ts';
import type { BasePlan, PackagePlan } from './plan.ts';
import { openService } from './service.ts';
import type { Budget } from './size/budget.ts';
import type { Believed } from './store/trust.ts';
import type { Wanted } from './together.ts';

/** What the head is held against. */
export interface Base {
  readonly commit: BaseCommit;
  /** As its own Cargo.toml has them. */
  readonly budgets: readonly Budget[];
  /** The same of what else lets a module through. */
  readonly rules: Rules;
  readonly obtained: Obtained;
  /** Folder with its bundle and symbols. */
  readonly into: string;
}

/** A package of the head, for which a base is wanted. */
export interface Head {
  readonly name: string;
  /** What it compiled; undefined where it compiled nothing. */
  readonly compiled: Obtained['compiled'];
  readonly tools: EdgeTools;
  /** Folder for the bundle and the symbols of its base. */
  readonly into: string;
}

export interface BaseWish {
  readonly plan: BasePlan;
  /** A package in another checkout, as its own Cargo.toml plans it. @throws ShipError where it is not there */
  readonly packageAt: (workspace: string, name: string) => PackagePlan;
  readonly believed: Believed | undefined;
  readonly ownMachine: boolean;
  /** Code of the head has run on this machine: it could have changed the sources of the base, too. */
  readonly builtHere: boolean;
}

/**
 * The candidates of the base, one for each package of the head: stored by an earlier run, or obtained in a worktree by the
 * same code as the head. Where there is none the package is new, and that is no failure.
 * @throws ShipError where the base itself is not to be had
 */
export async function obtainBases(
  heads: readonly Head[],
  wish: BaseWish,
  host: Host,
): Promise<readonly Attempt<Base>[]> {
  const commit = await baseCommit(wish.plan, host);
  await using checkout = await checkoutBase(commit, host);
  await using target = await host.files.temp('base-target');
  const begun = await beginTarget(
    heads.flatMap(({ compiled }) => compiled ?? []),
    target.path,
    host,
  );
  const there = elsewhere(host, checkout.workspace, begun.env);
  const title = `The base: ${commit.sha.slice(0, 7)}, ${commit.as}`;
  const { believed, ownMachine, plan } = wish;
  return await host.log.group(title, async () => {
    const opened = await Promise.all(
      heads.map((head) =>
        attempt(async (): Promise<Wanted> => {
          const pkg = wish.packageAt(checkout.workspace, head.name);
          return { pkg, service: await openService(pkg, undefined, there), tools: head.tools, into: head.into };
        }),
      ),
    );
    const wanted = opened.flatMap((one) => (one.ok ? [one.value] : []));
    const around = { believed, ownMachine, builds: plan.build, begun: begun.made };
    const obtained = await obtainAll(wanted, around, there);
    return opened.map((one, i): Attempt<Base> => {
      if (!one.ok) return one;
      const got = obtained[wanted.indexOf(one.value)] as Attempt<Obtained>;
      if (!got.ok) return got;
      const trusted = wish.builtHere ? { ...got.value, keep: undefined } : got.value;
      return {
        ok: true,
        value: {
          ...{ commit, budgets: one.value.pkg.budgets, rules: one.value.pkg },
          ...{ obtained: trusted, into: (heads[i] as Head).into },
        },
      };
    });
  });
}
