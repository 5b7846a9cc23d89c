import { chooseEdge, chooseProgram } from './choose.ts';
import type { Crate } from './crate.ts';
import { type Destination, destination, otherPackage, previewPlan, type Shipping } from './destination.ts';
import { EDGES, type EdgeFacts, type EdgeName } from './edge/names.ts';
import type { PlanName, Prices } from './edge/prices.ts';
import { notYet, ShipError } from './error.ts';
import type { Event } from './event.ts';
import type { SecretName } from './host/host.ts';
import type { Inputs } from './inputs/table.ts';
import type { LatencyBudget, PaceBudgets } from './latency/budget.ts';
import type { Places } from './latency/places.ts';
import { healthRequest, type ReplayRequest } from './latency/requests.ts';
import type { WorkBudget } from './latency/work.ts';
import { livePlan } from './live-plan.ts';
import type { Budget, Measure } from './size/budget.ts';

/** Every decision, made before any work. What is not in it does not run. */
export type Plan =
  | (Work & { readonly do: 'ship' })
  /** The first of two jobs, without secrets: `deploy` of a package is where the second one takes what this one builds. */
  | (Work & { readonly do: 'build' })
  /** The second one: takes the bundles that the first has kept in this run, and builds nothing. */
  | (Work & { readonly do: 'deploy' })
  | { readonly do: 'report' }
  | { readonly do: 'comment'; readonly run: number }
  /** The pull request is closed: what was made for it goes. */
  | (Work & { readonly do: 'clean'; readonly pr: number })
  /** Makes an earlier version live again; `to`: which one, absent: the one before. */
  | (Work & { readonly do: 'rollback'; readonly to?: string });

/** What every run with a bundle has. */
interface Work {
  /** At least one; no two of one name. */
  readonly packages: readonly PackagePlan[];
  readonly tell: Tell;
  readonly cache: CachePlan;
  /** What the head is held against; absent: nothing. */
  readonly base?: BasePlan;
  /** What is attached to the GitHub release once it is live; absent: nothing. */
  readonly assets?: AssetsPlan;
  /** Whose stored bundles of the same source are taken instead of building; absent: nobody's. */
  readonly reuse?: 'release' | 'default-branch' | 'repository';
}

/** The bundle is attached to the GitHub release of a tag, which is published after that where it is a draft. */
export interface AssetsPlan {
  readonly tag: string;
  readonly publish: boolean;
}

/** What wasm-opt is asked for. */
export type Optimize =
  | {
      readonly level: 'smallest' | 'fastest' | 'off';
      /** What `smallest` is the smallest in; left out: brotli. */
      readonly measure?: Measure;
      /** How long `smallest` may look for it; left out: a minute. */
      readonly timeMs?: number;
    }
  | { readonly flags: readonly string[] };

export interface PackagePlan {
  readonly name: string;
  /** Folder from the root of the repository. */
  readonly dir: string;
  readonly edge: EdgeName;
  /** The program to build; absent: the library. */
  readonly program?: string;
  /** Names of the files that cargo makes of it, without `.wasm`; absent: that of the package. */
  readonly outputs?: readonly string[];
  readonly dependencies: readonly string[];
  readonly files: readonly string[];
  readonly toolchain: string | undefined;
  readonly profile: string;
  readonly features: readonly string[];
  /** undefined: the module stays as the compiler made it. */
  readonly optimize: Optimize | undefined;
  /** What the optimized module has to answer as the one before wasm-opt does; absent: nobody asks. */
  readonly optimizeCheck?: ReplayPlan;
  readonly budgets: readonly Budget[];
  readonly overBudget: 'fail' | 'warn';
  /** The label by which a size over its budget is accepted in this pull request. */
  readonly accepted?: string;
  /** What `overBudget` is but for that label. */
  readonly withoutLabel?: 'fail' | 'warn';
  /** Names of host imports, in which `*` stands for anything; absent: all may be. */
  readonly allowImports?: readonly string[];
  /** What would make it smaller is built and measured. */
  readonly advise?: true;
  /** Globs of files that do not matter to the build, from the root of the repository. */
  readonly ignore: readonly string[];
  /** What its own commands read is all of the commit, of installed packages or of the environment: its author says so. */
  readonly commandReads?: 'commit';
  /** Names of more variables that the build may see. */
  readonly buildEnv: readonly string[];
  /** Names of the secrets that cargo's registries and git servers ask for, as far as they are set. */
  readonly registryTokens?: readonly string[];
  /** The git server that CARGO_GIT_TOKEN is for. */
  readonly gitServer?: string;
  readonly sccache?: SccachePlan;
  /** What is built may go to production: nothing that others can write to has a say in it. */
  readonly release?: true;
  readonly latency?: LatencyPlan;
  /** What is asked of it once it is deployed; absent: nothing. */
  readonly live?: LivePlan;
  /** Where its bundle goes; absent: nowhere. */
  readonly deploy?: DeployPlan;
  /** Why this run deploys nothing of it; absent where it does. */
  readonly skipReason?: string;
  /** sha256 that the bundle has to have which an earlier job has kept. */
  readonly digest?: string;
}

