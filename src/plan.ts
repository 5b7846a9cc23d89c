import { chooseCrate, chooseEdge, chooseProgram } from './choose.ts';
import type { Crate } from './crate.ts';
import { type Destination, destination, type Shipping } from './destination.ts';
import { EDGES, type EdgeFacts, type EdgeName } from './edge/names.ts';
import { notYet, ShipError } from './error.ts';
import type { Event } from './event.ts';
import type { Inputs } from './inputs/table.ts';
import { healthRequest, type ReplayRequest } from './latency/requests.ts';
import type { Budget } from './size/budget.ts';

/** Every decision, made before any work. What is not in it does not run. */
export type Plan =
  | (Work & { readonly do: 'ship'; readonly deploy?: DeployPlan })
  /** The first of two jobs, without secrets. `towards`: where the second one takes what it builds. */
  | (Work & { readonly do: 'build'; readonly towards?: DeployPlan })
  /** The second one: takes the bundle that the first has kept in this run, and builds nothing. `digest`: what it has to be. */
  | (Work & { readonly do: 'deploy'; readonly digest: string; readonly deploy?: DeployPlan })
  | { readonly do: 'report' }
  | { readonly do: 'comment'; readonly run: number }
  | { readonly do: 'clean'; readonly pr: number }
  | { readonly do: 'rollback'; readonly to?: string };

/** What every run with a bundle has. */
interface Work {
  readonly packages: readonly PackagePlan[];
  readonly tell: Tell;
  readonly cache: CachePlan;
  /** What the head is held against; absent: nothing. */
  readonly base?: BasePlan;
  /** Whose stored bundles of the same source are taken instead of building; absent: nobody's. */
  readonly reuse?: 'release' | 'default-branch' | 'repository';
}

/** What wasm-opt is asked for. */
export type Optimize = { readonly level: 'smallest' | 'fastest' | 'off' } | { readonly flags: readonly string[] };

export interface PackagePlan {
  readonly name: string;
  /** Folder from the root of the repository. */
  readonly dir: string;
  readonly edge: EdgeName;
  /** The program to build; absent: the library. */
  readonly program?: string;
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
  /** Names of more variables that the build may see. */
  readonly buildEnv: readonly string[];
  /** Names of the secrets that cargo's registries ask for, as far as they are set. */
  readonly registryTokens?: readonly string[];
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
}

/** What else a plan depends on. */
export interface Facts {
  readonly crates: readonly Crate[];
  /** Names of the secrets that are set. */
  readonly secrets: readonly string[];
  readonly selfHosted: boolean;
  /** Names of the secrets that cargo's registries ask for, as far as they are set. */
  readonly registryTokens?: readonly string[];
}

/**
 * Decides what a run does, before any work.
 * @throws ShipError where the request cannot be met: nothing has been built then
 */
export function plan(inputs: Inputs, event: Event, facts: Facts): Plan {
  switch (event.on) {
    case 'pull-request-closed':
      throw notYet('cleaning up after a closed pull request', 'Take `closed` out of `on: pull_request: types`.');
    case 'workflow-run':
      throw notYet('commenting from `on: workflow_run`', 'Forks have everything in the job summary meanwhile.');
    default:
      return workPlan(inputs, event, facts);
  }
}

function workPlan(inputs: Inputs, event: Shipping, facts: Facts): Plan {
  const digest = digestFor(inputs);
  const pkg = packagePlan(inputs, chooseCrate(inputs, facts.crates), facts.registryTokens);
  const going = destination(inputs, event, {
    name: pkg.name,
    packages: facts.crates.map((crate) => crate.name),
    edge: inputs.phase === 'build' ? { ...EDGES[pkg.edge], credentials: [] } : EDGES[pkg.edge],
    secrets: facts.secrets,
  });
  const { deploy } = going;
  const tell = tellOf(inputs, event, going, facts);
  if (digest !== undefined) {
    const { latency: _, ...without } = pkg; // measured by the job that built it
    const cache = { restore: false, save: false };
    return { do: 'deploy', packages: [without], digest, ...(deploy === undefined ? {} : { deploy }), tell, cache };
  }
  const release = isRelease(inputs, event, deploy);
  const work = {
    packages: [pkg],
    tell,
    cache: cachePlan(inputs, event, facts, release),
    ...basePlan(inputs, event, release),
    ...reusePlan(inputs, event, release),
  };
  if (inputs.phase === 'build') return { do: 'build', ...work, ...(deploy === undefined ? {} : { towards: deploy }) };
  return { do: 'ship', ...work, ...(deploy === undefined ? {} : { deploy }) };
}

