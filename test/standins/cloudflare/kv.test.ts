import { expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { fetchEdge } from './cloudflare.ts';
import { callApi, KEEPER, uploadForm, workerSource } from './payload.ts';

const [LIVE, PREVIEW] = ['a'.repeat(32), 'b'.repeat(32)] as const;
const { standin } = useStandin({ kvNamespaces: [LIVE, PREVIEW] });

/** Does each thing that a namespace can do. */
const ALL = `export default {
  async fetch(request, { KV }) {
    await KV.put('b/ü', 'two', { metadata: { of: 2 } });
    await KV.put('a', '{"one":1}');
    await KV.put('a2', new Uint8Array([0, 255]));
    await KV.put('gone', 'x');
    await KV.delete('gone');
    return Response.json({
      text: await KV.get('b/ü'), json: await KV.get('a', 'json'), bytes: [...new Uint8Array(await KV.get('a2', 'arrayBuffer'))],
      missing: await KV.get('gone'), with: await KV.getWithMetadata('b/ü'), many: [...await KV.get(['b/ü', 'no'])],
      page: await KV.list({ limit: 2 }), prefix: (await KV.list({ prefix: 'b' })).keys,
    });
  },
};
`;

test('two Workers keep what each is bound to; versions of one share it', async () => {
  for (const [name, namespace_id] of [
    ['keeper', LIVE],
    ['keeper-pr-1', PREVIEW],
  ] as const) {
    const bindings = [{ name: 'KV', type: 'kv_namespace', namespace_id }];
    await callApi(standin(), 'PUT', `scripts/${name}`, uploadForm(KEEPER, { bindings }));
    await callApi(standin(), 'POST', `scripts/${name}/subdomain`, { enabled: true });
  }
  const send = (name: string, body: string) =>
    fetchEdge(standin(), `${standin().url(name)}/greeting`, { method: 'PUT', body });
  await send('keeper', 'hello');
  await send('keeper-pr-1', 'broken');
  expect(standin().kv(LIVE)).toEqual(new Map([['greeting', 'hello']]));
  expect(standin().kv(PREVIEW)).toEqual(new Map([['greeting', 'broken']]));
  const keep_bindings = ['kv_namespace'];
  await callApi(standin(), 'POST', 'scripts/keeper/versions', uploadForm(KEEPER, { keep_bindings }));
  const { result } = await callApi(standin(), 'GET', 'scripts/keeper/versions');
  const [newest] = (result as { items: { id: string }[] }).items;
  const preview = `${standin().url('keeper', newest?.id.slice(0, 8))}/greeting`;
  expect(await (await fetchEdge(standin(), preview)).text()).toBe('hello');
});

test('a namespace does what KV does', async () => {
  const path = `/accounts/${standin().accountId}/storage/kv/namespaces`;
  const made = await callApi(standin(), 'POST', path, { title: 'all' });
  const { id } = made.result as { id: string };
  expect(await callApi(standin(), 'POST', path, { title: 'all' })).toMatchObject({ errors: [{ code: 10014 }] });
  const bindings = [{ name: 'KV', type: 'kv_namespace', namespace_id: id }];
  await callApi(standin(), 'PUT', 'scripts/all', uploadForm(ALL, { bindings }));
  await callApi(standin(), 'POST', 'scripts/all/subdomain', { enabled: true });
  expect(await (await fetchEdge(standin(), standin().url('all'))).json()).toEqual({
    ...{ text: 'two', json: { one: 1 }, bytes: [0, 255], missing: null },
    with: { value: 'two', metadata: { of: 2 }, cacheStatus: null },
    many: [
      ['b/ü', 'two'],
      ['no', null],
    ],
    page: { keys: [{ name: 'a' }, { name: 'a2' }], list_complete: false, cursor: 'a2', cacheStatus: null },
    prefix: [{ name: 'b/ü', metadata: { of: 2 } }],
  });
  expect([...standin().kv(id).keys()].toSorted()).toEqual(['a', 'a2', 'b/ü']);
});

test.each([
  ['that is not there', 'c'.repeat(32), 10041],
  ['of no possible id', 'my-namespace', 10042],
])('refused: a binding to a namespace %s', async (_, namespace_id, code) => {
  const form = uploadForm(workerSource('one'), { bindings: [{ name: 'KV', type: 'kv_namespace', namespace_id }] });
  expect(await callApi(standin(), 'PUT', 'scripts/unbound', form)).toMatchObject({ errors: [{ code }] });
});
