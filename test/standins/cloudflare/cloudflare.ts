import { randomBytes } from 'node:crypto';
import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account, type AccountOptions, type Rights } from './account.ts';
import { type ApiRequest, serveApi } from './api.ts';
import { Assets } from './assets.ts';
import { ownsHost } from './at-edge.ts';
import { makeAuthority } from './certificates.ts';
import { type Edge, openEdge } from './edge.ts';
import { type Fault, Faults } from './faults.ts';
import { type Exchange, type Hook, Interceptor } from './intercept.ts';
import { Namespaces, texts } from './kv.ts';
import { type Handler, type Listening, listen } from './listen.ts';
import { type Onward, serveProxy } from './proxy.ts';
import { serveServices } from './services.ts';
import { killGroup } from './workerd.ts';
import { Zones } from './zones.ts';

export type { Rights } from './account.ts';
export type { ApiRequest } from './api.ts';
export type { Fault } from './faults.ts';
export { type EdgeInit, fetchEdge } from './fetch-edge.ts';
export type { Exchange, Hook, Moment } from './intercept.ts';

/** How the stand-in is to be. Only the path to workerd is needed. */
export interface CloudflareOptions {
  /** The native workerd binary. */
  readonly workerd: string;
  /** 32 hexadecimal digits. */
  readonly accountId?: string;
  /** The token that may do everything; made up if it is not given. */
  readonly token?: string;
  /** More tokens, and what each may do. */
  readonly tokens?: Readonly<Record<string, Rights>>;
  /** The account's workers.dev name, `box` by default; empty for an account that has not chosen one. */
  readonly subdomain?: string;
  /** How long a module may take to start before it is refused. Default 20 000. */
  readonly startupLimitMs?: number;
  /** The largest Worker, uncompressed. Default 64 MiB. */
  readonly sizeLimit?: number;
  /** How long a new deployment takes to reach the edge. Default 0. */
  readonly propagationMs?: number;
  /** How many of a Worker's newest versions can be deployed. Default 100. */
  readonly deployableVersions?: number;
  /** The domains of the account. */
  readonly zones?: readonly string[];
  /** The KV namespaces that are there from the start: ids of 32 hexadecimal digits. */
  readonly kvNamespaces?: readonly string[];
  /** How the proxy reaches hosts that are not of the edge; by default it refuses them. */
  readonly onward?: Onward;
  /** Other hosts that the proxy is the end of, and what answers for them. */
  readonly others?: Readonly<Record<string, Handler>>;
  /** The time, in ms since 1970: the machine's by default. */
  readonly clock?: () => number;
}

/** Cloudflare on loopback: its API, and an edge that runs what was uploaded in real workerd. */
export interface CloudflareStandin extends AsyncDisposable {
  /** For CLOUDFLARE_API_BASE_URL. */
  readonly apiUrl: string;
  /** Where every `https://….workers.dev` answers, told apart by the Host header. */
  readonly edgeUrl: string;
  /**
   * An HTTP CONNECT proxy for HTTPS_PROXY: through it the edge's hosts answer by their real `https://` URLs, to whom trusts
   * `caFile`. It refuses all other hosts, unless it is told the way onward.
   */
  readonly proxyUrl: string;
  /** The certificate that signs those of the hosts, for NODE_EXTRA_CA_CERTS; with those of `onward`. */
  readonly caFile: string;
  readonly accountId: string;
  /** Paths of the static files that were last told for a Worker, by its name. */
  readonly assets: ReadonlyMap<string, readonly string[]>;
  readonly token: string;
  /** All requests to the API so far. */
  readonly requests: readonly ApiRequest[];
  /** All exchanges with the API so far, also those that were cut. */
  readonly exchanges: readonly Exchange[];
  /** Calls a hook at both moments of each exchange with the API, and waits for it. Dispose what it gives to end that. */
  intercept(hook: Hook): Disposable;
  /** The patterns of a Worker's routes. */
  routes(name: string): readonly string[];
  /** A Worker's own hosts. */
  domains(name: string): readonly string[];
  /** When a Worker is started by itself. */
  schedules(name: string): readonly string[];
  /** The texts in a KV namespace, by key. */
  kv(id: string): ReadonlyMap<string, string>;
  /** The public URL of a Worker, or with a prefix (version's first 8 digits, alias) of one of its previews. */
  url(name: string, prefix?: string): string;
  /** Lets the next matching requests to the API go wrong. */
  fail(fault: Fault): void;
  /** The same for requests to the edge; the path begins with the host. */
  failEdge(fault: Fault): void;
  /** Forgets all faults that have not happened. */
  heal(): void;
  /** The process groups of workerd that run now. */
  processes(): readonly number[];
}