/** sccache was asked for. `variables`: names of those that its server alone gets; `off`: why not in this run. */
export type SccachePlan = { readonly variables: readonly string[] } | { readonly off: string };

/** What a bundle is asked on the runner. */
export interface ReplayPlan {
  /** Its good answer says that the service is ready. */
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  /** Bindings of that run alone. */
  readonly vars: Readonly<Record<string, string>>;
}

export interface LatencyPlan extends ReplayPlan {
  readonly durationMs: number;
  readonly budgets: RunBudgets;
  /** What the edge is paid by. */
  readonly pays: { readonly plan: PlanName; readonly own?: Prices };
}

/** What is asked of a service that is live, and only reads. */
export interface LivePlan {
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  /** Names of the crate's requests that it is not asked. */
  readonly leftOut: readonly string[];
  /** Whether it is asked from here. */
  readonly runner: boolean;
  /** From where Globalping asks; absent: from nowhere. */
  readonly places?: Places;
}

/** What a run on the runner is held to. */
export interface RunBudgets extends PaceBudgets {
  readonly work: WorkBudget | undefined;
  /** What fails the check where it is exceeded; the others warn. */
  readonly fails: { readonly latency: boolean; readonly others: boolean };
}

export type DeployPlan = PreviewPlan | ReleasePlan;

export interface PreviewPlan {
  readonly to: 'preview';
  readonly pr: number;
  /** As GitHub's deployments call it. */
  readonly environment: string;
  /** `own`: a place of its own. `shared`: a version of what is live, with all that it can reach. */
  readonly how: 'own' | 'shared';
  /** The environment of the edge's configuration that it may touch, or, where it is shared, the one that is live. */
  readonly configured?: string;
  /** Names of the secrets that go up with it. */
  readonly secrets: readonly SecretName[];
  /** Where production is, for what is measured beside it: its environment in the configuration, its address. */
  readonly production?: { readonly configured?: string; readonly address?: string };
}

export interface ReleasePlan {
  readonly to: 'production' | 'staging';
  /** As people call it: a tag, a branch. */
  readonly version: string;
  readonly environment: string;
  /** The environment of the edge's configuration that it is; absent: its top level. */
  readonly configured?: string;
  /** Names of the secrets that go up with it. */
  readonly secrets: readonly SecretName[];
  /** Percentages of the requests, the last of them 100. */
  readonly rollout: readonly number[];
  /** How long each step that users see is watched. */
  readonly watchMs: number;
  readonly health: ReplayRequest;
  /** What else the live service has to answer. */
  readonly requests: readonly ReplayRequest[];
  /** Percentiles that its answers are held to; absent: none. */
  readonly pace?: PacePlan;
  /** Whether a commit that is older than the live one may replace it. */
  readonly older: 'refuse' | 'replace';
  /** What is live already, of the same commit, is left as it is. */
  readonly leaveSame: boolean;
  /** It may go live at once where the edge has no other way. */
  readonly atOnce: boolean;
  /** Where users find it; absent: where the edge's configuration tells. */
  readonly address?: string;
}

/** Budgets of latency, at least one. `fail`: a release that exceeds one goes back. */
export interface PacePlan {
  readonly budgets: readonly LatencyBudget[];
  readonly over: 'fail' | 'warn';
}

