import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { artifactStore } from '../../../src/host/artifacts.ts';
import { actionsCache } from '../../../src/host/cache.ts';
import { startResults } from './server.ts';
import { step } from './step.ts';

/** Artifacts and cache by the real clients, against a service that accepts and never answers. */
const here = step();
const NEVER = new AbortController().signal;

test.each(['CreateArtifact', '^/blob/', 'FinalizeArtifact'])(
  'an artifact is left behind when %s is never answered, and one that is answered is kept',
  async (path) => {
    await using results = await startResults();
    here.become(results.env);
    const files = here.files({ 'report.json': '{}' });
    await here.artifactClient(); // loaded, so that the time is the service's
    const store = artifactStore(results.env, 90, NEVER, undefined, { eachMs: 1500, allMs: 60_000 });
    const hanging = results.fail({ path: new RegExp(path), hang: true });
    await expect(store.put('first', here.folder(), files)).rejects.toMatchObject({
      fault: 'report',
      message: 'The artifact first could not be kept: the service did not answer within 2 s.',
    });
    expect(hanging.hits).toBe(1);
    const next = artifactStore(results.env, 90, NEVER);
    expect(await next.put('second', here.folder(), files)).toMatchObject({ id: expect.any(Number) });
  },
);

test('all artifacts together have a limit: a service that is down is not asked again and again', async () => {
  await using results = await startResults();
  here.become(results.env);
  const files = here.files({ 'report.json': '{}' });
  await here.artifactClient();
  const store = artifactStore(results.env, 90, NEVER, undefined, { eachMs: 1000, allMs: 1000 });
  results.fail({ path: /CreateArtifact/, hang: true, times: 9 });
  await expect(store.put('first', here.folder(), files)).rejects.toThrow('did not answer within 1 s');
  await expect(store.put('second', here.folder(), files)).rejects.toThrow(
    /^The artifact second could not be kept: the service took 1 s for those before it\.$/,
  );
  expect(results.log).toHaveLength(1);
});

test('the end of the run ends the waiting for an artifact', async () => {
  await using results = await startResults();
  here.become(results.env);
  const run = new AbortController();
  const store = artifactStore(results.env, 90, run.signal);
  results.fail({ path: /CreateArtifact/, hang: true, meanwhile: () => run.abort() });
  await expect(store.put('first', here.folder(), here.files({ a: '' }))).rejects.toMatchObject({ fault: 'cancelled' });
});

test.each(['read', 'written'] as const)('a cache that cannot be %s in time is a warning', async (verb) => {
  await using results = await startResults();
  here.become(results.env);
  here.files({ 'tools/a': 'x' });
  const warnings: string[] = [];
  const cache = actionsCache(results.env, (message) => warnings.push(message), NEVER, 1000);
  results.fail({ path: /CacheService/, hang: true, times: 9 });
  const paths = [`${here.folder()}/tools`];
  expect(await (verb === 'read' ? cache.restore(paths, 'key', []) : cache.save(paths, 'key'))).toBe(
    verb === 'read' ? undefined : false,
  );
  expect(warnings).toEqual([`The cache could not be ${verb}: the service did not answer within 1 s.`]);
});

test('a job takes what an earlier job of its own run has kept, and nothing else', async () => {
  await using results = await startResults();
  here.become(results.env);
  await artifactStore(results.env, 90, NEVER).put('first', here.folder(), here.files({ 'a/b.js': 'good' }));
  const next = results.run({ runId: 1 });
  here.become(next);
  const store = artifactStore(next, 90, NEVER);
  expect(await store.take('first', join(here.folder(), 'in'))).toBe(true);
  expect(readFileSync(join(here.folder(), 'in/a/b.js'), 'utf8')).toBe('good');
  expect(await store.take('firs', join(here.folder(), 'none'))).toBe(false);
  const other = results.run({ runId: 2 });
  here.become(other);
  expect(await artifactStore(other, 90, NEVER).take('first', join(here.folder(), 'none'))).toBe(false);
});

test('of a run that was run again, a job takes what was kept last', async () => {
  await using results = await startResults();
  for (const text of ['old', 'new']) results.addArtifact(1, 'first', { 'a.js': text });
  here.become(results.env);
  expect(await artifactStore(results.env, 90, NEVER).take('first', here.folder())).toBe(true);
  expect(readFileSync(join(here.folder(), 'a.js'), 'utf8')).toBe('new');
});

test('a service that never answers is not waited for when an artifact is taken', async () => {
  await using results = await startResults();
  here.become(results.env);
  await here.artifactClient();
  results.fail({ path: /ListArtifacts/, hang: true });
  const store = artifactStore(results.env, 90, NEVER, undefined, { eachMs: 1000, allMs: 60_000 });
  await expect(store.take('first', here.folder())).rejects.toMatchObject({
    fault: 'report',
    message: 'The artifact first could not be fetched: the service did not answer within 1 s.',
  });
});
