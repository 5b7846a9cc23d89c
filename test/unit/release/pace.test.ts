import { expect, test } from 'vitest';
import type { LatencyBudget } from '../../../src/latency/budget.ts';
import { release } from '../../../src/release/release.ts';
import { Model, OLD, wishOf } from './edge-model.ts';

const P95: LatencyBudget = { measure: 'p95', limit: 50 };
const P99: LatencyBudget = { measure: 'p99', limit: 50 };
const pace = (over: 'fail' | 'warn', ...budgets: LatencyBudget[]) => ({ pace: { budgets, over } });
const usersHad = ({ seen }: Model): string[] => seen.flatMap(({ shares }) => shares.map((one) => one.versionId));

test('a quick version is asked often enough to tell that it is within; what it takes more is said', async () => {
  const model = new Model();
  const done = await release(model.edge, wishOf(pace('fail', P95, P99)), model.host);
  expect(done.latency).toEqual([
    { budget: P95, kind: 'within', over: 0, answers: 66 }, // 60 of the proof, 6 of the watch
    { budget: P99, kind: 'cannot tell', over: 0, answers: 66 },
  ]);
});

test('without a budget, and for what is live already, nothing is asked for it', async () => {
  const model = new Model();
  expect(await release(model.edge, wishOf(), model.host)).not.toHaveProperty('latency');
  const again = await release(model.edge, wishOf(pace('fail', P95)), model.host);
  expect([again.how, again.latency]).toEqual(['unchanged', undefined]);
});

test('a slow version warns, and is live all the same', async () => {
  const model = new Model({ takes: () => 80 });
  const done = await release(model.edge, wishOf(pace('warn', P95)), model.host);
  expect(done).toMatchObject({ versionId: 'v-new-1', latency: [{ kind: 'over', over: 60, answers: 60 }] });
  const said = 'p95 is over its budget of 50.0 ms: 60 of 60 answers took longer (median 80.0 ms, slowest 80.0 ms).';
  expect(model.said.filter((text) => text === said)).toHaveLength(1); // once, whoever finds it again
});

test('where it is to fail, no user sees a slow version', async () => {
  const model = new Model({ takes: () => 80 });
  await expect(release(model.edge, wishOf(pace('fail', P95)), model.host)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^p95 is over its budget of 50\.0 ms: 60 of 60 .* No user saw it: v-old stays live\.$/,
    ),
    hint: expect.stringContaining('over-budget'),
  });
  expect(new Set(usersHad(model))).toEqual(new Set([OLD]));
});

test('one that is slow only once users have it: they are back', async () => {
  const slowLater = (at: number): number => (at < 45_000 ? 5 : 80);
  const model = new Model({ takes: slowLater });
  const wish = wishOf({ ...pace('fail', P95), watchMs: 60_000 });
  await expect(release(model.edge, wish, model.host)).rejects.toThrow(
    /of 30 answers took longer.* Users are back on v-old/,
  );
  const warned = new Model({ takes: slowLater });
  const done = await release(warned.edge, wishOf({ ...pace('warn', P95), watchMs: 60_000 }), warned.host);
  expect(done.latency).toMatchObject([{ kind: 'over', answers: 30 }]);
});

test('a few slow answers are noise: nothing is called over, nor within', async () => {
  const model = new Model({ takes: (_, nth) => (nth % 12 === 0 ? 400 : 5) });
  const done = await release(model.edge, wishOf(pace('fail', P95)), model.host);
  expect(done.latency).toMatchObject([{ kind: 'cannot tell' }]);
});

test('the time to connect is not the service’s', async () => {
  const onSleep = (_: number, { at }: Model): void => {
    model.at = at + 5000; // each answer by a new connection, but the one right after those of readiness
  };
  const model: Model = new Model({ connectMs: 900, onSleep });
  const done = await release(model.edge, wishOf({ ...pace('fail', P95), watchMs: 0 }), model.host);
  expect(done.latency).toMatchObject([{ kind: 'cannot tell', answers: 1 }]);
  const once = new Model({ connectMs: 900 });
  await expect(release(once.edge, wishOf(pace('fail', P95)), once.host)).resolves.toMatchObject({
    latency: [{ kind: 'within' }],
  });
});
