import { type Advice, advice } from './advice.ts';
import { advise } from './advise.ts';
import { type Attributed, attributed } from './attributed.ts';
import { type Base, obtainBases } from './base.ts';
import { edgeTools } from './build/equip.ts';
import type { Candidate } from './candidate.ts';
import { type Capabilities, capabilities } from './capabilities.ts';
import type { Deployment, EdgeTools, Service } from './edge/edge.ts';
import { EDGES, type EdgeFacts, type EdgeName } from './edge/names.ts';
import { type Attempt, attempt, ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { type Loosened, loosened } from './loosened.ts';
import { failureOf, type Measured, measureLatency } from './measure-latency.ts';
import type { LiveLatency } from './measure-live.ts';
import { type Obtained, obtainAll } from './obtain.ts';
import type { DeployPlan, LatencyPlan, PackagePlan, Plan, ReleasePlan } from './plan.ts';
import { type Preflight, preflight } from './preflight.ts';
import { receive } from './receive.ts';
import { type DeployRecords, recordedOutcome } from './records.ts';
import { refuseOlder } from './release/older.ts';
import { type Released, release } from './release/release.ts';
import { rollBack } from './release/rollback.ts';
import type { Live, Staged, VersionNote } from './release/staged.ts';
import { openService } from './service.ts';
import { type BudgetChange, changedBudgets, judge, judgeLimit, type LimitVerdict, type Verdict } from './size/judge.ts';
import type { Kept } from './store/bundles.ts';
import type { Believed } from './store/trust.ts';
import type { CargoCache, Warm } from './warm.ts';

/** A plan with something to ship: in one job, or as one of two. */
export type ShipPlan = Extract<Plan, { do: 'ship' | 'build' | 'deploy' | 'rollback' }>;

/** What one package's run came to: all of it, failures included. */
export interface Outcome {
  readonly package: PackagePlan;
  readonly startedAt: Date;
  readonly durations: Readonly<Record<string, number>>;
  /** undefined: nothing was to be built, nor taken. */
  readonly candidate: Attempt<Candidate> | undefined;
  /** Address of the run that built it, where it was taken over. */
  readonly from: string | undefined;
  /** What later runs of the same source find it by. */
  readonly keep: Kept | undefined;
  /** undefined: not planned, or there was nothing to hold against it. A failure: the package is new. */
  readonly base: Attempt<Base> | undefined;
  /** What the cache did for the build; undefined where nothing was built. */
  readonly warm?: Warm | undefined;
  readonly verdicts: readonly Verdict[];
  /** Budgets that the base has otherwise; absent: there is no base. */
  readonly budgetChanges?: readonly BudgetChange[];
  /** What lets more through than in the base; absent: there is no base. */
  readonly loosened?: readonly Loosened[];
  /** What the edge itself says to the size; undefined: it has no limit, or there is nothing to hold against it. */
  readonly limit: LimitVerdict | undefined;
  /** What it may ask of its host; undefined: there is no module, or it could not be read. */
  readonly capabilities?: Attempt<Capabilities> | undefined;
  /** What it needs of its engine, against what its edge has; undefined: there is no module. */
  readonly preflight?: Attempt<Preflight> | undefined;
  /** Where the bytes are; undefined: there is no module, or it could not be read, or nothing of it is known here. */
  readonly attribution?: Attributed | undefined;
  /** What would make it smaller; undefined: nothing was built here, or it could not be read. */
  readonly advice?: Advice | undefined;
  /** undefined: not planned, or there was nothing to measure. */
  readonly latency: Attempt<Measured> | undefined;
  readonly deployment: Attempt<Deployment> | undefined;
  /** What it takes to answer where it is live; absent: it was not measured there. */
  readonly live?: LiveLatency | undefined;
  readonly skipReason: string | undefined;
}

/** What a run knows besides its plan. */
export interface Circumstances {
  /** Whose stored bundles are taken; undefined: nobody's, and none is stored. */
  readonly believed: Believed | undefined;
  /** The machine is of this job alone, and no cache was restored on it by us. */
  readonly ownMachine: boolean;
  /** Where and whether cargo's part of the cache is used. */
  readonly cargo: CargoCache | undefined;
  /** The commit that is shipped, of a pull request its head. */
  readonly sha: string;
  /** GitHub's own. */
  readonly records: DeployRecords;
  /** A package in another checkout. @throws ShipError where it is not there */
  readonly packageAt: (workspace: string, name: string) => PackagePlan;
  /** Folder for what is made of a package. */
  readonly into: (name: string) => string;
}

/**
 * Source to edge: obtain, judge, probe, deploy. All packages are built before the first is measured, since a build would be
 * heard in the latency, and all are measured before the first is deployed. Failures are values; what came before them stays.
 * @returns what became of each package of the plan, in its order
 */
export async function ship(plan: ShipPlan, around: Circumstances, host: Host): Promise<readonly Outcome[]> {
  const startedAt = host.clock.date();
  const runs = plan.packages.map((pkg) => ({ pkg, into: around.into(pkg.name), watch: stopwatch(host) }));
  await using begun = new AsyncDisposableStack(); // whatever becomes of it
  const heads = await headsOf(plan, runs, around, begun, host);
  const bases = await basesOf(plan, heads, around, host);
  const judged: Judged[] = [];
  for (const [i, head] of heads.entries()) {
    const { pkg, opened, obtained } = head;
    const base = bases[i];
    const from = base?.ok === true ? base.value.obtained.candidate.sizes : undefined;
    const verdicts = obtained.ok ? judge(obtained.value.candidate.sizes, pkg.budgets, from) : [];
    const { sizeLimit }: EdgeFacts = EDGES[pkg.edge];
    const limit = obtained.ok ? judgeLimit(obtained.value.candidate.sizes, sizeLimit) : undefined;
    const told = await readOf(plan, head, base, host);
    const latency =
      obtained.ok && opened.ok && pkg.latency !== undefined && !isRefused(told.preflight)
        ? await measured(head, obtained.value.candidate, base, opened.value, pkg.latency, host)
        : undefined;
    judged.push({ ...head, base, verdicts, limit, ...told, latency });
  }
  const outcomes: Outcome[] = [];
  const reasons = plan.do === 'build' ? judged.map(() => undefined) : blockedBy(judged);
  let failed: string | undefined;
  for (const [i, one] of judged.entries()) {
    const { pkg, obtained, opened, watch } = one;
    const candidate: Attempt<Candidate> = obtained.ok ? { ok: true, value: obtained.value.candidate } : obtained;
    const blocked = reasons[i] ?? (host.signal.aborted ? CANCELLED : afterFailure(pkg, failed));
    const declined = await attempt(() => declinedBy(one));
    const deployment =
      candidate.ok &&
      opened.ok &&
      plan.do !== 'build' &&
      pkg.deploy !== undefined &&
      blocked === undefined &&
      !(declined.ok && declined.value !== undefined)
        ? await deployed(one, candidate.value, opened.value, pkg.deploy, around, host)
        : undefined;
    if (deployment?.ok === false || deployment?.value.failure !== undefined) failed ??= pkg.name;
    outcomes.push({
      package: pkg,
      startedAt,
      durations: watch.times,
      candidate,
      from: obtained.ok ? obtained.value.from : undefined,
      keep: obtained.ok ? obtained.value.keep : undefined,
      base: one.base,
      warm: obtained.ok ? obtained.value.warm : undefined,
      budgetChanges: one.base?.ok === true ? changedBudgets(one.base.value.budgets, one.pkg.budgets) : [],
      loosened: one.base?.ok === true ? loosened(one.base.value.rules, one.pkg) : [],
      ...{ verdicts: one.verdicts, limit: one.limit, attribution: one.attribution },
      ...{ capabilities: one.capabilities, preflight: one.preflight, advice: one.advice },
      latency: one.latency,
      deployment,
      skipReason:
        blocked ??
        (candidate.ok
          ? ((plan.do === 'build' || !declined.ok ? undefined : declined.value) ?? pkg.skipReason)
          : undefined),
    });
  }
  return withNumbers(outcomes, judged, host);
}

/** One package on its way. */
interface Run {
  readonly pkg: PackagePlan;
  readonly into: string;
  readonly watch: Watch;
}

interface Head extends Run {
  readonly opened: Attempt<Opened>;
  readonly obtained: Attempt<Obtained>;
}

interface Judged extends Head {
  readonly base: Attempt<Base> | undefined;
  readonly verdicts: readonly Verdict[];
  readonly limit: Outcome['limit'];
  readonly attribution: Attributed | undefined;
  readonly capabilities: Attempt<Capabilities> | undefined;
  readonly preflight: Attempt<Preflight> | undefined;
  readonly advice: Advice | undefined;
  readonly latency: Outcome['latency'];
}

/** What is shipped: received from the job before, or obtained here. */
async function headsOf(
  plan: ShipPlan,
  runs: readonly Run[],
  { believed, ownMachine, cargo, sha }: Circumstances,
  begun: AsyncDisposableStack,
  host: Host,
): Promise<readonly Head[]> {
  const heads: Head[] = [];
  if (plan.do === 'deploy') {
    const tools = toolsOnce(host, 'deploy');
    for (const run of runs) {
      const { pkg, into, watch } = run;
      const opened = await attempt(() => open(pkg, tools, host)); // the client is on its way while the bundle is fetched
      if (opened.ok && runs.length === 1) await beginAhead(pkg, opened.value, sha, begun, host);
      const obtained = await watch('receive', () => attempt(() => receive(pkg.name, pkg.digest ?? '', into, host)));
      // whether it is the bundle at all comes before what its place says
      heads.push({ ...run, opened: obtained.ok ? opened : obtained, obtained: opened.ok ? obtained : opened });
    }
    return heads;
  }
  const tools = toolsOnce(host, 'all');
  for (const run of runs) {
    const opened = await attempt(() => open(run.pkg, tools, host));
    heads.push({ ...run, opened, obtained: opened as Attempt<never> });
  }
  refuseSamePlace(heads);
  const fit = heads.flatMap((head) => (head.opened.ok ? [{ head, opened: head.opened.value }] : []));
  const wanted = fit.map(({ head: { pkg, into }, opened }) => ({ pkg, into, ...opened }));
  const since = host.clock.now();
  const all = await attempt(() => obtainAll(wanted, { believed, ownMachine, cargo, builds: true }, host));
  const obtained = all.ok ? all.value : wanted.map(() => all);
  const ms = host.clock.now() - since;
  return heads.map((head) => {
    const at = fit.findIndex((one) => one.head === head);
    if (at < 0) return head;
    head.watch.times.build = ms; // of all together: they share it
    return { ...head, obtained: obtained[at] as Attempt<Obtained> };
  });
}

/** What each is held against; undefined: nothing is planned, or there is nothing to hold against it. */
async function basesOf(
  plan: ShipPlan,
  heads: readonly Head[],
  { packageAt, believed, ownMachine }: Circumstances,
  host: Host,
): Promise<readonly (Attempt<Base> | undefined)[]> {
  const { base } = plan;
  // what shared a call of cargo here shares one there, or the features of what they share would be others
  const together = heads.flatMap(({ obtained }) => (obtained.ok ? (obtained.value.together ?? []) : []));
  const fit = heads.flatMap((head) => {
    const { pkg, into, opened, obtained } = head;
    if (base === undefined || !opened.ok || (!obtained.ok && !together.includes(pkg.name))) return [];
    const compiled = obtained.ok ? obtained.value.compiled : undefined;
    return [{ head, wish: { name: pkg.name, compiled, tools: opened.value.tools, into: `${into}-base` } }];
  });
  if (base === undefined || !fit.some(({ head }) => head.obtained.ok)) return [];
  // code of the head has run here wherever one of it was built, or failed to be
  const builtHere = heads.some(({ obtained }) => !obtained.ok || obtained.value.from === undefined);
  const wish = { plan: base, packageAt, believed, ownMachine, builtHere };
  const since = host.clock.now();
  const found = await attempt(() =>
    obtainBases(
      fit.map((one) => one.wish),
      wish,
      host,
    ),
  );
  const ms = host.clock.now() - since;
  return heads.map((head) => {
    const at = fit.findIndex((one) => one.head === head);
    if (at < 0 || !head.obtained.ok) return undefined;
    head.watch.times.base = ms;
    return found.ok ? found.value[at] : found;
  });
}

/** What the module itself tells, held against the base's. */
async function readOf(
  plan: ShipPlan,
  { pkg, obtained }: Head,
  base: Attempt<Base> | undefined,
  host: Host,
): Promise<Pick<Judged, 'attribution' | 'capabilities' | 'preflight' | 'advice'>> {
  if (!obtained.ok) return { attribution: undefined, capabilities: undefined, preflight: undefined, advice: undefined };
  const head = obtained.value.candidate;
  const against = base?.ok === true ? base.value.obtained.candidate : undefined;
  const bytes = await attempt(() => attributed(head, against, pkg, host));
  const asked = await attempt(() => capabilities(head, against, pkg.allowImports, host));
  if (!bytes.ok) host.log.info(`Where the bytes are is not told: ${bytes.error.message}`);
  const fits = await attempt(() => preflight(head, pkg.edge, host));
  const attribution = bytes.ok ? bytes.value : undefined;
  return { attribution, capabilities: asked, preflight: fits, advice: await adviceOf(plan, pkg, attribution, host) };
}

/** A module that its edge does not take is not served, nor deployed. */
function isRefused(fits: Attempt<Preflight> | undefined): boolean {
  return fits?.ok === true && fits.value.refused.length > 0;
}

/** A job that only deploys has no source to speak of. Advice that cannot be given fails nothing. */
async function adviceOf(
  plan: ShipPlan,
  pkg: PackagePlan,
  attribution: Attributed | undefined,
  host: Host,
): Promise<Advice | undefined> {
  if (plan.do === 'deploy') return undefined;
  const given = await attempt(() => advice(pkg, attribution?.head, host));
  if (!given.ok) host.log.info(`What would make it smaller is not told: ${given.error.message}`);
  return given.ok ? given.value : undefined;
}

/**
 * Last of all, where it is asked for: what the advice comes to. Of one package alone, since those that are built together
 * choose the features of what they share.
 */
async function withNumbers(
  outcomes: readonly Outcome[],
  judged: readonly Judged[],
  host: Host,
): Promise<readonly Outcome[]> {
  const [[outcome], [one]] = [outcomes, judged];
  if (outcome?.advice === undefined || one === undefined || outcomes.length > 1 || host.signal.aborted) return outcomes;
  const { pkg, opened, obtained, watch } = one;
  if (pkg.advise !== true || pkg.release === true || !opened.ok || !obtained.ok) return outcomes;
  const wanted = { pkg, ...opened.value };
  const given = outcome.advice;
  const numbers = await watch('advise', () => advise(given, wanted, obtained.value.candidate.sizes, host));
  return [{ ...outcome, advice: numbers }];
}

interface Opened {
  readonly service: Service;
  readonly tools: EdgeTools;
}

/** The crate's configuration of its edge, read for where its bundle is to go; the edge's client and runtime are on their way. */
async function open(pkg: PackagePlan, tools: (edge: EdgeName) => EdgeTools, host: Host): Promise<Opened> {
  const service = await openService(pkg, pkg.deploy, host);
  return { service, tools: tools(pkg.edge) };
}

/** What is there already has been started by then; what has to be fetched is on its way. */
const HEAD_START_MS = 50;

/** A release of the only one begins while its bundle is on its way: nothing can go up before that is there, and is that of the digest. */
async function beginAhead(
  { deploy, digest }: PackagePlan,
  { service, tools }: Opened,
  sha: string,
  begun: AsyncDisposableStack,
  host: Host,
): Promise<void> {
  if (deploy === undefined || deploy.to === 'preview' || digest === undefined) return;
  const ahead = service.ahead?.({ sha, digest }, deploy, tools);
  if (ahead === undefined) return;
  begun.use(ahead);
  // before the libraries of what comes next are loaded, which holds everything up
  await Promise.race([ahead.started, host.clock.sleep(HEAD_START_MS)]);
}

/** Client and runtime of each edge, or the client alone, set under way once. */
function toolsOnce(host: Host, use: 'all' | 'deploy'): (edge: EdgeName) => EdgeTools {
  const known = new Map<EdgeName, EdgeTools>();
  return (edge) => {
    const tools = known.get(edge) ?? edgeTools(edge, host, use);
    known.set(edge, tools);
    return tools;
  };
}

/** Two that deploy to the same place would replace each other: the later ones fail. */
function refuseSamePlace(heads: Head[]): void {
  const taken = new Map<string, string>();
  for (const [i, head] of heads.entries()) {
    const place = head.opened.ok ? head.opened.value.service.place : undefined;
    if (place === undefined || head.pkg.deploy === undefined) continue;
    const other = taken.get(`${head.pkg.edge} ${place}`);
    taken.set(`${head.pkg.edge} ${place}`, other ?? head.pkg.name);
    if (other === undefined) continue;
    const message = `${head.pkg.name} deploys to \`${place}\`, and so does ${other}: one would replace the other.`;
    const error = new ShipError('plan', message, {
      hint: 'Give each its own `name` in its configuration of the edge.',
    });
    heads[i] = { ...head, opened: { ok: false, error }, obtained: { ok: false, error } };
  }
}

function measured(
  { watch, pkg }: Run,
  candidate: Candidate,
  base: Attempt<Base> | undefined,
  opened: Opened,
  plan: LatencyPlan,
  host: Host,
): Promise<NonNullable<Outcome['latency']>> {
  const other = base?.ok === true ? base.value.obtained.candidate : undefined;
  const against = other?.bundle.digest === candidate.bundle.digest ? 'same' : other;
  return watch('latency', () =>
    attempt(() => measureLatency(candidate, against, plan, { edge: pkg.edge, ...opened }, host)),
  );
}

/** Why a preview must not be made, which is no failure. */
async function declinedBy({ pkg: { deploy }, opened }: Head): Promise<string | undefined> {
  return deploy?.to === 'preview' && opened.ok ? opened.value.service.declines?.(deploy) : undefined;
}

async function deployed(
  { pkg, watch }: Run,
  { bundle }: Candidate,
  { service, tools }: Opened,
  plan: DeployPlan,
  { sha, records }: Circumstances,
  host: Host,
): Promise<Attempt<Deployment>> {
  const note = { sha, digest: bundle.digest };
  const { to, environment } = plan;
  // beside the deploy, which does not wait for it
  const begun = records.begin({ to, environment, package: pkg.name, edge: pkg.edge, digest: bundle.digest });
  const placed = await watch('deploy', () =>
    attempt(async () => {
      if (service.preview === undefined || service.release === undefined)
        throw new Error(`${pkg.edge} does not deploy: the plan should have refused it`);
      if (plan.to === 'preview') return service.preview(bundle, note, plan, tools);
      await using edge = await service.release(bundle, plan, tools);
      return await released(edge, plan, note, host); // before what it holds is let go
    }),
  );
  await records.conclude(await begun, recordedOutcome(placed));
  return placed;
}

async function released(edge: Staged, plan: ReleasePlan, note: Required<VersionNote>, host: Host): Promise<Deployment> {
  const mayReplace = async (live: string): Promise<void> =>
    plan.older === 'replace' ? undefined : refuseOlder(note.sha ?? '', live, host);
  const done = await release(edge, { ...plan, note, mayReplace }, host);
  const tools = await attempt(() => edge.tools());
  return { ...deploymentOf(edge, plan, done), sha: note.sha, ...(tools.ok ? { tools: tools.value } : {}) };
}

function deploymentOf({ name }: Live, { environment }: ReleasePlan, { failure, ...done }: Released): Deployment {
  const { url = '', versionId, deploymentId } = done;
  const placed = { url, name, versionId, deploymentId, environment, release: done };
  return failure === undefined ? placed : { ...placed, failure };
}

/** The way back of each package of the plan: nothing is built. One that fails keeps none of the others. */
export async function goBack(
  plan: Extract<Plan, { do: 'rollback' }>,
  recordsOf: (sha: string | undefined) => DeployRecords,
  host: Host,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const pkg of plan.packages.filter(({ deploy }) => deploy !== undefined)) {
    const startedAt = host.clock.date();
    const watch = stopwatch(host);
    const deployment = await watch('deploy', () => attempt(() => wentBack(pkg, plan.to, recordsOf, host)));
    outcomes.push({
      ...{ package: pkg, startedAt, durations: watch.times, deployment, verdicts: [], limit: undefined },
      ...{
        candidate: undefined,
        from: undefined,
        keep: undefined,
        base: undefined,
        latency: undefined,
        skipReason: undefined,
      },
    });
  }
  return outcomes;
}

