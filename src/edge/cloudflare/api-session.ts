import { attempt, ShipError } from '../../error.ts';
import type { Host, Running } from '../../host/host.ts';
import { type Answer, API_CHILD, ASK, ASK_MS, type Call, callApi, parseAnswer, wordsOf } from './api.ts';

type World = Pick<Host, 'run' | 'start' | 'platform' | 'signal'>;

/** Calls of the API, one after the other or side by side. */
export interface ApiSession extends AsyncDisposable {
  /** As `callApi` does. */
  call<T>(call: Call): Promise<Answer<T>>;
}

/** A line in is a call with its number, a line out its answer. It ends with its input, once all is answered. */
const LISTEN = `${ASK}
import { createInterface } from 'node:readline';
const open = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const [number, words] = JSON.parse(line);
  const done = ask(words).then((said) => console.log(JSON.stringify([number, said])));
  open.add(done);
  void done.finally(() => open.delete(done));
}
await Promise.all(open);
process.exit();
`;

/** The longest that a job may run: a release with its watches ends before. */
const SESSION_MS = 6 * 60 * 60_000;

/**
 * The calls of one release, by one child that stays: each of its own would have to start first, which takes longer than an
 * answer. What has to be done though the run is cancelled has a child of its own all the same, and so has all of it where none
 * can stay.
 */
export function apiSession(host: World): ApiSession {
  const waiting = new Map<number, (said: string | undefined) => void>();
  let child: Promise<Running | undefined> | undefined;
  let last = 0;
  const hear = (line: string): void => {
    const [number, said] = JSON.parse(line) as [number, string];
    waiting.get(number)?.(said);
  };
  const begin = async (): Promise<Running | undefined> => {
    const command = {
      ...{ file: host.platform.node, args: ['--input-type=module', '--eval', LISTEN], ...API_CHILD },
      ...{ listens: true as const, timeoutMs: SESSION_MS },
    };
    const onLine = (line: string, stream: string): void => void (stream === 'stdout' && hear(line));
    const started = await attempt(() => host.start(command, { onLine }));
    if (!started.ok) return undefined;
    void started.value.exited.then(() => {
      for (const answer of waiting.values()) answer(undefined);
    });
    return started.value;
  };
  return {
    async call<T>(call: Call): Promise<Answer<T>> {
      if (call.despiteCancel === true || host.signal.aborted) return callApi<T>(call, host);
      child ??= begin();
      const listening = await child;
      if (listening === undefined || listening.exitCode() !== undefined) return callApi<T>(call, host);
      const number = ++last;
      const said = await new Promise<string | undefined>((resolve) => {
        waiting.set(number, resolve);
        // it gives up by itself before that
        AbortSignal.timeout(ASK_MS).addEventListener('abort', () => resolve(undefined), { once: true });
        listening.write(`${JSON.stringify([number, wordsOf(call)])}\n`);
      });
      waiting.delete(number);
      if (said !== undefined) return parseAnswer(said);
      if (host.signal.aborted) throw new ShipError('cancelled', `${API_CHILD.name} was ended: the run was cancelled.`);
      return 'unknown';
    },
    async [Symbol.asyncDispose]() {
      await (await child)?.[Symbol.asyncDispose]();
    },
  };
}
