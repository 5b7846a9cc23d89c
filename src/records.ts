import { stripVTControlCharacters } from 'node:util';
import type { Deployment } from './edge/edge.ts';
import { type Attempt, messageOf, type ShipError } from './error.ts';
import type {
  Deployments,
  GitHub,
  GitHubDeployment,
  GitHubDeploymentStatus,
  Host,
  NewDeployment,
} from './host/host.ts';
import { sideBySide } from './side-by-side.ts';

/**
 * GitHub's own records of deploys: one for each package and deploy, so that a pull request, a commit and an environment's page
 * tell what runs where. They follow a deploy and never decide one: whatever GitHub says, the run goes on.
 *
 * A job with `environment:` has a record already. GitHub makes it when the job starts and concludes it when the job ends, by a
 * status of its own after any of ours, with the URL that the workflow gives (`environment: { name, url }`) or none: a status
 * of ours on it would be seen for seconds. So where this run has such a record in the environment, none is added, nothing is
 * written on it, and the log says how the workflow gives it the URL. `deployment: false` beside the environment's name turns
 * GitHub's own off; ours are made then. A release counts a record of any other name too, while its job runs: people call
 * production as they like. The place of a pull request has one of its own all the same, which is told as gone when it closes.
 */
export interface DeployRecords {
  /** Before a deploy. */
  begin(deploy: RecordedDeploy): Promise<Begun>;
  /** After it, whatever came of it; of a cancelled run too. */
  conclude(begun: Begun, outcome: RecordedOutcome): Promise<void>;
  /** The environment is gone, as that of a closed pull request: all that is active in it is told as inactive. */
  retire(environment: string): Promise<void>;
}

export interface RecordedDeploy {
  readonly to: 'preview' | 'staging' | 'production';
  readonly environment: string;
  readonly package: string;
  readonly edge: string;
  /** sha256 of the bundle; of a way back, what it goes back to. */
  readonly digest: string;
}

/** What came of a deploy. */
export type RecordedOutcome =
  /** With a failure: it is live, and something went wrong all the same. */
  | { readonly live: true; readonly url: string; readonly failure?: ShipError }
  | { readonly live: false; readonly failure: ShipError };

/** What a stage of ours came to, as its record tells it. */
export function recordedOutcome(placed: Attempt<Pick<Deployment, 'url' | 'failure'>>): RecordedOutcome {
  if (!placed.ok) return { live: false, failure: placed.error };
  const { url, failure } = placed.value;
  return { live: true, url, ...(failure === undefined ? {} : { failure }) };
}

/** A deploy whose record has been begun. */
export interface Begun {
  readonly deploy: RecordedDeploy;
  /** undefined: it has none of ours. */
  readonly id: number | undefined;
  /** Those of the same package and environment that were there before, the newest first. */
  readonly older: readonly GitHubDeployment[];
}

/** The run that deploys. */
export interface RecordedRun {
  /** The commit that GitHub shows the deploy at: of a pull request its head, not the merge commit. */
  readonly sha: string;
  /** Commits that GitHub may have made a record of its own for. */
  readonly shas: readonly string[];
  /** Its page; the records link to it. */
  readonly url: string | undefined;
}

/** Newest records of an environment that a deploy looks at. */
const LOOKED_AT = 200;
/** What a closed pull request may have had. */
const MOST_RETIRED = 1000;
/** Older records of a package that are asked for their state: the first inactive one ends it. */
const MOST_ASKED = 20;
/** Times that a record is made whose answer was lost. */
const TRIES = 3;
const AT_ONCE = 4;
const BEGIN_MS = 30_000;
const CONCLUDE_MS = 30_000;
/** A runner leaves a cancelled job about 10 s, and the way back of the deploy itself comes before this. */
const CANCELLED_MS = 5000;
const RETIRE_MS = 60_000;

type World = Pick<Host, 'github' | 'log' | 'random' | 'redact'>;

