import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { headline, MOST_CHARACTERS, render } from '../../../src/report/render.ts';
import { type Report, reportSchema, statusOf } from '../../../src/report/report.ts';
import { actsOn, HOSTILE, pageOf } from './page.ts';
import { latencyOf, OVER, reportOf, routeOf, summaryOf } from './sample.ts';

const FAILURE = {
  stage: 'build' as const,
  message: 'auth does not compile: `x` is missing',
  hint: 'mend `x`',
  tail: 'error: x',
};
const FAILED: Partial<Report> = {
  failures: [FAILURE],
  sizes: null,
  module: null,
  bundle: null,
  latency: null,
  deployment: null,
  budgets: [],
  tools: {},
};

test('the whole of a preview that went well', () => {
  expect(render(reportOf(), { reportUrl: 'https://github.com/acme/shop/actions/runs/99/artifacts/5' })).toBe(
    `### ✅ auth · 121.4 kB brotli, within budget · cold start 33.0 ms · p50 0.50 ms, p95 1.00 ms · [preview](https://auth-pr-7.box.workers.dev)

|  | head | budget |
| --- | ---: | ---: |
| **size** brotli | 121.4 kB | 140.0 kB |
| **size** gzip | 150.1 kB | – |
| **size** raw | 412.0 kB | – |
| **cold start** new process | 33.0 ms | – |
| **cold start** new isolate | 4.20 ms | – |
| **latency** \`GET /verify\` verify, p50 | 0.46 ms | – |

<details><summary>Sizes, tools, all routes, how this was measured</summary>

| \`index_bg.wasm\` | raw | gzip | brotli |
| --- | ---: | ---: | ---: |
| before wasm-opt, stripped | 500.0 kB | 150.1 kB | 121.4 kB |
| as it ships | 412.0 kB | 150.1 kB | 121.4 kB |

Made with rustc 1.97.1, wasm-bindgen 0.2.130.

| phases of a cold start, p50 | head |
| --- | ---: |
| new process: until it listens | 28.0 ms |

Some runtimes (workerd is one) compile and start the module of a new process before they listen.

|  | n | p50 | p95 | p99 |
| --- | ---: | ---: | ---: | ---: |
| cold start: new process | 100 | 33.0 ms | 66.0 ms | – |
| cold start: new isolate | 100 | 4.20 ms | 8.40 ms | – |
| \`GET /verify\` verify | 100 | 0.46 ms | 0.92 ms | – |
| all requests | 100 | 0.50 ms | 1.00 ms | – |

Measured on the runner, over loopback, in workerd 1.20261101.0: one client, one connection, paced; every answer's status was checked. New process: from its start to the first good answer. New isolate: the first request of a module that V8's code cache does not know. A dash: too few samples to speak of it.

</details>

<sub>\`0123456\` · same bytes as the preview: sha256 \`dddddddddddd…\` · [run](https://github.com/acme/shop/actions/runs/99) · [report.json](https://github.com/acme/shop/actions/runs/99/artifacts/5)</sub>`,
  );
});

