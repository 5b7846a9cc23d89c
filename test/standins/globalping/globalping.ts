import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../cloudflare/listen.ts';

/** A probe somewhere in the world. */
export interface StandinProbe {
  readonly continent: string;
  readonly country: string;
  readonly city: string;
  readonly asn: number;
  readonly network: string;
  /** How far it is from the edge (ms): a connection takes it once, TLS once, an answer once. */
  readonly away: number;
}

const PROBES: readonly StandinProbe[] = [
  { continent: 'EU', country: 'DE', city: 'Berlin', asn: 3320, network: 'Deutsche Telekom', away: 10 },
  { continent: 'NA', country: 'US', city: 'New York', asn: 701, network: 'Verizon', away: 15 },
  { continent: 'AS', country: 'JP', city: 'Tokyo', asn: 2516, network: 'KDDI', away: 30 },
  { continent: 'SA', country: 'BR', city: 'Sao Paulo', asn: 28573, network: 'Claro', away: 40 },
  { continent: 'OC', country: 'AU', city: 'Sydney', asn: 1221, network: 'Telstra', away: 35 },
  { continent: 'AF', country: 'ZA', city: 'Cape Town', asn: 3741, network: 'IS', away: 50 },
];

/** What a probe finds at an address. */
export interface Found {
  readonly status: number;
  /** From the request to the first byte, beside the distance. */
  readonly ms: number;
}

/** How the stand-in is to be. */
export interface GlobalpingOptions {
  /** What probes find; a throw is a probe that has no answer. */
  readonly reach: (url: string) => Promise<Found>;
  /** Tests that an address may have within an hour; 250 at Globalping. */
  readonly anonymous?: number;
  /** Those of tokens: 500. */
  readonly authenticated?: number;
  readonly tokens?: readonly string[];
  readonly clock?: () => number;
}

/** One request to the API. */
export interface GlobalpingCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly userAgent: string;
  readonly authorized: boolean;
}

/** Globalping's API as far as its clients use it for HTTP, with its quotas and refusals: by its server's own source of 2025. */
export interface GlobalpingStandin {
  readonly calls: readonly GlobalpingCall[];
  /** Addresses that probes have asked, in order. */
  readonly asked: readonly string[];
  /** Answers a request, of whatever server it came to. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Takes so many tests of the hour, as strangers behind the same address do. */
  spend(tests: number): void;
  /** The next result of a probe in that city is this one; of its measurement, nothing else changes. */
  distort(city: string, result: object): void;
  /** Probes of that city go offline for measurements that reuse them. */
  leave(city: string): void;
  /** Another probe stands for those of that city in measurements that reuse them. */
  replace(city: string): void;
  /** A new hour, with all probes. */
  reset(): void;
}

interface Measurement {
  readonly id: string;
  readonly target: string;
  readonly probes: readonly StandinProbe[];
  readonly results: (object | undefined)[];
}

class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly params: Readonly<Record<string, string>> | undefined;
  constructor(status: number, type: string, message: string, params?: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.type = type;
    this.params = params;
  }
}

const HOUR_MS = 3_600_000;
/** Looks at one measurement: 5 within 2 s. */
const LOOKS = { most: 5, withinMs: 2000 };
const MOST_PROBES = { ip: 50, user: 500 };

/** Makes it; nothing listens until a server is given its `handle`. */
export function makeGlobalping(options: GlobalpingOptions): GlobalpingStandin {
  const api = new Api(options);
  const { calls, asked } = api;
  return {
    ...{ calls, asked },
    handle: (request, response) => api.handle(request, response),
    spend: (tests) => api.quota.spend('ip', tests),
    distort: (city, result) => void api.distorted.set(city, result),
    leave: (city) => void api.gone.add(city),
    replace: (city) => void api.replaced.add(city),
    reset() {
      api.quota.renew();
      api.gone.clear();
      api.replaced.clear();
      api.distorted.clear();
    },
  };
}

/** Tests of an hour, of an address and of a user. */
class Quota {
  readonly #points: Readonly<Record<'ip' | 'user', number>>;
  readonly #clock: () => number;
  readonly #spent = { ip: 0, user: 0 };
  #since: number;

  constructor({ anonymous = 250, authenticated = 500 }: GlobalpingOptions, clock: () => number) {
    this.#points = { ip: anonymous, user: authenticated };
    this.#clock = clock;
    this.#since = clock();
  }

  renew(): void {
    this.#since = this.#clock();
    this.#spent.ip = 0;
    this.#spent.user = 0;
  }

  spend(who: 'ip' | 'user', tests: number): void {
    this.#spent[who] += tests;
  }

