import { ShipError } from '../../../src/error.ts';
import type { Host } from '../../../src/host/host.ts';
import { GOOD } from '../../../src/latency/requests.ts';
import type { Wish } from '../../../src/release/release.ts';
import type { Served, Share, Staged, VersionNote } from '../../../src/release/staged.ts';

export const SHA = { old: 'a'.repeat(40), fresh: 'b'.repeat(40) };
export const HEALTH = {
  name: 'h',
  method: 'GET',
  path: '/',
  headers: {},
  body: undefined,
  expect: GOOD,
  weight: 1,
} as const;

/** How a version answers: a status, at a time since the model began (ms), on its n-th request. */
export type Behaviour = (at: number, nth: number) => number;
const fine: Behaviour = () => 200;
/** The version that is live at the beginning. */
export const OLD = 'v-old';

export interface ModelOptions {
  /** How what goes up behaves. */
  readonly fresh?: Behaviour;
  /** Answers name their version. */
  readonly told?: boolean;
  /** How long the new version's answers take (ms), from when the request came. */
  readonly takes?: Behaviour;
  /** What it takes to open a connection, which stays open for four seconds. */
  readonly connectMs?: number;
  /** No header can name a version. */
  readonly unnamed?: boolean;
  /** Host at which the new version answers alone. */
  readonly own?: string;
  readonly mend?: string;
  /** How long a deployment takes to be everywhere (ms). */
  readonly propagationMs?: number;
  /** The service is not there yet. */
  readonly empty?: boolean;
  /** Called before and after each call that the edge has; what it throws is what the caller sees. */
  readonly onCall?: (call: string, when: 'before' | 'after', model: Model) => void;
  readonly onlyDirect?: string;
  readonly signal?: AbortSignal;
  /** Where a first release is tried; undefined: nowhere. */
  readonly rehearsal?: string;
  /** Where users find it. */
  readonly addresses?: readonly string[];
  /**
   * Where it answers as the edge tells it; undefined: it does not tell. At its other addresses another service answers, well
   * and without a version, until it is settled.
   */
  readonly now?: readonly string[];
  /** Hosts that do not answer. */
  readonly silent?: readonly string[];
  /** Called at each sleep. */
  readonly onSleep?: (at: number, model: Model) => void;
}

/** An edge in memory: versions, deployments, and answers that follow from them. Its time goes on with what is done. */
export class Model {
  readonly deployments: Served[] = [];
  /** Which versions users had, and from when on. */
  readonly seen: { readonly at: number; readonly shares: readonly Share[] }[] = [];
  readonly said: string[] = [];
  readonly settled: number[] = [];
  readonly uploads: string[] = [];
  /** Hosts that were asked, before and after it was settled. */
  readonly hosts = { before: new Set<string>(), after: new Set<string>() };
  at = 0;
  readonly #options: ModelOptions;
  readonly #notes = new Map<string, VersionNote>([[OLD, { sha: SHA.old, digest: 'old' }]]);
  readonly #asked = new Map<string, number>();
  readonly #times = new Map<string, number>();
  #serial = 0;
  #connections = 0;
  #rolls = 0;
  #lastAt = -1e9;

  constructor(options: ModelOptions = {}) {
    this.#options = options;
    if (options.empty !== true) this.deploy([{ versionId: OLD, percentage: 100 }], 'by hand');
  }

  /** A deployment, of ours or of somebody else. */
  deploy(shares: readonly Share[], message?: string): void {
    const deploymentId = `d-${++this.#serial}`;
    this.deployments.unshift({ deploymentId, shares, message });
    this.#times.set(deploymentId, this.at);
    this.seen.push({ at: this.at, shares: shares.filter(({ percentage }) => percentage > 0) });
  }

  get live(): readonly Share[] {
    return this.deployments[0]?.shares ?? [];
  }

