import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Bundle } from '../../src/candidate.ts';
import type { ServeOptions } from '../../src/edge/edge.ts';
import { ShipError } from '../../src/error.ts';
import type { ReplayRequest } from '../../src/latency/requests.ts';
import { believed, type Checked, checkOptimized, type Form, heldToAnswers } from '../../src/optimize-check.ts';
import { strip } from '../../src/wasm/sections.ts';
import { fixture } from './fixture.ts';
import { loopback } from './loopback.ts';
import { recordedHost } from './recorded-host.ts';

const HEALTH: ReplayRequest = {
  ...{ name: 'health', method: 'GET', path: '/health', headers: {}, body: undefined, expect: '2xx', weight: 1 },
};
const LOGIN: ReplayRequest = { ...HEALTH, name: 'login', method: 'POST', path: '/login', body: 'pw', expect: 200 };

/** What a service answers to `login`. `start`: which of all starts it is, from 0; `nth`: which of its form. */
type Service = (told: { readonly form: Form; readonly start: number; readonly nth: number }) => {
  readonly status?: number;
  readonly body?: string | Uint8Array;
  /** It breaks off. */
  readonly broken?: true;
};

interface Ran {
  readonly checked: Checked;
  readonly forms: readonly Form[];
  readonly ended: number;
}

/** The check against real servers, each started anew; `health` always answers alike. */
async function check(service: Service, { fails }: { readonly fails?: Form } = {}): Promise<Ran> {
  const forms: Form[] = [];
  let ended = 0;
  const serve = async (form: Form) => {
    const [start, nth] = [forms.length, forms.filter((one) => one === form).length];
    forms.push(form);
    if (form === fails) throw new ShipError('probe', 'The runtime did not start.');
    const server = await loopback((request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/health') return response.end('fine');
      const { status = 200, body = '', broken } = service({ form, start, nth });
      if (broken) return response.destroy();
      response.statusCode = status;
      return response.end(body);
    });
    return {
      url: server.url,
      [Symbol.asyncDispose]: async () => {
        ended++;
        await server[Symbol.asyncDispose]();
      },
    };
  };
  const clock = { now: () => performance.now(), date: () => new Date(0), sleep: () => Promise.resolve() };
  const plan = { health: HEALTH, requests: [LOGIN], vars: {} };
  const checked = await checkOptimized(plan, serve, { clock, signal: new AbortController().signal });
  return { checked, forms, ended };
}

const ONCE: readonly Form[] = ['unoptimized', 'optimized', 'unoptimized'];
const TWICE: readonly Form[] = [...ONCE, 'optimized', 'unoptimized'];
/** Bytes that are no text, which differ in the last one alone. */
const image = (last: number): Uint8Array => Uint8Array.of(0xff, 0xd8, 0xff, last);

describe('answers that are the same', () => {
  test.each<[string, Service, string]>([
    ['whole', () => ({ body: 'hello' }), '2 of 2 answers are the same'],
    ['a refusal is an answer too', () => ({ status: 401, body: 'no' }), '2 of 2 answers are the same'],
    [
      'a time that goes on from start to start, of which the rest is held',
      ({ start }) => ({ body: JSON.stringify({ user: 'alice', at: 1000 + start }) }),
      '2 of 2 answers are the same; of login the part that does not change by itself',
    ],
    [
      'a time in whole seconds, which may have passed in any of the runs',
      ({ start }) => ({ body: `now ${Math.floor(start / 2)}` }),
      '2 of 2 answers are the same; of login the status alone',
    ],
    [
      'a token: the status alone',
      ({ start }) => ({ body: `token ${start}` }),
      '2 of 2 answers are the same; of login the status alone',
    ],
    [
      'a status that changes by itself holds nothing',
      ({ start }) => ({ status: 200 + start }),
      '1 of 2 answers are the same; not comparable: login',
    ],
    [
      'one that the unoptimized module breaks off holds nothing',
      () => ({ broken: true }),
      '1 of 2 answers are the same; not comparable: login',
    ],
  ])('%s', async (_, service, told) => {
    const { checked, forms, ended } = await check(service);
    expect(checked).toEqual({ kind: 'same', told });
    expect([forms, ended]).toEqual([ONCE, 3]);
  });
});

describe('a difference', () => {
  test.each<[string, Service, string]>([
    ['of the status', ({ form }) => ({ status: form === 'optimized' ? 500 : 200 }), 'login: status 500 and not 200'],
    ['of the body', ({ form }) => ({ body: form }), 'login: another body'],
    ['of a byte that is no text', ({ form }) => ({ body: image(form.length) }), 'login: another body'],
    [
      'of a value beside one that changes by itself',
      ({ form, start }) => ({ body: JSON.stringify({ at: start, of: { sum: form.length } }) }),
      'login: another value of `/of/sum` in the body',
    ],
    [
      'of a value that is gone',
      ({ form, start }) => ({ body: form === 'optimized' ? '[]' : JSON.stringify([start, 'x']) }),
      'login: another value of `/1` in the body',
    ],
    ['it breaks off', ({ form }) => (form === 'optimized' ? { broken: true } : {}), 'login: no answer'],
  ])('%s is there a second time: it counts', async (_, service, told) => {
    const { checked, forms, ended } = await check(service);
    expect(checked).toEqual({ kind: 'different', told });
    expect([forms, ended]).toEqual([TWICE, 5]);
  });

  test('that is not there a second time comes by itself', async () => {
    const { checked, forms } = await check(({ form, nth }) => ({
      body: form === 'optimized' && nth === 0 ? 'b' : 'a',
    }));
    expect(checked).toEqual({ kind: 'same', told: '1 of 2 answers are the same; not comparable: login' });
    expect(forms).toEqual(TWICE);
  });

  test('where the optimized module does not start at all, every answer is one', async () => {
    const { checked } = await check(() => ({}), { fails: 'optimized' });
    expect(checked).toEqual({ kind: 'different', told: 'health: no answer; login: no answer' });
  });
});

