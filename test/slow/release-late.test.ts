import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkout } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { release, workerOn } from './on-release.ts';
import { plantBundle } from './planted-bundle.ts';

const services = useServices();
const NAME = 'late';
/** Answers a version gives before it breaks: those of its proof, and some of users. */
const GOOD = 25;

const worker = (breaks: number): string => `let answered = 0;
export default {
  fetch: (_, env) => new Response('', {
    status: ++answered > ${breaks} ? 500 : 200,
    headers: { 'x-version': env.VERSION.id },
  }),
};
`;

test('a version that fails only once users have it: no more of them are failed than its part, for as long as it takes to see it', async () => {
  const config = {
    ...{ name: NAME, main: 'build/index.js', compatibility_date: '2026-11-01', workers_dev: true },
    version_metadata: { binding: 'VERSION' },
  };
  const workspace = await checkout('late', { 'wrangler.jsonc': JSON.stringify(config) }, 'kept');
  const good = await release(services(), 941, plantBundle(services(), 941, worker(1e9)), 'v1.0.0', { workspace });
  expect(good.code, good.log).toBe(0);
  const before = await workerOn(services, NAME).live();

  const answers: { readonly at: number; readonly failed: boolean }[] = [];
  let on = true;
  const users = (async () => {
    while (on) {
      const response = await fetchEdge(services().cloudflare, `https://${NAME}.box.workers.dev/`).catch(
        () => undefined,
      );
      answers.push({ at: performance.now(), failed: response?.status !== 200 });
      await response?.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const late = await release(services(), 942, plantBundle(services(), 942, worker(GOOD)), 'v1.1.0', {
    workspace,
    inputs: { rollout: '10% 100%', watch: '30 s', health: '/' },
  });
  const over = performance.now();
  on = false;
  await users;
  await rm(workspace, { recursive: true });
  expect(late.code, late.log).toBe(1);
  expect(late.log).toMatch(/3 of \d+ probes failed/);
  expect(await workerOn(services, NAME).live()).toBe(before);

  const failed = answers.filter((answer) => answer.failed);
  const since = failed[0]?.at ?? over;
  const until = failed.at(-1)?.at ?? over;
  const during = answers.filter(({ at }) => at >= since && at <= until).length;
  const share = failed.length / during;
  console.log(
    `detected and taken back in ${((until - since) / 1000).toFixed(1)} s; of the ${during} requests in that time ${failed.length} failed (${(share * 100).toFixed(1)} %), of all ${answers.length} ${((failed.length / answers.length) * 100).toFixed(2)} %`,
  );
  expect(failed.length).toBeGreaterThan(0);
  expect(share).toBeLessThan(0.12); // the stand-in deals evenly: 10 %, and the edges of the time
  expect(until - since).toBeLessThan(8000); // three probes, one a second, and the way back
});
