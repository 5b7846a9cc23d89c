/** The way of a request: token, path, repository, permission, description, route; the first that objects answers. */
import { randomUUID } from 'node:crypto';
import type { Operation, Request } from 'openapi-backend';
import { type Answer, type Call, type Fields, Refusal } from './answer.ts';
import { type Description, description, routable } from './description.ts';
import { graphql } from './graphql.ts';
import type { Incoming, Reply } from './loopback.ts';
import { rateHeaders, rateOf } from './rate.ts';
import { ROUTES, type Route } from './routes.ts';
import type { Access, Token } from './tokens.ts';
import { type Repository, repositoryOf, type World } from './world.ts';

const DOCS = 'https://docs.github.com/rest';

function tokenIn(world: World, request: Incoming): Token | undefined {
  const value = /^(?:bearer|token) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return value === undefined ? undefined : world.tokens.get(value);
}

function reply(world: World, token: Token | undefined, answer: Answer): Reply {
  const json = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  const headers = {
    ...(json !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomUUID().toUpperCase(),
    ...(token && rateHeaders(rateOf(token, world.now()))),
    ...answer.headers,
  };
  return { status: answer.status, headers, ...(json !== undefined && { body: json }) };
}

function refusal({ status, message, errors, docs }: Refusal, page: string | undefined): Answer {
  const body = { message, ...(errors && { errors }), documentation_url: docs ?? page ?? DOCS, status: String(status) };
  return { status, body };
}

/** How GitHub words a status when there is nothing more to say. */
const WORDS: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  422: 'Validation Failed',
  429: 'API rate limit exceeded for installation.',
};

/** The refusal of an injected fault. */
export function refuse(world: World, request: Incoming, status: number): Reply {
  const words = new Refusal(status, WORDS[status] ?? 'Server Error', status === 422 ? { errors: [] } : {});
  const limited = status === 429 ? { 'retry-after': '60', 'x-ratelimit-remaining': '0' } : {};
  return reply(world, tokenIn(world, request), { ...refusal(words, undefined), headers: limited });
}

function authenticated(world: World, request: Incoming): Token {
  const hint = 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header';
  if (!request.headers['user-agent']) throw new Refusal(403, hint);
  if (!request.headers.authorization) throw new Refusal(401, 'Requires authentication', { docs: DOCS });
  const token = tokenIn(world, request);
  if (!token) throw new Refusal(401, 'Bad credentials', { docs: DOCS });
  if (token.used >= token.limit) throw new Refusal(403, 'API rate limit exceeded for installation.');
  token.used += 1;
  return token;
}

/** `/repositories/1001/…`, as in GitHub's own links, is the repository with that id. */
function byName(world: World, path: string): string {
  return path.replace(/^\/repositories\/(\d+)/, (all, id: string) => {
    const repo = repositoryOf(world, Number(id));
    return repo ? `/repos/${repo.full_name}` : all;
  });
}

/** A repository that a token does not see is not there: GitHub does not tell it from one that does not exist. */
function visible(world: World, token: Token, params: Readonly<Record<string, string>>): Repository {
  const named = 'repo' in params;
  const repo = named ? repositoryOf(world, `${params.owner}/${params.repo}`) : world.repositories[0];
  if (!repo || (named && !token.sees(repo.full_name))) throw new Refusal(404, 'Not Found');
  return repo;
}

function permitted(route: Route, repo: Repository, token: Token, access: Access): void {
  if (route.needs.length === 0 || (access === 'read' && !repo.private)) return;
  if (route.needs.some((permission) => token.may(permission, access))) return;
  const app = token.kind === 'app';
  throw new Refusal(403, `Resource not accessible by ${app ? 'integration' : 'personal access token'}`);
}

/** The JSON object in a request, where the operation takes one. */
function parsed(request: Incoming, operation: Operation): Fields | undefined {
  const { requestBody } = operation;
  const json = requestBody && 'content' in requestBody && 'application/json' in requestBody.content;
  if (!json) return undefined;
  if (request.body.length === 0) return {};
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof body !== 'object' || body === null) throw new Refusal(400, 'Body should be a JSON object');
  return body as Fields;
}

function checked(api: Description, asked: Request, operation: Operation): void {
  const problems = api.problems(asked, operation);
  if (!problems) throw new Refusal(404, 'Not Found');
  if (problems.length > 0) throw new Refusal(422, `Invalid request.\n\n${problems.join('\n')}`);
}

/** The part of an answer's way behind the token: from path to route. */
async function routed(world: World, token: Token, request: Incoming, strict: boolean): Promise<Answer> {
  const api = await description();
  const { url, headers } = request;
  const path = routable(byName(world, url.pathname));
  const bare = { method: request.method, path, query: Object.fromEntries(url.searchParams), headers: {} };
  const operation = api.match(bare);
  const route = ROUTES[operation?.operationId ?? ''];
  if (!operation || !route) throw new Refusal(404, 'Not Found', { docs: DOCS });
  const access: Access = request.method === 'GET' ? 'read' : 'write';
  const accepted = { 'x-accepted-github-permissions': route.needs.map((name) => `${name}=${access}`).join('; ') };
  try {
    const params = api.params(bare, operation);
    const repo = visible(world, token, params);
    permitted(route, repo, token, access);
    const body = parsed(request, operation);
    checked(api, { ...bare, body }, operation);
    const given = { params, query: url.searchParams, headers, body: body ?? {}, raw: request.body };
    const call: Call = { world, repo, token, url, ...given };
    const answer = route.handle(call);
    const whole = api.whole(operation, answer.status, answer.body);
    const wrong = strict ? api.faults(operation, answer.status, whole) : [];
    if (wrong.length > 0) throw new Refusal(500, `The stand-in breaks GitHub's description: ${wrong.join('; ')}`);
    return { ...answer, body: whole, headers: { ...accepted, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...refusal(error, operation.externalDocs?.url), headers: accepted };
  }
}

/** Answers a request to the API. */
export async function respond(world: World, request: Incoming, { strict }: { strict: boolean }): Promise<Reply> {
  let token: Token | undefined;
  try {
    token = authenticated(world, request);
    const answer = graphql(request, token) ?? (await routed(world, token, request, strict));
    return reply(world, token, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reply(world, token ?? tokenIn(world, request), refusal(error, undefined));
  }
}

/** A release asset at its public address, which needs no token. */
export function downloadOf(world: World, { method, url }: Incoming): Reply | undefined {
  const [, owner, name, tag = '', file = ''] =
    /^\/([^/]+)\/([^/]+)\/releases\/download\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (method !== 'GET' || !owner) return undefined;
  const releases = [...(repositoryOf(world, `${owner}/${name}`)?.releases.values() ?? [])];
  const release = releases.find((one) => !one.draft && one.tag_name === decodeURIComponent(tag));
  const asset = release?.assets.find((one) => one.name === decodeURIComponent(file));
  if (!asset) return { status: 404, body: 'Not Found' };
  return { status: 200, headers: { 'content-type': asset.content_type }, body: asset.bytes };
}
