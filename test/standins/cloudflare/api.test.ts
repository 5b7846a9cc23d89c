import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CloudflareOptions, type CloudflareStandin, fetchEdge, startCloudflare } from './cloudflare.ts';
import { type Answer, callApi, uploadForm, workerSource } from './payload.ts';
import { WORKERD } from './wrangler.ts';

const TOKENS = { reader: 'read', stranger: 'none' } as const;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let standin: CloudflareStandin;

const start = (options: Omit<CloudflareOptions, 'workerd'> = {}): Promise<CloudflareStandin> =>
  startCloudflare({ workerd: WORKERD, tokens: TOKENS, ...options });

beforeAll(async () => {
  standin = await start();
});

afterAll(async () => {
  await standin[Symbol.asyncDispose]();
});

/** The id of a version uploaded for the Worker, which is made with it if need be. */
async function upload(name: string, release: string, metadata: object = {}, on = standin): Promise<string> {
  const form = uploadForm(workerSource(release), { keep_bindings: ['secret_text'], ...metadata });
  const there = (await callApi(on, 'GET', `services/${name}`)).success;
  const answer = await callApi(on, there ? 'POST' : 'PUT', `scripts/${name}${there ? '/versions' : ''}`, form);
  expect(answer).toMatchObject({ success: true, errors: [] });
  await callApi(on, 'POST', `scripts/${name}/subdomain`, { enabled: true });
  return newestOf(name, on);
}

async function newestOf(name: string, on = standin): Promise<string> {
  const { result } = await callApi(on, 'GET', `scripts/${name}/versions?per_page=1`);
  return (result as { items: { id: string }[] }).items[0]?.id ?? '';
}

const deploy = (name: string, traffic: Readonly<Record<string, number>>, query = ''): Promise<Answer> =>
  callApi(standin, 'POST', `scripts/${name}/deployments${query}`, {
    strategy: 'percentage',
    versions: Object.entries(traffic).map(([version_id, percentage]) => ({ version_id, percentage })),
  });

const putSecret = (name: string, text: string): Promise<Answer> =>
  callApi(standin, 'PUT', `scripts/${name}/secrets`, { name: 'KEY', text, type: 'secret_text' });

async function releaseAt(url: string, on = standin): Promise<string> {
  const response = await fetchEdge(on, url);
  return response.ok ? ((await response.json()) as { release: string }).release : String(response.status);
}

const refusal = (status: number, ...codes: readonly number[]): object => ({
  ...{ status, success: false, result: null },
  errors: codes.map((code) => expect.objectContaining({ code })),
});

describe('who may do what', () => {
  const foreign = `/accounts/${'f'.repeat(32)}/workers/scripts`;
  test.each([
    ['no header', 'GET', 'scripts', '', 400, 9106],
    ['an unknown token', 'GET', 'scripts', 'nobody', 401, 10000],
    ['an unknown token, verified', 'GET', '/user/tokens/verify', 'nobody', 401, 1000],
    ['a token without rights', 'GET', 'scripts', 'stranger', 403, 10000],
    [
      'a token without rights, at the account',
      'GET',
      '/accounts/0123456789abcdef0123456789abcdef',
      'stranger',
      403,
      9109,
    ],
    ['a reader who writes', 'DELETE', 'scripts/x', 'reader', 403, 10000],
    ["somebody else's account", 'GET', foreign, 'reader', 403, 10000],
  ])('%s', async (_, method, path, token, status, code) => {
    expect(await callApi(standin, method, path, undefined, token)).toMatchObject(refusal(status, code));
  });

  test('what cannot be routed', async () => {
    expect(await callApi(standin, 'GET', '/accounts/me/workers/scripts')).toMatchObject(refusal(404, 7003, 7000));
    expect(await callApi(standin, 'GET', 'nothing/here')).toMatchObject(refusal(404, 7003, 7000));
  });

  test('what is allowed', async () => {
    const verified = await callApi(standin, 'GET', '/user/tokens/verify', undefined, 'stranger');
    expect(verified).toMatchObject({ success: true, result: { status: 'active' } });
    expect(await callApi(standin, 'GET', '/accounts')).toMatchObject({ result: [{ id: standin.accountId }] });
    expect(await callApi(standin, 'GET', 'scripts', undefined, 'reader')).toMatchObject({ success: true });
  });
});

