import * as v from 'valibot';
import { messageOf, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { formatMs } from '../units.ts';
import type { Places } from './places.ts';
import { stopIfCancelled } from './served.ts';

/*
 * Globalping's API, v1. Its official client (npm `globalping` 0.2.0) wants the token's value, waits a minute that nothing ends,
 * has no other way to the network than the global `fetch`, and brings fifty packages for two calls: these are they.
 */

/** The secret by which the quota is the user's own; without it, that of the runner's address. */
export const GLOBALPING_TOKEN = 'GLOBALPING_TOKEN';
const API = 'https://api.globalping.io/v1/measurements';
const CONTINENTS = ['EU', 'NA', 'AS', 'SA', 'OC', 'AF'] as const;

const CALL_MS = 10_000;
/** As Globalping asks its clients to wait between two looks. */
const LOOK_MS = 500;
/** Globalping gives a measurement up after 30 s. */
const MEASURED_MS = 35_000;

export interface WorldWish {
  /** `https://HOST` */
  readonly url: string;
  /** The same of what it is held against; absent: nothing. */
  readonly production?: string;
  readonly path: string;
  /** Status that is good; undefined: any 2xx. */
  readonly expect: number | undefined;
  readonly places: Places;
  readonly fetch: Host['fetch'];
  readonly clock: Host['clock'];
  readonly signal: AbortSignal;
}

/** One request of a probe over a new connection, in ms; absent where the probe does not tell. */
export interface WorldTimings {
  readonly totalMs: number;
  readonly dnsMs?: number;
  readonly tcpMs?: number;
  readonly tlsMs?: number;
  readonly firstByteMs?: number;
}

/** What one side of a probe came to. */
export type WorldAnswer = { readonly timings: WorldTimings } | { readonly why: string };

export interface WorldProbe {
  readonly city: string;
  readonly country: string;
  readonly continent: string;
  readonly network: string;
  readonly head: WorldAnswer;
  /** By the same probe; absent: not asked. */
  readonly production?: WorldAnswer;
}

export interface World {
  readonly probes: readonly WorldProbe[];
  /** Taken from the quota. */
  readonly tests: number;
  /** Why production was not measured, where it was to be. */
  readonly noProduction?: string;
}

/**
 * Latency of a live address from places of the world, and of production from the same probes after that. Each is the first
 * request of a new connection.
 * @throws ShipError where Globalping does not do it: quota, no probe, no answer
 */
export async function measureWorld(wish: WorldWish): Promise<World> {
  const first = await measure(wish.url, placesOf(wish.places), wish);
  const heads = first.results.map((result) => ({ result, head: answerOf(result, wish.expect) }));
  const asked = wish.production === undefined ? undefined : await beside(first.id, wish.production, wish);
  const second = asked !== undefined && 'results' in asked ? asked.results : undefined;
  const probes = heads.map(({ result, head }, i): WorldProbe => {
    const { city, country, continent, network } = result.probe;
    const place = { city, country, continent, network, head };
    if (second === undefined) return place;
    const other = second[i];
    // the same by its place in the list; one that has gone meanwhile may be replaced by a stranger
    const same = other !== undefined && isSame(other, result);
    return { ...place, production: same ? answerOf(other, wish.expect) : { why: 'the probe is gone' } };
  });
  return {
    probes,
    tests: first.results.length + (second?.length ?? 0),
    ...(asked !== undefined && 'why' in asked ? { noProduction: asked.why } : {}),
  };
}

async function beside(id: string, url: string, wish: WorldWish): Promise<Measurement | { readonly why: string }> {
  try {
    return await measure(url, { locations: id }, wish);
  } catch (error) {
    stopIfCancelled(wish.signal);
    return { why: messageOf(error) };
  }
}

function placesOf(places: Places): object {
  const locations =
    'each' in places ? CONTINENTS.map((continent) => ({ continent })) : places.map((magic) => ({ magic }));
  return { locations: locations.map((place) => ({ ...place, limit: 1 })) };
}

const amount = v.nullish(v.pipe(v.number(), v.minValue(0), v.finite()));
const finished = v.object({
  status: v.literal('finished'),
  statusCode: v.pipe(v.number(), v.integer()),
  timings: v.object({ total: amount, dns: amount, tcp: amount, tls: amount, firstByte: amount }),
});
const resultSchema = v.object({
  probe: v.object({
    continent: v.string(),
    country: v.string(),
    city: v.string(),
    asn: v.number(),
    network: v.string(),
  }),
  result: v.looseObject({ status: v.string() }),
});
const measurementSchema = v.object({ id: v.string(), status: v.string(), results: v.array(resultSchema) });
const createdSchema = v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]+$/)) });
const refusalSchema = v.object({
  error: v.object({ message: v.string(), params: v.optional(v.record(v.string(), v.string())) }),
});

