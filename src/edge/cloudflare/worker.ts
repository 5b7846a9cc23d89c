import { attempt, ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { Served, ServeOptions, Share } from '../../release/staged.ts';
import { type Answer, type Call, callApi, refusalError } from './api.ts';
import type { ApiSession } from './api-session.ts';
import type { AskedZone } from './outside-version.ts';

export type Annotations = Readonly<Record<string, string>>;

/** One Worker, as Cloudflare's API has it. What cannot be asked is a ShipError. */
export interface Worker {
  readonly name: string;
  /** What answers now and did before, the newest first; none: there is no such Worker. */
  served(despiteCancel?: boolean): Promise<readonly Served[]>;
  annotationsOf(versionId: string): Promise<Annotations>;
  /** Makes versions the ones that answer. @throws ShipError `unsure` where its answer was lost */
  serve(shares: readonly Share[], message: string, how: ServeOptions): Promise<void>;
  /** Those that can be deployed, the newest first. */
  versions(): Promise<readonly { readonly id: string; readonly annotations: Annotations }[]>;
  /** Deletes it, with what it stores. */
  remove(): Promise<void>;
  /** Tag of the Durable Object migration that was applied last. */
  migrationTag(): Promise<string | undefined>;
  /** Whether it answers at its workers.dev name, and its versions at theirs. */
  onWorkersDev(): Promise<{ readonly enabled: boolean; readonly previews: boolean }>;
  /** Its custom domains, and the patterns of its routes in these zones; or why the token is not told. */
  patterns(zones: readonly AskedZone[]): Promise<{ readonly has: readonly string[] } | { readonly why: string }>;
  /** The account's part of workers.dev names; undefined: it has chosen none. */
  subdomain(): Promise<string | undefined>;
  /** What belongs to no version: observability and the like. */
  patchSettings(settings: object): Promise<void>;
}

/**
 * @param account its id, where the configuration names one; else that of the environment
 * @param session by which it is asked; by a child for each call where this is left out
 */
export function workerNamed(
  name: string,
  account: string | undefined,
  host: Pick<Host, 'run' | 'platform'>,
  session?: Pick<ApiSession, 'call'>,
): Worker {
  const script = `/workers/scripts/${name}`;
  const call = <T>(what: Omit<Call, 'account'>): Promise<Answer<T>> =>
    session === undefined ? callApi<T>({ ...what, account }, host) : session.call<T>({ ...what, account });
  const get = <T>(path: string, despiteCancel?: boolean): Promise<Answer<T>> =>
    call<T>({ method: 'GET', path, despiteCancel });
  return {
    name,
    async served(despiteCancel) {
      const told = await get<Deployments>(`${script}/deployments`, despiteCancel);
      if (isMissing(told)) return [];
      return resultOf(told, `What is live of ${name} could not be asked`).deployments?.map(servedOf) ?? [];
    },
    async annotationsOf(versionId) {
      const told = await get<Version>(`${script}/versions/${versionId}`);
      return resultOf(told, `Version ${versionId} of ${name} could not be asked for`).annotations ?? {};
    },
    async serve(shares, message, { despiteCancel, again }) {
      const body = deploymentOf(shares, message);
      done(
        await call({ method: 'POST', path: `${script}/deployments${again ? '?force=true' : ''}`, body, despiteCancel }),
        `the deployment of ${name}`,
      );
    },
    async versions() {
      const told = await get<Versions>(`${script}/versions?deployable=true`);
      const { items = [] } = resultOf(told, `The versions of ${name} could not be asked for`);
      return items.map(({ id, annotations = {} }) => ({ id, annotations }));
    },
    async remove() {
      const answer = await call({ method: 'DELETE', path: `${script}?force=true`, despiteCancel: true });
      if (!isMissing(answer)) done(answer, `the removal of ${name}`);
    },
    async migrationTag() {
      const told = await get<Service>(`/workers/services/${name}`);
      if (isMissing(told)) return undefined;
      const what = `The migrations of ${name} could not be asked for`;
      return resultOf(told, what).default_environment?.script?.migration_tag;
    },
    async onWorkersDev() {
      const told = await get<Subdomain>(`${script}/subdomain`);
      const { enabled, previews_enabled } = resultOf(told, `Where ${name} answers could not be asked`);
      return { enabled: enabled === true, previews: previews_enabled === true };
    },
    async patterns(zones) {
      const domains = get<readonly { readonly hostname: string }[]>(`/workers/domains?service=${name}`);
      const told = await attempt(() =>
        Promise.all([
          domains.then((answer) => resultOf(answer, 'Custom domains').map(({ hostname }) => hostname)),
          ...zones.map((zone) => routesIn(zone, name, get)),
        ]),
      );
      return told.ok ? { has: told.value.flat() } : { why: told.error.message };
    },
    async subdomain() {
      const told = await get<{ readonly subdomain?: string }>('/workers/subdomain');
      if (isMissing(told)) return undefined;
      return resultOf(told, 'The workers.dev name of the account could not be asked for').subdomain;
    },
    async patchSettings(settings) {
      done(
        await call({ method: 'PATCH', path: `${script}/script-settings`, body: settings }),
        `the settings of ${name}`,
      );
    },
  };
}

type Get = <T>(path: string) => Promise<Answer<T>>;

/**
 * The patterns of a zone that are this Worker's.
 * @throws ShipError also where the token sees no such zone: its list leaves out what it may not read
 */
async function routesIn(asked: AskedZone, script: string, get: Get): Promise<readonly string[]> {
  const zone = asked.id ?? (await zoneNamed(asked.names, get));
  const told = await get<readonly { readonly pattern: string; readonly script?: string }[]>(
    `/zones/${zone}/workers/routes`,
  );
  const routes = resultOf(told, `Routes of ${asked.names.at(0) ?? zone}`);
  return routes.flatMap((route) => (route.script === script ? [route.pattern] : []));
}

async function zoneNamed(names: readonly string[], get: Get): Promise<string> {
  for (const name of names) {
    const [zone] = resultOf(await get<readonly { readonly id: string }[]>(`/zones?name=${name}`), `The zone ${name}`);
    if (zone !== undefined) return zone.id;
  }
  throw new ShipError('deploy', `CLOUDFLARE_API_TOKEN sees no zone of ${names.at(0) ?? 'any host'}.`);
}

/** `…/scripts/NAME/deployments`: what we read of it. */
interface Deployments {
  readonly deployments?: readonly {
    readonly id: string;
    readonly annotations?: Annotations;
    readonly versions: readonly { readonly version_id: string; readonly percentage: number }[];
  }[];
}

/** `…/scripts/NAME/versions/ID`: what we read of it. */
interface Version {
  readonly annotations?: Annotations;
}

/** `…/scripts/NAME/versions?deployable=true`: what we read of it. */
interface Versions {
  readonly items?: readonly { readonly id: string; readonly annotations?: Annotations }[];
}

/** `…/scripts/NAME/subdomain`: what we read of it. */
interface Subdomain {
  readonly enabled?: boolean;
  readonly previews_enabled?: boolean;
}

/** `/workers/services/NAME`: what we read of it. */
interface Service {
  readonly default_environment?: { readonly script?: { readonly migration_tag?: string } };
}

function servedOf({ id, annotations, versions }: NonNullable<Deployments['deployments']>[number]): Served {
  return {
    deploymentId: id,
    shares: versions.map((one) => ({ versionId: one.version_id, percentage: one.percentage })),
    message: annotations?.['workers/message'],
  };
}

function deploymentOf(shares: readonly Share[], message: string): object {
  return {
    strategy: 'percentage',
    versions: shares.map(({ versionId, percentage }) => ({ version_id: versionId, percentage })),
    annotations: { 'workers/message': message },
  };
}

/** Cloudflare knows no Worker of that name: code 10007, or 10090 of the older routes. */
function isMissing(answer: Answer<unknown>): boolean {
  return typeof answer === 'object' && 'refused' in answer && [10007, 10090].includes(answer.refused.code ?? 0);
}

function resultOf<T>(answer: Answer<T>, what: string): T {
  if (answer === 'unknown')
    throw new ShipError('deploy', `${what}: Cloudflare gave no answer that could be read.`, {
      hint: 'Is its status page quiet? Run this job again.',
    });
  if ('refused' in answer) throw refusalError(what, answer.refused);
  return answer.result;
}

function done(answer: Answer<unknown>, what: string): void {
  if (answer === 'unknown')
    throw new ShipError('deploy', `Cloudflare did not say whether it took ${what}.`, { unsure: true });
  if ('refused' in answer) throw refusalError(`Cloudflare refused ${what}`, answer.refused);
}