/** Who is told what, and notices that the plan itself has to give. */
export interface Tell {
  /** The pull request to comment on. */
  readonly comment?: { readonly pr: number };
  readonly notices: readonly string[];
  /** What the workflow should do otherwise. */
  readonly warnings?: readonly string[];
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
  /** cargo's own folder (CARGO_HOME) too: not on a machine of the user, whose folder it is. */
  readonly home?: true;
  /** Nothing of cargo's: crates that were fetched with tokens are not for everybody who can read the cache. */
  readonly cargo?: false;
}

/** A crate that is to ship, and its inputs: its own table in Cargo.toml has a say in them. */
export interface Wish {
  readonly crate: Crate;
  readonly inputs: Inputs;
  /** Names of the edges' secrets that are there for it. */
  readonly secrets: readonly string[];
  /** Names of those of its input `secrets` that are set. */
  readonly given?: readonly string[];
}

/** What else a plan depends on. */
export interface Facts {
  /** All packages, those that do not ship too. */
  readonly crates: readonly Crate[];
  readonly selfHosted: boolean;
  /** The run was started again: what is live already may lack what was changed outside of the commit. */
  readonly again?: boolean;
  /** The repository is not public, as the payload says. */
  readonly private?: boolean;
  /** Names of the secrets that cargo's registries and git servers ask for, as far as they are set. */
  readonly registryTokens?: readonly string[];
  /** The git server that CARGO_GIT_TOKEN is for; undefined: there is none. */
  readonly gitServer?: string | undefined;
  /** Names of the variables that sccache's server reads, as far as they are set. */
  readonly sccacheVariables?: readonly string[];
}

/**
 * Decides what a run does, before any work.
 * @param wishes at least one; what only the workflow can say is the same in all of them
 * @throws ShipError where the request cannot be met: nothing has been built then
 */
export function plan(wishes: readonly Wish[], event: Event, facts: Facts): Plan {
  switch (event.on) {
    case 'pull-request-closed':
      return cleanPlan(wishes, event.pr, facts);
    case 'workflow-run':
      throw notYet('commenting from `on: workflow_run`', 'Forks have everything in the job summary meanwhile.');
    default:
      return workPlan(wishes, event, facts);
  }
}

function workPlan(wishes: readonly Wish[], event: Shipping, facts: Facts): Plan {
  const [first] = wishes;
  if (first === undefined) throw new Error('nothing to plan for');
  const { inputs } = first;
  const planned = wishes.map((wish) => ({ pkg: packagePlan(wish.inputs, wish.crate, facts), wish }));
  const names = wishes.map(({ crate }) => crate.name);
  const all = planned.map(({ pkg, wish }) => ({ pkg, wish, going: going(pkg, wish, event, facts) }));
  // the tag of one of them ships that one alone
  const meant = all.filter(({ pkg }) => !names.includes(otherPackage(event, pkg.name) ?? ''));
  const digests = digestsFor(
    inputs,
    meant.map(({ pkg }) => pkg.name),
  );
  refuseHalfRelease(meant);
  const release = isRelease(inputs, event, meant);
  const packages = meant.map(({ pkg, wish, going: where }) => ({
    ...pkg,
    ...acceptance(inputs, event, pkg),
    ...(where.deploy === undefined ? {} : { deploy: where.deploy, ...livePlan(wish.inputs) }),
    ...skipOf(inputs, where),
  }));
  const tell = tellOf(wishes, event, meant);
  if (inputs.phase === 'rollback') {
    const to = inputs.rollbackTo === undefined ? {} : { to: inputs.rollbackTo };
    return { do: 'rollback', packages: packages.map(unmeasured), tell, cache: UNTOUCHED, ...to };
  }
  if (digests !== undefined) {
    // measured by the job that built it
    const known = packages.map((pkg) => ({ ...unmeasured(pkg), digest: digests.get(pkg.name) ?? '' }));
    return { do: 'deploy', packages: known, tell, cache: UNTOUCHED, ...assetsPlan(inputs, event) };
  }
  return {
    do: inputs.phase === 'build' ? 'build' : 'ship',
    packages: packages.map((pkg) => ({
      ...{ ...pkg, ...sccachePlan(inputs, event, facts, release) },
      ...(release ? { release: true as const } : {}),
    })),
    tell,
    cache: cachePlan(inputs, event, facts, release),
    ...basePlan(inputs, event, release),
    ...assetsPlan(inputs, event),
    ...reusePlan(inputs, event, release),
  };
}

