import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { liveReport, liveSentence, liveText, type ReportLive } from '../../../src/report/live.ts';
import { render } from '../../../src/report/render.ts';
import { reportOf } from './sample.ts';

const PARTS = { lookupMs: 4, tcpMs: 20, tlsMs: 40 };
const side = (url: string, ms: number, parts?: typeof PARTS) => ({
  url,
  first: { n: 3, ms, openedMs: 64, answerMs: ms - 64, ...(parts === undefined ? {} : { parts }) },
  warm: [{ name: 'health', method: 'GET', path: '/health', n: 20, min: 9, p50: ms / 10, max: 30 }],
});
const ONE = { head: side('https://p.dev', 120, PARTS), asked: 24, watched: false };
const probe = (city: string, head: number | string, production?: number | string) => {
  const of = (value: number | string) =>
    typeof value === 'number' ? { timings: { totalMs: value, tcpMs: 9 } } : { why: value };
  const place = { city, country: 'DE', continent: 'EU', network: 'N|T', head: of(head) };
  return production === undefined ? place : { ...place, production: of(production) };
};
const ok = <T>(value: T) => ({ ok: true as const, value });
const no = (message: string) => ({ ok: false as const, error: new ShipError('probe', message) });
const told = (more: Partial<Parameters<typeof liveReport>[0]>): ReportLive =>
  liveReport({ runner: undefined, world: undefined, leftOut: [], ...more });

/** The one line that everybody reads. */
test.each<[string, ReportLive | null, string]>([
  ['nothing was deployed', null, ''],
  [
    'a preview',
    told({ runner: ok(ONE) }),
    'Live from the runner: first request 120 ms (name 4.00 ms, connect 20.0 ms, TLS 40.0 ms), warm p50 12.0 ms.',
  ],
  [
    'through a proxy, beside production',
    told({ runner: ok({ ...ONE, head: side('https://p.dev', 120), production: side('https://x.dev', 110) }) }),
    'Live from the runner: first request 120 ms (connection 64.0 ms), warm p50 12.0 ms; production 110 ms, warm p50 11.0 ms.',
  ],
  ['not measured', told({ runner: no('it broke') }), 'Live latency was not measured: it broke'],
  [
    'from the world: the two sides are told of the probes that asked both',
    told({ world: ok({ probes: [probe('A', 10, 20), probe('B', 30, 'offline'), probe('C', 20, 40)], tests: 6 }) }),
    'From 3 places (Globalping): median 20.0 ms; of the 2 that asked both: 15.0 ms, production 30.0 ms.',
  ],
  [
    'from one place, with its production out of quota',
    told({ world: ok({ probes: [probe('A', 10)], tests: 1, noProduction: 'quota' }) }),
    'From 1 place (Globalping): median 10.0 ms.',
  ],
  [
    'no probe that had an answer',
    told({ world: ok({ probes: [probe('A', 'failed')], tests: 1 }) }),
    'Not measured from elsewhere: no probe of Globalping had a good answer.',
  ],
  ['out of quota', told({ world: no('no more') }), 'Not measured from elsewhere: no more'],
])('%s', (_, live, sentence) => {
  expect(liveSentence(live)).toBe(sentence);
});

test('folded: every figure, what was left out, and whose names act nowhere', () => {
  const live = told({
    runner: ok({ ...ONE, noProduction: 'answered 500', watched: true }),
    world: ok({ probes: [probe('@mona', 120, 'answered 500')], tests: 2 }),
    leftOut: ['login'],
  });
  const text = liveText(live);
  expect(text).toContain('| first request: TLS | 40.0 ms |');
  expect(text).toContain('| `GET /health` health, warm p50 | 12.0 ms |');
  expect(text).toMatch(
    /24 requests, one at a time; .* Warm times are those of the watch\. Production was not measured: answered 500 Not asked/,
  );
  expect(text).toContain('| @&#8203;mona, DE (N\\|T) | 120 ms | – + 9 + – + – | answered 500 |');
  const comment = render(reportOf({ liveLatency: live }));
  const [open = '', fold = ''] = comment.split('<details>');
  expect([open.includes('Live from the runner:'), fold.includes('live, from the runner')]).toEqual([true, true]);
  expect(open).not.toContain('live, from the runner');
});