/** The records of one run's deploys. A token that may not write them is told of once. */
export function deployRecords(run: RecordedRun, host: World): DeployRecords {
  let denied = host.github === undefined;
  /** Not ended by a cancelled run, which has to be told of too; what goes wrong is told, and is no failure. */
  const ask = async <T>(ms: number, work: (github: GitHub) => Promise<T>): Promise<T | undefined> => {
    const { github } = host;
    if (github === undefined || denied) return undefined;
    try {
      return await work(github.lasting(ms, CANCELLED_MS));
    } catch (error) {
      const { denied: refused = false, hint } = error as Partial<ShipError>;
      denied ||= refused;
      const more = hint === undefined ? '' : ` ${hint}`;
      if (refused) host.log.notice(`No GitHub deployments: ${messageOf(error)}${more}`, 'wasm-ship');
      else host.log.warning(messageOf(error), { title: 'wasm-ship: report' });
      return undefined;
    }
  };
  return {
    async begin(deploy) {
      const key = host.random(8);
      const begun = await ask(BEGIN_MS, async (github): Promise<Begun> => {
        const there = await github.deployments({ environment: deploy.environment }, LOOKED_AT);
        const older = there.filter(({ payload }) => noteIn(payload)?.package === deploy.package);
        const own = await jobsOwn(deploy, there, run, github);
        if (own !== undefined) {
          host.log.info(toldByJob(own));
          return { deploy, id: undefined, older };
        }
        const { id } = await create(newDeployment(deploy, run, key), key, github);
        return { deploy, id, older };
      });
      const id = begun?.id;
      // on its own: a record that is there has to be concluded, whatever becomes of this
      if (id !== undefined)
        await ask(BEGIN_MS, (github) => github.addDeploymentStatus(id, statusOf('in_progress', 'Deploying', run)));
      return begun ?? { deploy, id: undefined, older: [] };
    },
    async conclude({ deploy, id, older }, outcome) {
      await ask(CONCLUDE_MS, async (github) => {
        if (id !== undefined) await github.addDeploymentStatus(id, statusAfter(deploy, outcome, run, host));
        if (outcome.live) await replaced(older, run, github);
      });
    },
    async retire(environment) {
      await ask(RETIRE_MS, async (github) => {
        const there = await github.deployments({ environment }, MOST_RETIRED);
        const results = await sideBySide(there, AT_ONCE, async ({ id }) => {
          if (await isActive(id, github)) await github.addDeploymentStatus(id, statusOf('inactive', 'Removed', run));
        });
        for (const result of results) if (!result.ok) throw result.error;
      });
    },
  };
}

/** What we note in a record, to know ours and whose each is. */
interface Note {
  readonly package: string;
  readonly edge: string;
  readonly digest: string;
  /** Of one deploy of one run: a record whose answer was lost is found by it. */
  readonly key: string;
}

function noteIn(payload: unknown): Note | undefined {
  const note = payload as Partial<Note> | null | undefined;
  const ours = [note?.package, note?.edge, note?.digest, note?.key].every((value) => typeof value === 'string');
  return ours ? (note as Note) : undefined;
}

/** A record as GitHub is asked for it. */
export function newDeployment(deploy: RecordedDeploy, run: RecordedRun, key: string): NewDeployment {
  const { to, environment, edge, digest } = deploy;
  return {
    ...{ sha: run.sha, environment, description: clipped(`${deploy.package} for ${edge}`) },
    payload: { package: deploy.package, edge, digest, key },
    transient: to === 'preview',
    production: to === 'production',
  };
}

/** The record, once: one whose answer was lost is looked for before another one is made. @throws ShipError */
async function create(wanted: NewDeployment, key: string, github: Deployments): Promise<GitHubDeployment> {
  for (let tries = 0; tries < TRIES; tries++) {
    const made = await github.createDeployment(wanted);
    if (made !== undefined) return made;
    const there = await github.deployments({ environment: wanted.environment }, LOOKED_AT);
    const found = there.find(({ payload }) => noteIn(payload)?.key === key);
    if (found !== undefined) return found;
  }
  throw new Error('Creating a GitHub deployment: GitHub did not say whether it was done.');
}

