import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkout } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { callApi, uploadForm, workerSource } from '../standins/cloudflare/payload.ts';
import { release, workerOn } from './on-release.ts';
import { plantBundle } from './planted-bundle.ts';

/** A release whose route is new, on a host where another Worker answers well until then. No answer tells its version. */
const services = useServices();
const NAME = 'moving';
const NEW = 'https://www.example.com/shop/';

const worker = (says: string, status: number): string =>
  `export default { fetch: () => new Response('${says}', { status: ${status} }) };\n`;
const configOf = (routes: readonly string[]): string =>
  JSON.stringify({ name: NAME, main: 'build/index.js', compatibility_date: '2026-11-01', workers_dev: true, routes });

test('is proved where the Worker is already: what answers at the new place is not its own, and is, once it is live', async () => {
  const { cloudflare } = services();
  await callApi(cloudflare, 'PUT', 'scripts/neighbour', uploadForm(workerSource('neighbour')));
  await callApi(cloudflare, 'PUT', 'scripts/neighbour/routes', [{ pattern: 'www.example.com/*' }]);
  const releasedAs = async (run: number, source: string, routes: readonly string[]) => {
    const workspace = await checkout(NAME, { 'wrangler.jsonc': configOf(routes) }, 'kept');
    const digest = plantBundle(services(), run, source);
    const inputs = { health: '/shop/', watch: '2 s' };
    const result = await release(services(), run, digest, `v1.${run}.0`, { workspace, inputs });
    await rm(workspace, { recursive: true });
    return result;
  };
  const at = async (url: string): Promise<string> => (await fetchEdge(cloudflare, url)).text();
  const first = await releasedAs(961, worker('one', 200), []);
  expect(first.code, first.log).toBe(0);
  const before = await workerOn(services, NAME).live();

  const bad = await releasedAs(962, worker('bad', 500), ['www.example.com/shop/*']);
  expect(bad.code).toBe(1);
  expect(bad.log).toMatch(/GET \/shop\/ answered 500.*No user saw it/);
  expect([await workerOn(services, NAME).live(), cloudflare.routes(NAME)]).toEqual([before, []]);
  expect(await at(NEW)).toContain('neighbour');

  const good = await releasedAs(963, worker('two', 200), ['www.example.com/shop/*']);
  expect(good.code, good.log).toBe(0);
  expect(good.report?.deployment?.release).toMatchObject({ how: 'staged', watched: { bad: 0 } });
  expect(good.outputs['deployment-url']).toBe(NEW);
  expect([await at(NEW), await at('https://www.example.com/')]).toEqual(['two', expect.stringContaining('neighbour')]);
});
