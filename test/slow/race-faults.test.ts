import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { bundleOf } from '../../src/build/bundle.ts';
import type { Bundle, Candidate } from '../../src/candidate.ts';
import { serveWorkerd } from '../../src/edge/cloudflare/serve.ts';
import type { Server } from '../../src/edge/edge.ts';
import { attempt, ShipError } from '../../src/error.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { NO_PACE } from '../../src/latency/budget.ts';
import { type Race, race } from '../../src/latency/race.ts';
import type { ReplayRequest } from '../../src/latency/requests.ts';
import { measureLatency } from '../../src/measure-latency.ts';
import type { LatencyPlan } from '../../src/plan.ts';
import { packagedProgram } from '../../src/platform.ts';
import { assemble } from '../../src/report/assemble.ts';
import { render } from '../../src/report/render.ts';
import { root, toolCache } from '../e2e/action.ts';
import { cloudflareTools } from '../standins/cloudflare/tools.ts';
import { ORIGIN, outcome, PLAN as SHIP } from '../unit/report/outcome.ts';

/** What goes wrong in a race, with the real workerd. */
let folder: string;
let host: Host;
let workerd: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-race-'));
  const folders = { workspace: folder, tools: folder, work: folder, action: root };
  host = terminalHost(process.env, folders, new AbortController().signal);
  workerd = path.join(await cloudflareTools(toolCache()), packagedProgram('workerd', host.platform));
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const HOME: ReplayRequest = {
  ...{ name: 'home', method: 'GET', path: '/', headers: {}, body: undefined, expect: 200, weight: 1 },
};

/** A Worker of so much JavaScript; `before`: how often this process was asked before; `state`: what it keeps besides. */
async function workerOf(name: string, body: string, state = ''): Promise<Bundle> {
  const to = path.join(folder, name);
  await host.files.write(
    path.join(to, 'index.js'),
    `let asked = 0;\n${state}\nexport default { async fetch(request) { const before = asked++; ${body} } };\n`,
  );
  return bundleOf(to, 'index.js', host);
}

const FINE = `return new Response('fine');`;

const serve = (bundle: Bundle, by: Host = host): Promise<Server> =>
  serveWorkerd(bundle, { compatibility_date: '2026-01-01' }, { vars: {}, isolates: 'one' }, workerd, by);

/** The same host, which notes the processes that are started through it. */
function noting(): { readonly host: Host; readonly pids: readonly number[] } {
  const pids: number[] = [];
  const start: Host['start'] = async (command, options) => {
    const running = await host.start(command, options);
    pids.push(running.pid);
    return running;
  };
  return { host: { ...host, start }, pids };
}

