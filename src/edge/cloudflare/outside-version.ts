import type { Config } from './config.ts';

/** One entry of `routes`. */
interface Route {
  readonly pattern: string;
  readonly domain: boolean;
  readonly zoneId: string | undefined;
  readonly zoneName: string | undefined;
}

function routesOf({ routes, route }: Config): readonly Route[] {
  const given: readonly unknown[] = Array.isArray(routes) ? routes : [route]; // wrangler's: `route` counts without `routes`
  return given.flatMap((entry) => {
    const asked = typeof entry === 'string' ? { pattern: entry } : objectOf(entry);
    const { pattern, custom_domain, enabled, zone_id: id, zone_name: zone } = asked as Config;
    if (typeof pattern !== 'string' || pattern === '' || enabled === false) return [];
    const zoneId = typeof id === 'string' ? id : undefined;
    return [{ pattern, domain: custom_domain === true, zoneId, zoneName: typeof zone === 'string' ? zone : undefined }];
  });
}

/** The patterns of routes and the hosts of custom domains, as they stand. */
export function patternsOf(config: Config): readonly string[] {
  return routesOf(config).map(({ pattern }) => pattern);
}

/** How the zone of a route is found. */
export interface AskedZone {
  readonly id: string | undefined;
  /** What it may be called, the longest name first: a host is in the zone of the longest that there is. */
  readonly names: readonly string[];
}

/** The zones that the routes of a configuration are in. Custom domains are the account's, and need none. */
export function zonesOf(config: Config): readonly AskedZone[] {
  const asked = routesOf(config).flatMap(({ pattern, domain, zoneId, zoneName }) =>
    domain ? [] : [{ id: zoneId, names: zoneName === undefined ? namesOfZone(pattern) : [zoneName] }],
  );
  const known = new Map(asked.map((zone) => [zone.id ?? zone.names.join(), zone]));
  return [...known.values()];
}

function namesOfZone(pattern: string): readonly string[] {
  const host = pattern.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
  const labels = host.replace(/^\*\.?/, '').split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

/** Whether the Worker answers below workers.dev: wrangler's rule. */
export function wantsWorkersDev(config: Config): boolean {
  const { workers_dev: wanted, routes, route } = config;
  if (typeof wanted === 'boolean') return wanted;
  return Array.isArray(routes) ? routes.length === 0 : route === undefined || route === null || route === '';
}

/**
 * The URLs at which the Worker answers, the places of users first: custom domains, routes, workers.dev. A route of many
 * hosts (`*.example.com/*`) names none of them.
 * @param subdomain of the account below workers.dev; undefined: not known
 */
export function addressesOf(config: Config, subdomain: string | undefined): readonly string[] {
  const routes = routesOf(config).toSorted((a, b) => Number(b.domain) - Number(a.domain));
  const at = routes.map(({ pattern }) => pattern);
  return addressesAt(String(config.name), at, wantsWorkersDev(config) ? subdomain : undefined);
}

/**
 * The URLs of a Worker that has these patterns and hosts, in their order.
 * @param subdomain of the account, where the Worker answers below it
 */
export function addressesAt(
  name: string,
  patterns: readonly string[],
  subdomain: string | undefined,
): readonly string[] {
  const own = subdomain === undefined ? [] : [`https://${name}.${subdomain}.workers.dev`];
  return [...new Set([...patterns.flatMap(addressOfPattern), ...own])];
}

/** `*example.com` is also example.com itself, `*.example.com` is not. */
function addressOfPattern(pattern: string): readonly string[] {
  const match = /^(?<scheme>https?:\/\/)?(?<many>\*)?(?<host>[^/*.][^/*]*)(?<path>\/[^*]*)?\*?$/.exec(pattern);
  const { scheme = 'https://', host = '', path = '/' } = match?.groups ?? {};
  const url = match === null ? null : URL.parse(`${scheme}${host}${path}`);
  return url === null ? [] : [url.href];
}

/**
 * What `wrangler triggers deploy` has to apply after a version is live, in words; none: it is not needed. It also sets
 * whether the Worker answers at workers.dev, which the API tells and changes in one call (`wantsWorkersDev`).
 */
export function triggersOf(config: Config): readonly string[] {
  const routes = routesOf(config);
  const { crons, events } = objectOf(config.triggers);
  const { consumers } = objectOf(config.queues);
  const there: readonly (readonly [string, boolean])[] = [
    ['routes', routes.some(({ domain }) => !domain)],
    ['custom domains', routes.some(({ domain }) => domain)],
    ['crons', Array.isArray(crons)], // an empty list takes away what was there
    ['events', Array.isArray(events)],
    ['queue consumers', listOf(consumers).length > 0],
    ['workflows', ownsWorkflows(config)],
    ['mail addresses', listOf(config.addresses).length > 0],
  ];
  return there.flatMap(([what, is]) => (is ? [what] : []));
}

/** A workflow is the account's, and made by the Worker that has its class. */
function ownsWorkflows(config: Config): boolean {
  const exported = Object.values(objectOf(config.exports)).some((entry) => objectOf(entry).type === 'workflow');
  return exported || listOf(config.workflows).some((entry) => isOwn(objectOf(entry), config));
}

/** Whether the class that a binding names is of this Worker. */
export function isOwn({ script_name: script }: Readonly<Record<string, unknown>>, { name }: Config): boolean {
  return script === undefined || script === name;
}

/**
 * Tags of the Durable Object migrations, in order. The newest that the live Worker has is its `migration_tag`: what comes
 * after it here, or all where it has none of them, an upload would have to apply, and no version upload can.
 */
export function migrationsOf({ migrations }: Config): readonly string[] {
  return listOf(migrations).flatMap((entry) => {
    const { tag } = objectOf(entry);
    return typeof tag === 'string' ? [tag] : [];
  });
}

/** The value as an object; one without keys where it is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
