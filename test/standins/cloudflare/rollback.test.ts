import { expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { type Answer, callApi, uploadForm, workerSource } from './payload.ts';

const NAMESPACE = 'a'.repeat(32);
const { standin, existing, see } = useStandin({ deployableVersions: 2, kvNamespaces: [NAMESPACE] });

const deploy = (name: string, id: string): Promise<Answer> =>
  callApi(standin(), 'POST', `scripts/${name}/deployments`, {
    strategy: 'percentage',
    versions: [{ version_id: id, percentage: 100 }],
  });

const upload = (name: string, release: string, metadata: object = {}): Promise<Answer> =>
  callApi(standin(), 'POST', `scripts/${name}/versions`, uploadForm(workerSource(release), { ...metadata }));

const refused = (code: number, says: RegExp): object => ({
  success: false,
  errors: [{ code, message: expect.stringMatching(says) }],
});

test('the newest versions alone can be gone back to', async () => {
  const one = await existing('aged', 'one');
  await upload('aged', 'two');
  expect(await deploy('aged', one)).toMatchObject({ success: true });
  await upload('aged', 'three');
  expect(await deploy('aged', one)).toMatchObject(refused(10210, /only the 2 most recent versions/));
  const { result } = await callApi(standin(), 'GET', 'scripts/aged/versions?deployable=true');
  expect((result as { items: object[] }).items).toHaveLength(2);
});

test('a version from before a migration cannot be gone back to', async () => {
  const one = await existing('migrated', 'one');
  const source = `${workerSource('two')}export class Counter {}\n`;
  const migrations = { new_tag: 'v1', steps: [{ new_sqlite_classes: ['Counter'] }] };
  expect(await callApi(standin(), 'PUT', 'scripts/migrated', uploadForm(source, { migrations }))).toMatchObject({
    success: true,
  });
  expect(await deploy('migrated', one)).toMatchObject(refused(10210, /before a Durable Object migration/));
  expect((await see(standin().url('migrated'))).release).toBe('two');
});

test('a version with a binding to what is gone cannot be gone back to', async () => {
  const bindings = [{ name: 'KV', type: 'kv_namespace', namespace_id: NAMESPACE }];
  await callApi(standin(), 'PUT', 'scripts/bound', uploadForm(workerSource('one'), { bindings }));
  const { result } = await callApi(standin(), 'GET', 'scripts/bound/versions');
  const one = (result as { items: { id: string }[] }).items[0]?.id ?? '';
  await callApi(standin(), 'PUT', 'scripts/bound', uploadForm(workerSource('two')));
  expect(await deploy('bound', one)).toMatchObject({ success: true });
  const path = `/accounts/${standin().accountId}/storage/kv/namespaces/${NAMESPACE}`;
  expect(await callApi(standin(), 'DELETE', path)).toMatchObject({ success: true });
  expect(await deploy('bound', one)).toMatchObject(refused(10041, /not found/));
});
