import { describe, expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import type { Exchange, Moment } from './cloudflare.ts';
import { callApi, uploadForm, workerSource } from './payload.ts';
import { wrangler } from './wrangler.ts';

const { standin, project } = useStandin();

const isUpload = ({ method, path }: Exchange, name: string): boolean =>
  method === 'PUT' && path.includes(`/scripts/${name}?`);

async function versionsOf(name: string): Promise<number> {
  const { success, result } = await callApi(standin(), 'GET', `scripts/${name}/versions`);
  return success ? (result as { items: unknown[] }).items.length : 0;
}

describe.concurrent('a hook', () => {
  test('sees both moments of each exchange, in this order', async () => {
    const seen: string[] = [];
    using _hook = standin().intercept(async ({ number, path }, moment) => {
      if (path.includes('/seen')) seen.push(`${number} ${moment}`);
      return undefined;
    });
    const before = standin().exchanges.length;
    await callApi(standin(), 'GET', 'services/seen');
    const mine = standin()
      .exchanges.slice(before)
      .find(({ path }) => path.endsWith('/services/seen'));
    expect(mine).toMatchObject({ method: 'GET' });
    expect(seen).toEqual([`${mine?.number} request`, `${mine?.number} answer`]);
  });

  test.each<[Moment, number]>([
    ['request', 0],
    ['answer', 1],
  ])('drops the connection at %s: there are %i versions', async (cut, versions) => {
    const name = `dropped-${cut}`;
    using _hook = standin().intercept(async (exchange, moment) =>
      isUpload(exchange, name) && moment === cut ? 'drop' : undefined,
    );
    await expect(callApi(standin(), 'PUT', `scripts/${name}?x`, uploadForm(workerSource('one')))).rejects.toThrow();
    expect(await versionsOf(name)).toBe(versions);
  });

  test.each<[Moment, number]>([
    ['request', 0],
    ['answer', 1],
  ])('kills wrangler at %s: there are %i versions', async (cut, versions) => {
    const name = `killed-${cut}`;
    const killer = new AbortController();
    using _hook = standin().intercept(async (exchange, moment) => {
      if (!isUpload(exchange, name) || moment !== cut) return undefined;
      killer.abort();
      return 'drop';
    });
    const ran = await wrangler(standin(), ['deploy'], { cwd: await project(name, 'one'), kill: killer.signal });
    expect(ran.code).toBeNull();
    expect(await versionsOf(name)).toBe(versions);
    expect(standin().exchanges.filter((exchange) => isUpload(exchange, name))).toHaveLength(1);
  });
});

test('a hook that is disposed of is not called any more', async () => {
  const hook = standin().intercept(async () => 'drop');
  await expect(callApi(standin(), 'GET', 'scripts')).rejects.toThrow();
  hook[Symbol.dispose]();
  expect(await callApi(standin(), 'GET', 'scripts')).toMatchObject({ success: true });
});