describe('uploads', () => {
  test.each<[string, string, object, number, number]>([
    ['throws', 'throw new Error("boom"); export default {};', {}, 400, 10021],
    ['does not parse', 'export default {', {}, 400, 10021],
    ['imports what is not there', 'import "./other.js"; export default {};', {}, 400, 10021],
    ['names a date to come', workerSource('one'), { compatibility_date: '2999-01-01' }, 400, 10021],
    ['names no such flag', workerSource('one'), { compatibility_flags: ['no_such_flag'] }, 400, 10021],
    ['has another main module', workerSource('one'), { main_module: 'index.js' }, 400, 10006],
    ['inherits from nothing', workerSource('one'), { bindings: [{ name: 'KEY', type: 'inherit' }] }, 400, 10057],
    ['binds what is not here', workerSource('one'), { bindings: [{ name: 'KV', type: 'kv_namespace' }] }, 400, 10021],
  ])('refused: a module that %s', async (_, source, metadata, status, code) => {
    const answer = await callApi(standin, 'PUT', 'scripts/refused', uploadForm(source, { ...metadata }));
    expect(answer).toMatchObject(refusal(status, code));
    expect(await callApi(standin, 'GET', 'services/refused')).toMatchObject(refusal(404, 10090));
  });

  test('refused: versions of a Worker that is not there, with a migration, with a bad alias', async () => {
    const send = (name: string, metadata = {}): Promise<Answer> =>
      callApi(standin, 'POST', `scripts/${name}/versions`, uploadForm(workerSource('two'), metadata));
    expect(await send('absent')).toMatchObject(refusal(404, 10007));
    await upload('strict', 'one');
    expect(await send('strict', { migrations: { new_tag: 'v1' } })).toMatchObject(refusal(400, 10211));
    for (const alias of ['Feature/x', 'a'.repeat(60)])
      expect(await send('strict', { annotations: { 'workers/alias': alias } })).toMatchObject(refusal(400, 10021));
    expect(await callApi(standin, 'PUT', 'scripts/a.b', uploadForm(workerSource('x')))).toMatchObject(
      refusal(400, 10016),
    );
  });

  test('refused: more than the limit, and a start that does not end', async () => {
    await using small = await start({ sizeLimit: 100, startupLimitMs: 400 });
    const large = await callApi(small, 'PUT', 'scripts/w', uploadForm(workerSource('one')));
    expect(large).toMatchObject(refusal(413, 10027));
    const endless = await callApi(small, 'PUT', 'scripts/w', uploadForm('for (;;);'));
    expect(endless).toMatchObject(refusal(400, 10021));
    expect(endless.errors[0]?.message).toContain('startup');
    expect(small.processes()).toEqual([]);
  });

  test('inherit by name, keep by kind, know the version', async () => {
    await upload('heir', 'one', {
      bindings: [
        { name: 'A', type: 'plain_text', text: 'a' },
        { name: 'B', type: 'plain_text', text: 'b' },
        { name: 'KEY', type: 'secret_text', text: 'hidden' },
      ],
    });
    const bindings = [
      { name: 'A2', type: 'inherit', old_name: 'A' },
      { name: 'ME', type: 'version_metadata' },
    ];
    const id = await upload('heir', 'two', { bindings, annotations: { 'workers/tag': 'v2' } });
    const shown = await callApi(standin, 'GET', `scripts/heir/versions/${id}`);
    expect(JSON.stringify(shown)).not.toContain('hidden');
    const { env } = (await (await fetchEdge(standin, standin.url('heir', id.slice(0, 8)))).json()) as { env: object };
    expect(env).toEqual({ A2: 'a', KEY: 'hidden', ME: { id, tag: 'v2', timestamp: expect.any(String) } });
  });
});