async function raced(base: string, head: string, durationMs: number, by: Host = host): Promise<Race> {
  const bundles = { base: await workerOf('base', base), head: await workerOf('head', head) };
  const sides = { base: () => serve(bundles.base), head: () => serve(bundles.head, by) };
  const { clock, signal } = host;
  return race({ serve: sides, health: HOME, requests: [HOME], durationMs, margins: {}, clock, signal });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('a head that fails fast is not faster: there is an error, no figure', async () => {
  const slow = 'await new Promise((resolve) => setTimeout(resolve, 20));';
  const failing = raced(`${slow} ${FINE}`, `return new Response('no binding', { status: 500 });`, 5000);
  await expect(failing).rejects.toMatchObject({
    fault: 'probe',
    message: 'home: GET / answered 500, expected 200. It said: no binding',
    hint: expect.stringContaining('`test-vars`'),
  });
  const later = raced(FINE, `if (before > 30) return new Response(null, { status: 503 }); ${FINE}`, 5000);
  await expect(later).rejects.toMatchObject({ message: 'home: GET / answered 503, expected 200.' });
});

it('a head that stalls for 2 s once in each process: p99 of head tells it, that of base and the middle do not', async () => {
  const stall = 'if (before === 20) await new Promise((resolve) => setTimeout(resolve, 2000));';
  const { routes, comparisons } = await raced(FINE, `${stall} ${FINE}`, 20_000);
  const [{ base, head } = expect.fail('no route')] = routes;
  const kept = comparisons.find(({ measure }) => measure === 'p99');
  expect(head.p99).toBeGreaterThan(1000);
  expect(base.p99).toBeLessThan(head.p99 ?? 0);
  expect(head.p50).toBeLessThan(100);
  expect(kept?.kind).not.toBe('faster');
});

it('a process that is killed in the midst of a race is told, and nothing is left', async () => {
  const { host: by, pids } = noting();
  const racing = raced(FINE, FINE, 60_000, by); // its rounds are longer than what it takes to be killed
  void (async () => {
    while (pids[1] === undefined) await sleep(5);
    await sleep(200);
    process.kill(pids[1], 'SIGKILL');
  })();
  await expect(racing).rejects.toMatchObject({
    fault: 'probe',
    message: expect.stringMatching(/^The served bundle broke off: .*(ECONNRESET|ECONNREFUSED|socket hang up)/),
  });
  expect(pids.filter(alive)).toEqual([]);
});

/** What measureLatency reads of a candidate: there is no module in it to count the work of. */
const candidateOf = (bundle: Bundle): Candidate => ({
  ...{ bundle, named: '', warnings: [], tools: { rustc: '' } },
  sizes: { raw: 0, gzip: 0, brotli: 0 },
  module: { before: { raw: 0, gzip: 0, brotli: 0 }, after: { raw: 0, gzip: 0, brotli: 0 }, file: '' },
});

const PLAN: LatencyPlan = {
  ...{ health: HOME, requests: [HOME], vars: {}, durationMs: 3000, pays: { plan: 'paid' } },
  budgets: { ...NO_PACE, growth: { p50: 0.1 }, work: undefined, fails: { latency: true, others: true } },
};

/** A log that knows whether the race has begun. */
function watching(): { readonly log: Host['log']; readonly racing: () => boolean } {
  let racing = false;
  const info = (text: string): void => {
    racing = racing || text.startsWith('Racing ');
  };
  return { log: { ...host.log, info }, racing: () => racing };
}

it('a race that breaks off takes nothing else with it: the rest of the report is there, with why nothing was raced', async () => {
  const { host: by, pids } = noting();
  const { log, racing } = watching();
  const [head, base] = [await workerOf('head', FINE), await workerOf('base', `${FINE} /* another */`)];
  const service = {
    serve: async (bundle: Bundle) => {
      const served = await serve(bundle, by);
      const pid = pids.at(-1);
      if (racing() && bundle === head && pid !== undefined) setTimeout(() => process.kill(pid, 'SIGKILL'), 100);
      return served;
    },
    runtime: async () => 'workerd',
  };
  const place = { edge: 'cloudflare', service, tools: {} as never } as const;
  const measured = await measureLatency(candidateOf(head), candidateOf(base), PLAN, place, { ...host, log });
  expect(measured.race).toMatchObject({
    ok: false,
    error: { fault: 'probe', message: expect.stringMatching(/^The served bundle broke off: /) },
  });
  expect(measured.failure).toBeUndefined(); // it may be the machine's doing
  expect(measured.warm.all.n).toBeGreaterThan(100);
  expect(measured.cold.process.n).toBeGreaterThan(0);
  // a budget that nothing was held to is not met
  expect(measured.gates).toMatchObject([{ measure: 'p50', of: 'growth', kind: 'cannot tell' }]);
  expect(pids.filter(alive)).toEqual([]);
});

it('a head that answers as it should, and in the race no more, has failed; what was measured before is told', async () => {
  const { log, racing } = watching();
  const late = `if (before > 20) return new Response('', { status: 500 }); ${FINE}`;
  const [head, base] = [await workerOf('head', FINE), await workerOf('base', `${FINE} /* another */`)];
  const worse = await workerOf('worse', late);
  const service = {
    serve: (bundle: Bundle) => serve(racing() && bundle === head ? worse : bundle),
    runtime: async () => 'workerd',
  };
  const place = { edge: 'cloudflare', service, tools: {} as never } as const;
  const measured = await measureLatency(candidateOf(head), candidateOf(base), PLAN, place, { ...host, log });
  expect(measured.failure).toMatchObject({
    fault: 'probe',
    message: expect.stringMatching(/^home: GET \/ answered 500, expected 200/),
  });
  expect([measured.warm.all.n > 100, measured.race?.ok]).toEqual([true, false]);
});

it('a head that answers otherwise only while its CPU is measured has failed too; what was measured before is told', async () => {
  // after five requests that warm it up it is left alone for half a second, and by nothing else so early
  const rested = 'const now = Date.now(); const alone = now - last; last = now;';
  const head = await workerOf(
    'head',
    `${rested} if (before >= 5 && before < 8 && alone > 400) return new Response('', { status: 500 }); ${FINE}`,
    'let last = Date.now();',
  );
  const service = { serve: (bundle: Bundle) => serve(bundle), runtime: async () => 'workerd' };
  const place = { edge: 'cloudflare', service, tools: {} as never } as const;
  const measured = await measureLatency(candidateOf(head), undefined, PLAN, place, host);
  expect(measured.failure).toMatchObject({ fault: 'probe', message: 'home: GET / answered 500, expected 200.' });
  expect([measured.warm.all.n > 100, measured.cpu, measured.warnings]).toEqual([true, undefined, []]);
  const latency = { ok: true, value: measured } as const;
  const report = assemble(outcome({ candidate: { ok: true, value: candidateOf(head) }, latency }), SHIP, ORIGIN);
  expect(report.failures).toMatchObject([{ message: 'home: GET / answered 500, expected 200.' }]);
  expect(render(report).split('\n')[0]).toMatch(/^### ❌ /);
});

it('one start of many that fails, and a request beyond the CPU of the plan, are warnings', async () => {
  const head = await workerOf(
    'head',
    `let x = 1; for (let i = 0; i < 3e7; i++) x = Math.sqrt(x + i); if (x > 0) ${FINE}`,
  );
  let starts = 0;
  const service = {
    serve: async (bundle: Bundle) => {
      if (++starts === 3) throw new ShipError('probe', 'The bundle does not start: no memory.');
      return serve(bundle);
    },
    runtime: async () => 'workerd',
  };
  const plan: LatencyPlan = { ...PLAN, durationMs: 1000, pays: { plan: 'free' } };
  const place = { edge: 'cloudflare', service, tools: {} as never } as const;
  const { warnings } = await measureLatency(candidateOf(head), undefined, plan, place, host);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^home takes [\d.]+ ms of CPU on this machine; Cloudflare Workers ends a request after 10 ms/,
    ),
    expect.stringMatching(/^1 of \d+ starts of the bundle failed, and went well when tried again: .* no memory\.$/),
  ]);
});

