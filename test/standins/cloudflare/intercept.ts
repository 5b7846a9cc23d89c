/** One exchange with the API. */
export interface Exchange {
  /** From 1, in the order in which the requests came. */
  readonly number: number;
  readonly method: string;
  /** Path and query, without the part that all share. */
  readonly path: string;
  readonly userAgent: string;
}

/** `request`: it has come in whole, nothing is done yet. `answer`: the work is done, nothing is sent. */
export type Moment = 'request' | 'answer';

/** Is told of each moment of each exchange and may end it there. */
export type Hook = (exchange: Exchange, moment: Moment) => Promise<'drop' | undefined>;

/** Tells hooks of all exchanges, and remembers these. */
export class Interceptor {
  readonly exchanges: Exchange[] = [];
  readonly #hooks = new Set<Hook>();

  /** Adds a hook. Dispose what it gives to take it away. */
  add(hook: Hook): Disposable {
    this.#hooks.add(hook);
    return { [Symbol.dispose]: () => this.#hooks.delete(hook) };
  }

  /** A request has come. */
  begin(request: Omit<Exchange, 'number'>): Exchange {
    const exchange = { number: this.exchanges.length + 1, ...request };
    this.exchanges.push(exchange);
    return exchange;
  }

  /** Whether a hook wants the connection dropped at this moment. */
  async drops(exchange: Exchange, moment: Moment): Promise<boolean> {
    const wishes = await Promise.all([...this.#hooks].map((hook) => hook(exchange, moment)));
    return wishes.includes('drop');
  }
}
