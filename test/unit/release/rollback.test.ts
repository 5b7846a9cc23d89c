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
