import * as v from 'valibot';
import { notAuthorized, unparsable } from './refusal.ts';
import { noZone } from './resource-refusal.ts';
import { type Call, listed, type Reply, type Route, read, route, SCRIPT, WORKERS } from './routing.ts';
import type { CustomDomain, Zone, ZoneRoute } from './zones.ts';

const ZONE_ROUTES = '/zones/:zone/workers/routes';

const named = { zone_id: v.optional(v.string()), zone_name: v.optional(v.string()) };
const AskedRoutes = v.array(v.strictObject({ pattern: v.string(), ...named }));
const AskedDomains = v.array(
  v.object({
    ...{ hostname: v.string(), ...named },
    ...{ enabled: v.optional(v.boolean(), true), previews_enabled: v.optional(v.boolean(), false) },
  }),
);
const AskedRecords = v.object({ override_existing_origin: v.boolean(), origins: AskedDomains });

/** Zones and what a Worker answers in them: routes and custom domains, as `wrangler triggers deploy` sets them. */
export const zoneRoutes: readonly Route[] = [
  route('GET', '/zones', 'read', (call) => {
    const name = call.query.get('name');
    if (call.rights === 'workers') return listed([]); // not refused: a token's list has what the token may see
    return listed(call.account.zones.all.filter((zone) => name === null || zone.name === name));
  }),
  route('GET', ZONE_ROUTES, 'read', (call) => {
    const zone = zoneOf(call);
    return listed(call.account.zones.routes.filter((one) => one.zone === zone).map(routeView));
  }),
  route('GET', `${WORKERS}/domains`, 'read', (call) => {
    const service = call.query.get('service');
    return listed(
      call.account.zones.domains.filter((one) => service === null || one.service === service).map(domainView),
    );
  }),
  // Where the token may not see all zones, wrangler sets routes one by one. It says no zone but the path's.
  route('POST', ZONE_ROUTES, 'edit', (call) => {
    const { pattern, script } = read(v.object({ pattern: v.string(), script: v.string() }), call);
    call.account.worker(script);
    const added = call.account.zones.addRoute(script, { host: pattern, zone_id: zoneOf(call).id });
    return { result: routeView(added) };
  }),
  route('PUT', `${SCRIPT}/routes`, 'edit', (call) => {
    const { name } = call.account.worker(call.param('name'));
    if (call.rights === 'workers') throw notAuthorized(403);
    const asked = read(AskedRoutes, call).map(({ pattern, ...zone }) => ({ host: pattern, ...zone }));
    return { result: call.account.zones.putRoutes(name, asked).map(routeView) };
  }),
  route('POST', `${SCRIPT}/domains/changeset`, 'edit', changeset),
  route('PUT', `${SCRIPT}/domains/records`, 'edit', (call) => {
    const { name } = call.account.worker(call.param('name'));
    const { override_existing_origin: override, origins } = read(AskedRecords, call);
    checkServed(origins);
    const { domains } = call.account.zones;
    const foreign = origins.find(({ hostname }) =>
      domains.some((domain) => domain.hostname === hostname && domain.service !== name),
    );
    if (foreign && !override)
      throw unparsable(`this stand-in has no refusal for ${foreign.hostname} without override_existing_origin`);
    call.account.zones.putDomains(
      name,
      origins.map(({ hostname, zone_id, zone_name }) => ({ host: hostname, zone_id, zone_name })),
    );
    return { result: call.account.zones.domains.filter(({ service }) => service === name) };
  }),
];

/** What a change of the custom domains would do. Nothing is in the way of any: there are no other DNS records here. */
function changeset(call: Call): Reply {
  const { name } = call.account.worker(call.param('name'));
  const asked = read(AskedDomains, call);
  checkServed(asked);
  const { zones } = call.account;
  const there = new Map(zones.domains.map((domain) => [domain.hostname, domain]));
  const hosts = new Set(asked.map(({ hostname }) => hostname));
  return {
    result: {
      added: asked.filter(({ hostname }) => !there.has(hostname)),
      removed: zones.domains.filter(({ service, hostname }) => service === name && !hosts.has(hostname)),
      updated: asked.flatMap(({ hostname }) => {
        const domain = there.get(hostname);
        return domain ? [{ ...domain, modified: domain.service !== name }] : [];
      }),
      conflicting: [],
    },
  };
}

function checkServed(asked: v.InferOutput<typeof AskedDomains>): void {
  const other = asked.find(({ enabled, previews_enabled: previews }) => !enabled || previews);
  if (other) throw unparsable(`this stand-in has no switches for a custom domain (${other.hostname})`);
}

function zoneOf(call: Call): Zone {
  if (call.rights === 'workers') throw notAuthorized(403);
  const zone = call.account.zones.all.find(({ id }) => id === call.param('zone'));
  if (!zone) throw noZone();
  return zone;
}

const routeView = ({ id, pattern, script }: ZoneRoute): object => ({ id, pattern, script });
const domainView = ({ id, hostname, service, zone }: CustomDomain): object => ({
  ...{ id, hostname, service, environment: 'production', zone_id: zone.id, zone_name: zone.name },
});