async function wentBack(
  pkg: PackagePlan,
  to: string | undefined,
  recordsOf: (sha: string | undefined) => DeployRecords,
  host: Host,
): Promise<Deployment> {
  const { deploy } = pkg;
  const service = await openService(pkg, deploy, host);
  if (deploy === undefined || deploy.to === 'preview' || service.live === undefined)
    throw new Error(`${pkg.name} has no way back: the plan should have refused it`);
  const edge = service.live(deploy);
  const done = await rollBack(edge, { to, health: deploy.health }, host);
  const deployment = deploymentOf(edge, deploy, done);
  // what it went back to is known by now: GitHub shows the record at that commit
  const note = await attempt(() => edge.noteOf(done.versionId));
  const { sha, digest = done.versionId } = note.ok ? note.value : {};
  const records = recordsOf(sha);
  const { environment } = deploy;
  const begun = await records.begin({ to: deploy.to, environment, package: pkg.name, edge: pkg.edge, digest });
  await records.conclude(begun, recordedOutcome({ ok: true, value: deployment }));
  return { ...deployment, sha };
}

const CANCELLED = 'the run was cancelled.';

/** Why planned deploys must not happen after all. What goes to production together goes whole, or not at all. */
function blockedBy(judged: readonly Judged[]): readonly (string | undefined)[] {
  const own = judged.map((one) => (one.pkg.deploy === undefined ? undefined : blockedAlone(one.pkg.deploy, one)));
  // one that goes nowhere is a part of the release all the same
  const unfit = judged.filter(({ obtained }, i) => !obtained.ok || own[i] !== undefined);
  const names = unfit.map(({ pkg }) => pkg.name).join(', ');
  return judged.map(({ pkg, obtained }, i) => {
    if (own[i] !== undefined || unfit.length === 0 || pkg.deploy?.to !== 'production' || !obtained.ok) return own[i];
    return `${names} of the same release may not go to production: none of it does.`;
  });
}