type Measurement = v.InferOutput<typeof measurementSchema>;
type Result = v.InferOutput<typeof resultSchema>;

async function measure(url: string, where: object, wish: WorldWish): Promise<Measurement> {
  const { hostname, port, protocol, pathname, search } = new URL(wish.path, url);
  const body = JSON.stringify({
    ...{ type: 'http', target: hostname, ...where },
    measurementOptions: {
      protocol: protocol === 'https:' ? 'HTTPS' : 'HTTP',
      ...(port === '' ? {} : { port: Number(port) }),
      request: { method: 'GET', path: pathname, ...(search === '' ? {} : { query: search.slice(1) }) },
    },
  });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const { id } = await call(API, createdSchema, wish, init);
  return finishedOne(id, wish);
}

/** Looks until it is finished; what is there by the end of the time is taken as it is. */
async function finishedOne(id: string, wish: WorldWish): Promise<Measurement> {
  const since = wish.clock.now();
  for (;;) {
    const measurement = await call(`${API}/${id}`, measurementSchema, wish);
    if (measurement.status !== 'in-progress' || wish.clock.now() - since >= MEASURED_MS) return measurement;
    await wish.clock.sleep(LOOK_MS);
  }
}

async function call<T>(
  url: string,
  schema: v.GenericSchema<unknown, T>,
  { fetch, signal }: WorldWish,
  init: RequestInit = {},
): Promise<T> {
  stopIfCancelled(signal);
  const headers = { ...init.headers, 'user-agent': 'wasm-ship (GitHub Action)' };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { ...init, headers, signal: limit, redirect: 'error' }, GLOBALPING_TOKEN);
    const text = await response.text();
    body = jsonOf(text);
  } catch (cause) {
    stopIfCancelled(signal);
    throw new ShipError('probe', `Globalping has no answer: ${messageOf((cause as Error).cause ?? cause)}.`, { cause });
  }
  if (!response.ok) throw refusal(response, body);
  const read = v.safeParse(schema, body);
  if (read.success) return read.output;
  throw new ShipError('probe', `Globalping answers in another form than its API has: ${read.issues[0].message}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, say
  }
}

function refusal({ status, headers }: Response, body: unknown): ShipError {
  if (status === 429) return quota(headers);
  const said = v.safeParse(refusalSchema, body);
  const { message, params = {} } = said.success ? said.output.error : { message: `status ${status}` };
  const about = Object.values(params).slice(0, 3).join('; ');
  const text = `Globalping refuses: ${message.replace(/\.$/, '')}${about === '' ? '' : ` (${about})`}.`;
  return new ShipError('probe', text, status === 401 ? { hint: `Is ${GLOBALPING_TOKEN} right?` } : {});
}

/** With its headers, as far as they are there: `x-ratelimit-reset` is in seconds. */
function quota(headers: Headers): ShipError {
  const [left, limit, reset] = ['remaining', 'limit', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));
  const count = left && limit ? `: ${left} of ${limit} tests of this hour are left` : '';
  const seconds = Number(reset ?? Number.NaN);
  const again =
    Number.isFinite(seconds) && reset !== '' && seconds >= 0 ? `, again in ${formatMs(seconds * 1000)}` : '';
  return new ShipError('probe', `Globalping's quota is used up${count}${again}.`, {
    hint: `Runners share their addresses, and the quota goes by address; by a token of your own (\`${GLOBALPING_TOKEN}\`) it is yours.`,
  });
}

function isSame({ probe: a }: Result, { probe: b }: Result): boolean {
  return a.city === b.city && a.asn === b.asn && a.country === b.country;
}

/** A quick 500 is no quick answer. */
function answerOf({ result }: Result, expect: number | undefined): WorldAnswer {
  const read = v.safeParse(finished, result);
  if (!read.success) {
    const { status } = result;
    return { why: status === 'finished' ? 'it tells no times that can be' : status.slice(0, 30) };
  }
  const { statusCode, timings } = read.output;
  const good = expect === undefined ? statusCode >= 200 && statusCode <= 299 : statusCode === expect;
  if (!good) return { why: `answered ${statusCode}` };
  const { total, dns, tcp, tls, firstByte } = timings;
  if (total === null || total === undefined) return { why: 'it tells no times that can be' };
  const parts = { dnsMs: dns, tcpMs: tcp, tlsMs: tls, firstByteMs: firstByte };
  const there = Object.entries(parts).filter(([, ms]) => ms !== null && ms !== undefined);
  return { timings: { totalMs: total, ...Object.fromEntries(there) } };
}
