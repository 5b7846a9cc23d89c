import { parseAnswer, type WantedBody } from './answer.ts';
import { parseTake, type Take, TOKEN } from './take.ts';
import { HEADER_VALUE, namesIn, placeOfBody, readsAsJson, readTemplate } from './template.ts';

/** Any status from 200 to 299. */
export const GOOD = '2xx';

/**
 * One request of the replay, and what its answer must be. Path, values of headers and body are templates: `{{token}}` is a
 * value that an earlier request takes.
 */
export interface ReplayRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** HTTP status; `GOOD` for the path that says whether the service is ready, which names none. */
  readonly expect: number | typeof GOOD;
  /** How often it comes, against the others. */
  readonly weight: number;
  /** Whether a release asks it of the live service, too; undefined: nobody said. */
  readonly live?: boolean;
  /** What the answer's body has to be; undefined: anything. */
  readonly answer?: WantedBody;
  /** What later requests use of the answer. */
  readonly take?: readonly Take[];
}

/** What a request may ask for: printable ASCII, so that it is sent as it stands. */
export const PATH = /^\/[!-~]*$/;
export const PATH_FORM = 'a path that begins with / and has no spaces';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const KEYS = ['name', 'method', 'path', 'headers', 'body', 'expect', 'answer', 'take', 'weight', 'live'];

/**
 * Requests of a TOML array of tables, or of JSON text with the same shape.
 * @returns the requests, or the form wanted where the value has another
 */
export function parseRequests(raw: unknown): readonly ReplayRequest[] | string {
  const value = fromJson(raw);
  if (!Array.isArray(value)) return 'an array of requests such as [{"path": "/health", "expect": 200}]';
  const requests: ReplayRequest[] = [];
  for (const [index, item] of value.entries()) {
    const request = parseRequest(item);
    const unfit = typeof request === 'string' ? request : (unfitTemplate(request) ?? unfitValues(request, requests));
    if (typeof request === 'string' || unfit !== undefined) return `${unfit} (request ${index + 1})`;
    const named = (name: string): boolean => requests.some((earlier) => earlier.name === name);
    if (isTable(item) && item.name !== undefined && named(request.name))
      return `each name once, for work and latency are told by it; an earlier request has it, too (request ${index + 1})`;
    let name = request.name; // of what it asks: two may ask the same with other bodies
    for (let count = 2; named(name); count++) name = `${request.name} (${count})`;
    requests.push({ ...request, name });
  }
  return requests;
}

function parseRequest(item: unknown): ReplayRequest | string {
  if (!isTable(item)) return 'each request a table';
  const unknown = Object.keys(item).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `the keys ${KEYS.join(', ')}; \`${unknown}\` is none of them`;
  const { method = 'GET', path = '/', headers = {}, body, expect = 200, weight = 1, live } = item;
  if (typeof method !== 'string' || !METHODS.includes(method)) return `a method of ${METHODS.join(', ')}`;
  if (typeof path !== 'string' || !PATH.test(path)) return PATH_FORM;
  if (!isTexts(headers) || !Object.entries(headers).every(isHeader)) return 'headers as a table of texts';
  if (body !== undefined && typeof body !== 'string') return 'a body of text';
  if (typeof expect !== 'number' || !Number.isInteger(expect) || expect < 100 || expect > 599)
    return 'a status from 100 to 599';
  if (typeof weight !== 'number' || !(weight > 0) || weight > 1000) return 'a weight above 0 and up to 1000';
  const name = item.name ?? `${method} ${path}`;
  if (typeof name !== 'string' || name === '') return 'a name of text';
  if (live !== undefined && typeof live !== 'boolean') return '`live` as true or false';
  const said = { name, method, path, headers, body, expect, weight, ...(live === undefined ? {} : { live }) };
  return withAnswer(said, item);
}

function withAnswer(request: ReplayRequest, item: Readonly<Record<string, unknown>>): ReplayRequest | string {
  const answer = item.answer === undefined ? undefined : parseAnswer(item.answer);
  if (typeof answer === 'string') return answer;
  const take = item.take === undefined ? undefined : parseTake(item.take);
  if (typeof take === 'string') return take;
  return { ...request, ...(answer === undefined ? {} : { answer }), ...(take === undefined ? {} : { take }) };
}

