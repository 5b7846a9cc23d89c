import { chooseCrate, chooseEdge } from './choose.ts';
import type { Crate } from './crate.ts';
import { type Destination, destination, type Shipping } from './destination.ts';
import { EDGES, type EdgeName } from './edge/names.ts';
import { notYet } from './error.ts';
import type { Event } from './event.ts';
import type { Inputs } from './inputs/table.ts';
import { healthRequest, type ReplayRequest } from './latency/requests.ts';
import type { Budget } from './size/budget.ts';

/** Every decision, made before any work. What is not in it does not run. */
export type Plan =
  | {
      readonly do: 'ship';
      readonly packages: readonly PackagePlan[];
      readonly deploy?: DeployPlan;
      readonly tell: Tell;
      readonly cache: CachePlan;
      /** What the head is held against; absent: nothing. */
      readonly base?: BasePlan;
      /** Whose stored bundles of the same source are taken instead of building; absent: nobody's. */
      readonly reuse?: 'release' | 'default-branch' | 'repository';
    }
  | { readonly do: 'build'; readonly packages: readonly PackagePlan[] }
  | { readonly do: 'deploy'; readonly deploy: DeployPlan }
  | { readonly do: 'report' }
  | { readonly do: 'comment'; readonly run: number }
  | { readonly do: 'clean'; readonly pr: number }
  | { readonly do: 'rollback'; readonly to?: string };

/** What wasm-opt is asked for. */
export type Optimize = { readonly level: 'smallest' | 'fastest' | 'off' } | { readonly flags: readonly string[] };

export interface PackagePlan {
  readonly name: string;
  /** Folder from the root of the repository. */
  readonly dir: string;
  readonly edge: EdgeName;
  readonly dependencies: readonly string[];
  readonly files: readonly string[];
  readonly toolchain: string | undefined;
  readonly profile: string;
  readonly features: readonly string[];
  /** undefined: the module stays as the compiler made it. */
  readonly optimize: Optimize | undefined;
  readonly budgets: readonly Budget[];
  readonly overBudget: 'fail' | 'warn';
  /** Globs of files that do not matter to the build, from the root of the repository. */
  readonly ignore: readonly string[];
  readonly latency?: LatencyPlan;
}

export interface LatencyPlan {
  /** Its good answer says that the service is ready. */
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  readonly durationMs: number;
  readonly vars: Readonly<Record<string, string>>;
}

export type DeployPlan =
  | { readonly to: 'preview'; readonly pr: number; readonly environment: string }
  | { readonly to: 'production'; readonly version: string; readonly environment: string };

/** Who is told what, and notices that the plan itself has to give. */
export interface Tell {
  /** The pull request to comment on. */
  readonly comment?: { readonly pr: number };
  /** Why this run deploys nothing; undefined where it deploys. */
  readonly skipReason?: string;
  readonly notices: readonly string[];
}

/** Which commit the checked-out one is held against, and whether it is built where no earlier run has stored its bundle. */
export type BasePlan = { readonly build: boolean } & (
  | { readonly of: 'pull-request'; readonly headSha: string; readonly baseSha: string }
  | { readonly of: 'commit'; readonly sha: string; readonly as: 'commit before' | 'base of the merge queue' }
  | { readonly of: 'first-parent' }
);

export interface CachePlan {
  readonly restore: boolean;
  readonly save: boolean;
}

/** What else a plan depends on. */
export interface Facts {
  readonly crates: readonly Crate[];
  /** Names of the secrets that are set. */
  readonly secrets: readonly string[];
  readonly selfHosted: boolean;
}

/**
 * Decides what a run does, before any work.
 * @throws ShipError where the request cannot be met: nothing has been built then
 */
export function plan(inputs: Inputs, event: Event, facts: Facts): Plan {
  if (inputs.phase === 'build' || inputs.phase === 'deploy')
    throw notYet(`\`phase: ${inputs.phase}\``, 'Leave `phase` out: one job builds and deploys.');
  switch (event.on) {
    case 'pull-request-closed':
      throw notYet('cleaning up after a closed pull request', 'Take `closed` out of `on: pull_request: types`.');
    case 'workflow-run':
      throw notYet('commenting from `on: workflow_run`', 'Forks have everything in the job summary meanwhile.');
    default:
      return shipPlan(inputs, event, facts);
  }
}

