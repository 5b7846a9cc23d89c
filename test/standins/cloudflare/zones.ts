import { createHash, randomUUID } from 'node:crypto';
import { duplicateRoute, notOfZone, zoneNotFound } from './resource-refusal.ts';

/** A domain of the account. */
export interface Zone {
  readonly id: string;
  readonly name: string;
}

/** A pattern of URLs that a Worker answers. */
export interface ZoneRoute {
  readonly id: string;
  readonly pattern: string;
  readonly script: string;
  readonly zone: Zone;
}

/** A host that is a Worker's own. */
export interface CustomDomain {
  readonly id: string;
  readonly hostname: string;
  readonly service: string;
  readonly zone: Zone;
}

/** A pattern or host as a client names it, with the zone where it says which. */
export interface AskedHost {
  readonly host: string;
  readonly zone_id?: string | undefined;
  readonly zone_name?: string | undefined;
}

/** The zones of an account, and which Worker answers what in them. */
export class Zones {
  readonly all: readonly Zone[];
  routes: readonly ZoneRoute[] = [];
  domains: readonly CustomDomain[] = [];

  constructor(names: readonly string[]) {
    // The same name has the same id in every run: a configuration may name it.
    this.all = names.map((name) => ({ name, id: createHash('md5').update(name).digest('hex') }));
  }

  /** The zone that a host is in. */
  zoneOf(host: string): Zone | undefined {
    const zones = this.all.filter(({ name }) => host === name || host.endsWith(`.${name}`));
    return zones.toSorted((left, right) => right.name.length - left.name.length)[0];
  }

  /** Makes these the only routes of a Worker. One of another Worker is never taken. */
  putRoutes(script: string, asked: readonly AskedHost[]): readonly ZoneRoute[] {
    const routes = asked.map((one) => this.#newRoute(script, one));
    this.routes = [...this.routes.filter((route) => route.script !== script), ...routes];
    return routes;
  }

  /** Adds one route. */
  addRoute(script: string, asked: AskedHost): ZoneRoute {
    const route = this.#newRoute(script, asked);
    if (this.routes.some(({ pattern }) => pattern === route.pattern)) throw duplicateRoute();
    this.routes = [...this.routes, route];
    return route;
  }

  /** Makes these the only custom domains of a Worker; they are taken from whoever has them. */
  putDomains(service: string, asked: readonly AskedHost[]): void {
    const domains = asked.map((one) => ({
      ...{ id: randomUUID().replaceAll('-', ''), hostname: one.host, service },
      zone: this.#zoneFor(one.host, one),
    }));
    const taken = new Set(domains.map(({ hostname }) => hostname));
    const kept = this.domains.filter((domain) => domain.service !== service && !taken.has(domain.hostname));
    this.domains = [...kept, ...domains];
  }

  /** Forgets all that a Worker has. */
  forget(script: string): void {
    this.routes = this.routes.filter((route) => route.script !== script);
    this.domains = this.domains.filter((domain) => domain.service !== script);
  }

  /** The Worker that answers a URL: by its most telling route, else by the host. */
  workerAt(host: string, path: string): string | undefined {
    const matching = this.routes.filter(({ pattern }) => matches(pattern, host, path));
    const [best] = matching.toSorted((left, right) => weight(right.pattern) - weight(left.pattern));
    return best?.script ?? this.domains.find(({ hostname }) => hostname === host)?.service;
  }

  #newRoute(script: string, asked: AskedHost): ZoneRoute {
    const pattern = asked.host;
    const zone = this.#zoneFor(hostOf(pattern).replace(/^\*\.?/, ''), asked);
    if (this.zoneOf(hostOf(pattern).replace(/^\*\.?/, '')) !== zone) throw notOfZone(pattern);
    if (this.routes.some((route) => route.pattern === pattern && route.script !== script)) throw duplicateRoute();
    return { id: randomUUID().replaceAll('-', ''), pattern, script, zone };
  }

  #zoneFor(host: string, { zone_id, zone_name }: AskedHost): Zone {
    const zone =
      zone_id === undefined && zone_name === undefined
        ? this.zoneOf(host)
        : this.all.find(({ id, name }) => id === zone_id || name === zone_name);
    if (!zone) throw zoneNotFound(zone_name ?? zone_id ?? host);
    return zone;
  }
}

const withoutScheme = (pattern: string): string => pattern.replace(/^https?:\/\//, '');
const hostOf = (pattern: string): string => withoutScheme(pattern).split('/', 1)[0] ?? '';

/** As Cloudflare reads a pattern: `*` at the start of the host and at the end of the path is any text. */
function matches(pattern: string, host: string, path: string): boolean {
  const source = withoutScheme(pattern)
    .split('*')
    .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(`${host}${path}`);
}

/** The longer pattern is the more telling one; a host that is named in full goes before all wildcards. */
const weight = (pattern: string): number => pattern.length + (hostOf(pattern).startsWith('*') ? 0 : 1000);
