import { randomUUID } from 'node:crypto';
import type { Assets } from './assets.ts';
import type { Namespaces } from './kv.ts';
import { noWorker } from './refusal.ts';
import type { Annotations, Deployment, Traffic, Worker } from './state.ts';
import { killGroup } from './workerd.ts';
import type { Zones } from './zones.ts';

/** What a token may do: edit Workers and their zones' routes, edit Workers and see no zone, only read, or neither. */
export type Rights = 'edit' | 'workers' | 'read' | 'none';

/** What an account is made of, and how it differs from Cloudflare's own where a test asks for it. */
export interface AccountOptions {
  readonly id: string;
  readonly tokens: ReadonlyMap<string, Rights>;
  readonly subdomain: string;
  readonly workerd: string;
  readonly folder: string;
  readonly startupLimitMs: number;
  readonly sizeLimit: number;
  readonly propagationMs: number;
  /** How many of the newest versions can be deployed. */
  readonly deployableVersions: number;
  readonly servicesUrl: string;
  /** The time, in ms since 1970. */
  readonly clock: () => number;
}

/** One Cloudflare account: its Workers and everything that is the same for all of them. */
export class Account {
  readonly options: AccountOptions;
  readonly workers = new Map<string, Worker>();
  readonly assets: Assets;
  readonly namespaces: Namespaces;
  readonly zones: Zones;
  /** The process groups that run for it, each with its end. */
  readonly groups = new Map<number, Promise<void>>();
  #last = 0;

  constructor(
    options: AccountOptions,
    { assets, namespaces, zones }: Pick<Account, 'assets' | 'namespaces' | 'zones'>,
  ) {
    this.options = options;
    this.assets = assets;
    this.namespaces = namespaces;
    this.zones = zones;
  }

  /** The time, as the API writes it. Never twice the same: clients sort by it. */
  now(): string {
    this.#last = Math.max(this.#last + 1, this.options.clock());
    return new Date(this.#last).toISOString();
  }

  /** The Worker of this name, or the refusal that most routes give. */
  worker(name: string): Worker {
    const worker = this.workers.get(name);
    if (!worker) throw noWorker();
    return worker;
  }

  /** The Worker of this name, made if it is not there yet. */
  ensureWorker(name: string): Worker {
    const existing = this.workers.get(name);
    if (existing) return existing;
    const worker: Worker = {
      name,
      id: randomUUID().replaceAll('-', ''),
      createdOn: this.now(),
      versions: [],
      deployments: [],
      subdomain: { enabled: false, previews: false },
      settings: {},
      schedules: [],
      migrationTag: undefined,
      durableClasses: new Map(),
      lastDeployedFrom: 'wrangler',
    };
    this.workers.set(name, worker);
    return worker;
  }

  /** Makes these versions the ones that answer. */
  deploy(worker: Worker, versions: readonly Traffic[], source: string, annotations: Annotations): Deployment {
    const deployment = { id: randomUUID(), createdOn: this.now(), source, annotations, versions };
    worker.deployments.unshift(deployment);
    return deployment;
  }

  /** The deployment that the edge knows of by now: a change takes `propagationMs` to get there. */
  deploymentAtEdge(worker: Worker): Deployment | undefined {
    const known = this.options.clock() - this.options.propagationMs;
    return this.options.propagationMs === 0
      ? worker.deployments[0]
      : worker.deployments.find((deployment) => Date.parse(deployment.createdOn) <= known);
  }

  /** Forgets a Worker and ends all that runs for it. */
  async remove(name: string): Promise<void> {
    const worker = this.worker(name);
    this.workers.delete(name);
    this.zones.forget(name);
    await Promise.all(worker.versions.map((version) => version.running.stop()));
  }

  /** Ends everything, uploads under way included, and waits until it has ended. */
  async stop(): Promise<void> {
    const ends = [...this.groups.values()];
    for (const group of this.groups.keys()) killGroup(group);
    await Promise.all(ends);
    await Promise.all([...this.workers.keys()].map((name) => this.remove(name)));
  }
}
