import type { EdgeFacts } from './edge/names.ts';
import { notYet, ShipError } from './error.ts';
import type { Event } from './event.ts';
import type { Inputs } from './inputs/table.ts';
import { healthRequest, liveRequests } from './latency/requests.ts';
import { besideProduction } from './live-plan.ts';
import type { DeployPlan, PreviewPlan, ReleasePlan } from './plan.ts';
import { formOfTags, parseTag } from './release-tag.ts';

/** The events on which something is built. */
export type Shipping = Exclude<Event, { on: 'pull-request-closed' | 'workflow-run' }>;

/** Where a bundle goes, or why it goes nowhere. */
export type Destination =
  | { readonly deploy: DeployPlan }
  | {
      readonly deploy?: undefined;
      readonly reason: string;
      /** Somebody may wait for this deploy: a notice says that there is none. */
      readonly noticed: boolean;
      /** It would be deployed, were the credentials there. */
      readonly lacks?: true;
    };

/** What else decides where a bundle goes. */
export interface DestinationFacts {
  /** The package that ships. */
  readonly name: string;
  /** Names of the packages beside it. */
  readonly packages: readonly string[];
  readonly edge: Pick<EdgeFacts, 'title' | 'reach' | 'credentials'>;
  /** Names of the edge's secrets that are set. */
  readonly secrets: readonly string[];
  /** Names of the service's own secrets that are set. */
  readonly given: readonly string[];
  /** The run was started again. */
  readonly again: boolean;
}

/**
 * Where the event and the inputs send a bundle, and whether the credentials for it are there.
 * @throws ShipError where the inputs ask for what this event may not do
 */