describe('deployments', () => {
  test('refused: sums, numbers and versions that cannot be', async () => {
    const [one, two, three] = [await upload('sums', '1'), await upload('sums', '2'), await upload('sums', '3')];
    expect(await deploy('sums', { [one]: 60 })).toMatchObject(refusal(400, 10210));
    expect(await deploy('sums', { [one]: 60, [two]: 60 })).toMatchObject(refusal(400, 10210));
    expect(await deploy('sums', { [one]: 40, [two]: 30, [three]: 30 })).toMatchObject(refusal(400, 10210));
    expect(await deploy('sums', {})).toMatchObject(refusal(400, 10210));
    expect(await deploy('sums', { [UNKNOWN]: 100 })).toMatchObject(refusal(400, 10210));
    expect(await deploy('absent', { [UNKNOWN]: 100 })).toMatchObject(refusal(404, 10007));
    expect(await callApi(standin, 'GET', `scripts/sums/versions/${UNKNOWN}`)).toMatchObject(refusal(404, 10071));
    expect(await callApi(standin, 'GET', 'scripts/sums/versions/v1')).toMatchObject(refusal(400, 10004));
    expect(await releaseAt(standin.url('sums'))).toBe('1');
  });

  test('are listed newest first, and split what is served', async () => {
    const [one, two] = [await upload('split', 'one'), await upload('split', 'two')];
    expect(await deploy('split', { [one]: 75, [two]: 25 })).toMatchObject({ success: true });
    const releases: string[] = [];
    for (let request = 0; request < 40; request += 1) releases.push(await releaseAt(standin.url('split')));
    const twos = releases.filter((release) => release === 'two').length;
    expect([9, 10, 11]).toContain(twos);
    expect(releases.filter((release) => release === 'one')).toHaveLength(40 - twos);
    const { result } = await callApi(standin, 'GET', 'scripts/split/deployments');
    const times = (result as { deployments: { created_on: string }[] }).deployments.map((one) => one.created_on);
    expect(times).toEqual(times.toSorted().reverse());
    expect(new Set(times).size).toBe(2);
  });

  test('take their time to the edge if asked for', async () => {
    let now = Date.now();
    await using slow = await start({ propagationMs: 700, clock: () => now });
    await upload('slow', 'one', {}, slow);
    expect(await releaseAt(slow.url('slow'), slow)).toBe('404');
    now += 699;
    expect(await releaseAt(slow.url('slow'), slow)).toBe('404');
    now += 100; // the API never tells one time twice: its times may be some ms ahead
    expect(await releaseAt(slow.url('slow'), slow)).toBe('one');
  });
});

describe('secrets', () => {
  test('refused: while the newest version is not fully deployed', async () => {
    const one = await upload('keys', 'one');
    const two = await upload('keys', 'two');
    expect(await putSecret('keys', 's')).toMatchObject(refusal(400, 10215));
    await deploy('keys', { [one]: 50, [two]: 50 });
    const bulk = { secrets: { KEY: { name: 'KEY', text: 's', type: 'secret_text' } } };
    expect(await callApi(standin, 'PATCH', 'scripts/keys/secrets-bulk', bulk)).toMatchObject(refusal(400, 10214));
    await deploy('keys', { [two]: 100 });
    expect(await putSecret('keys', 's')).toMatchObject({ success: true });
    expect(await callApi(standin, 'DELETE', 'scripts/keys/secrets/OTHER')).toMatchObject(refusal(404, 10056));
    expect(await callApi(standin, 'DELETE', 'scripts/keys/secrets/KEY')).toMatchObject({ success: true });
  });

  test('are not brought back by a rollback without force', async () => {
    await upload('rotated', 'one');
    await putSecret('rotated', 'old');
    const before = await newestOf('rotated');
    await putSecret('rotated', 'new');
    expect(await deploy('rotated', { [before]: 100 })).toMatchObject(refusal(400, 10220));
    expect(await deploy('rotated', { [before]: 100 }, '?force=true')).toMatchObject({ success: true });
  });
});