const HEADLINES: readonly (readonly [string, Partial<Report>, string])[] = [
  ['no budget', { budgets: [], latency: null, deployment: null }, '✅ auth · 121.4 kB brotli'],
  [
    'too few samples',
    { latency: { ...latencyOf(), warm: { all: { ...summaryOf(0.5), p95: null }, routes: [] } }, deployment: null },
    '✅ auth · 121.4 kB brotli, within budget · cold start 33.0 ms · p50 0.50 ms',
  ],
  [
    'over',
    OVER,
    '❌ auth · 1.4 kB over its size budget (brotli 121.4 kB, budget 120.0 kB) · [preview](https://auth-pr-7.box.workers.dev)',
  ],
  [
    'over, which only warns',
    { ...OVER, overBudget: 'warn', deployment: null },
    '⚠️ auth · 1.4 kB over its size budget (brotli 121.4 kB, budget 120.0 kB)',
  ],
  [
    'over by one byte',
    {
      budgets: [{ measure: 'raw', growth: null, limit: 140_000, size: 140_001, verdict: 'over', excess: 1 }],
      deployment: null,
    },
    '❌ auth · 1 B over its size budget (raw 140001 B, budget 140000 B)',
  ],
  [
    'grown by more than allowed',
    {
      budgets: [
        { measure: 'brotli', growth: null, limit: 140_000, size: 121_400, verdict: 'within', excess: -18_600 },
        { measure: 'brotli', growth: '+2 %', limit: 119_000, size: 121_400, verdict: 'over', excess: 2400 },
      ],
      deployment: null,
    },
    '❌ auth · 2.4 kB over its growth of +2 % (brotli 121.4 kB, at most 119.0 kB)',
  ],
  [
    'growth alone, and no base',
    {
      budgets: [{ measure: 'brotli', growth: '+2 %', limit: null, size: 121_400, verdict: 'no base', excess: null }],
      ...{ deployment: null, latency: null },
    },
    '✅ auth · 121.4 kB brotli',
  ],
  [
    'larger than the edge takes, where budgets only warn',
    {
      overBudget: 'warn',
      limit: {
        ...{ measure: 'raw', limit: 300_000, size: 300_001, verdict: 'over', plan: 'free', asOf: '2026-01-01' },
        source: 'https://edge.example',
      },
      deployment: null,
    },
    '❌ auth · larger than its edge takes (raw 300001 B, at most 300000 B)',
  ],
  [
    'asking its host for what it may not',
    {
      overBudget: 'warn',
      capabilities: {
        imports: ['env.open', 'env.read'],
        moved: null,
        refused: [
          { name: 'env.open', by: ['std', 'evil'] },
          { name: 'env.read', by: [] },
        ],
      },
      deployment: null,
    },
    '❌ auth · asks its host for `env.open` (by `std`, `evil`), `env.read`',
  ],
  ['a failed build', FAILED, '❌ auth · does not build'],
  [
    'two failures',
    {
      failures: [
        { ...FAILURE, stage: 'latency' },
        { ...FAILURE, stage: 'deploy' },
        { ...FAILURE, stage: 'latency' },
      ],
      ...{ deployment: null, live: false },
    },
    '❌ auth · does not answer as it should, deploy failed',
  ],
  [
    'a deploy that failed after it went live',
    { failures: [{ ...FAILURE, stage: 'deploy' }] },
    '❌ auth · live, but a part of the deploy failed · [preview](https://auth-pr-7.box.workers.dev)',
  ],
  [
    'a deploy of which nobody knows',
    { failures: [{ ...FAILURE, stage: 'deploy' }], deployment: null, live: null },
    '❌ auth · deploy failed, may be live all the same',
  ],
];

test.each(HEADLINES)('the headline decides: %s', (_, more, line) => {
  expect(headline(reportOf(more))).toBe(line);
});

test('the headline is the first line of the comment', () => {
  for (const [, more, line] of HEADLINES) expect(render(reportOf(more)).split('\n')[0]).toBe(`### ${line}`);
});

test('over budget says what that means for production, and marks the limit', () => {
  expect(render(reportOf(OVER))).toContain(
    'Production would be blocked; the preview is up. Make it smaller, or raise `budget` in this pull request.',
  );
  expect(render(reportOf({ ...OVER, deployment: null }))).toContain('Nothing over budget goes to production.');
  expect(render(reportOf(OVER))).toContain('| **size** brotli | 121.4 kB | **120.0 kB** |');
});

test('a failure is told with hint and last lines, and what was measured before stays', () => {
  const text = render(reportOf({ failures: [{ ...FAILURE, stage: 'deploy' }], deployment: null }));
  expect(text).toContain(
    '**deploy**: auth does not compile: `x` is missing\n\nmend `x`\n\n<details><summary>What the tool said last</summary>\n\n```text\nerror: x\n```',
  );
  expect(text).toContain('| **size** brotli | 121.4 kB |');
  expect(render(reportOf(FAILED))).not.toContain('| **size**');
});

test('a hint of several lines is a block to paste', () => {
  const hint = 'Add to its Cargo.toml:\n[lib]\ncrate-type = ["cdylib"]';
  expect(render(reportOf({ failures: [{ ...FAILURE, hint, tail: ' \n' }] }))).toContain(`\`\`\`text\n${hint}\n\`\`\``);
});

test('why nothing was deployed is said, with its code as code and the spaces around it', () => {
  const text = render(reportOf({ deployment: null, skipReason: 'nothing on `push` unless `deploy` asks for it.' }));
  expect(text).toContain('Not deployed: nothing on `push` unless `deploy` asks for it.');
  expect(text).toContain('· bundle: sha256 `dddddddddddd…`');
});

