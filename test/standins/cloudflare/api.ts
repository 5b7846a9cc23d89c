import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account, Rights } from './account.ts';
import { accountRoutes } from './account-routes.ts';
import { assetRoutes } from './asset-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { endsRequest, type Fault, type Faults, strike } from './faults.ts';
import type { Interceptor, Moment } from './intercept.ts';
import { kvRoutes } from './kv-routes.ts';
import { bodyOf, type Listening, listen } from './listen.ts';
import { invalidToken, noCredentials, noRoute, notAuthorized, Refusal, unknownError, wrongMethod } from './refusal.ts';
import type { Need, Reply, Route } from './routing.ts';
import { scriptRoutes } from './script-routes.ts';
import { settingRoutes } from './setting-routes.ts';
import { versionRoutes } from './version-routes.ts';
import { zoneRoutes } from './zone-routes.ts';

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
  ...zoneRoutes,
  ...kvRoutes,
  ...assetRoutes,
];

/** Serves the account's API; `requests` gets one entry per request, before its answer is sent. */
export function serveApi(
  account: Account,
  faults: Faults,
  interceptor: Interceptor,
  requests: ApiRequest[],
): Promise<Listening> {
  return listen(async (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const body = await bodyOf(request);
    const json = /json/.test(headers['content-type'] ?? '') && { json: body.toString() };
    const asked = { method, path: path.replace(BASE, ''), userAgent: headers['user-agent'] ?? '' };
    const note = (status: number): void => {
      requests.push({ ...asked, status, ...json });
    };
    const exchange = interceptor.begin(asked);
    const dropped = async (moment: Moment): Promise<boolean> => {
      if (!(await interceptor.drops(exchange, moment))) return false;
      note(0);
      request.socket.destroy();
      return true;
    };
    if (await dropped('request')) return;
    const fault = faults.take(method, path);
    const struck = async (fault: Fault): Promise<boolean> => {
      if (endsRequest(fault)) note(fault.status ?? 0);
      return strike(fault, request, response);
    };
    if (fault && fault.after !== true && (await struck(fault))) return;
    const reply = await answer(account, request, body).catch(asRefusal);
    if (await dropped('answer')) return;
    if (fault?.after === true && (await struck(fault))) return;
    note(reply instanceof Refusal ? reply.status : 200);
    send(response, reply);
  });
}

async function answer(account: Account, request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<Reply> {
  const { method = 'GET', headers } = request;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : '';
  const token = headers.authorization?.replace(/^Bearer /, '');
  const rights = rightsOf(account, token, path);
  const matches = ROUTES.filter((route) => route.path.test(path));
  if (matches.length === 0) throw noRoute(url.pathname);
  const route = matches.find((match) => match.method === method);
  if (!route) throw wrongMethod(method);
  const params = route.path.exec(path)?.groups ?? {};
  checkAccount(account, params.account, rights, route.need, url.pathname);
  return route.run({
    ...{ account, rights, token: token ?? '', body, query: url.searchParams },
    contentType: headers['content-type'] ?? '',
    source: headers['user-agent']?.startsWith('wrangler') ? 'wrangler' : 'api',
    param: (name) => params[name] ?? '',
  });
}

function rightsOf(account: Account, token: string | undefined, path: string): Rights {
  if (token === undefined) throw noCredentials();
  const rights = account.options.tokens.get(token);
  if (rights !== undefined) return rights;
  // The one thing that is done with another token: files go up with that of their upload.
  if (path.endsWith('/workers/assets/upload') && account.assets.isSession(token)) return 'edit';
  throw path === '/user/tokens/verify' ? invalidToken() : notAuthorized(401);
}

function checkAccount(account: Account, id: string | undefined, rights: Rights, need: Need, path: string): void {
  if (id !== undefined && !/^[0-9a-f]{32}$/.test(id)) throw noRoute(path);
  if (need === 'token') return;
  if ((id !== undefined && id !== account.options.id) || rights === 'none' || (need === 'edit' && rights === 'read'))
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