/** Starts the stand-in. Dispose it: every workerd is its child. */
export async function startCloudflare(options: CloudflareOptions): Promise<CloudflareStandin> {
  await access(options.workerd, constants.X_OK);
  const folder = await mkdtemp(join(tmpdir(), 'wasm-ship-cloudflare-'));
  const token = options.token ?? randomBytes(20).toString('hex');
  const subdomain = options.subdomain ?? 'box';
  const parts = {
    assets: new Assets(),
    namespaces: new Namespaces(options.kvNamespaces ?? []),
    zones: new Zones(options.zones ?? []),
  };
  const services = await serveServices(parts.namespaces, parts.assets);
  const account = new Account({ ...optionsOf(options, token), subdomain, folder, servicesUrl: services.url }, parts);
  const requests: ApiRequest[] = [];
  const [apiFaults, edgeFaults, interceptor] = [new Faults(), new Faults(), new Interceptor()];
  const api = await serveApi(account, apiFaults, interceptor, requests);
  const edge = openEdge(account, edgeFaults);
  const { plain, proxy, caFile } = await serveHosts(account, edge, options);
  const endAll = (): void => [...account.groups.keys()].forEach(killGroup);
  process.once('exit', endAll);
  return {
    ...{ apiUrl: `${api.url}/client/v4`, edgeUrl: plain.url, proxyUrl: proxy.url, caFile },
    ...{ accountId: account.options.id, token, requests, assets: parts.assets.told },
    exchanges: interceptor.exchanges,
    intercept: (hook) => interceptor.add(hook),
    routes: (name) => parts.zones.routes.flatMap(({ script, pattern }) => (script === name ? [pattern] : [])),
    domains: (name) => parts.zones.domains.flatMap(({ service, hostname }) => (service === name ? [hostname] : [])),
    schedules: (name) => account.worker(name).schedules.map(({ cron }) => cron),
    kv: (id) => texts(parts.namespaces.get(id)),
    url: (name, prefix) => `https://${prefix === undefined ? '' : `${prefix}-`}${name}.${subdomain}.workers.dev`,
    fail: (fault) => apiFaults.add(fault),
    failEdge: (fault) => edgeFaults.add(fault),
    heal() {
      apiFaults.clear();
      edgeFaults.clear();
    },
    processes: () => [...account.groups.keys()],
    async [Symbol.asyncDispose]() {
      edge.close();
      await Promise.all([api, plain, proxy].map((server) => server.close()));
      await account.stop();
      await services.close();
      process.off('exit', endAll);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function optionsOf(
  options: CloudflareOptions,
  token: string,
): Omit<AccountOptions, 'subdomain' | 'folder' | 'servicesUrl'> {
  return {
    id: options.accountId ?? '0123456789abcdef0123456789abcdef',
    workerd: options.workerd,
    tokens: new Map<string, Rights>([...Object.entries(options.tokens ?? {}), [token, 'edit']]),
    startupLimitMs: options.startupLimitMs ?? 20_000,
    sizeLimit: options.sizeLimit ?? 64 * 2 ** 20,
    propagationMs: options.propagationMs ?? 0,
    deployableVersions: options.deployableVersions ?? 100,
    clock: options.clock ?? Date.now,
  };
}

/** Serves the edge in both ways: by its own port with a Host header, and by the hosts' real URLs. */
async function serveHosts(
  account: Account,
  edge: Edge,
  { onward, others = {} }: Pick<CloudflareOptions, 'onward' | 'others'>,
): Promise<{ plain: Listening; proxy: Listening; caFile: string }> {
  const authority = makeAuthority();
  const caFile = join(account.options.folder, 'ca.pem');
  const known = onward?.authorities === undefined ? '' : await readFile(onward.authorities, 'utf8');
  await writeFile(caFile, `${authority.certificate}\n${known}`);
  const plain = await listen(edge.handle);
  const handle: Handler = (request, response) => (others[request.headers.host ?? ''] ?? edge.handle)(request, response);
  const owns = (host: string): boolean => ownsHost(account, host) || host in others;
  const proxy = await serveProxy(owns, authority, handle, onward);
  return { plain, proxy, caFile };
}