test('the main table has the three slowest routes, slowest first; the folded one has all, in their own order', () => {
  const routes = [routeOf('a', 1), routeOf('b', 30), routeOf('c', null), routeOf('d', 2), routeOf('e', 25)];
  const text = render(reportOf({ latency: latencyOf(routes) }));
  expect([...text.matchAll(/^\| \*\*latency\*\* `GET \/(\w)`/gm)].map(([, name]) => name)).toEqual(['b', 'e', 'd']);
  expect([...text.matchAll(/^\| `GET \/(\w)`/gm)].map(([, name]) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('warnings are told', () => {
  expect(render(reportOf({ warnings: ['Not optimized: `wasm-opt` ended.'] }))).toContain(
    '\n\n⚠️ Not optimized: `wasm-opt` ended.\n\n<details>',
  );
});

/** The report with this text wherever text of others can stand. */
function filledWith(text: string): Report {
  const failure = { stage: 'deploy' as const, message: text, hint: text, tail: text };
  return reportOf({
    package: text,
    source: { repository: text, sha: text, ref: text, run: text },
    latency: { ...latencyOf([routeOf(text, 1, `/${text}`)]), runtime: text },
    deployment: {
      to: 'preview',
      environment: text,
      name: text,
      url: text,
      versionId: text,
      deploymentId: text,
      sha: null,
      release: null,
    },
    skipReason: text,
    tools: { rustc: text, [text]: text },
    warnings: [text],
    failures: [failure, { ...failure, stage: 'build', hint: `a\n${text}` }],
  });
}

const OURS = [
  'h3',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'strong',
  'code',
  'p',
  'pre',
  'details',
  'summary',
  'sub',
  'ul',
  'li',
  'span',
];

test('no text of others acts, wherever in the report it stands', () => {
  const page = pageOf(render(reportOf(), { reportUrl: undefined }));
  expect(page.addresses).toHaveLength(2);
  fc.assert(
    fc.property(
      fc.constantFrom(...HOSTILE.filter((text) => text.length < 1000)),
      fc.constantFrom(...HOSTILE.slice(0, 26)),
      (a, b) => {
        const made = pageOf(render(filledWith(`${a}${b.slice(0, 200)}`), { reportUrl: a }));
        expect([...made.elements].filter((name) => !OURS.includes(name))).toEqual([]);
        expect(made.addresses).toEqual([]);
        expect(actsOn(made.prose)).toEqual([]);
      },
    ),
    { numRuns: 30, examples: [['%0A::error::', 'x'.repeat(300)]] },
  );
});

test('a comment fits, however long its texts are, and never ends in the middle of something', () => {
  const many = Array.from({ length: 500 }, (_, i) => routeOf(`route ${i} ${'x'.repeat(200)}`, i));
  const failures = Array.from({ length: 5 }, () => ({
    ...FAILURE,
    message: '@'.repeat(70_000),
    tail: 'y'.repeat(70_000),
  }));
  const long: readonly Partial<Report>[] = [
    { latency: latencyOf(many) },
    { failures: [{ ...FAILURE, tail: 'y'.repeat(70_000) }] },
    { failures },
    { package: '\u{1f600}'.repeat(65_537) },
    { skipReason: ':a:'.repeat(30_000), deployment: null },
    { warnings: ['_'.repeat(65_537)] },
  ];
  for (const more of long) {
    const text = render(reportOf(more));
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text.startsWith('### ')).toBe(true);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toMatch(/(<\/sub>|report\.json\.)$/);
    expect([...pageOf(text).elements].filter((name) => !OURS.concat('a').includes(name))).toEqual([]);
  }
});

test.each<[string, Partial<Report>]>([
  ['a request with a long name', { latency: latencyOf([routeOf('n'.repeat(70_000), 1)]) }],
  ['a request with a long path', { latency: latencyOf([routeOf('verify', 1, `/${'$'.repeat(70_000)}`)]) }],
  ['a long reason', { skipReason: ':a:'.repeat(30_000) }],
  [
    'messages that grow where they are made harmless',
    { failures: Array(3).fill({ ...FAILURE, message: '$'.repeat(70_000), hint: '$'.repeat(70_000) }) },
  ],
  ['a long package', { package: '$'.repeat(70_000) }],
])('a comment that is cut for %s keeps the link to the preview', (_, more) => {
  const text = render(reportOf(more));
  expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(text.split('\n')[0]).toContain('[preview](https://auth-pr-7.box.workers.dev)');
  expect(text).toContain('in report.json.');
  expect(text).toMatch(/<\/sub>$/);
});

test('a long name or path is cut, and its figures stay', () => {
  const text = render(reportOf({ latency: latencyOf([routeOf('n'.repeat(70_000), 1, `/${'p'.repeat(70_000)}`)]) }));
  expect(text).toContain(`| **latency** \`GET /${'p'.repeat(98)}…\` ${'n'.repeat(99)}…, p50 | 1.00 ms |`);
});

test.each([
  ['ok', {}],
  ['warned', { ...OVER, overBudget: 'warn' }],
  ['over-budget', OVER],
  ['failed', { ...OVER, failures: [FAILURE] }],
] as readonly (readonly [string, Partial<Report>])[])('status %s', (status, more) => {
  expect(statusOf(reportOf(more))).toBe(status);
});

test('the samples are reports under the schema; what is no report is none', () => {
  for (const [, more] of HEADLINES) expect(v.is(reportSchema, reportOf(more))).toBe(true);
  for (const wrong of [
    { version: 2 },
    { sizes: { raw: -1, gzip: 0, brotli: 0 } },
    { extra: 1 },
    { startedAt: 'today' },
    { skipReason: undefined },
  ])
    expect(v.is(reportSchema, { ...reportOf(), ...wrong }), JSON.stringify(wrong)).toBe(false);
});

const BASE: NonNullable<Report['base']> = {
  sha: '9f8e7d6c5b4a',
  as: 'first parent',
  from: 'https://github.com/acme/shop/actions/runs/98',
  digest: 'e'.repeat(64),
  sizes: { raw: 412_000, gzip: 151_000, brotli: 117_900 },
};

test('against a base the table says what moved, and the headline how far', () => {
  const text = render(reportOf({ base: BASE }));
  expect(text.split('\n')[0]).toMatch(/^### ✅ auth · 121\.4 kB brotli \(\+3\.5 kB\), within budget · /);
  expect(text).toContain(`|  | base | head | change | budget |
| --- | ---: | ---: | ---: | ---: |
| **size** brotli | 117.9 kB | 121.4 kB | +3.5 kB (+3.0 %) | 140.0 kB |
| **size** gzip | 151.0 kB | 150.1 kB | \u2212900 B (\u22120.6 %) | – |
| **cold start** new process | – | 33.0 ms |  | – |`);
  expect(text).not.toContain('**size** raw'); // unchanged, and no budget is about it
  expect(text).toContain(
    '<sub>`0123456` against `9f8e7d6` (first parent, [stored](https://github.com/acme/shop/actions/runs/98)) · same bytes',
  );
});

test('the same bundle is no change', () => {
  const text = render(reportOf({ base: { ...BASE, digest: 'd'.repeat(64) } }));
  expect(text.split('\n')[0]).toBe('### ✅ auth · no change · [preview](https://auth-pr-7.box.workers.dev)');
  expect(text).toContain('Same bundle as the base, to the byte.');
  expect(text.split('<details>')[0]).not.toContain('|'); // the table is for what moved
});

test('the first measurement says why there is nothing to hold it against', () => {
  const text = render(reportOf({ noBase: 'the checked-out commit is the first one.' }));
  expect(text).toContain(
    'Held against nothing: the checked-out commit is the first one. Changes are shown once there is a base.',
  );
});

test('a size that is accepted by a label says so, and a budget that is another one than the base has', () => {
  const text = render(
    reportOf({
      ...OVER,
      ...{ overBudget: 'warn', accepted: 'accept-size' },
      budgetChanges: [{ from: 'brotli 110.0 kB', to: 'brotli 120.0 kB' }],
    }),
  );
  expect(text).toContain('Accepted here by the label `accept-size`.');
  expect(text).toContain("The budget is another one than the base's: brotli 110.0 kB → brotli 120.0 kB.");
});

test('growth that nothing can be held against is said to be not judged', () => {
  const growth = {
    measure: 'raw',
    growth: '+2 %',
    limit: null,
    size: 412_000,
    verdict: 'no base',
    excess: null,
  } as const;
  const text = render(reportOf({ budgets: [...reportOf().budgets, growth] }));
  expect(text).toContain('Growth is not judged, for there is no base to hold it against: raw +2 %.');
  expect(text).toContain('| **size** raw | 412.0 kB | +2 % (no base) |');
  expect(render(reportOf())).not.toContain('not judged');
});