  get edge(): Staged {
    const {
      onlyDirect,
      rehearsal,
      own,
      mend,
      unnamed = false,
      addresses = ['https://auth.example.com/'],
    } = this.#options;
    return {
      name: 'auth',
      tools: () => Promise.resolve({}),
      served: () => this.#call('served', () => this.deployments.slice(0, 10)),
      noteOf: (id) => this.#call('noteOf', () => this.#notes.get(id) ?? {}),
      find: (called) => Promise.resolve([OLD, ...this.uploads].filter((id) => id === called)),
      isSame: (there, note) => there.sha === note.sha && there.digest === note.digest,
      onlyDirect: () => this.#call('onlyDirect', () => onlyDirect),
      upload: (note) => this.#call('upload', () => this.#add(note)),
      rehearse: () =>
        this.#call('rehearse', () =>
          rehearsal === undefined
            ? { why: 'it has bindings' }
            : {
                url: `https://${rehearsal}/`,
                versionId: 'v-tried',
                [Symbol.asyncDispose]: async () => void this.said.push('gone'),
              },
        ),
      direct: (note) =>
        this.#call('direct', () => {
          const versionId = this.#add(note);
          this.deploy([{ versionId, percentage: 100 }], 'wrangler');
          return { versionId, deploymentId: this.deployments[0]?.deploymentId };
        }),
      serve: (shares, message) => this.#call('serve', () => this.deploy(shares, message)),
      settle: () => this.#call('settle', () => void this.settled.push(this.at)),
      addresses: () => Promise.resolve(addresses),
      addressesNow: () => Promise.resolve(this.#options.now),
      headersFor: (id) => (unnamed ? undefined : { override: id }),
      ownAddress: () => Promise.resolve(own === undefined ? undefined : `https://${own}`),
      mend,
    };
  }

  get host(): Pick<Host, 'fetch' | 'connections' | 'clock' | 'signal' | 'log' | 'random'> {
    const { signal = new AbortController().signal, onSleep } = this.#options;
    return {
      signal,
      random: () => String(++this.#serial),
      clock: {
        now: () => this.at,
        date: () => new Date(this.at),
        sleep: async (ms) => {
          this.at += ms;
          onSleep?.(this.at, this);
        },
      },
      log: new Proxy({} as Host['log'], { get: () => (text: string) => void this.said.push(text) }),
      connections: () => this.#connections,
      fetch: async (url, init) => this.#answer(new URL(url).host, new Headers(init?.headers).get('override')),
    };
  }

  async #call<T>(name: string, work: () => T): Promise<T> {
    const { onCall } = this.#options;
    this.at += 10;
    onCall?.(name, 'before', this);
    const result = work();
    onCall?.(name, 'after', this);
    return result;
  }

  #add(note: VersionNote): string {
    const id = `v-new-${this.uploads.length + 1}`;
    this.uploads.push(id);
    this.#notes.set(id, note);
    return id;
  }

  #answer(host: string, override: string | null): Response {
    const done = this.settled.length > 0;
    (done ? this.hosts.after : this.hosts.before).add(host);
    if (this.#options.silent?.includes(host) === true) throw new TypeError('fetch failed');
    const { now } = this.#options;
    if (now !== undefined && !done && !now.includes(`https://${host}/`)) {
      this.at += 5;
      return new Response('another service');
    }
    const { fresh = fine, told = true, propagationMs = 0, takes = () => 5, own } = this.#options;
    if (this.at - this.#lastAt > 4000) {
      this.#connections += 1;
      this.at += this.#options.connectMs ?? 0;
    }
    this.#lastAt = this.at;
    if (host === own)
      return new Response('', { status: fresh(this.at, 1), headers: { 'x-version': this.uploads.at(-1) ?? '' } });
    if (host === this.#options.rehearsal) return new Response('', { status: fresh(this.at, 1) });
    const there = this.deployments.find((one) => (this.#times.get(one.deploymentId) ?? 0) + propagationMs <= this.at);
    if (there === undefined) this.at += 5;
    if (there === undefined) return new Response('<h1>There is nothing here yet</h1>', { status: 404 });
    const whole = there.shares.find(({ percentage }) => percentage === 100);
    const [most, least] = there.shares;
    this.#rolls = (this.#rolls + 37) % 100;
    const rolled = this.#rolls < (most?.percentage ?? 0) ? most : least;
    const { versionId: id = '' } =
      there.shares.find(({ versionId }) => versionId === override) ?? whole ?? rolled ?? {};
    const nth = (this.#asked.get(id) ?? 0) + 1;
    this.#asked.set(id, nth);
    this.at += this.uploads.includes(id) ? takes(this.at, nth) : 5;
    this.#lastAt = this.at;
    const status = (this.uploads.includes(id) ? fresh : fine)(this.at, nth);
    return new Response('', { status, headers: told ? { 'x-version': id } : {} });
  }
}

export function wishOf(more: Partial<Wish> = {}): Wish {
  return {
    version: 'v1.1.0',
    note: { sha: SHA.fresh, digest: 'new' },
    rollout: [100],
    watchMs: 5000,
    health: HEALTH,
    requests: [],
    leaveSame: true,
    atOnce: false,
    mayReplace: () => Promise.resolve(),
    ...more,
  };
}

/** The answer of a call was lost on its way: it may have been done. */
export function lost(): ShipError {
  return new ShipError('deploy', 'no answer', { unsure: true });
}
