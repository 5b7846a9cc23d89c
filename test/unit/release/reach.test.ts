import { expect, test } from 'vitest';
import { release } from '../../../src/release/release.ts';
import { rollBack } from '../../../src/release/rollback.ts';
import { HEALTH, Model, type ModelOptions, OLD, wishOf } from './edge-model.ts';

const users = ({ seen }: Model): string[] =>
  seen.map(({ shares }) => shares.map((one) => `${one.versionId} ${one.percentage}`).join(' + '));
/** What was said before anything went up. */
function saidBefore(options: ModelOptions): { model: Model; before: string[] } {
  const before: string[] = [];
  const model = new Model({
    ...options,
    unnamed: true,
    onCall: (call, when, { said }) => {
      if (call === 'upload' && when === 'before') before.push(...said);
    },
  });
  return { model, before };
}

test('a version that no header can name is proved at its own address, and that is said before it goes up', async () => {
  const { model, before } = saidBefore({ own: 'v-new-1.example.dev', takes: () => 80 });
  const pace = { budgets: [{ measure: 'p50', limit: 50 }], over: 'fail' } as const;
  const done = await release(model.edge, wishOf({ rollout: [10, 100], pace, watchMs: 2000 }), model.host);
  expect(done).toMatchObject({ how: 'staged', proof: { told: true } });
  expect(done.latency).toMatchObject([{ kind: 'cannot tell', answers: 3 }]); // of the route alone
  expect(before.join('\n')).toMatch(/No request can ask for one version of auth.*which is not the real route/);
  const bad = saidBefore({ own: 'v-new-1.example.dev', fresh: () => 500 });
  await expect(release(bad.model.edge, wishOf(), bad.model.host)).rejects.toThrow(/answered 500.*No user saw it/);
  expect(users(bad.model).filter((had) => had.includes('v-new'))).toEqual([]);
});

test('without such an address it is proved at the first step that users have, said loudly', async () => {
  const { model, before } = saidBefore({});
  const done = await release(model.edge, wishOf({ rollout: [10, 100] }), model.host);
  expect(before.join('\n')).toContain('the new one is proved once users have it');
  expect([done.proof?.told, users(model)]).toEqual([true, ['v-old 100', 'v-old 90 + v-new-1 10', 'v-new-1 100']]);
  const bad = saidBefore({ fresh: () => 500 });
  await expect(release(bad.model.edge, wishOf({ rollout: [10, 100] }), bad.model.host)).rejects.toThrow(
    /answered 500.*Users are back on v-old/,
  );
  expect(users(bad.model)).toEqual(['v-old 100', 'v-old 90 + v-new-1 10', 'v-old 100']);
});

test('a way back to a version that users never had goes the same way', async () => {
  const { model } = saidBefore({ own: 'v-new-1.example.dev', fresh: (at) => (at < 60_000 ? 500 : 200) });
  await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(/No user saw it/);
  model.at = 61_000;
  const back = await rollBack(model.edge, { to: 'v-new-1', health: HEALTH }, model.host);
  expect(back).toMatchObject({ how: 'back', versionId: 'v-new-1', before: OLD });
  expect(back.steps.map(({ percentage }) => percentage)).toEqual([0, 100]);
});

test('what breaks down at an address that nobody asked for gets the hint what to write', async () => {
  const broken = new Model({ fresh: () => 500, mend: 'write `workers_dev = false`' });
  await expect(release(broken.edge, wishOf(), broken.host)).rejects.toMatchObject({
    hint: 'write `workers_dev = false`',
  });
  const missing = new Model({ fresh: () => 404, mend: 'write `workers_dev = false`' });
  await expect(release(missing.edge, wishOf(), missing.host)).rejects.not.toMatchObject({ hint: expect.anything() });
  const empty = new Model({ empty: true, fresh: () => 500, mend: 'write `workers_dev = false`' });
  const done = await release(empty.edge, wishOf(), empty.host);
  expect(done.failure?.hint).toBe('write `workers_dev = false`');
  const tried = new Model({ empty: true, rehearsal: 'tried.example.com', fresh: () => 500, mend: 'write it' });
  await expect(release(tried.edge, wishOf(), tried.host)).rejects.toMatchObject({ hint: 'write it' });
});
