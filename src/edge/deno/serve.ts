import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Bundle } from '../../candidate.ts';
import { messageOf } from '../../error.ts';
import type { Command, Host } from '../../host/host.ts';
import type { ServeOptions, Server } from '../edge.ts';
import { startServer } from '../listen.ts';
import { denoEnv } from './program.ts';

const LIFE_MS = 20 * 60_000;

/** What deno 2 prints when it accepts connections. */
const LISTENING = { runtime: 'deno', on: 'stderr', says: /Listening on http:\/\/127\.0\.0\.1:(\d+)\// } as const;

/** Serves a bundle in deno, on a free port of loopback. */
export function serveDeno(
  bundle: Bundle,
  { vars }: Pick<ServeOptions, 'vars'>,
  deno: string,
  host: Pick<Host, 'start' | 'signal' | 'folders'>,
): Promise<Server> {
  return startServer(serveCommand(bundle, vars, deno, host), LISTENING, host);
}

/**
 * A service talks to the network and reads its variables, of which there are no others: packages look for some. It has no
 * files, programs or native code here.
 */
export function serveCommand(
  bundle: Pick<Bundle, 'folder' | 'entry'>,
  vars: ServeOptions['vars'],
  deno: string,
  host: Pick<Host, 'folders'>,
): Command {
  const names = Object.keys(vars);
  const may = [
    '--no-prompt',
    '--allow-net',
    '--ignore-env',
    ...(names.length === 0 ? [] : [`--allow-env=${names.join(',')}`]),
  ];
  const alone = ['--no-remote', '--no-npm', '--no-lock', '--no-code-cache'];
  return {
    file: deno,
    args: ['serve', ...may, ...alone, '--host', '127.0.0.1', '--port', '0', bundle.entry],
    cwd: bundle.folder,
    env: { ...vars, ...denoEnv(host) },
    trust: 'theirs',
    timeoutMs: LIFE_MS,
  };
}

/** A server that starts a new process for each request: deno cannot make a new isolate that knows nothing of the last one. */
export async function newProcessEach(start: () => Promise<Server>): Promise<Server> {
  const startedAt = performance.now();
  let said = '';
  const open = new Set<Promise<void>>();
  const answer = async (asked: IncomingMessage, answered: ServerResponse): Promise<void> => {
    try {
      await using server = await start();
      await passOn(asked, answered, server.url).finally(() => {
        said = server.tail();
      });
    } catch (error) {
      said ||= messageOf(error);
      answered.destroy();
    }
  };
  const proxy = createServer((asked, answered) => {
    const done = answer(asked, answered).finally(() => open.delete(done));
    open.add(done);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    startedAt,
    listeningAt: performance.now(),
    tail: () => said,
    usage: () => Promise.resolve(undefined), // each process is gone with its answer
    forgets: true,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await Promise.all([new Promise((resolve) => proxy.close(resolve)), ...open]);
    },
  };
}

async function passOn(asked: IncomingMessage, answered: ServerResponse, to: string): Promise<void> {
  const passed = request(new URL(asked.url ?? '/', to), { method: asked.method, headers: asked.headers, agent: false });
  const coming = once(passed, 'response') as Promise<[IncomingMessage]>;
  coming.catch(() => undefined); // where the request fails before it, nobody waits for this one any more
  await pipeline(asked, passed);
  const [got] = await coming;
  answered.writeHead(got.statusCode ?? 502, got.headers);
  await pipeline(got, answered);
}