function shipPlan(inputs: Inputs, event: Shipping, facts: Facts): Plan {
  const pkg = packagePlan(inputs, chooseCrate(inputs, facts.crates));
  const going = destination(inputs, event, {
    name: pkg.name,
    packages: facts.crates.map((crate) => crate.name),
    credentials: EDGES[pkg.edge].credentials,
    secrets: facts.secrets,
  });
  const { deploy } = going;
  return {
    do: 'ship',
    packages: [pkg],
    ...(deploy === undefined ? {} : { deploy }),
    tell: tellOf(inputs, event, going),
    cache: cachePlan(inputs, event, facts, deploy),
    ...basePlan(inputs, event, deploy),
    ...reusePlan(inputs, event, deploy),
  };
}

function tellOf(inputs: Inputs, event: Shipping, going: Destination): Tell {
  const pull = event.on === 'pull-request' && inputs.comment === 'auto' ? event : undefined;
  const notices: string[] = [];
  if (going.deploy === undefined && going.noticed) notices.push(`Not deployed: ${going.reason}`);
  if (pull?.foreign !== undefined) {
    const whose = pull.foreign === 'fork' ? 'fork' : 'Dependabot';
    notices.push(`No comment: the token of a ${whose} pull request can only read. The report is in the job summary.`);
  }
  if (going.deploy?.to === 'production') {
    notices.push(
      'This one job builds and deploys: code of the build runs on the machine that holds the deploy token. SECURITY.md tells what that means.',
    );
  }
  return {
    ...(pull !== undefined && pull.foreign === undefined ? { comment: { pr: pull.pr } } : {}),
    ...(going.deploy === undefined ? { skipReason: going.reason } : {}),
    notices,
  };
}

/** A release is not held against a commit: what it replaces is what is live. */
function basePlan(inputs: Inputs, event: Shipping, deploy: DeployPlan | undefined): { readonly base?: BasePlan } {
  if (inputs.base === 'off' || deploy?.to === 'production') return {};
  const build = inputs.base === 'auto';
  switch (event.on) {
    case 'tag':
    case 'release':
      return {};
    case 'pull-request':
      return { base: { build, of: 'pull-request', headSha: event.headSha, baseSha: event.baseSha } };
    case 'merge-group':
      return { base: { build, of: 'commit', sha: event.baseSha, as: 'base of the merge queue' } };
    case 'push': // a new branch has no commit before
      return event.before === undefined
        ? {}
        : { base: { build, of: 'commit', sha: event.before, as: 'commit before' } };
    default:
      return { base: { build, of: 'first-parent' } };
  }
}

function reusePlan(
  inputs: Inputs,
  event: Shipping,
  deploy: DeployPlan | undefined,
): { readonly reuse?: 'release' | 'default-branch' | 'repository' } {
  if (inputs.cache === 'off') return {};
  if (isRelease(event, deploy)) return { reuse: 'release' };
  return { reuse: event.on === 'pull-request' ? 'repository' : 'default-branch' };
}

function isRelease(event: Shipping, deploy: DeployPlan | undefined): boolean {
  return event.on === 'tag' || event.on === 'release' || deploy?.to === 'production';
}

/**
 * A release restores nothing, and neither does a push to the default branch, whose bundle the release of that commit takes:
 * a cache that any run of the default branch could write changes no byte of it.
 */
function cachePlan(inputs: Inputs, event: Shipping, facts: Facts, deploy: DeployPlan | undefined): CachePlan {
  if (inputs.cache === 'off') return { restore: false, save: false };
  const wanted = (inputs.cache === 'on' || !facts.selfHosted) && !isRelease(event, deploy);
  const toDefault = event.on === 'push' && event.isDefault;
  return { restore: wanted && !toDefault, save: wanted && toDefault };
}

/** What is built of a crate, and how. @throws ShipError where no edge is told */
export function packagePlan(inputs: Inputs, crate: Crate): PackagePlan {
  const edge = chooseEdge(inputs, crate);
  const off = 'level' in inputs.optimize && inputs.optimize.level === 'off';
  return {
    name: crate.name,
    dir: crate.dir,
    edge,
    dependencies: crate.dependencies,
    files: crate.files,
    toolchain: inputs.toolchain,
    profile: inputs.profile,
    features: inputs.features,
    optimize: off ? undefined : inputs.optimize,
    budgets: inputs.budget,
    overBudget: inputs.overBudget,
    ignore: inputs.ignore,
    ...(inputs.latency
      ? {
          latency: {
            ...asked(inputs),
            durationMs: inputs.latencyDuration,
            vars: inputs.testVars,
          },
        }
      : {}),
  };
}

/** What the latency run asks for: a crate that lists its requests needs no `health`, one that has a `health` no requests. */
function asked({ health, requests }: Inputs): Pick<LatencyPlan, 'health' | 'requests'> {
  const ready = healthRequest(health, requests);
  return { health: ready, requests: requests.length === 0 ? [ready] : requests };
}