  /** Takes tests where there are so many left, and says so in the headers of the answer either way. */
  charge(who: 'ip' | 'user', tests: number, response: ServerResponse): void {
    if (this.#clock() - this.#since >= HOUR_MS) this.renew();
    const fits = this.#spent[who] + tests <= this.#points[who];
    if (fits) this.spend(who, tests);
    const reset = Math.round((this.#since + HOUR_MS - this.#clock()) / 1000);
    response.setHeader('x-request-cost', String(tests));
    response.setHeader('x-ratelimit-limit', String(this.#points[who]));
    response.setHeader('x-ratelimit-consumed', String(fits ? tests : 0));
    response.setHeader('x-ratelimit-remaining', String(Math.max(0, this.#points[who] - this.#spent[who])));
    response.setHeader('x-ratelimit-reset', String(reset));
    if (!fits) throw new Refusal(429, 'too_many_probes', 'Too Many Probes Requested');
  }
}

class Api {
  readonly calls: GlobalpingCall[] = [];
  readonly asked: string[] = [];
  readonly gone = new Set<string>();
  readonly replaced = new Set<string>();
  readonly distorted = new Map<string, object>();
  readonly quota: Quota;
  readonly #options: GlobalpingOptions;
  readonly #clock: () => number;
  readonly #measurements = new Map<string, Measurement>();
  readonly #looks = new Map<string, number[]>();

  constructor(options: GlobalpingOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.quota = new Quota(options, this.#clock);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body: object;
    try {
      body = await this.#answer(request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.statusCode = error.status;
      const { type, message, params } = error;
      body = { error: { type, message, ...(params === undefined ? {} : { params }) } };
    }
    const { method = '', url: path = '', headers } = request;
    const authorized = headers.authorization !== undefined;
    this.calls.push({ method, path, status: response.statusCode, userAgent: headers['user-agent'] ?? '', authorized });
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(body));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<object> {
    const [, id] = /^\/v1\/measurements\/([a-zA-Z0-9]+)$/.exec(request.url ?? '') ?? [];
    if (request.method === 'POST' && request.url === '/v1/measurements') return this.#create(request, response);
    if (request.method === 'GET' && id !== undefined) return this.#look(id);
    throw new Refusal(404, 'not_found', 'Not Found');
  }

  async #create(request: IncomingMessage, response: ServerResponse): Promise<object> {
    const who = this.#whose(request);
    const { locations, target, url } = parse((await bodyOf(request)).toString('utf8'));
    const reused = typeof locations === 'string';
    const probes = reused ? this.#again(locations) : chosen(locations);
    if (probes === undefined) throw invalid('locations', '"locations" must be an id of an existing measurement');
    if (probes.length === 0) throw new Refusal(422, 'no_probes_found', 'No suitable probes found.');
    const most = MOST_PROBES[who];
    if (probes.length > most) throw invalid('limit', `"limit" must be less than or equal to ${most}`);
    this.quota.charge(who, probes.length, response);
    const id = randomBytes(12).toString('hex');
    const measurement: Measurement = { id, target, probes, results: probes.map(() => undefined) };
    this.#measurements.set(id, measurement);
    void this.#run(measurement, url, reused);
    response.statusCode = 202;
    response.setHeader('location', `https://api.globalping.io/v1/measurements/${id}`);
    return { id, probesCount: probes.length };
  }

  #again(id: string): readonly StandinProbe[] | undefined {
    const probes = this.#measurements.get(id)?.probes;
    return probes?.map((probe) => (this.replaced.has(probe.city) ? { ...probe, asn: 1, network: 'another' } : probe));
  }

  #whose({ headers: { authorization } }: IncomingMessage): 'ip' | 'user' {
    if (authorization === undefined) return 'ip';
    if (this.#options.tokens?.includes(authorization.replace(/^Bearer /, '')) === true) return 'user';
    throw new Refusal(401, 'unauthorized', 'Unauthorized.');
  }

  async #run({ probes, results }: Measurement, url: string, reused: boolean): Promise<void> {
    await Promise.all(
      probes.map(async (probe, i) => {
        const own = this.distorted.get(probe.city);
        this.distorted.delete(probe.city);
        if (own !== undefined) results[i] = own;
        else if (reused && this.gone.has(probe.city)) results[i] = { status: 'offline', rawOutput: '' };
        else results[i] = await resultOf(probe, url, this.asked, this.#options.reach);
      }),
    );
  }

  #look(id: string): object {
    const recent = (this.#looks.get(id) ?? []).filter((at) => this.#clock() - at < LOOKS.withinMs);
    this.#looks.set(id, [...recent, this.#clock()]);
    if (recent.length >= LOOKS.most) throw new Refusal(429, 'too_many_requests', 'Too Many Requests');
    const measurement = this.#measurements.get(id);
    if (measurement === undefined) throw new Refusal(404, 'not_found', "Couldn't find the requested measurement.");
    return viewOf(measurement);
  }
}

interface Wish {
  readonly target: string;
  readonly url: string;
  readonly locations: string | readonly Readonly<Record<string, unknown>>[];
}

const KEYS = ['type', 'target', 'measurementOptions', 'locations', 'limit', 'inProgressUpdates', 'timeout'];
const PLACE_KEYS = ['continent', 'region', 'country', 'state', 'city', 'network', 'asn', 'magic', 'tags'];

/** What the API takes, or its refusal. */
function parse(text: string): Wish {
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw invalid(unknown, `"${unknown}" is not allowed`);
  if (body.type !== 'http') throw invalid('type', 'this stand-in knows "http" alone');
  const {
    target,
    locations,
    measurementOptions: options = {},
  } = body as { target?: unknown; locations?: Wish['locations'] } & {
    measurementOptions?: {
      protocol?: string;
      port?: number;
      request?: { path?: string; query?: string; method?: string };
    };
  };
  if (
    typeof target !== 'string' ||
    !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(target) ||
    /^(127\.|10\.|192\.168\.)/.test(target)
  )
    throw invalid('target', '"target" must be a valid domain name or public IP');
  if (locations === undefined) throw invalid('locations', 'this stand-in wants locations');
  for (const place of typeof locations === 'string' ? [] : locations) {
    if (!PLACE_KEYS.some((key) => place[key] !== undefined))
      throw invalid('locations[0]', `"locations[0]" must contain at least one of [${PLACE_KEYS.join(', ')}]`);
    if (place.limit !== undefined && body.limit !== undefined)
      throw invalid('locations[0].limit', 'limit per location is not allowed when a global limit is set');
  }
  const { protocol = 'HTTPS', port, request = {} } = options;
  const { path = '/', query, method = 'HEAD' } = request;
  if (!['HTTP', 'HTTPS', 'HTTP2'].includes(protocol))
    throw invalid('protocol', '"protocol" must be one of [HTTP, HTTPS, HTTP2]');
  if (!['GET', 'HEAD', 'OPTIONS'].includes(method))
    throw invalid('method', '"method" must be one of [HEAD, GET, OPTIONS]');
  const scheme = protocol === 'HTTP' ? 'http' : 'https';
  const host = port === undefined ? target : `${target}:${port}`;
  return { target, locations, url: `${scheme}://${host}${path}${query === undefined ? '' : `?${query}`}` };
}

function invalid(param: string, message: string): Refusal {
  return new Refusal(400, 'validation_error', 'Parameter validation failed.', { [param]: message });
}

/** One probe for each place, as far as there is one. */
function chosen(places: Exclude<Wish['locations'], string>): readonly StandinProbe[] {
  return places.flatMap(({ continent, magic, limit = 1 }) => {
    const words = String(magic ?? continent)
      .toLowerCase()
      .split('+');
    const fits = (probe: StandinProbe): boolean => {
      const known = [probe.continent, probe.country, probe.city, `as${probe.asn}`, probe.network, 'world'];
      return words.every((word) => known.some((name) => name.toLowerCase() === word.trim()));
    };
    return PROBES.filter(fits).slice(0, Number(limit));
  });
}

async function resultOf(
  { away }: StandinProbe,
  url: string,
  asked: string[],
  reach: GlobalpingOptions['reach'],
): Promise<object> {
  asked.push(url);
  try {
    const { status, ms } = await reach(url);
    const firstByte = away + Math.round(ms);
    const timings = { total: 3 * away + firstByte + 3, dns: 2, tcp: away, tls: 2 * away, firstByte, download: 1 };
    return { status: 'finished', rawOutput: '', statusCode: status, statusCodeName: '', headers: {}, timings };
  } catch (error) {
    return { status: 'failed', rawOutput: String(error) };
  }
}

function viewOf({ id, target, probes, results }: Measurement): object {
  const open = results.some((result) => result === undefined);
  return {
    ...{ id, type: 'http', status: open ? 'in-progress' : 'finished', target, probesCount: probes.length },
    results: probes.map(({ away, ...place }, i) => ({
      probe: { ...place, region: '', state: null, latitude: 0, longitude: 0, tags: [], resolvers: ['private'] },
      result: results[i] ?? { status: 'in-progress', rawOutput: '' },
    })),
  };
}
