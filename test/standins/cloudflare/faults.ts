import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Something that goes wrong on purpose. */
export interface Fault {
  /** Only requests with this method; all without it. */
  readonly method?: string;
  /** Matched against path and query (at the edge: host, then path and query). */
  readonly path: RegExp;
  /** How many requests it meets. Default 1. */
  readonly times?: number;
  /** Reply with this status instead of doing anything. Without it (nor `reset`) the request is only delayed. */
  readonly status?: number;
  readonly code?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Reply with this text instead of the envelope, as a proxy in between would. */
  readonly body?: string;
  readonly delayMs?: number;
  /** Drop the connection. */
  readonly reset?: boolean;
  /** Do the work first, then fail: the reply is lost, the change is made. */
  readonly after?: boolean;
}

/** The faults that are still to happen, first in, first met. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  /** Adds a fault. */
  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets all that have not happened. */
  clear(): void {
    this.#waiting = [];
  }

  /** The fault that this request meets, used up by one. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#waiting.find(({ fault }) => (fault.method ?? method) === method && fault.path.test(path));
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
    return found.fault;
  }
}

const CODES: Readonly<Record<number, readonly [number, string]>> = {
  401: [10000, 'Authentication error'],
  403: [10000, 'Authentication error'],
  409: [10040, 'The resource was changed by another request'],
  429: [971, 'Please wait and consider throttling your request speed'],
};

/** Whether a request that meets this fault gets nothing else. */
export const endsRequest = (fault: Fault): boolean => fault.reset === true || fault.status !== undefined;

/** Lets a fault happen. Gives whether the request is over. */
export async function strike(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.reset === true) {
    request.socket.destroy();
    return true;
  }
  if (fault.status === undefined) return false;
  const [code, message] = CODES[fault.status] ?? [10013, 'An unknown error has occurred'];
  const errors = [{ code: fault.code ?? code, message: fault.message ?? message }];
  const type = fault.body === undefined ? 'application/json' : 'text/html; charset=UTF-8';
  response.writeHead(fault.status, { 'content-type': type, ...fault.headers });
  response.end(fault.body ?? JSON.stringify({ success: false, errors, messages: [], result: null }));
  return true;
}