/** Whoever may label pull requests has looked at the size of this one. */
function acceptance({ acceptLabel }: Inputs, event: Shipping, { overBudget }: PackagePlan): Partial<PackagePlan> {
  if (acceptLabel === undefined || event.on !== 'pull-request' || !event.labels.includes(acceptLabel)) return {};
  return { overBudget: 'warn', accepted: acceptLabel, withoutLabel: overBudget };
}

/** A job that builds nothing restores no cache and leaves none. */
const UNTOUCHED: CachePlan = { restore: false, save: false };

function unmeasured({ latency: _, ...pkg }: PackagePlan): PackagePlan {
  return pkg;
}

/** What was made for a pull request goes, where the credentials are there: without them nothing was made. */
function cleanPlan(wishes: readonly Wish[], pr: number, facts: Facts): Plan {
  const packages = wishes.map(({ inputs, crate, secrets }): PackagePlan => {
    const pkg = unmeasured(packagePlan(inputs, crate, facts));
    const { reach, credentials }: EdgeFacts = EDGES[pkg.edge];
    const able = reach === 'live' && credentials.every((name) => secrets.includes(name));
    const made = ['auto', 'preview'].includes(inputs.deploy);
    return able && made ? { ...pkg, deploy: previewPlan(inputs, pr) } : pkg;
  });
  const comments = wishes.some(({ inputs }) => inputs.comment === 'auto');
  return {
    do: 'clean',
    pr,
    packages,
    tell: { ...(comments ? { comment: { pr } } : {}), notices: [] },
    cache: UNTOUCHED,
  };
}

/** A release goes whole or not at all. @throws ShipError where one of it lacks its credentials */
function refuseHalfRelease(all: readonly Going[]): void {
  if (!toProduction(all)) return;
  const without = all.filter(({ going: where }) => where.deploy === undefined && where.lacks === true);
  const [first] = without;
  if (first === undefined || first.going.deploy !== undefined) return;
  const names = without.map(({ pkg }) => pkg.name).join(', ');
  throw new ShipError('plan', `The release cannot go whole: ${names} cannot be deployed. ${first.going.reason}`, {
    hint: 'Nothing was built. Give it what it lacks, or release it by a tag of its own.',
  });
}

/** A package and where its bundle goes. */
interface Going {
  readonly pkg: PackagePlan;
  readonly going: Destination;
}

function going(
  { name, edge }: PackagePlan,
  { inputs, secrets, given = [] }: Wish,
  event: Shipping,
  facts: Facts,
): Destination {
  return destination(inputs, event, {
    name,
    packages: facts.crates.map((crate) => crate.name),
    edge: inputs.phase === 'build' ? { ...EDGES[edge], credentials: [] } : EDGES[edge],
    secrets,
    given,
    again: facts.again === true,
  });
}

/**
 * What each bundle has to be that `phase: deploy` takes.
 * @throws ShipError where one is not told, or they are told to a job that builds its own
 */
function digestsFor(
  { phase, bundleDigest }: Inputs,
  names: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (phase !== 'deploy') {
    if (bundleDigest === undefined) return undefined;
    throw new ShipError('input', `input: \`bundle-digest\` is set, and \`phase: ${phase}\` builds its own bundle.`, {
      hint: 'Take it out, or set `phase: deploy`: that one deploys what an earlier job of this run has built.',
    });
  }
  if (bundleDigest === undefined)
    throw noDigest('is not set, and `phase: deploy` deploys no other bundle than that one');
  const [only] = names;
  if (typeof bundleDigest === 'string') {
    if (only !== undefined && names.length === 1) return new Map([[only, bundleDigest]]);
    throw noDigest('names one digest without a package, and this job deploys several packages');
  }
  const missing = names.filter((name) => bundleDigest[name] === undefined);
  if (missing.length > 0) throw noDigest(`has none for ${missing.join(', ')}`);
  return new Map(Object.entries(bundleDigest));
}

function noDigest(what: string): ShipError {
  return new ShipError('input', `input: \`bundle-digest\` ${what}.`, {
    hint: [
      'The job that builds names it among its `outputs`, and this job `needs` that one:',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
      'bundle-digest: ${{ needs.build.outputs.bundle-digest }}',
    ].join('\n'),
  });
}

