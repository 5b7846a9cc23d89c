import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account, Rights } from './account.ts';
import { accountRoutes } from './account-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { endsRequest, type Fault, type Faults, strike } from './faults.ts';
import { bodyOf, type Listening, listen } from './listen.ts';
import { invalidToken, noCredentials, noRoute, notAuthorized, Refusal, unknownError, wrongMethod } from './refusal.ts';
import type { Need, Reply, Route } from './routing.ts';
import { scriptRoutes } from './script-routes.ts';
import { settingRoutes } from './setting-routes.ts';
import { versionRoutes } from './version-routes.ts';

/** A request that the API had, and what it answered. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query, without the part that all share. */
  readonly path: string;
  readonly status: number;
  readonly userAgent: string;
  /** What was sent, if it was JSON. */
  readonly json?: string;
}

const BASE = '/client/v4';
const ROUTES: readonly Route[] = [
  ...accountRoutes,
  ...scriptRoutes,
  ...versionRoutes,
  ...deploymentRoutes,
  ...settingRoutes,
];

/** Serves the account's API; `requests` gets one entry per request, before its answer is sent. */
export function serveApi(account: Account, faults: Faults, requests: ApiRequest[]): Promise<Listening> {
  return listen(async (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const body = await bodyOf(request);
    const json = /json/.test(headers['content-type'] ?? '') && { json: body.toString() };
    const note = (status: number): void => {
      requests.push({ method, path: path.replace(BASE, ''), status, userAgent: headers['user-agent'] ?? '', ...json });
    };
    const fault = faults.take(method, path);
    const struck = async (fault: Fault): Promise<boolean> => {
      if (endsRequest(fault)) note(fault.status ?? 0);
      return strike(fault, request, response);
    };
    if (fault && fault.after !== true && (await struck(fault))) return;
    const reply = await answer(account, request, body).catch(asRefusal);
    if (fault?.after === true && (await struck(fault))) return;
    note(reply instanceof Refusal ? reply.status : 200);
    send(response, reply);
  });
}

async function answer(account: Account, request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<Reply> {
  const { method = 'GET', headers } = request;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : '';
  const rights = rightsOf(account, headers.authorization, path);
  const matches = ROUTES.filter((route) => route.path.test(path));
  if (matches.length === 0) throw noRoute(url.pathname);
  const route = matches.find((match) => match.method === method);
  if (!route) throw wrongMethod(method);
  const params = route.path.exec(path)?.groups ?? {};
  checkAccount(account, params.account, rights, route.need, url.pathname);
  return route.run({
    ...{ account, rights, body, query: url.searchParams },
    contentType: headers['content-type'] ?? '',
    source: headers['user-agent']?.startsWith('wrangler') ? 'wrangler' : 'api',
    param: (name) => params[name] ?? '',
  });
}

function rightsOf(account: Account, authorization: string | undefined, path: string): Rights {
  if (authorization === undefined) throw noCredentials();
  const rights = account.options.tokens.get(authorization.replace(/^Bearer /, ''));
  if (rights === undefined) throw path === '/user/tokens/verify' ? invalidToken() : notAuthorized(401);
  return rights;
}

function checkAccount(account: Account, id: string | undefined, rights: Rights, need: Need, path: string): void {
  if (id !== undefined && !/^[0-9a-f]{32}$/.test(id)) throw noRoute(path);
  if (need === 'token') return;
  if (id !== account.options.id || rights === 'none' || (need === 'edit' && rights !== 'edit'))
    throw notAuthorized(403);
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  console.error(error);
  return unknownError();
}

function send(response: ServerResponse, reply: Reply | Refusal): void {
  const refused = reply instanceof Refusal;
  response.writeHead(refused ? reply.status : 200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify(
      refused
        ? { success: false, errors: reply.errors, messages: [], result: null }
        : {
            ...{ success: true, errors: [], messages: reply.messages ?? [], result: reply.result },
            ...(reply.resultInfo && { result_info: reply.resultInfo }),
          },
    ),
  );
}
