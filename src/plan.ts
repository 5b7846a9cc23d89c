import type { Crate } from './crate.ts';
import { EDGES, type EdgeName } from './edge/names.ts';
import { ShipError } from './error.ts';
import type { Event } from './event.ts';
import type { Inputs } from './inputs.ts';
import type { ReplayRequest } from './latency/requests.ts';
import type { Budget } from './size/budget.ts';

/** Every decision, made before any work. What is not in it does not run. */
export type Plan =
  | {
      readonly do: 'ship';
      readonly packages: readonly PackagePlan[];
      readonly deploy?: DeployPlan;
      readonly tell: Tell;
      readonly cache: CachePlan;
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
  readonly latency?: LatencyPlan;
}

export interface LatencyPlan {
  readonly health: string;
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

type Shipping = Exclude<Event, { on: 'pull-request-closed' | 'workflow-run' }>;

function shipPlan(inputs: Inputs, event: Shipping, facts: Facts): Plan {
  const packages = [packagePlan(inputs, chooseCrate(inputs, facts.crates))];
  const [first] = packages;
  const target = deployTarget(inputs, event, first?.name ?? '');
  const missing =
    target === undefined || first === undefined
      ? []
      : EDGES[first.edge].credentials.filter((name) => !facts.secrets.includes(name));
  const deploy = target !== undefined && missing.length === 0 ? target : undefined;
  const skipReason = deploy === undefined ? reasonNotTo(inputs, event, first?.name ?? '', target, missing) : undefined;
  if (inputs.deploy === 'production' && missing.length > 0) {
    throw new ShipError('plan', `\`deploy: production\` cannot be met: ${skipReason ?? ''}`);
  }
  const wanted = target !== undefined && deploy === undefined;
  const comment =
    event.on === 'pull-request' && event.foreign === undefined && inputs.comment === 'auto'
      ? { pr: event.pr }
      : undefined;
  const notices = [
    ...(wanted && skipReason !== undefined ? [`Not deployed: ${skipReason}`] : []),
    ...(event.on === 'pull-request' && event.foreign !== undefined && inputs.comment === 'auto'
      ? [
          `No comment: the token of a ${event.foreign === 'fork' ? 'fork' : 'Dependabot'} pull request can only read. The report is in the job summary.`,
        ]
      : []),
    ...(deploy?.to === 'production'
      ? [
          'This one job builds and deploys: code of the build runs on the machine that holds the deploy token. SECURITY.md tells what that means.',
        ]
      : []),
  ];
  return {
    do: 'ship',
    packages,
    ...(deploy === undefined ? {} : { deploy }),
    tell: {
      ...(comment === undefined ? {} : { comment }),
      ...(skipReason === undefined ? {} : { skipReason }),
      notices,
    },
    cache: cachePlan(inputs, event, facts, deploy),
  };
}

/** How a workflow names what triggered the run. */
const TRIGGERS: Readonly<Record<Event['on'], string>> = {
  'pull-request': 'pull_request',
  'pull-request-closed': 'pull_request',
  push: 'push',
  tag: 'push',
  release: 'release',
  'merge-group': 'merge_group',
  dispatch: 'workflow_dispatch',
  'workflow-run': 'workflow_run',
  schedule: 'schedule',
};

/** Where the event and the inputs send the bundle, credentials aside. */
function deployTarget(inputs: Inputs, event: Shipping, name: string): DeployPlan | undefined {
  if (inputs.deploy === 'none') return undefined;
  if (event.on === 'pull-request') return previewTarget(inputs, event);
  if (inputs.deploy === 'staging') throw notYet('`deploy: staging`', 'Use `deploy: production` or `none`.');
  if (inputs.deploy === 'preview') {
    throw new ShipError(
      'plan',
      `\`deploy: preview\` needs a pull request; this run is \`on: ${TRIGGERS[event.on]}\`.`,
      {
        hint: 'Use `deploy: auto`: a preview on pull requests, production on version tags.',
      },
    );
  }
  if (event.on === 'tag' || event.on === 'release') return releaseTarget(inputs, event, name);
  if (inputs.deploy === 'production') {
    const main = event.on === 'push' && event.isDefault ? event.branch : undefined;
    const version = event.on === 'dispatch' ? event.ref : main;
    if (version !== undefined) return { to: 'production', version, environment: 'production' };
    const branch = event.on === 'push' ? ` to \`${event.branch}\`` : '';
    throw new ShipError('plan', `\`deploy: production\` is refused on \`${TRIGGERS[event.on]}\`${branch}.`, {
      hint: 'Deploy on a version tag, a push to the default branch, or workflow_dispatch.',
    });
  }
  return undefined;
}

function previewTarget(inputs: Inputs, event: Extract<Event, { on: 'pull-request' }>): DeployPlan | undefined {
  if (inputs.deploy === 'production' || inputs.deploy === 'staging') {
    throw new ShipError(
      'plan',
      `\`deploy: ${inputs.deploy}\` is refused on a pull request: it never reaches ${inputs.deploy}.`,
      {
        hint: 'Use `deploy: auto`: a preview on pull requests, production on version tags.',
      },
    );
  }
  if (inputs.preview === 'shared-bindings') throw notYet('`preview: shared-bindings`', 'Use `preview: own`.');
  return event.foreign === undefined
    ? { to: 'preview', pr: event.pr, environment: `preview-pr-${event.pr}` }
    : undefined;
}

function releaseTarget(
  inputs: Inputs,
  event: Extract<Event, { on: 'tag' | 'release' }>,
  name: string,
): DeployPlan | undefined {
  const version = parseVersionTag(event.tag);
  if (version?.of !== undefined && version.of !== name) return undefined;
  const prerelease = version?.prerelease === true || (event.on === 'release' && event.prerelease);
  if (inputs.deploy !== 'production') {
    if (version === undefined && event.on === 'tag') return undefined;
    if (prerelease) {
      if (inputs.stagingEnvironment === undefined) return undefined;
      throw notYet('deploying a prerelease to a staging environment', 'Take `staging-environment` out.');
    }
  }
  return { to: 'production', version: event.tag, environment: 'production' };
}

export interface VersionTag {
  /** The package that the tag is of; undefined where it names none. */
  readonly of: string | undefined;
  readonly prerelease: boolean;
}

/** `v1.2.3` and `1.2.3`, or after `NAME-`, `NAME@` or `NAME/`; with a prerelease part or without (SemVer 2.0.0). */
export function parseVersionTag(tag: string): VersionTag | undefined {
  const parts = /^(?:([\w.-]+)[@/-])?v?(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.exec(tag);
  return parts === null ? undefined : { of: parts[1], prerelease: parts[5] !== undefined };
}

function reasonNotTo(
  inputs: Inputs,
  event: Shipping,
  name: string,
  target: DeployPlan | undefined,
  missing: readonly string[],
): string {
  if (missing.length > 0 && target !== undefined) {
    return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set. Give ${missing.length === 1 ? 'it' : 'them'} to the step by \`env:\` from the secrets of the repository.`;
  }
  if (inputs.deploy === 'none') return '`deploy: none`.';
  if (event.on === 'pull-request' && event.foreign === 'fork') return 'a pull request from a fork has no secrets.';
  if (event.on === 'pull-request' && event.foreign === 'dependabot')
    return "Dependabot's pull requests have no secrets.";
  const version = event.on === 'tag' || event.on === 'release' ? parseVersionTag(event.tag) : undefined;
  if (version?.of !== undefined && version.of !== name)
    return `this is a version of \`${version.of}\`, not of \`${name}\`.`;
  if (event.on === 'tag' && version === undefined) return `\`${event.tag}\` is not a version tag.`;
  if (event.on === 'tag') return 'a prerelease, and no staging environment.';
  if (event.on === 'release') return 'a prerelease, and no staging environment.';
  const unless = event.on === 'push' || event.on === 'dispatch' ? ' unless `deploy: production` asks for it' : '';
  return `nothing is deployed on \`${TRIGGERS[event.on]}\`${unless}.`;
}

/** A release restores nothing: a cache that any run of the default branch could write changes no byte of it. */
function cachePlan(inputs: Inputs, event: Shipping, facts: Facts, deploy: DeployPlan | undefined): CachePlan {
  if (inputs.cache === 'off') return { restore: false, save: false };
  const release = event.on === 'tag' || event.on === 'release' || deploy?.to === 'production';
  const restore = inputs.cache === 'on' || (!release && !facts.selfHosted);
  return { restore: restore && !release, save: restore && !release && event.on === 'push' && event.isDefault };
}

function packagePlan(inputs: Inputs, crate: Crate): PackagePlan {
  const edge = chooseEdge(inputs, crate);
  if (!crate.dependencies.includes('worker')) {
    throw new ShipError(
      'plan',
      `Not yet: ${crate.name} does not use the crate \`worker\`; other kinds of Worker are planned.`,
      {
        hint: 'Write the Worker with the crate `worker` (workers-rs).',
        place: { file: manifestOf(crate.dir) },
      },
    );
  }
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
    ...(inputs.latency
      ? {
          latency: {
            health: inputs.health,
            requests: replay(inputs),
            durationMs: inputs.latencyDuration,
            vars: inputs.testVars,
          },
        }
      : {}),
  };
}

function replay(inputs: Inputs): readonly ReplayRequest[] {
  if (inputs.requests.length > 0) return inputs.requests;
  return [
    {
      name: `GET ${inputs.health}`,
      method: 'GET',
      path: inputs.health,
      headers: {},
      body: undefined,
      expect: 200,
      weight: 1,
    },
  ];
}

function chooseEdge(inputs: Inputs, crate: Crate): EdgeName {
  const edge = inputs.edge === 'auto' ? edgeOf(crate) : inputs.edge;
  if (edge !== 'cloudflare') throw notYet(`\`edge: ${edge}\``, 'Use `edge: cloudflare`.');
  return edge;
}

function edgeOf(crate: Crate): EdgeName {
  const names = (Object.keys(EDGES) as EdgeName[]).filter((name) =>
    EDGES[name].marks.some((mark) => crate.files.includes(mark)),
  );
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const marks = Object.values(EDGES).flatMap((edge) => edge.marks);
  throw new ShipError(
    'plan',
    names.length === 0
      ? `${crate.name}: no edge is named, and no file in ${crate.dir} tells it (looked for ${marks.join(', ')}).`
      : `${crate.name}: no edge is named, and its files speak for ${names.join(' and ')}.`,
    { hint: 'Set `edge` in the workflow or in [package.metadata.wasm-ship].', place: { file: manifestOf(crate.dir) } },
  );
}

/**
 * The one crate that is meant.
 * @throws ShipError where there is none, several and none named, or the one named makes no module
 */
export function chooseCrate(inputs: Pick<Inputs, 'package' | 'workingDirectory'>, crates: readonly Crate[]): Crate {
  const named = inputs.package === undefined ? crates : crates.filter((crate) => crate.name === inputs.package);
  if (named.length === 0) {
    throw new ShipError(
      'input',
      `input: \`package\` is \`${inputs.package ?? ''}\`, and no package of ${inputs.workingDirectory} has that name.`,
      {
        hint: `Its packages: ${crates.map((crate) => crate.name).join(', ') || 'none'}.`,
      },
    );
  }
  const fit = named.filter((crate) => crate.cdylib);
  const [only] = fit;
  if (only !== undefined && fit.length === 1) return only;
  if (fit.length === 0) throw noModule(named);
  throw new ShipError(
    'input',
    `${fit.length} packages of ${inputs.workingDirectory} could be meant: ${fit.map((crate) => crate.name).join(', ')}.`,
    {
      hint: `Name one: \`package: ${only?.name ?? ''}\`.`,
    },
  );
}

function noModule(crates: readonly Crate[]): ShipError {
  const [crate] = crates;
  const names = crates.map((candidate) => candidate.name).join(', ');
  return new ShipError('input', `${names}: no package here is a cdylib, so that cargo makes no wasm module.`, {
    hint: 'Add to its Cargo.toml:\n[lib]\ncrate-type = ["cdylib", "rlib"]',
    ...(crate === undefined ? {} : { place: { file: manifestOf(crate.dir) } }),
  });
}

function manifestOf(dir: string): string {
  return dir === '.' ? 'Cargo.toml' : `${dir}/Cargo.toml`;
}

function notYet(what: string, hint: string): ShipError {
  return new ShipError('plan', `Not yet: ${what} is planned, and this version does not do it.`, { hint });
}
