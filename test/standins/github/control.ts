/** A door for other processes: a script that has started the stand-in reads its log and injects faults through it. */
import type { Fault } from './faults.ts';
import type { Incoming, Loopback, Reply } from './loopback.ts';

function json(status: number, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * `GET /_standin/log` lists what was asked and answered; `POST /_standin/faults` takes a fault as JSON, its `path` as
 * the source of a regular expression. Everything else is not for this door.
 */
export function control(request: Incoming, server: Pick<Loopback, 'fail' | 'log'>): Reply | undefined {
  const { pathname } = request.url;
  if (!pathname.startsWith('/_standin/')) return undefined;
  if (request.method === 'GET' && pathname === '/_standin/log') {
    const shown = server.log.filter(({ path }) => !path.startsWith('/_standin/'));
    return json(
      200,
      shown.map(({ method, path, query, status }) => ({ method, path, query, status })),
    );
  }
  if (request.method === 'POST' && pathname === '/_standin/faults') {
    const { path = '', ...rest } = JSON.parse(request.body.toString('utf8')) as { path?: string } & Omit<Fault, 'path'>;
    server.fail({ ...rest, path: new RegExp(path) });
    return json(201, {});
  }
  return json(404, { message: 'Not Found' });
}