/**
 * What the bundle has to be that `phase: deploy` takes.
 * @throws ShipError where it is not told, or told to a job that builds its own
 */
function digestFor({ phase, bundleDigest }: Inputs): string | undefined {
  if (phase !== 'deploy') {
    if (bundleDigest === undefined) return undefined;
    throw new ShipError('input', `input: \`bundle-digest\` is set, and \`phase: ${phase}\` builds its own bundle.`, {
      hint: 'Take it out, or set `phase: deploy`: that one deploys what an earlier job of this run has built.',
    });
  }
  if (bundleDigest !== undefined) return bundleDigest;
  throw new ShipError(
    'input',
    'input: `bundle-digest` is not set, and `phase: deploy` deploys no other bundle than that one.',
    {
      hint: [
        'The job that builds names it among its `outputs`, and this job `needs` that one:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
        'bundle-digest: ${{ needs.build.outputs.bundle-digest }}',
      ].join('\n'),
    },
  );
}

/** `phase: build` does not know what the other job was told, and a pull request alone never reaches production. */
function isRelease(inputs: Inputs, event: Shipping, deploy: DeployPlan | undefined): boolean {
  if (event.on === 'tag' || event.on === 'release' || deploy?.to === 'production') return true;
  return inputs.phase === 'build' && event.on !== 'pull-request';
}

const LATER = '`phase: build` deploys nothing; the job with `phase: deploy` does.';

function tellOf(inputs: Inputs, event: Shipping, going: Destination, facts: Facts): Tell {
  const comments = inputs.comment === 'auto' && inputs.phase !== 'deploy'; // the job that measured has commented
  const pull = event.on === 'pull-request' && comments ? event : undefined;
  const notices: string[] = [];
  if (going.deploy === undefined && going.noticed) notices.push(`Not deployed: ${going.reason}`);
  if (pull?.foreign !== undefined) {
    const whose = pull.foreign === 'fork' ? 'fork' : 'Dependabot';
    notices.push(`No comment: the token of a ${whose} pull request can only read. The report is in the job summary.`);
  }
  if (going.deploy?.to === 'production' && inputs.phase === 'ship') {
    notices.push(
      'This one job builds and deploys: code of the build runs on the machine that holds the deploy token. SECURITY.md tells what that means.',
    );
  }
  return {
    ...(pull !== undefined && pull.foreign === undefined ? { comment: { pr: pull.pr } } : {}),
    ...skipOf(inputs, going),
    notices,
    ...(inputs.phase === 'build' ? reachOf(facts) : {}),
  };
}

function skipOf({ phase }: Inputs, going: Destination): Pick<Tell, 'skipReason'> {
  if (going.deploy === undefined) return { skipReason: going.reason };
  return phase === 'build' ? { skipReason: LATER } : {};
}

/** A warning where a job that is to be without secrets has some. An account's id is none. */
function reachOf(facts: Facts): Pick<Tell, 'warnings'> {
  const secret = Object.values<EdgeFacts>(EDGES).flatMap(({ credentials, configured = {} }) =>
    credentials.filter((name) => !(name in configured)),
  );
  const there = secret.filter((name) => facts.secrets.includes(name));
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
  return { restore: wanted && !toDefault, save: wanted && toDefault, ...home };
}

/** What is built of a crate, and how. @throws ShipError where no edge is told */
export function packagePlan(inputs: Inputs, crate: Crate, registryTokens: readonly string[] = []): PackagePlan {
  const edge = chooseEdge(inputs, crate);
  const program = chooseProgram(edge, crate);
  const off = 'level' in inputs.optimize && inputs.optimize.level === 'off';
  return {
    name: crate.name,
    dir: crate.dir,
    edge,
    ...(program === undefined ? {} : { program }),
    dependencies: crate.dependencies,
    files: crate.files,
    toolchain: inputs.toolchain,
    profile: inputs.profile,
    features: inputs.features,
    optimize: off ? undefined : inputs.optimize,
    budgets: inputs.budget,
    overBudget: inputs.overBudget,
    ignore: inputs.ignore,
    buildEnv: inputs.buildEnv,
    ...(registryTokens.length === 0 ? {} : { registryTokens }),
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