it('a port that another program took meanwhile is in nobody’s way: workerd takes a free one each time', async () => {
  const bundle = await workerOf('head', FINE);
  const taken = await serve(bundle);
  const port = Number(new URL(taken.url).port);
  await taken[Symbol.asyncDispose]();
  const other = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void other.close());
  await using one = await serve(bundle);
  await using two = await serve(bundle);
  expect(new Set([String(port), new URL(one.url).port, new URL(two.url).port]).size).toBe(3);
});

it('a runtime that is not there: what it is, and what to do', async () => {
  const bundle = await workerOf('head', FINE);
  const gone = path.join(folder, 'no', 'workerd');
  const served = serveWorkerd(bundle, {}, { vars: {}, isolates: 'one' }, gone, host);
  await expect(served).rejects.toMatchObject({
    fault: 'toolchain',
    message: `workerd is not to be had: ${gone} could not be started: it is not there.`,
    hint: expect.stringContaining('remove that folder'),
  });
  await writeFile(path.join(folder, 'broken'), 'no program', { mode: 0o755 });
  const broken = serveWorkerd(bundle, {}, { vars: {}, isolates: 'one' }, path.join(folder, 'broken'), host);
  await expect(broken).rejects.toMatchObject({
    message: expect.stringMatching(/^(workerd|The bundle does not start)/),
  });
});

it('a run whose runtime is not there keeps the report: what was built is told, and why nothing was measured', async () => {
  const head = await workerOf('head', FINE);
  const gone = path.join(folder, 'nowhere', 'workerd');
  const service = {
    serve: (bundle: Bundle) => serveWorkerd(bundle, {}, { vars: {}, isolates: 'one' }, gone, host),
    runtime: async () => 'workerd',
  };
  const place = { edge: 'cloudflare', service, tools: {} as never } as const;
  const candidate = candidateOf(head);
  const latency = await attempt(() => measureLatency(candidate, undefined, PLAN, place, host));
  const report = assemble(outcome({ candidate: { ok: true, value: candidate }, latency }), SHIP, ORIGIN);
  expect(report.failures).toMatchObject([
    { stage: 'runtime', message: expect.stringMatching(/^workerd is not to be had/) },
  ]);
  expect(report.bundle?.digest).toBe(head.digest);
  expect(render(report).split('\n')[0]).toMatch(/^### ❌ .* · could not be measured/);
});