const BRACES_FORM = '`{{NAME}}` with the name of a taken value; braces that are meant as they stand are written `\\{{`';

/** The form that a template of a request does not have; undefined: each has it. */
function unfitTemplate(request: ReplayRequest): string | undefined {
  if (texts(request).some((text) => readTemplate(text) === undefined)) return BRACES_FORM;
  const body = readTemplate(request.body ?? '') ?? [];
  const unquoted = namesIn(body).length > 0 && placeOfBody(body, request.headers) === 'json' && !readsAsJson(body);
  return unquoted ? 'a JSON body that has each `{{NAME}}` between quotes' : undefined;
}

/** The form that its use of values does not have, after the requests before it; undefined: it has it. */
function unfitValues(request: ReplayRequest, before: readonly ReplayRequest[]): string | undefined {
  const takers = new Map(before.flatMap((earlier) => (earlier.take ?? []).map(({ name }) => [name, earlier] as const)));
  const twice = request.take?.find(({ name }) => takers.has(name));
  if (twice !== undefined) return `each name in one \`take\` alone; an earlier request takes \`${twice.name}\`, too`;
  for (const name of valuesOf(request)) {
    const taker = takers.get(name);
    if (taker === undefined) return `only values that an earlier request takes; none takes \`${name}\``;
    if (request.live === true && taker.live !== true)
      return `\`live = true\` for the request that takes \`${name}\`, too, which this one uses in a release`;
  }
  return undefined;
}

/** Names of the taken values that a request uses. */
export function valuesOf(request: ReplayRequest): readonly string[] {
  return [...new Set(texts(request).flatMap((text) => namesIn(readTemplate(text) ?? [])))];
}

/** Whether it goes out as it is written. */
export function isPlain(request: ReplayRequest): boolean {
  return !texts(request).some((text) => text.includes('{{'));
}

/** Those of its texts that are templates. */
function texts({ path, headers, body = '' }: ReplayRequest): readonly string[] {
  return [path, ...Object.values(headers), body];
}

/**
 * Those that a release asks of the live service: what says so, and what only reads. Where the answers on the runner come of
 * variables for that run alone, the live ones would be others: then only what says so. What uses a value goes with what
 * takes it.
 */
export function liveRequests(
  requests: readonly ReplayRequest[],
  testVars: Readonly<Record<string, string>>,
): readonly ReplayRequest[] {
  const reading = Object.keys(testVars).length === 0 ? ['GET', 'HEAD'] : [];
  const taken = new Set<string>();
  return requests.filter((request) => {
    const { live, method, take = [] } = request;
    const asked = (live ?? reading.includes(method)) && valuesOf(request).every((name) => taken.has(name));
    if (asked) for (const { name } of take) taken.add(name);
    return asked;
  });
}

/**
 * The request whose good answer says that the service is ready: a GET of `health`, where that is set, with any good
 * status; or else the first GET of the crate's own requests that needs nothing of an earlier one, which names the status
 * that is right; or else a GET of `/`.
 */
export function healthRequest(health: string | undefined, requests: readonly ReplayRequest[]): ReplayRequest {
  const known = health === undefined ? requests.find((one) => one.method === 'GET' && isPlain(one)) : undefined;
  if (known !== undefined) return known;
  return { name: 'health', method: 'GET', path: health ?? '/', headers: {}, body: undefined, expect: GOOD, weight: 1 };
}

/**
 * A table of texts, or JSON text of an object with texts.
 * @returns the table, or the form wanted
 */
export function parseVars(raw: unknown): Readonly<Record<string, string>> | string {
  const value = fromJson(raw);
  const form = 'names (letters, digits, _) with texts';
  if (!isTexts(value)) return form;
  return Object.keys(value).every((name) => /^[A-Za-z_]\w*$/.test(name)) ? value : form;
}

function fromJson(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return undefined; // not JSON: refused by the caller, with the form wanted
  }
}

/** A name and a value that HTTP can carry: RFC 9110, §5.1 and §5.5. */
function isHeader([name, value]: [string, string]): boolean {
  return TOKEN.test(name) && HEADER_VALUE.test(value);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isTable(value) && Object.values(value).every((item) => typeof item === 'string');
}
