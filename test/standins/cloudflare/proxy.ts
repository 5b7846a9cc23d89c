import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority } from './certificates.ts';
import { answering, type Handler, type Listening, listenOn } from './listen.ts';

/**
 * An HTTP CONNECT proxy that is itself the end of TLS for the hosts that it owns: a client that is told of it by
 * HTTPS_PROXY and trusts the authority reaches them by their real `https://` URLs. All other hosts are refused.
 */
export async function serveProxy(
  owns: (host: string) => boolean,
  authority: Authority,
  handle: Handler,
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
    if (port !== '443' || !owns(host)) {
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
