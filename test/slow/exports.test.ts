import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkout } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { counterSource } from '../standins/cloudflare/payload.ts';
import { release, workerOn } from './on-release.ts';
import { plantBundle } from './planted-bundle.ts';

/** Durable Objects that the configuration declares by `exports`, released through dist and the real wrangler. */
const services = useServices();
const NAME = 'declared';
const OBJECT = { type: 'durable-object', storage: 'sqlite' };

const configOf = (exported: object, classes: readonly string[]): string =>
  JSON.stringify({
    ...{ name: NAME, main: 'build/index.js', compatibility_date: '2026-11-01', workers_dev: true, exports: exported },
    durable_objects: { bindings: classes.map((name) => ({ name: name.toUpperCase(), class_name: name })) },
  });

test('a class is made by the first release; the next ones go in steps while the classes stay, and at once where they change', async () => {
  const text = async (): Promise<string> =>
    (await fetchEdge(services().cloudflare, `https://${NAME}.box.workers.dev/`)).text();
  const releasedAs = async (run: number, says: string, config: string, inputs = {}) => {
    const workspace = await checkout(NAME, { 'wrangler.jsonc': config }, 'kept');
    const digest = plantBundle(services(), run, counterSource(says));
    const result = await release(services(), run, digest, `v1.${run}.0`, {
      workspace,
      inputs: { health: '/', ...inputs },
    });
    await rm(workspace, { recursive: true });
    return result;
  };
  const one = { Counter: OBJECT };
  const first = await releasedAs(951, 'one', configOf(one, ['Counter']));
  expect(first.code, first.log).toBe(0);
  expect(first.log).toContain('Created: Counter');
  expect(await text()).toMatch(/^one \d+$/);

  const same = await releasedAs(952, 'two', configOf(one, ['Counter']), { rollout: '50% 100%', watch: '0 s' });
  expect(same.code, same.log).toBe(0);
  expect(same.report?.deployment?.release).toMatchObject({ how: 'staged' });
  expect(await text()).toMatch(/^two \d+$/);

  const before = await workerOn(services, NAME).live();
  const more = configOf({ ...one, Second: OBJECT }, ['Counter', 'Second']);
  const refused = await releasedAs(953, 'three', more);
  expect(refused.code).toBe(1);
  expect(refused.log).toMatch(/not yet provisioned/);
  expect(await workerOn(services, NAME).live()).toBe(before);

  const two = `${counterSource('three')}export class Second extends Counter {}\n`;
  const workspace = await checkout(NAME, { 'wrangler.jsonc': more }, 'kept');
  const digest = plantBundle(services(), 954, two);
  const inputs = { health: '/', 'at-once': 'true', watch: '0 s' };
  const atOnce = await release(services(), 954, digest, 'v1.954.0', { workspace, inputs });
  await rm(workspace, { recursive: true });
  expect(atOnce.code, atOnce.log).toBe(0);
  expect(atOnce.log).toContain('goes live at once, without a way back: its `exports` have Durable Objects');
  expect(atOnce.log).toContain('Created: Second');
  expect(atOnce.report?.deployment?.release).toMatchObject({ how: 'direct' });
  expect(await text()).toMatch(/^three \d+$/);
});