describe('the edge', () => {
  test('an alias moves, and previews end with the switch', async () => {
    await upload('alias', 'one');
    await upload('alias', 'two', { annotations: { 'workers/alias': 'pr-7' } });
    expect(await releaseAt(standin.url('alias', 'pr-7'))).toBe('two');
    await upload('alias', 'three', { annotations: { 'workers/alias': 'pr-7' } });
    expect(await releaseAt(standin.url('alias', 'pr-7'))).toBe('three');
    await callApi(standin, 'POST', 'scripts/alias/subdomain', { enabled: true, previews_enabled: false });
    expect(await releaseAt(standin.url('alias', 'pr-7'))).toBe('404');
    expect(await releaseAt(standin.url('alias'))).toBe('one');
    await callApi(standin, 'POST', 'scripts/alias/subdomain', { enabled: false, previews_enabled: true });
    expect([await releaseAt(standin.url('alias')), await releaseAt(standin.url('alias', 'pr-7'))]).toEqual([
      '404',
      'three',
    ]);
  });

  test.each(['scripts', 'services'])(
    'knows nothing of a Worker deleted by %s, and nothing runs for it',
    async (kind) => {
      await using own = await start();
      await upload('kept', 'kept', {}, own);
      const kept = own.processes();
      await upload('gone', 'one', {}, own);
      await upload('gone', 'two', {}, own);
      const groups = own.processes().filter((group) => !kept.includes(group));
      expect(groups).toHaveLength(2);
      expect(await callApi(own, 'DELETE', `${kind}/gone`)).toMatchObject({ success: true });
      for (const group of groups) expect(() => process.kill(-group, 0)).toThrow('ESRCH');
      expect(own.processes()).toEqual(kept);
      expect(await releaseAt(own.url('gone'), own)).toBe('404');
      expect(await releaseAt(own.url('kept'), own)).toBe('kept');
      expect(await callApi(own, 'DELETE', 'scripts/gone')).toMatchObject(refusal(404, 10007));
      expect(await callApi(own, 'DELETE', 'services/gone')).toMatchObject(refusal(404, 10090));
    },
  );

  test('passes requests on as they are, and faults as they are asked for', async () => {
    const echo = 'export default { fetch: async (r) => new Response(r.method + (await r.text()), { status: 201 }) };';
    await callApi(standin, 'PUT', 'scripts/echo', uploadForm(echo));
    await callApi(standin, 'POST', 'scripts/echo/subdomain', { enabled: true });
    const response = await fetchEdge(standin, standin.url('echo'), { method: 'PUT', body: 'x'.repeat(100_000) });
    expect([response.status, (await response.text()).length]).toEqual([201, 100_003]);
    standin.failEdge({ path: /^echo\.box\.workers\.dev\/a/, status: 522, body: 'error code: 522' });
    standin.failEdge({ path: /^echo\.box\.workers\.dev\/b/, reset: true });
    expect((await fetchEdge(standin, `${standin.url('echo')}/a`)).status).toBe(522);
    await expect(fetchEdge(standin, `${standin.url('echo')}/b`)).rejects.toThrow();
    expect((await fetchEdge(standin, `${standin.url('echo')}/a`)).status).toBe(201);
  });
});

describe('faults of the API', () => {
  test('happen as often as said, before or after the work', async () => {
    await upload('lost', 'one');
    standin.fail({ method: 'DELETE', path: /scripts\/lost/, status: 429, headers: { 'retry-after': '7' } });
    expect(await callApi(standin, 'DELETE', 'scripts/lost')).toMatchObject(refusal(429, 971));
    expect(await callApi(standin, 'GET', 'workers/lost')).toMatchObject({ success: true });
    standin.fail({ method: 'DELETE', path: /scripts\/lost/, status: 500, code: 10013, after: true });
    expect(await callApi(standin, 'DELETE', 'scripts/lost')).toMatchObject(refusal(500, 10013));
    expect(await callApi(standin, 'GET', 'workers/lost')).toMatchObject(refusal(404, 10007));
    standin.fail({ path: /scripts/, status: 500, times: 5 });
    standin.heal();
    expect(await callApi(standin, 'GET', 'scripts')).toMatchObject({ success: true });
  });
});