/** Why a package must not be deployed, whatever else is. */
export function blockedAlone(
  deploy: Pick<DeployPlan, 'to'>,
  {
    pkg,
    verdicts,
    limit,
    capabilities,
    preflight: fits,
    latency,
  }: Pick<Judged, 'verdicts' | 'limit' | 'capabilities' | 'preflight' | 'latency'> & {
    readonly pkg: Pick<PackagePlan, 'edge' | 'allowImports' | 'overBudget'>;
  },
): string | undefined {
  if (isRefused(fits)) return `${EDGES[pkg.edge].title} does not take the module.`;
  // what it asks of its host is to be known, where it is not to ask for all
  if (pkg.allowImports !== undefined && capabilities?.ok === false) return 'what it asks of its host is not known.';
  if (capabilities?.ok === true && capabilities.value.refused.length > 0)
    return 'it asks its host for what `allow-imports` does not name.';
  if (limit?.kind === 'over') return `larger than ${EDGES[pkg.edge].title} takes.`;
  if (latency?.ok === false && latency.error.fault === 'cancelled') return CANCELLED;
  const wrong = latency === undefined ? undefined : failureOf(latency);
  if (wrong !== undefined && wrong.fault !== 'probe') return 'it could not be measured on the runner.';
  if (wrong !== undefined) return 'the bundle does not answer as it should on the runner.';
  const tooMuch = latency?.ok === true && latency.value.gates.some(({ kind, fails }) => kind === 'over' && fails);
  const over = tooMuch || (verdicts.some((verdict) => verdict.kind === 'over') && pkg.overBudget === 'fail');
  return deploy.to === 'production' && over ? 'over its budget: that blocks production.' : undefined;
}

/** The rest of a release stays as it is where one of it could not be deployed. */
function afterFailure({ deploy }: PackagePlan, failed: string | undefined): string | undefined {
  if (failed === undefined || deploy?.to !== 'production') return undefined;
  return `the deploy of ${failed} failed before it: what was live stays.`;
}

type Watch = (<T>(stage: string, work: () => Promise<T>) => Promise<T>) & { readonly times: Record<string, number> };

function stopwatch(host: Pick<Host, 'clock'>): Watch {
  const times: Record<string, number> = {};
  const watch = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const since = host.clock.now();
    try {
      return await work();
    } finally {
      times[stage] = host.clock.now() - since;
    }
  };
  return Object.assign(watch, { times });
}