/** `phase: build` does not know what the other job was told, and a pull request alone never reaches production. */
function isRelease(inputs: Inputs, event: Shipping, all: readonly Going[]): boolean {
  if (event.on === 'tag' || event.on === 'release' || toProduction(all)) return true;
  return inputs.phase === 'build' && event.on !== 'pull-request';
}

function toProduction(all: readonly Going[]): boolean {
  return all.some(({ going: { deploy } }) => deploy?.to === 'production');
}

const LATER = '`phase: build` deploys nothing; the job with `phase: deploy` does.';

function tellOf(wishes: readonly Wish[], event: Shipping, all: readonly Going[]): Tell {
  const { comment, phase } = (wishes[0] as Wish).inputs;
  const comments = comment === 'auto' && phase !== 'deploy'; // the job that measured has commented
  const pull = event.on === 'pull-request' && comments ? event : undefined;
  const notices = notDeployed(all);
  if (pull?.foreign !== undefined) {
    const whose = pull.foreign === 'fork' ? 'fork' : 'Dependabot';
    notices.push(`No comment: the token of a ${whose} pull request can only read. The report is in the job summary.`);
  }
  if (toProduction(all) && phase === 'ship') {
    notices.push(
      'This one job builds and deploys: code of the build runs on the machine that holds the deploy token. SECURITY.md tells what that means.',
    );
  }
  return {
    ...(pull !== undefined && pull.foreign === undefined ? { comment: { pr: pull.pr } } : {}),
    notices,
    ...(phase === 'build' ? reachOf(wishes) : {}),
  };
}

/** One notice for each reason that somebody may wait for, with the packages that it is about where it is not about all. */
function notDeployed(all: readonly Going[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { pkg, going: where } of all) {
    if (where.deploy !== undefined || !where.noticed) continue;
    reasons.set(where.reason, [...(reasons.get(where.reason) ?? []), pkg.name]);
  }
  return [...reasons].map(([reason, names]) =>
    names.length === all.length ? `Not deployed: ${reason}` : `Not deployed, ${names.join(', ')}: ${reason}`,
  );
}

function skipOf({ phase }: Inputs, where: Destination): Pick<PackagePlan, 'skipReason'> {
  if (where.deploy === undefined) return { skipReason: where.reason };
  return phase === 'build' ? { skipReason: LATER } : {};
}

/** A warning where a job that is to be without secrets has some. An account's id is none. */
function reachOf(wishes: readonly Wish[]): Pick<Tell, 'warnings'> {
  const secret = Object.values<EdgeFacts>(EDGES).flatMap(({ credentials, configured = {} }) =>
    credentials.filter((name) => !(name in configured)),
  );
  const there = secret.filter((name) => wishes.some(({ secrets }) => secrets.includes(name)));
  if (there.length === 0) return {};
  const [are, them] = there.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return {
    warnings: [
      `${there.join(' and ')} ${are} in the environment of \`phase: build\`, within reach of every build script. Take ${them} out of this job, out of \`env\` of the job and of the workflow too: only the step with \`phase: deploy\` needs ${them}.`,
    ],
  };
}

