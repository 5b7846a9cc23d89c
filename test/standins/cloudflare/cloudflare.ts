import { randomBytes } from 'node:crypto';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account, type Rights } from './account.ts';
import { type ApiRequest, serveApi } from './api.ts';
import { serveEdge } from './edge.ts';
import { type Fault, Faults } from './faults.ts';
import { killGroup } from './workerd.ts';

export type { Rights } from './account.ts';
export type { ApiRequest } from './api.ts';
export type { Fault } from './faults.ts';
export { type EdgeInit, fetchEdge } from './fetch-edge.ts';

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
  /** The time, in ms since 1970: the machine's by default. */
  readonly clock?: () => number;
}

/** Cloudflare on loopback: its API, and an edge that runs what was uploaded in real workerd. */
export interface CloudflareStandin extends AsyncDisposable {
  /** For CLOUDFLARE_API_BASE_URL. */
  readonly apiUrl: string;
  /** Where every `https://….workers.dev` answers, told apart by the Host header. */
  readonly edgeUrl: string;
  readonly accountId: string;
  /** Paths of the static files that were last told for a Worker, by its name. */
  readonly assets: ReadonlyMap<string, readonly string[]>;
  readonly token: string;
  /** All requests to the API so far. */
  readonly requests: readonly ApiRequest[];
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
  const accountId = options.accountId ?? '0123456789abcdef0123456789abcdef';
  const token = options.token ?? randomBytes(20).toString('hex');
  const subdomain = options.subdomain ?? 'box';
  const folder = await mkdtemp(join(tmpdir(), 'wasm-ship-cloudflare-'));
  const account = new Account({
    ...{ id: accountId, subdomain, folder, workerd: options.workerd },
    tokens: new Map<string, Rights>([...Object.entries(options.tokens ?? {}), [token, 'edit']]),
    startupLimitMs: options.startupLimitMs ?? 20_000,
    sizeLimit: options.sizeLimit ?? 64 * 2 ** 20,
    propagationMs: options.propagationMs ?? 0,
    clock: options.clock ?? Date.now,
  });
  const requests: ApiRequest[] = [];
  const [apiFaults, edgeFaults] = [new Faults(), new Faults()];
  const api = await serveApi(account, apiFaults, requests);
  const edge = await serveEdge(account, edgeFaults);
  const endAll = (): void => [...account.groups.keys()].forEach(killGroup);
  process.once('exit', endAll);
  return {
    ...{ apiUrl: `${api.url}/client/v4`, edgeUrl: edge.url, accountId, token, requests, assets: account.assets },
    url: (name, prefix) => `https://${prefix === undefined ? '' : `${prefix}-`}${name}.${subdomain}.workers.dev`,
    fail: (fault) => apiFaults.add(fault),
    failEdge: (fault) => edgeFaults.add(fault),
    heal() {
      apiFaults.clear();
      edgeFaults.clear();
    },
    processes: () => [...account.groups.keys()],
    async [Symbol.asyncDispose]() {
      await Promise.all([api.close(), edge.close()]);
      await account.stop();
      process.off('exit', endAll);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