/** The environment of a record that GitHub itself has made for the job that deploys; undefined: there is none. */
async function jobsOwn(
  { to, environment }: RecordedDeploy,
  there: readonly GitHubDeployment[],
  run: RecordedRun,
  github: Deployments,
): Promise<string | undefined> {
  const { url } = run;
  if (url === undefined) return undefined;
  if (await isForRun(there, url, run.shas, github)) return environment;
  if (to === 'preview') return undefined;
  for (const sha of new Set(run.shas)) {
    const others = await github.deployments({ sha }, MOST_ASKED);
    for (const other of others.filter((one) => one.environment !== environment)) {
      // a job that is over, of the same run, is another one than this
      if ((await isForRun([other], url, run.shas, github)) && (await stateOf(other.id, github)) === 'in_progress')
        return other.environment;
    }
  }
  return undefined;
}

/** Whether GitHub has made one of these for a job of a run. */
async function isForRun(
  there: readonly GitHubDeployment[],
  url: string,
  shas: readonly string[],
  github: Deployments,
): Promise<boolean> {
  const candidates = there.filter(({ sha, payload }) => noteIn(payload) === undefined && shas.includes(sha));
  for (const { id } of candidates.slice(0, MOST_ASKED)) {
    const statuses = await github.deploymentStatuses(id);
    if (statuses.some(({ logUrl }) => isOf(logUrl, url))) return true;
  }
  return false;
}

/** Whether a page is that of a run, or of a job of it: `…/actions/runs/1/job/2`. */
function isOf(page: string | undefined, run: string): boolean {
  return page === run || page?.startsWith(`${run}/`) === true;
}

function toldByJob(environment: string): string {
  return [
    `GitHub tells of this deploy by the job's own \`environment: ${environment}\`: no other record is made.`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
    'It has a link where the job says `environment: { name: …, url: "${{ steps.ID.outputs.deployment-url }}" }`.',
  ].join(' ');
}

/**
 * Those before it are told as replaced. GitHub's own `auto_inactive` leaves out transient and production environments, and
 * knows no packages. The oldest first: where it is cut off, all behind the first inactive one are inactive still.
 */
async function replaced(older: readonly GitHubDeployment[], run: RecordedRun, github: Deployments): Promise<void> {
  const active: number[] = [];
  for (const { id } of older.slice(0, MOST_ASKED)) {
    const state = await stateOf(id, github);
    if (state === 'inactive') break;
    if (!ENDED.includes(state)) active.unshift(id);
  }
  for (const id of active) await github.addDeploymentStatus(id, statusOf('inactive', 'Replaced', run));
}

type State = GitHubDeploymentStatus['state'];

const ENDED: readonly (State | undefined)[] = ['inactive', 'failure', 'error'];

/** undefined: nothing was said of it yet. */
async function stateOf(id: number, github: Deployments): Promise<State | undefined> {
  return (await github.deploymentStatuses(id))[0]?.state;
}

async function isActive(id: number, github: Deployments): Promise<boolean> {
  return !ENDED.includes(await stateOf(id, github));
}

/** What is said of a deploy that is over. */
export function statusAfter(
  { digest }: Pick<RecordedDeploy, 'digest'>,
  outcome: RecordedOutcome,
  run: Pick<RecordedRun, 'url'>,
  host: Pick<Host, 'redact'>,
): GitHubDeploymentStatus {
  const { failure } = outcome;
  const url = outcome.live ? { url: outcome.url } : {};
  if (failure === undefined) return { ...statusOf('success', `Bundle ${digest.slice(0, 12)}`, run), ...url };
  const why = failure.fault === 'cancelled' ? 'cancelled' : failure.message;
  // colours first: one may stand inside a secret
  const words = host.redact(stripVTControlCharacters(outcome.live ? `Live, but: ${why}` : why));
  return { ...statusOf('failure', words, run), ...url };
}

function statusOf(state: State, words: string, { url }: Pick<RecordedRun, 'url'>): GitHubDeploymentStatus {
  return { state, description: clipped(words), ...(url === undefined ? {} : { logUrl: url }) };
}

/** GitHub refuses more. */
const LONGEST = 140;

/** On one line, and no longer than GitHub takes. */
export function clipped(words: string): string {
  const line = words.replace(/\s+/gu, ' ').trim();
  if (line.length <= LONGEST) return line;
  // half of a surrogate pair is no character
  return `${line.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
