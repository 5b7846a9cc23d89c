import { describe, expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { fetchEdge } from './cloudflare.ts';
import { type Answer, callApi, counterSource, uploadForm } from './payload.ts';

const { standin } = useStandin();

const textAt = async (name: string): Promise<string> => (await fetchEdge(standin(), standin().url(name))).text();

describe('migrations', () => {
  const bindings = [{ name: 'COUNTER', type: 'durable_object_namespace', class_name: 'Older' }];
  const put = (name: string, metadata: object, source = counterSource('x')): Promise<Answer> =>
    callApi(standin(), 'PUT', `scripts/${name}`, uploadForm(source, { ...metadata }));
  const made = { new_tag: 'v1', steps: [{ new_classes: ['Older'] }] };

  test.each<[string, object, number]>([
    ['a binding to a class that is none', { bindings }, 10061],
    ['a class that is not exported', { migrations: { new_tag: 'v1', steps: [{ new_classes: ['Nobody'] }] } }, 10070],
    ['another tag than the Worker has', { migrations: { ...made, old_tag: 'v0' } }, 10079],
    ['a kind that is not here', { migrations: { new_tag: 'v1', steps: [{ transferred_classes: [] }] } }, 10021],
    ['a class of another Worker', { bindings: [{ ...bindings[0], script_name: 'other' }] }, 10021],
  ])('refused: %s', async (_, metadata, code) => {
    expect(await put('refused', metadata)).toMatchObject({ success: false, errors: [{ code }] });
    expect(await callApi(standin(), 'GET', 'services/refused')).toMatchObject({ success: false });
  });

  test('a class in SQLite counts; the next version has objects of its own', async () => {
    const counters = [{ name: 'COUNTER', type: 'durable_object_namespace', class_name: 'Counter' }];
    const migrations = { new_tag: 'v1', steps: [{ new_sqlite_classes: ['Counter'] }] };
    expect(await put('sqlite', { bindings: counters, migrations })).toMatchObject({ success: true });
    await callApi(standin(), 'POST', 'scripts/sqlite/subdomain', { enabled: true });
    expect([await textAt('sqlite'), await textAt('sqlite')]).toEqual(['x 1', 'x 2']);
    expect(await put('sqlite', { bindings: counters }, counterSource('y'))).toMatchObject({ success: true });
    expect(await textAt('sqlite')).toBe('y 1');
  });

  test('the older storage counts as well; a class stays until it is deleted', async () => {
    const own = bindings.map((binding) => ({ ...binding, script_name: 'older' }));
    expect(await put('older', { bindings: own, migrations: made })).toMatchObject({ result: { migration_tag: 'v1' } });
    await callApi(standin(), 'POST', 'scripts/older/subdomain', { enabled: true });
    expect([await textAt('older'), await textAt('older')]).toEqual(['x 1', 'x 2']);
    expect(await callApi(standin(), 'GET', 'durable_objects/namespaces')).toMatchObject({
      result: expect.arrayContaining([expect.objectContaining({ script: 'older', class: 'Older', use_sqlite: false })]),
    });
    const without = 'export default { fetch: () => new Response("without") };';
    expect(await put('older', {}, without)).toMatchObject({ success: false, errors: [{ code: 10064 }] });
    const deleted = { old_tag: 'v1', new_tag: 'v2', steps: [{ deleted_classes: ['Older'] }] };
    expect(await put('older', { bindings, migrations: deleted })).toMatchObject({ errors: [{ code: 10061 }] });
    expect(await put('older', { migrations: deleted }, without)).toMatchObject({ success: true });
    expect(await textAt('older')).toBe('without');
  });
});
