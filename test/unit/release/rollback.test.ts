import { expect, test } from 'vitest';
import { release } from '../../../src/release/release.ts';
import { rollBack } from '../../../src/release/rollback.ts';
import { HEALTH, Model, OLD, wishOf } from './edge-model.ts';

const back = (model: Model, to?: string) => rollBack(model.edge, { to, health: HEALTH }, model.host);

async function released(options = {}): Promise<Model> {
  const model = new Model(options);
  await release(model.edge, wishOf(), model.host);
  return model;
}

test('what was live before is live again by one call, and answers', async () => {
  const model = await released();
  const before = model.deployments.length;
  await expect(back(model)).resolves.toMatchObject({
    how: 'back',
    versionId: OLD,
    before: 'v-new-1',
    proof: { told: true },
  });
  expect(model.live).toEqual([{ versionId: OLD, percentage: 100 }]);
  expect(model.deployments.length).toBe(before + 1);
});

test('a named version is taken by its name; one that is not there is refused with the mend', async () => {
  const model = await released();
  await back(model);
  await expect(back(model, 'v-new-1')).resolves.toMatchObject({ versionId: 'v-new-1', before: OLD });
  await expect(back(model, 'v9')).rejects.toMatchObject({
    message: 'input: `rollback-to` is `v9`; wanted: a version of auth that can be deployed.',
    hint: expect.stringContaining('100'),
  });
});

test('what is live already is left as it is', async () => {
  const model = await released();
  const before = model.deployments.length;
  await expect(back(model, 'v-new-1')).resolves.toMatchObject({ how: 'unchanged' });
  expect(model.deployments.length).toBe(before);
});

test('after a way back nobody can tell which one is good: it has to be named', async () => {
  const model = await released();
  await back(model);
  await expect(back(model)).rejects.toMatchObject({
    message: 'auth is on a way back already: what was live before that was taken back.',
    hint: expect.stringContaining('rollback-to'),
  });
  await release(model.edge, wishOf({ note: { sha: 'c'.repeat(40), digest: 'next' } }), model.host);
  await expect(back(model)).resolves.toMatchObject({ versionId: OLD }); // not the one that was taken back
});

test('a version that users never had proves itself unseen first', async () => {
  let bad = true;
  const model = new Model({ fresh: () => (bad ? 500 : 200) });
  await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(/v-old stays live/);
  await expect(back(model, 'v-new-1')).rejects.toThrow(/answered 500.*No user saw it: v-old stays live/);
  expect(model.live).toEqual([{ versionId: OLD, percentage: 100 }]);
  bad = false;
  await expect(back(model, 'v-new-1')).resolves.toMatchObject({ how: 'back', versionId: 'v-new-1' });
});

test('of somebody else’s rollout the last version that all users had is live again', async () => {
  const model = new Model();
  const half = [OLD, 'v-theirs'].map((versionId) => ({ versionId, percentage: 50 }));
  model.deploy(half, 'by hand');
  await expect(back(model)).resolves.toMatchObject({ how: 'back', versionId: OLD });
});

test('a rollout that is half way goes back to what was whole', async () => {
  const model = new Model();
  model.deploy(
    [
      { versionId: OLD, percentage: 40 },
      { versionId: 'v-half', percentage: 60 },
    ],
    'wasm-ship v2 at 60 %',
  );
  await expect(back(model)).resolves.toMatchObject({ how: 'back', versionId: OLD });
});

test('where nothing else was live there is nothing to go back to', async () => {
  await expect(back(new Model())).rejects.toThrow(/Nothing else was live of auth lately/);
  await expect(back(new Model({ empty: true }))).rejects.toThrow(/auth is not there/);
});

test('an earlier version that does not answer is live all the same, and that is a failure', async () => {
  const model = await released({ fresh: (at: number) => (at < 60_000 ? 200 : 500), propagationMs: 0 });
  await back(model);
  model.at = 61_000;
  const done = await back(model, 'v-new-1');
  expect(done.failure?.message).toMatch(
    /^v-new-1 is live again, and does not answer as it should: GET \/ answered 500/,
  );
});