/** A release is not held against a commit: what it replaces is what is live. */
function basePlan(inputs: Inputs, event: Shipping, release: boolean): Pick<Work, 'base'> {
  if (inputs.base === 'off' || release) return {};
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

function assetsPlan({ releaseAssets, phase }: Inputs, event: Shipping): Pick<Work, 'assets'> {
  const tag = event.on === 'tag' || event.on === 'release' ? event.tag : undefined;
  if (tag === undefined || releaseAssets === 'off' || phase === 'build') return {};
  return { assets: { tag, publish: releaseAssets === 'publish' } };
}

function reusePlan(inputs: Inputs, event: Shipping, release: boolean): Pick<Work, 'reuse'> {
  if (inputs.cache === 'off') return {};
  if (release) return { reuse: 'release' };
  return { reuse: event.on === 'pull-request' ? 'repository' : 'default-branch' };
}

/**
 * A release restores nothing, and neither does a push to the default branch, whose bundle the release of that commit takes:
 * a cache that any run of the default branch could write changes no byte of it.
 */
function cachePlan(inputs: Inputs, event: Shipping, facts: Facts, release: boolean): CachePlan {
  if (inputs.cache === 'off') return { restore: false, save: false };
  const wanted = (inputs.cache === 'on' || !facts.selfHosted) && !release;
  const toDefault = event.on === 'push' && event.isDefault;
  const home = wanted && !facts.selfHosted ? { home: true as const } : {};
  const open = facts.private !== true && (facts.registryTokens ?? []).length > 0;
  return {
    restore: wanted && !toDefault,
    save: wanted && toDefault,
    ...home,
    ...(open ? { cargo: false as const } : {}),
  };
}

/** The same rule: nothing that ships, or that a release may take, comes from a cache that others can write. */
function sccachePlan(inputs: Inputs, event: Shipping, facts: Facts, release: boolean): Pick<PackagePlan, 'sccache'> {
  if (inputs.sccache === 'off') return {};
  if (release) return { sccache: { off: 'a release is built without what others can write to.' } };
  if (event.on === 'push' && event.isDefault)
    return { sccache: { off: 'a release takes the bundle that a push to the default branch has built.' } };
  return { sccache: { variables: facts.sccacheVariables ?? [] } };
}

/** What is built of a crate, and how. @throws ShipError where no edge is told */
export function packagePlan(
  inputs: Inputs,
  crate: Crate,
  { registryTokens = [], gitServer }: Pick<Facts, 'registryTokens' | 'gitServer'> = {},
): PackagePlan {
  const edge = chooseEdge(inputs, crate);
  const program = chooseProgram(edge, crate);
  return {
    name: crate.name,
    dir: crate.dir,
    edge,
    ...(program === undefined ? {} : { program }),
    ...outputsOf(crate, program),
    dependencies: crate.dependencies,
    files: crate.files,
    toolchain: inputs.toolchain,
    profile: inputs.profile,
    features: inputs.features,
    optimize: optimization(inputs),
    ...(inputs.optimizeCheck && optimization(inputs) !== undefined ? { optimizeCheck: asked(inputs) } : {}),
    budgets: inputs.budget.sizes,
    overBudget: inputs.overBudget === 'warn' ? 'warn' : 'fail',
    ...(inputs.allowImports.length === 0 ? {} : { allowImports: inputs.allowImports }),
    ...(inputs.advise ? { advise: true as const } : {}),
    ignore: inputs.ignore,
    ...(inputs.commandReads === 'commit' ? { commandReads: inputs.commandReads } : {}),
    buildEnv: inputs.buildEnv,
    ...(registryTokens.length === 0 ? {} : { registryTokens }),
    ...(gitServer === undefined ? {} : { gitServer }),
    ...(inputs.latency
      ? {
          latency: {
            ...asked(inputs),
            durationMs: inputs.latencyDuration,
            budgets: runBudgets(inputs),
            pays: { plan: inputs.plan, ...(inputs.prices === undefined ? {} : { own: inputs.prices }) },
          },
        }
      : {}),
  };
}

/** Latency warns, unless it is asked to fail: runners differ by more than two times. */
function runBudgets({ budget, overBudget }: Inputs): RunBudgets {
  const fails = { latency: overBudget === 'fail', others: overBudget !== 'warn' };
  return { ...budget.pace, work: budget.work, fails };
}

/** What wasm-opt is asked for; `smallest` in what the first budget is of, for that is what is judged. */
function optimization({ optimize, optimizeTime, budget }: Inputs): Optimize | undefined {
  if (!('level' in optimize) || optimize.level === 'fastest') return optimize;
  if (optimize.level === 'off') return undefined;
  return { level: 'smallest', measure: budget.sizes[0]?.measure ?? 'brotli', timeMs: optimizeTime };
}

function outputsOf({ library, programs }: Crate, program: string | undefined): Pick<PackagePlan, 'outputs'> {
  if (program !== undefined) return { outputs: programs };
  return library === undefined ? {} : { outputs: [library] };
}

/** What is asked on the runner: a crate that lists its requests needs no `health`, one that has a `health` no requests. */
function asked({ health, requests, testVars }: Inputs): ReplayPlan {
  const ready = healthRequest(health, requests);
  return { health: ready, requests: requests.length === 0 ? [ready] : requests, vars: testVars };
}
