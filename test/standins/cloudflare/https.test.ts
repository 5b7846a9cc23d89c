import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { callApi, uploadForm, workerSource } from './payload.ts';

const { standin, existing } = useStandin({ zones: ['example.com'] });

/** Fetches with Node alone, as any program does. Gives what was answered, or why nothing was. */
const CLIENT = `
const [url, headers] = process.argv.slice(1);
const answer = await fetch(url, { headers: JSON.parse(headers) }).catch((error) => error);
console.log(JSON.stringify(answer instanceof Error
  ? { failed: String(answer.cause?.message ?? answer) }
  : { status: answer.status, ...(await answer.json()) }));
`;

async function fetchAsChild(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const args = ['--input-type=module', '--eval', CLIENT, '--', url, JSON.stringify(headers)];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: {
      ...{ NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: standin().proxyUrl, NO_PROXY: '127.0.0.1,localhost' },
      NODE_EXTRA_CA_CERTS: standin().caFile,
      ...env,
    },
  });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

describe('the edge by its real URLs', () => {
  test('plain fetch of a child gets what a Worker answers', async () => {
    await existing('secure', 'one');
    const url = `${standin().url('secure')}/a?b=c`;
    expect(await fetchAsChild(url)).toEqual({ status: 200, release: 'one', answer: 42, url, env: {} });
  });

  test('previews and the override header are what they are without TLS', async () => {
    const one = await existing('unseen', 'one');
    await callApi(standin(), 'POST', 'scripts/unseen/versions', uploadForm(workerSource('two')));
    const { result } = await callApi(standin(), 'GET', 'scripts/unseen/versions');
    const two = (result as { items: { id: string }[] }).items[0]?.id ?? '';
    const versions = [
      { version_id: one, percentage: 100 },
      { version_id: two, percentage: 0 },
    ];
    await callApi(standin(), 'POST', 'scripts/unseen/deployments', { strategy: 'percentage', versions });
    expect(await fetchAsChild(standin().url('unseen', two.slice(0, 8)))).toMatchObject({ release: 'two' });
    expect(await fetchAsChild(standin().url('unseen'))).toMatchObject({ release: 'one' });
    const headers = { 'Cloudflare-Workers-Version-Overrides': `unseen="${two}"` };
    expect(await fetchAsChild(standin().url('unseen'), headers)).toMatchObject({ release: 'two' });
  });

  test('hosts of the zones have certificates too', async () => {
    await existing('own-host', 'one');
    const origins = [{ hostname: 'deep.api.example.com' }];
    const body = { override_existing_origin: true, origins };
    expect(await callApi(standin(), 'PUT', 'scripts/own-host/domains/records', body)).toMatchObject({ success: true });
    const url = 'https://deep.api.example.com/';
    expect(await fetchAsChild(url)).toMatchObject({ status: 200, url });
  });

  test('who does not trust the authority is warned', async () => {
    const env = { NODE_EXTRA_CA_CERTS: '' };
    expect(await fetchAsChild(standin().url('any'), {}, env)).toEqual({
      failed: expect.stringContaining('certificate'),
    });
  });

  test.each([
    ['box.workers.dev:443', 403],
    ['any.box.workers.dev:443', 200],
    ['any.box.workers.dev:8443', 403],
    ['any.example.com:443', 200],
    ['any.example.org:443', 403],
    ['notexample.com:443', 403],
  ])('CONNECT to %s: %i', async (path, status) => {
    const { hostname, port } = new URL(standin().proxyUrl);
    const asked = request({ hostname, port, method: 'CONNECT', path, agent: false }).end();
    const [answer, socket] = (await once(asked, 'connect')) as [IncomingMessage, Socket];
    socket.destroy();
    expect(answer.statusCode).toBe(status);
  });
});
