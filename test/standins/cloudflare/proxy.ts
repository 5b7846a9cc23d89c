import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority } from './certificates.ts';
import { answering, type Handler, type Listening, listenOn } from './listen.ts';

/** How other hosts than our own are reached, such as the registries of npm and cargo. */
export interface Onward {
  /** The machine's own proxy, `http://HOST:PORT`; undefined: it has none. */
  readonly via: string | undefined;
  /** The file of authorities that its programs trust besides the usual ones (NODE_EXTRA_CA_CERTS). */
  readonly authorities?: string | undefined;
}

/**
 * An HTTP CONNECT proxy that is itself the end of TLS for the hosts that it owns: a client that is told of it by
 * HTTPS_PROXY and trusts the authority reaches them by their real `https://` URLs.
 * @param onward other hosts are passed on to, but for Cloudflare's real ones; undefined: all are refused
 */
export async function serveProxy(
  owns: (host: string) => boolean,
  authority: Authority,
  handle: Handler,
  onward?: Onward,
): Promise<Listening> {
  const contexts = new Map<string, SecureContext>();
  const contextOf = (host: string): SecureContext => {
    const context = contexts.get(host) ?? createSecureContext(authority.issue(host));
    contexts.set(host, context);
    return context;
  };
  // Never listens: it is given the connections that have asked for one of its hosts.
  const secure = createSecureServer({ SNICallback: (host, done) => done(null, contextOf(host)) }, answering(handle));
  const server = createServer((_, response) => {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('this stand-in is a proxy for CONNECT alone\n');
  });
  const tunnels = new Set<Duplex>();
  server.on('connect', (request, socket: Duplex, head: Buffer) => {
    tunnels.add(socket);
    socket.once('close', () => tunnels.delete(socket));
    socket.on('error', () => socket.destroy());
    const [host = '', port] = (request.url ?? '').toLowerCase().split(':');
    const owned = owns(host);
    if (onward !== undefined && !owned && !CLOUDFLARE.test(host)) {
      tunnels.add(passOn(`${host}:${port}`, onward, socket, head));
      return;
    }
    if (port !== '443' || !owned) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    secure.emit('connection', socket);
  });
  const listening = await listenOn(server);
  return {
    url: listening.url,
    async close() {
      for (const tunnel of tunnels) tunnel.destroy();
      await listening.close();
    },
  };
}

/** What must never be reached for real. */
const CLOUDFLARE = /(^|\.)(workers\.dev|cloudflare\.com)$/;

/** Joins a connection with the host that it asks for, end to end. */
function passOn(to: string, { via }: Onward, socket: Duplex, head: Buffer): Socket {
  const { hostname, port } = new URL(via ?? `http://${to}`);
  const further = connect({ host: hostname, port: Number(port === '' ? 80 : port) });
  const end = (): void => {
    further.destroy();
    socket.destroy();
  };
  further.once('error', end).once('close', end);
  socket.once('close', end);
  further.once('connect', () => {
    // the machine's own proxy answers for itself
    if (via === undefined) socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    else further.write(`CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\n\r\n`);
    further.write(head);
    socket.pipe(further);
    further.pipe(socket);
  });
  return further;
}