export function destination(inputs: Inputs, event: Shipping, facts: DestinationFacts): Destination {
  const wanted = withoutCredentials(inputs, event, facts);
  if (wanted.deploy === undefined) return wanted;
  if (facts.edge.reach !== 'live') return notLive(inputs, facts.edge.title);
  const missing = facts.edge.credentials.filter((name) => !facts.secrets.includes(name));
  if (missing.length === 0) {
    // a preview without an environment of its own has no secrets: that is said where it is declined
    const { to, secrets, configured } = wanted.deploy;
    const needs =
      (inputs.phase === 'ship' || inputs.phase === 'deploy') && (to !== 'preview' || configured !== undefined);
    if (needs) refuseUnset(secrets, facts.given);
    // somebody may have started it again because a secret has changed: of the same commit, what is live is another thing then
    const rotated = facts.again && inputs.secrets.length > 0 && wanted.deploy.to !== 'preview';
    return rotated ? { deploy: { ...wanted.deploy, leaveSame: false } as ReleasePlan } : wanted;
  }
  const [are, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const reason = `${missing.join(' and ')} ${are} not set. Give ${them} to the step by \`env:\`, from \`secrets\`.`;
  if (['deploy', 'rollback'].includes(inputs.phase) && wanted.deploy.to !== 'preview') {
    throw new ShipError('plan', `\`phase: ${inputs.phase}\` cannot be met: ${reason}`, {
      hint: 'Is this job in the environment that holds them, such as `environment: production`?',
    });
  }
  if (inputs.deploy === 'production' || inputs.deploy === 'staging') {
    throw new ShipError('plan', `\`deploy: ${inputs.deploy}\` cannot be met: ${reason}`);
  }
  return { reason, noticed: true, lacks: true };
}

/** @throws ShipError where the service would go up without one of its secrets */
function refuseUnset(names: readonly string[], given: readonly string[]): void {
  const unset = names.filter((name) => !given.includes(name));
  if (unset.length === 0) return;
  const [are, them] = unset.length === 1 ? ['is', 'it'] : ['are', 'them'];
  throw new ShipError('plan', `input: \`secrets\` names ${unset.join(' and ')}, which ${are} not set.`, {
    hint: `Give ${them} to the step:\nenv:\n${unset.map((name) => `  ${name}: \${{ secrets.${name} }}`).join('\n')}`,
  });
}

/** An edge that we do not deploy to yet: asked for by name, that is an error; else all but the deploy is done. */
function notLive({ deploy }: Inputs, title: string): Destination {
  if (deploy !== 'auto') throw notYet(`\`deploy: ${deploy}\` to ${title}`, 'Leave `deploy` out: the rest is done.');
  return nowhere(`deploying to ${title} is planned, and this version does not do it.`, true);
}

/** How a workflow names what triggered the run. */
const TRIGGERS: Readonly<Record<Shipping['on'], string>> = {
  'pull-request': 'pull_request',
  push: 'push',
  tag: 'push',
  release: 'release',
  'merge-group': 'merge_group',
  dispatch: 'workflow_dispatch',
  schedule: 'schedule',
};

function withoutCredentials(inputs: Inputs, event: Shipping, facts: DestinationFacts): Destination {
  if (inputs.phase === 'rollback') return { deploy: backPlan(inputs, event) };
  if (inputs.deploy === 'none') return nowhere('`deploy: none`.');
  if (event.on === 'pull-request') return preview(inputs, event);
  if (inputs.deploy === 'staging') return { deploy: stagingByName(inputs, event) };
  if (inputs.deploy === 'preview') {
    throw new ShipError(
      'plan',
      `\`deploy: preview\` needs a pull request; this run is \`on: ${TRIGGERS[event.on]}\`.`,
      { hint: AUTO },
    );
  }
  if (event.on === 'tag' || event.on === 'release') return release(inputs, event, facts);
  if (inputs.deploy === 'production') return { deploy: productionByName(inputs, event) };
  if (event.on === 'push' && event.isDefault && inputs.stagingEnvironment !== undefined)
    return { deploy: stagingPlan(inputs, event.branch, false) };
  const unless = event.on === 'push' || event.on === 'dispatch' ? ' unless `deploy: production` asks for it' : '';
  return nowhere(`nothing is deployed on \`${TRIGGERS[event.on]}\`${unless}.`);
}

const AUTO = 'Use `deploy: auto`: a preview on pull requests, production on version tags.';

function preview(inputs: Inputs, event: Extract<Event, { on: 'pull-request' }>): Destination {
  if (inputs.deploy === 'production' || inputs.deploy === 'staging') {
    throw new ShipError(
      'plan',
      `\`deploy: ${inputs.deploy}\` is refused on a pull request: it never reaches ${inputs.deploy}.`,
      { hint: AUTO },
    );
  }
  if (event.foreign === 'fork') return nowhere('a pull request from a fork has no secrets.');
  if (event.foreign === 'dependabot') return nowhere("Dependabot's pull requests have no secrets.");
  return { deploy: previewPlan(inputs, event.pr) };
}

/** Where a pull request goes. */
export function previewPlan(inputs: Inputs, pr: number): PreviewPlan {
  const shared = inputs.preview === 'shared-bindings';
  const named = shared ? inputs.productionEnvironment : inputs.previewEnvironment;
  return {
    ...{ to: 'preview', pr, environment: `preview-pr-${pr}`, how: shared ? 'shared' : 'own' },
    secrets: shared ? [] : inputs.secrets, // a version of what is live has what that has
    ...(named === undefined ? {} : { configured: named }),
    ...besideProduction(inputs),
  };
}

/** The package that the event's tag names, where it is not this one. */
export function otherPackage(event: Shipping, name: string): string | undefined {
  if (event.on !== 'tag' && event.on !== 'release') return undefined;
  const tag = parseTag(event.tag);
  return tag.kind === 'version' && tag.of !== name ? tag.of : undefined;
}

/** A published release is asked for whatever its tag is called; a tag alone has to be a version. */
function release(
  inputs: Inputs,
  event: Extract<Event, { on: 'tag' | 'release' }>,
  { name, packages }: DestinationFacts,
): Destination {
  const tag = parseTag(event.tag);
  const other = otherPackage(event, name);
  if (other !== undefined) {
    const taken = `the tag \`${event.tag}\` is taken for a version of \`${other}\`, and this is \`${name}\``;
    // a workspace's other packages are released by their own runs: nobody waits here
    if (packages.includes(other)) return nowhere(`${taken}.`);
    return nowhere(`${taken}. Its own versions are tagged ${formOfTags(name)}.`, true);
  }
  if (inputs.deploy !== 'production') {
    if (tag.kind !== 'version' && event.on === 'tag') return noVersion(event.tag, tag.kind, name);
    if ((tag.kind === 'version' && tag.prerelease) || (event.on === 'release' && event.prerelease)) {
      if (inputs.stagingEnvironment === undefined) return nowhere('a prerelease, and no staging environment.');
      return { deploy: stagingPlan(inputs, event.tag, true) };
    }
  }
  return { deploy: releasePlan(inputs, event.tag, true) };
}

function noVersion(tag: string, kind: 'moving' | 'almost' | 'other', name: string): Destination {
  switch (kind) {
    case 'moving':
      return nowhere(`\`${tag}\` is a tag that moves with a major version; a version has three numbers.`);
    case 'almost':
      return nowhere(`\`${tag}\` looks like a version and is none; wanted: three numbers, ${formOfTags(name)}.`, true);
    case 'other':
      return nowhere(`\`${tag}\` is not a version tag.`);
  }
}

function productionByName(
  inputs: Inputs,
  event: Exclude<Shipping, { on: 'pull-request' | 'tag' | 'release' }>,
): DeployPlan {
  const main = event.on === 'push' && event.isDefault ? event.branch : undefined;
  const version = event.on === 'dispatch' ? plainRef(event.ref) : main;
  if (version !== undefined) return releasePlan(inputs, version, false);
  const branch = event.on === 'push' ? ` to \`${event.branch}\`` : '';
  throw new ShipError('plan', `\`deploy: production\` is refused on \`${TRIGGERS[event.on]}\`${branch}.`, {
    hint: 'Deploy on a version tag, a push to the default branch, or workflow_dispatch.',
  });
}

/** `main`, `v1.2.3`. */
function plainRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}

