import type { Cache, Folders, Host, Log, Store, Tell } from './host.ts';
import { nodeHost } from './node.ts';

const NO_STORE: Store = {
  available: false,
  put: async () => ({ id: undefined }),
  get: () => Promise.reject(new Error('there is no store on a laptop')),
  take: async () => false,
};
const NO_CACHE: Cache = {
  available: false,
  restore: async () => undefined,
  has: async () => false,
  save: async () => false,
};

const NO_RUNNER: Tell = { output: () => undefined, summary: async () => undefined, state: () => undefined };

/** The host on a laptop: says on standard error what it does, keeps nothing elsewhere, knows no GitHub. */
export function terminalHost(
  env: Readonly<Record<string, string | undefined>>,
  folders: Folders,
  signal: AbortSignal,
): Host {
  return nodeHost({ env, folders, signal, log: terminalLog(), tell: NO_RUNNER, store: NO_STORE, cache: NO_CACHE });
}

function terminalLog(): Log {
  const say = (message: string): void => void process.stderr.write(`${message}\n`);
  const placed = (word: string, message: string, place?: { file: string; line?: number }): void =>
    say(
      place === undefined
        ? `${word}: ${message}`
        : `${word}: ${place.file}${place.line === undefined ? '' : `:${place.line}`}: ${message}`,
    );
  return {
    info: say,
    debug: () => undefined,
    notice: (message) => say(`note: ${message}`),
    warning: (message, options) => placed('warning', message, options?.place),
    error: (message, options) => placed('error', message, options?.place),
    echo: say,
    async group(title, work) {
      say(title);
      return work();
    },
  };
}
