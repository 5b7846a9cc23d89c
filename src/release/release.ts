import { type Attempt, attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { LatencyVerdict } from '../latency/budget.ts';
import type { ReplayRequest } from '../latency/requests.ts';
import type { PacePlan } from '../plan.ts';
import { Pace } from './pace.ts';
import { ask, type Claim, PATIENCE, type Patience, type Proof, prove } from './prove.ts';
import { type Reach, reachOf, sayReach } from './reach.ts';
import { Rollout, type Step, takeBack } from './rollout.ts';
import type { Served, Staged, VersionNote } from './staged.ts';
import { standing } from './traffic.ts';
import { type Watched, watch } from './watch.ts';

/** What is released, and how carefully. */
export interface Wish {
  /** As people call it: a tag, a branch. */
  readonly version: string;
  readonly note: Required<VersionNote>;
  /** Percentages, the last of them 100. */
  readonly rollout: readonly number[];
  /** How long each step that users see is watched. */
  readonly watchMs: number;
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  /** What goes up is live already, of the same commit: nothing is done. */
  readonly leaveSame: boolean;
  /** A release that cannot be unseen is asked for all the same. */
  readonly atOnce: boolean;
  /** @throws ShipError where the commit that is live must not be replaced by this one */
  readonly mayReplace: (sha: string) => Promise<void>;
  /** Percentiles that its answers are held to; absent: none. */
  readonly pace?: PacePlan;
  readonly patience?: Patience;
}

/** A release that came to its end, with the new version live. */
export interface Released {
  readonly versionId: string;
  /** What was live before; undefined: nothing. */
  readonly before: string | undefined;
  /** What answers since then. */
  readonly deploymentId: string | undefined;
  readonly how: 'staged' | 'direct' | 'first' | 'unchanged' | 'back';
  readonly steps: readonly Step[];
  /** undefined: it answers nowhere by HTTP. */
  readonly proof: Proof | undefined;
  readonly watched: Watched | undefined;
  /** What became of the budgets of latency; absent: there are none, or nothing was asked for them. */
  readonly latency?: readonly LatencyVerdict[];
  /** Where users find it; undefined: nowhere by HTTP. */
  readonly url: string | undefined;
  /** It is live, and something that comes after that failed. */
  readonly failure?: ShipError;
}

export type World = Pick<Host, 'fetch' | 'connections' | 'clock' | 'signal' | 'log' | 'random'>;

/**
 * Takes a bundle live at an edge where a version can be there before users see it: up, proved at 0 % on the real route,
 * promoted in steps, watched; and back to what was live where it fails.
 * @throws ShipError where the new version is not live in the end; the message says what is
 */
export async function release(edge: Staged, wish: Wish, host: World): Promise<Released> {
  const asked = edge.addresses();
  asked.catch(() => undefined); // seen where it is awaited
  const found = await edge.served();
  if (found.length === 0) return first(edge, wish, await asked, host);
  const there = await whole(edge, wish, found, host);
  const [note, why, at] = await Promise.all([
    edge.noteOf(there.live),
    edge.onlyDirect(),
    asked.then((addresses) => reached(edge, addresses, wish.health, host)),
  ]);
  if (edge.isSame(note, wish.note) && wish.leaveSame) return unchanged(edge, wish, there, at.later ?? at.now, host);
  if (note.sha !== undefined && note.sha !== wish.note.sha) await wish.mayReplace(note.sha);
  if (why !== undefined) return direct(edge, wish, there.live, at.later ?? at.now, why, host);
  return staged(edge, wish, there, at, host);
}

/** What is live: one version for all users. */
interface There {
  readonly live: string;
  readonly now: Served | undefined;
}

/** Whatever comes next: users whom a run of ours has left half way are all on one version first. */
async function whole(edge: Staged, wish: Wish, served: readonly Served[], host: World): Promise<There> {
  const { versionId: live, interrupted } = standing(edge.name, served);
  if (!interrupted) return { live, now: served[0] };
  const rollout = new Rollout(edge, { what: wish.version, versionId: live, home: live }, served[0], host);
  await rollout.back();
  host.log.warning(`An earlier release of ${edge.name} was ended half way: users are all back on ${live} first.`, {
    title: 'wasm-ship: rolled back',
  });
  const [now] = await edge.served();
  return { live, now };
}

/** Where a version is asked. */
interface Places {
  /** What is live answers here now, and so does a version beside it: the proof is made here. undefined: nowhere. */
  readonly now: string | undefined;
  /** Where users find it, once routes and domains are set up, which comes last. undefined: that is where it is now. */
  readonly later: string | undefined;
}

/**
 * A route or domain that the configuration has only since this commit is not the service's yet: a proof must neither wait for
 * it nor believe what answers there. Where the edge does not tell, it is the first that answers.
 * @throws ShipError where no address has the path that is asked
 */
async function reached(
  edge: Staged,
  addresses: readonly string[],
  health: ReplayRequest,
  host: World,
): Promise<Places> {
  if (addresses.length === 0) return { now: undefined, later: undefined };
  const hasPath = (address: string): boolean => health.path.startsWith(new URL(address).pathname);
  const fit = addresses.filter(hasPath);
  const [wanted] = fit;
  if (wanted === undefined) {
    throw new ShipError(
      'deploy',
      `\`${health.path}\` is asked for the proof, and ${edge.name} is at ${addresses.join(', ')} alone.`,
      {
        hint: 'Set `health` to a path of it.',
      },
    );
  }
  const own = (await edge.addressesNow())?.filter(hasPath);
  if (own !== undefined) {
    const later = own.includes(wanted) ? undefined : wanted;
    return { now: fit.find((address) => own.includes(address)) ?? own[0], later };
  }
  if (fit.length === 1) return { now: wanted, later: undefined };
  const probes = fit.map((address) => ask(health, claimAt(address, health), host));
  const answered = (await Promise.all(probes)).findIndex(({ kind }) => kind !== 'absent');
  return { now: fit[answered] ?? wanted, later: undefined };
}

function claimAt(address: string, health: ReplayRequest): Claim {
  return { origin: new URL(address).origin, headers: {}, versionId: '', otherId: undefined, health, requests: [] };
}

/** A second event of the same version, or a run after one that was ended just before its last step: it answers, or it is none. */
async function unchanged(
  edge: Staged,
  wish: Wish,
  { live: versionId, now }: There,
  url: string | undefined,
  host: World,
): Promise<Released> {
  const settled = await attempt(() => edge.settle());
  const known = {
    versionId,
    before: versionId,
    deploymentId: now?.deploymentId,
    how: 'unchanged' as const,
    steps: [],
    url,
  };
  const proof = await attempt(async () =>
    url === undefined
      ? undefined
      : prove({ ...claimOf(edge, wish, { versionId, live: undefined, url }) }, patience(wish), host),
  );
  const failure = proof.ok ? (settled.ok ? undefined : settled.error) : notAnswering(versionId, proof.error);
  return {
    ...known,
    ...{ proof: proof.ok ? proof.value : undefined, watched: undefined },
    ...(failure === undefined ? {} : { failure }),
  };
}

function notAnswering(versionId: string, { message, fault }: ShipError): ShipError {
  return new ShipError(fault, `${versionId} was live already, and does not answer as it should: ${message}`);
}

function patience(wish: Wish): Patience {
  return wish.patience ?? PATIENCE;
}

async function staged(edge: Staged, wish: Wish, { live, now }: There, at: Places, host: World): Promise<Released> {
  if (at.now === undefined) sayUnproved(edge.name, at, host);
  else sayReach(edge, await reachOf(edge, live), host.log); // what is live has what the new one will have
  const versionId = await edge.upload(wish.note);
  const rollout = new Rollout(edge, { what: wish.version, versionId, home: live }, now, host);
  const claim = at.now === undefined ? undefined : claimOf(edge, wish, { versionId, live, url: at.now });
  const pace = paceOf(wish, host);
  const done = await attempt(async () => {
    const reach = claim === undefined ? undefined : await reachOf(edge, versionId);
    return promoted(rollout, wish, claim && { route: claim, reach }, pace, host);
  });
  if (!done.ok) throw await takeBack(rollout, done.error, '', host);
  const settled = await attempt(() => edge.settle());
  const arrived = settled.ok ? await arrival(edge, wish, { versionId, live, url: at.later }, host) : undefined;
  const there = arrived?.ok === true ? arrived.value : undefined;
  const watched = await attempt(async () => {
    if (arrived?.ok === false && claim === undefined) throw arrived.error; // it has proved itself nowhere
    const asked = there?.claim ?? claim;
    if (asked === undefined || wish.watchMs === 0) return undefined;
    const seen = await watch({ ...asked, ...AS_USERS }, wish.watchMs, host, pace);
    await rollout.refuseOthers();
    return seen;
  });
  if (!watched.ok) {
    const more = settled.ok
      ? ' Routes, crons and settings are those of the version that failed.'
      : ` And ${settled.error.message}`;
    throw await takeBack(rollout, watched.error, more, host);
  }
  const failure = settled.ok ? (arrived?.ok === false ? arrived.error : undefined) : settled.error;
  return {
    ...{ versionId, before: live, deploymentId: rollout.deploymentId, how: 'staged' },
    ...{ steps: rollout.steps, proof: done.value ?? there?.proof, watched: watched.value },
    url: there === undefined ? at.now : at.later,
    ...latencyOf(claim && pace),
    ...(failure === undefined ? {} : { failure }),
  };
}

function paceOf({ pace }: Wish, { log }: World): Pace | undefined {
  return pace === undefined ? undefined : new Pace(pace, log);
}

function latencyOf(pace: Pace | undefined): Pick<Released, 'latency'> {
  return pace === undefined ? {} : { latency: pace.verdicts };
}

function sayUnproved(name: string, { later }: Places, { log }: World): void {
  const text =
    later === undefined
      ? `${name} answers nowhere by HTTP: nothing of it can be proved.`
      : `${name} answers nowhere yet: it is proved at ${later} once it is live, and taken back where it fails.`;
  log.notice(text, 'wasm-ship');
}

/**
 * Proves it where it answers only since its routes and domains are set up. A failure alone takes nothing back where the
 * version has proved itself before: what was live did not answer there at all.
 */
async function arrival(
  edge: Staged,
  wish: Wish,
  { url, ...what }: { readonly versionId: string; readonly live: string; readonly url: string | undefined },
  host: World,
): Promise<Attempt<{ readonly claim: Claim; readonly proof: Proof }> | undefined> {
  if (url === undefined) return undefined;
  const claim = claimOf(edge, wish, { ...what, url });
  const done = await attempt(() => prove(claim, patience(wish), host));
  if (done.ok) return { ok: true, value: { claim, proof: done.value } };
  const { fault, message, hint } = done.error;
  const said = `${message} That was at ${url}, which it has only since now.`;
  const error = new ShipError(fault, said, { cause: done.error, ...(hint === undefined ? {} : { hint }) });
  return { ok: false, error };
}

/** What is asked on the real route, and what reaches the version before users do; undefined: nothing does. */
interface Claims {
  readonly route: Claim;
  readonly reach: Reach | undefined;
}

/** The steps, each watched but the last one. */
async function promoted(
  rollout: Rollout,
  wish: Wish,
  claims: Claims | undefined,
  pace: Pace | undefined,
  host: World,
): Promise<Proof | undefined> {
  const unseen = claims?.reach === undefined ? undefined : { ...claims.route, ...claims.reach };
  const real = unseen?.origin === claims?.route.origin; // the time to another address is not that of users
  let proof: Proof | undefined;
  if (unseen !== undefined) {
    await rollout.to(0);
    proof = await prove(unseen, patience(wish), host);
    host.log.info(provedText(rollout, proof));
    if (real) await pace?.prove(unseen, host);
  }
  for (const percentage of wish.rollout) {
    await rollout.to(percentage);
    host.log.info(`${rollout.way.versionId} has ${percentage} % of the requests.`);
    if (claims !== undefined && unseen === undefined)
      proof = await provedSeen(claims.route, percentage, wish, pace, host);
    if (claims === undefined || percentage === 100) continue;
    await watch(unseen ?? { ...claims.route, ...AS_USERS }, wish.watchMs, host, unseen && real ? pace : undefined);
  }
  return proof;
}

/** Users have it, in part: nothing else reaches it. What changes something is asked once all requests do. */
async function provedSeen(
  route: Claim,
  percentage: number,
  wish: Wish,
  pace: Pace | undefined,
  host: World,
): Promise<Proof> {
  const whole = percentage === 100;
  const proof = await prove(whole ? route : { ...route, requests: [], partly: true }, patience(wish), host);
  if (whole) await pace?.prove(route, host);
  return proof;
}

function claimOf(
  edge: Staged,
  { health, requests }: Wish,
  { versionId, live, url }: { readonly versionId: string; readonly live: string | undefined; readonly url: string },
): Claim {
  return {
    ...{ origin: new URL(url).origin, headers: {}, versionId, otherId: live, health, requests, mend: edge.mend },
  };
}

function provedText({ name, way: { versionId } }: Rollout, { answers, ms, told }: Proof): string {
  const sure = told ? '' : ' The service does not tell its version: what answered after some seconds is taken for it.';
  return `${name} ${versionId} proved itself unseen: ${answers} good answers in ${(ms / 1000).toFixed(1)} s.${sure}`;
}

/** What was live may answer for some seconds yet, and answers well. */
const AS_USERS = { headers: {}, otherId: undefined };

/** Goes live at once, because the edge has no other way: proved afterwards, and no way back is promised. */
async function direct(
  edge: Staged,
  wish: Wish,
  live: string,
  url: string | undefined,
  why: string,
  host: World,
): Promise<Released> {
  if (!wish.atOnce) {
    throw new ShipError('deploy', `${edge.name} cannot be released unseen: ${why}. Nothing was deployed.`, {
      hint: 'With `at-once: true` it goes live at once, is proved afterwards, and there is no way back.',
    });
  }
  host.log.warning(`${edge.name} goes live at once, without a way back: ${why}.`, { title: 'wasm-ship' });
  return atOnce(edge, wish, { how: 'direct', before: live, url }, host);
}

/**
 * Tries a first release where nobody looks for it.
 * @returns what came of it, as a sentence
 * @throws ShipError where it does not answer: nothing is live then
 */
async function rehearsed(edge: Staged, wish: Wish, host: World): Promise<string> {
  const place = await edge.rehearse(wish.note);
  if ('why' in place) return ` It could not be tried elsewhere first: ${place.why}.`;
  await using there = place;
  const { health, requests } = wish;
  const { versionId, url } = there;
  const claim = {
    origin: new URL(url).origin,
    headers: {},
    versionId,
    otherId: undefined,
    health,
    requests,
    mend: edge.mend,
  };
  const proof = await attempt(() => prove(claim, patience(wish), host));
  if (proof.ok) return ` It has answered at ${url} before.`;
  const { fault, message, hint } = proof.error;
  throw new ShipError(fault, `${message} That was at ${url}, which is gone: nothing is live.`, {
    cause: proof.error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The first of all: there is nothing to stand behind until it has proved itself. */
async function first(edge: Staged, wish: Wish, addresses: readonly string[], host: World): Promise<Released> {
  const [url] = addresses.filter((address) => wish.health.path.startsWith(new URL(address).pathname));
  const tried = await rehearsed(edge, wish, host);
  host.log.notice(
    `This is the first release of ${edge.name}: it is seen by whoever asks for it while it proves itself.${tried}`,
    'wasm-ship',
  );
  return atOnce(edge, wish, { how: 'first', before: undefined, url }, host);
}

interface AtOnceWay {
  readonly how: 'direct' | 'first';
  readonly before: string | undefined;
  readonly url: string | undefined;
}

async function atOnce(edge: Staged, wish: Wish, { how, before, url }: AtOnceWay, host: World): Promise<Released> {
  const { versionId, deploymentId, failure } = await edge.direct(wish.note);
  const released = { versionId, before, deploymentId, how, steps: [{ percentage: 100, atMs: 0 }], url };
  if (failure !== undefined || url === undefined) {
    return { ...released, proof: undefined, watched: undefined, ...(failure === undefined ? {} : { failure }) };
  }
  const claim = { ...claimOf(edge, wish, { versionId, live: undefined, url }), otherId: before };
  const pace = paceOf(wish, host);
  const proved = await attempt(async () => {
    const proof = await prove(claim, patience(wish), host);
    await pace?.prove(claim, host);
    return { proof, watched: wish.watchMs === 0 ? undefined : await watch(claim, wish.watchMs, host, pace) };
  });
  if (proved.ok) return { ...released, ...proved.value, ...latencyOf(pace) };
  const { message, fault, hint = 'Mend it and release again.' } = proved.error;
  const unproved = new ShipError(fault, `${message} It is live all the same: there is nothing to go back to.`, {
    cause: proved.error,
    hint,
  });
  return { ...released, proof: undefined, watched: undefined, failure: unproved };
}