/** Staging by name: on what could be asked for production, and on tags. */
function stagingByName(inputs: Inputs, event: Exclude<Shipping, { on: 'pull-request' }>): ReleasePlan {
  if (event.on === 'tag' || event.on === 'release') return stagingPlan(inputs, event.tag, true);
  if (event.on === 'dispatch') return stagingPlan(inputs, plainRef(event.ref), false);
  if (event.on === 'push' && event.isDefault) return stagingPlan(inputs, event.branch, false);
  const branch = event.on === 'push' ? ` to \`${event.branch}\`` : '';
  throw new ShipError('plan', `\`deploy: staging\` is refused on \`${TRIGGERS[event.on]}\`${branch}.`, {
    hint: 'Deploy on a tag, a push to the default branch, or workflow_dispatch.',
  });
}

/** @throws ShipError where no environment is named for it: the top level is production */
function stagingPlan(inputs: Inputs, version: string, leaveSame: boolean): ReleasePlan {
  const { stagingEnvironment: configured } = inputs;
  if (configured !== undefined)
    return { ...releasePlan(inputs, version, leaveSame), to: 'staging', environment: 'staging', configured };
  throw new ShipError('plan', '`deploy: staging` needs `staging-environment`.', {
    hint: 'Name the environment of the wrangler configuration: `staging-environment: staging`.',
  });
}

/** A way back is asked for by somebody, never by a push. */
function backPlan(inputs: Inputs, event: Shipping): ReleasePlan {
  const { deploy } = inputs;
  if (deploy === 'none' || deploy === 'preview') {
    throw new ShipError(
      'plan',
      `\`phase: rollback\` goes back in production or staging, and \`deploy\` is \`${deploy}\`.`,
      {
        hint: 'Leave `deploy` out for production, or set `deploy: staging`.',
      },
    );
  }
  const what = inputs.rollbackTo ?? 'the version before';
  if (event.on === 'dispatch')
    return deploy === 'staging' ? stagingPlan(inputs, what, false) : releasePlan(inputs, what, false);
  throw new ShipError(
    'plan',
    `\`phase: rollback\` needs \`on: workflow_dispatch\`; this run is \`on: ${TRIGGERS[event.on]}\`.`,
    { hint: 'A workflow of its own with `on: workflow_dispatch`: the README has it.' },
  );
}

/** @param leaveSame the tag and the release of one version are two events: the second one finds it live */
function releasePlan(inputs: Inputs, version: string, leaveSame: boolean): ReleasePlan {
  const { rollout, watch, replaceNewer, atOnce, address, health, requests, testVars, productionEnvironment, secrets } =
    inputs;
  const { budget, overBudget, phase } = inputs;
  const live = liveRequests(requests, testVars);
  return {
    ...{ to: 'production', version, environment: 'production', rollout, watchMs: watch, leaveSame },
    health: healthRequest(health, live),
    requests: live,
    secrets,
    older: replaceNewer ? 'replace' : 'refuse',
    atOnce,
    ...(budget.pace.latency.length === 0 || phase === 'rollback'
      ? {}
      : { pace: { budgets: budget.pace.latency, over: overBudget === 'fail' ? 'fail' : 'warn' } }),
    ...(address === undefined ? {} : { address }),
    ...(productionEnvironment === undefined ? {} : { configured: productionEnvironment }),
  };
}

function nowhere(reason: string, noticed = false): Destination {
  return { reason, noticed };
}
