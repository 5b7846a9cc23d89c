/** Faults that a test injects: which requests they hit, how often, and what becomes of the answer. */

/**
 * One fault. What it does not say of the answer is the real answer's: `{ path, delayMs }` is only late,
 * `{ path, headers: { link } }` is the real page with another Link header, `{ path, truncated: true }` is half of it.
 * With `status`, `html`, `reset` or `hang` the request is not carried out, unless `committed` says so.
 */
export interface Fault {
  readonly method?: string;
  /** Tried on the path, and on the path with its query. */
  readonly path: RegExp;
  /** How many requests it hits; 1 when not given. */
  readonly times?: number;
  /** How many matching requests it lets through first. */
  readonly skip?: number;
  /** What somebody else does just before the request is carried out. */
  readonly meanwhile?: () => unknown;
  /** How long it waits: before the request is carried out, or with `committed` after that. */
  readonly delayMs?: number;
  /** The request is carried out although its answer fails. With `reset`: it is done, but its answer is lost. */
  readonly committed?: boolean;
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** An HTML page where JSON is expected. */
  readonly html?: boolean;
  /** Half of the body: well-framed, or with `reset` cut off in the middle. */
  readonly truncated?: boolean;
  readonly reset?: boolean;
  /** The connection stays open, and no answer ever comes. The request is carried out only where `committed` says so. */
  readonly hang?: boolean;
}

/** An injected fault: how many requests it has hit, and a way to take it back. */
export interface Injected {
  readonly hits: number;
  remove(): void;
}

export interface FaultBox {
  fail(fault: Fault): Injected;
  match(method: string, path: string, search: string): Fault | undefined;
}

/** A box of faults. The oldest one that fits a request and is not used up hits it. */
export function faultBox(): FaultBox {
  const active: { readonly fault: Fault; readonly path: RegExp; seen: number; hits: number }[] = [];

  return {
    fail(fault) {
      const path = new RegExp(fault.path.source, fault.path.flags.replace(/[gy]/g, ''));
      const entry = { fault, path, seen: 0, hits: 0 };
      active.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove() {
          if (active.includes(entry)) active.splice(active.indexOf(entry), 1);
        },
      };
    },
    match(method, path, search) {
      if (path.startsWith('/_standin/')) return undefined;
      for (const entry of active) {
        if (entry.fault.method && entry.fault.method.toUpperCase() !== method) continue;
        if (!entry.path.test(path) && !entry.path.test(path + search)) continue;
        if (entry.hits >= (entry.fault.times ?? 1)) continue;
        entry.seen += 1;
        if (entry.seen <= (entry.fault.skip ?? 0)) continue;
        entry.hits += 1;
        return entry.fault;
      }
      return undefined;
    },
  };
}

/** GitHub's secondary rate limit: a 403 that may be tried again after some seconds. Without them it does not say when. */
export function secondaryLimit(retryAfter?: number): Pick<Fault, 'body' | 'headers' | 'status'> {
  const message =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. For more on scraping ' +
    'GitHub and how it may affect your rights, please review our Terms of Service.';
  const docs =
    'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits';
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status: 403, headers, body: { message, documentation_url: docs } };
}
