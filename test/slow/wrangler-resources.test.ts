import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useStandin } from '../standins/cloudflare/bench.ts';
import { type Exchange, fetchEdge, type Moment } from '../standins/cloudflare/cloudflare.ts';
import { callApi, counterSource, KEEPER, uploadForm, workerSource } from '../standins/cloudflare/payload.ts';
import { assetAt, writeSite } from '../standins/cloudflare/site.ts';
import { wrangler } from '../standins/cloudflare/wrangler.ts';

const [LIVE, PREVIEW] = ['a'.repeat(32), 'b'.repeat(32)] as const;
const { standin, folder, project, existing, see } = useStandin({
  zones: ['other.dev', 'shared.dev'],
  kvNamespaces: [LIVE, PREVIEW],
  deployableVersions: 2,
});

const textAt = async (url: string): Promise<string> => (await fetchEdge(standin(), url)).text();

const isUpload = ({ method, path }: Exchange, name: string): boolean =>
  method === 'PUT' && path.includes(`/scripts/${name}?`);

async function versionsOf(name: string): Promise<number> {
  const { result } = await callApi(standin(), 'GET', `scripts/${name}/versions`);
  return (result as { items: unknown[] }).items.length;
}

const durable = (...classes: string[]) => ({
  durable_objects: { bindings: classes.map((class_name) => ({ name: 'COUNTER', class_name })) },
});

describe.concurrent('the real wrangler', () => {
  test('is refused a route of another Worker and a zone of another account; the code is up all the same', async () => {
    await existing('owner', 'one');
    await callApi(standin(), 'PUT', 'scripts/owner/routes', [{ pattern: 'other.dev/*' }]);
    const cwd = await project('taker', 'one', { routes: ['other.dev/*', { pattern: 'my.net', custom_domain: true }] });
    const ran = await wrangler(standin(), ['deploy'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.output).toMatch(/workers\.api\.error\.duplicate_route \[code: 10020\]/);
    expect(ran.output).toMatch(/workers\.api\.error\.zone_not_found for "my\.net" \[code: 10083\]/);
    expect((await see(standin().url('taker'))).release).toBe('one');
    expect(standin().routes('taker')).toEqual([]);
  });

  test('sets routes zone by zone where the token may not see all zones', async () => {
    await existing('zonal', 'one');
    const cwd = await project('zonal', 'one', { workers_dev: false, routes: ['shared.dev/*'] });
    standin().fail({ method: 'PUT', path: /scripts\/zonal\/routes/, status: 403 });
    const ran = await wrangler(standin(), ['triggers', 'deploy'], { cwd });
    expect(ran.code, ran.output).toBe(0);
    expect(ran.output).toContain('Falling back to using the zone-based API');
    expect(standin().routes('zonal')).toEqual(['shared.dev/*']);
  });

  test.each<[Moment, number]>([
    ['request', 1],
    ['answer', 2],
  ])('drops at %s: wrangler tries again, and there are %i versions', async (cut, versions) => {
    const name = `dropped-${cut}`;
    let dropped = 0;
    using _hook = standin().intercept(async (exchange, moment) =>
      isUpload(exchange, name) && moment === cut && dropped++ === 0 ? 'drop' : undefined,
    );
    const ran = await wrangler(standin(), ['deploy'], { cwd: await project(name, 'one') });
    expect(ran.code, ran.output).toBe(0);
    expect(await versionsOf(name)).toBe(versions);
  });

  test('is refused a rollback to what is too old', async () => {
    const one = await existing('aged', 'one');
    for (const release of ['two', 'three'])
      await callApi(standin(), 'POST', 'scripts/aged/versions', uploadForm(workerSource(release)));
    const cwd = await project('aged', 'three');
    const ran = await wrangler(standin(), ['rollback', one, '-y', '-m', 'back'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.output).toMatch(/only the 2 most recent versions.*\[code: 10210\]/s);
  });

  test('deploys a Durable Object by a migration, later versions without one, and no version with one', async () => {
    const migrations = [{ tag: 'v1', new_sqlite_classes: ['Counter'] }];
    const cwd = await project('counting', 'one', { ...durable('Counter'), migrations });
    await writeFile(join(cwd, 'worker.js'), counterSource('one'));
    const first = await wrangler(standin(), ['deploy'], { cwd });
    expect(first.code, first.output).toBe(0);
    expect([await textAt(standin().url('counting')), await textAt(standin().url('counting'))]).toEqual([
      'one 1',
      'one 2',
    ]);

    await writeFile(join(cwd, 'worker.js'), counterSource('two'));
    const second = await wrangler(standin(), ['deploy'], { cwd });
    expect(second.code, second.output).toBe(0);
    expect(await textAt(standin().url('counting'))).toBe('two 1'); // objects of a version are its own here

    const more = { ...durable('Counter'), migrations: [...migrations, { tag: 'v2', new_classes: ['Older'] }] };
    const later = await project('counting', 'three', more);
    await writeFile(join(later, 'worker.js'), counterSource('three'));
    const third = await wrangler(standin(), ['versions', 'upload'], { cwd: later });
    expect(third.code).toBe(1);
    expect(third.output).toContain('pending Durable Object migration'); // it asks the API for the tag, and goes no further
  });

  test('two Workers keep what each is bound to: a preview leaves production as it was', async () => {
    for (const [name, id] of [
      ['keeper', LIVE],
      ['keeper-pr-1', PREVIEW],
    ] as const) {
      const cwd = await project(name, 'one', { kv_namespaces: [{ binding: 'KV', id }] });
      await writeFile(join(cwd, 'worker.js'), KEEPER);
      const ran = await wrangler(standin(), ['deploy'], { cwd });
      expect(ran.code, ran.output).toBe(0);
    }
    const send = (name: string, body: string) =>
      fetchEdge(standin(), `${standin().url(name)}/greeting`, { method: 'PUT', body });
    await send('keeper', 'hello');
    await send('keeper-pr-1', 'broken');
    expect(standin().kv(LIVE)).toEqual(new Map([['greeting', 'hello']]));
    expect(standin().kv(PREVIEW)).toEqual(new Map([['greeting', 'broken']]));
  });

  test('deploys a Worker that goes before its files', async () => {
    const ran = await wrangler(standin(), ['deploy'], {
      cwd: await writeSite(await folder('first'), 'first', { run_worker_first: true }),
    });
    expect(ran.code, ran.output).toBe(0);
    expect((await assetAt(standin(), 'first', '/app.js')).text).toBe('the Worker at /app.js');
    expect((await assetAt(standin(), 'first', '/through')).text).toBe('run();');
  });

  test('deploys files alone', async () => {
    const cwd = await writeSite(await folder('alone'), 'alone');
    await writeFile(
      join(cwd, 'wrangler.json'),
      JSON.stringify({ name: 'alone', compatibility_date: '2026-11-01', assets: { directory: 'public' } }),
    );
    const ran = await wrangler(standin(), ['deploy'], { cwd });
    expect(ran.code, ran.output).toBe(0);
    expect((await assetAt(standin(), 'alone', '/')).text).toBe('<h1>alone</h1>');
    expect((await assetAt(standin(), 'alone', '/docs/')).text).toBe('<h1>docs</h1>');
    expect((await assetAt(standin(), 'alone', '/elsewhere')).status).toBe(404);
  });
});