test('where the module before wasm-opt does not start, nothing can be told, and the reason is', async () => {
  const { checked } = await check(() => ({}), { fails: 'unoptimized' });
  expect(checked).toEqual({
    kind: 'cannot tell',
    told: 'before wasm-opt, it gave no answer (The runtime did not start.)',
  });
});

test('a cancelled run is no difference', async () => {
  const controller = new AbortController();
  let ended = 0;
  const serve = async () => {
    const server = await loopback((_, response) => {
      controller.abort();
      response.end();
    });
    return {
      url: server.url,
      [Symbol.asyncDispose]: async () => {
        ended++;
        await server[Symbol.asyncDispose]();
      },
    };
  };
  const clock = { now: () => performance.now(), date: () => new Date(0), sleep: () => Promise.resolve() };
  const plan = { health: HEALTH, requests: [HEALTH], vars: {} };
  await expect(checkOptimized(plan, serve, { clock, signal: controller.signal })).rejects.toMatchObject({
    fault: 'cancelled',
  });
  expect(ended).toBe(1);
});

const TWICE_MODULE = fixture('rustc-1.97.1-twice.wasm');
const EMPTY = TWICE_MODULE.subarray(0, 8);
const [ORIGINAL, SMALLER] = [Uint8Array.of(1, 2), Uint8Array.of(1)];
const LATE = 'wasm-opt did not end.';

/** What ships, and whether somebody has to be told. */
test.each<[Checked['kind'], string | undefined, Uint8Array, string | undefined]>([
  ['same', undefined, SMALLER, undefined],
  ['same', LATE, SMALLER, LATE],
  [
    'different',
    LATE,
    ORIGINAL,
    'Not optimized: what wasm-opt made answers otherwise than the module before it (told).',
  ],
  ['cannot tell', undefined, SMALLER, 'optimize-check could hold nothing against the optimized module: told.'],
  ['cannot tell', LATE, SMALLER, `optimize-check could hold nothing against the optimized module: told. ${LATE}`],
])('%s, with the warning %s', (kind, warning, module, wanted) => {
  const made = { module: SMALLER, ...(warning === undefined ? {} : { warning }) };
  const of = believed({ kind, told: 'told' }, ORIGINAL, made);
  expect([of.module, of.warning]).toEqual([module, wanted]);
});

/** What a served bundle tells of itself, and how it was served. */
test.each<[string, (bundle: Bundle) => string, Uint8Array, string | undefined]>([
  ['the same', () => 'hello', EMPTY, undefined],
  [
    'by its module',
    ({ files }) => files.map(({ bytes }) => bytes).join(),
    TWICE_MODULE,
    expect.stringContaining('(login: another body)'),
  ],
])(
  'the bundle is served with each module as it would ship, with the test vars; where it answers %s',
  async (_, answer, module, warning) => {
    await using recorded = await recordedHost();
    const { host } = recorded;
    const packed = { folder: `${host.folders.work}/p`, entry: 'index.js', module: 'a.wasm', wasmBindgen: false };
    await host.files.write(`${packed.folder}/index.js`, 'x');
    const served: [number | undefined, ServeOptions][] = [];
    const serve = async (bundle: Bundle, options: ServeOptions) => {
      served.push([bundle.files.find(({ name }) => name === 'a.wasm')?.bytes, options]);
      const server = await loopback((request, response) =>
        response.end(request.url === '/login' ? answer(bundle) : 'fine'),
      );
      return { ...server, startedAt: 0, listeningAt: 0, tail: () => '', usage: () => Promise.resolve(undefined) };
    };
    const plan = { health: HEALTH, requests: [HEALTH, LOGIN], vars: { A: 'b' } };
    const of = { original: TWICE_MODULE, made: { module: EMPTY }, packed };
    const kept = await heldToAnswers(of, plan, { service: { serve }, tools: Promise.resolve('') }, host);
    expect([kept.module, kept.warning]).toEqual([module, warning]);
    const sizes = [strip(TWICE_MODULE).length, EMPTY.length, strip(TWICE_MODULE).length];
    expect(served.slice(0, 3).map(([bytes]) => bytes)).toEqual(sizes);
    expect(served.map(([, options]) => options)).toEqual(served.map(() => ({ vars: { A: 'b' }, isolates: 'one' })));
    const said = recorded.said.map(({ text }) => text);
    expect(said).toEqual(warning === undefined ? ['optimize-check: 2 of 2 answers are the same.'] : []);
  },
);
