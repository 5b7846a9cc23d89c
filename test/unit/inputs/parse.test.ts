import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { NO_BUDGETS } from '../../../src/inputs/budgets.ts';
import { camel, parseInputs } from '../../../src/inputs/parse.ts';
import { INPUTS, type InputName } from '../../../src/inputs/table.ts';
import { NO_PACE } from '../../../src/latency/budget.ts';

const PACKAGE = 'Cargo.toml [package.metadata.wasm-ship]';
const WORKSPACE = 'Cargo.toml [workspace.metadata.wasm-ship]';
const NAMES = Object.keys(INPUTS) as InputName[];

function parsed(
  workflow: Readonly<Record<string, string>> = {},
  pkg?: unknown,
  workspace?: unknown,
  misplaced: readonly string[] = [],
) {
  return parseInputs({
    workflow: (name) => workflow[name],
    tables: [
      { place: PACKAGE, value: pkg },
      { place: WORKSPACE, value: workspace },
    ],
    misplaced,
  });
}

/** The message of the one error that all bad inputs make. */
function refused(...values: Parameters<typeof parsed>): string {
  try {
    parsed(...values);
  } catch (error) {
    if (error instanceof ShipError && error.fault === 'input') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('nothing set gives every default', () => {
  expect(parsed()).toEqual({
    workingDirectory: '.',
    package: undefined,
    edge: 'auto',
    toolchain: undefined,
    profile: 'release',
    features: [],
    optimize: { level: 'smallest' },
    optimizeTime: 60_000,
    acceptLabel: undefined,
    optimizeCheck: false,
    allowImports: [],
    advise: false,
    budget: NO_BUDGETS,
    overBudget: 'auto',
    ignore: [],
    buildEnv: [],
    latency: true,
    latencyDuration: 30_000,
    liveLatency: true,
    globalping: undefined,
    plan: 'paid',
    prices: undefined,
    health: undefined,
    requests: [],
    testVars: {},
    deploy: 'auto',
    phase: 'ship',
    bundleDigest: undefined,
    rollbackTo: undefined,
    preview: 'own',
    rollout: [100],
    watch: 30_000,
    replaceNewer: false,
    atOnce: false,
    address: undefined,
    releaseAssets: 'auto',
    secrets: [],
    previewEnvironment: undefined,
    stagingEnvironment: undefined,
    productionEnvironment: undefined,
    base: 'auto',
    commandReads: 'unknown',
    cache: 'auto',
    sccache: 'off',
    comment: 'auto',
    githubToken: undefined,
  });
});

test('empty text and blanks in a workflow mean "not set"', () => {
  const blank = Object.fromEntries(NAMES.map((name, i) => [name, i % 2 === 0 ? '' : ' \n']));
  expect(parsed(blank)).toEqual(parsed());
});

test('what is documented as default is what an unset input is', () => {
  for (const name of NAMES) {
    const { default: preset } = INPUTS[name];
    if (preset === undefined || preset === '') continue;
    expect(parsed({ [name]: preset }), name).toEqual(parsed());
  }
});

test('workflow over package over workspace over default', () => {
  expect(parsed({}, {}, { profile: 'w' }).profile).toBe('w');
  expect(parsed({}, { profile: 'p' }, { profile: 'w' }).profile).toBe('p');
  expect(parsed({ profile: 'f' }, { profile: 'p' }, { profile: 'w' }).profile).toBe('f');
});

const READ: readonly (readonly [InputName, unknown, unknown])[] = [
  ['features', 'a, b  c\nd', ['a', 'b', 'c', 'd']],
  ['features', ['a', 'b'], ['a', 'b']],
  ['optimize', 'fastest', { level: 'fastest' }],
  ['optimize', 'off', { level: 'off' }],
  ['optimize', '-Oz --converge --pass-arg=x@1', { flags: ['-Oz', '--converge', '--pass-arg=x@1'] }],
  [
    'budget',
    ['brotli 300 kB', 'raw 1 MB'],
    {
      sizes: [
        { measure: 'brotli', limit: 300_000 },
        { measure: 'raw', limit: 1e6 },
      ],
      pace: NO_PACE,
      work: undefined,
    },
  ],
  ['over-budget', 'warn', 'warn'],
  ['optimize-time', '2 min', 120_000],
  ['latency', false, false],
  ['latency', 'false', false],
  ['latency', ' true ', true],
  ['latency-duration', '1.5 s', 1500],
  ['latency-duration', '5 min', 300_000],
  ['health', '/health?deep=1', '/health?deep=1'],
  ['edge', ' cloudflare ', 'cloudflare'],
  ['test-vars', '{"A": "1"}', { A: '1' }],
  ['test-vars', { A_b: 'x' }, { A_b: 'x' }],
  [
    'requests',
    '[{"path": "/a"}]',
    [{ name: 'GET /a', method: 'GET', path: '/a', headers: {}, body: undefined, expect: 200, weight: 1 }],
  ],
];

test.each(READ)('%s: %j is read', (name, raw, value) => {
  expect(parsed({}, { [name]: raw })).toEqual({ ...parsed(), [camel(name)]: value });
});

const DIGESTS =
  '64 hex digits, or `NAME=` before them for each of several packages: the output `bundle-digest` of the job that built';
const VARIABLES = 'names of variables, none of the runner or of an edge: `APP_VERSION, SENTRY_RELEASE`';

const SECRETS = 'names of variables of the step, none of the runner or of an edge: `SIGNING_KEY, DATABASE_URL`';
const BAD: readonly (readonly [InputName, string, string])[] = [
  ['edge', 'lambda', 'one of auto, cloudflare, deno, fastly, wasi'],
  ['over-budget', 'ignore', 'one of auto, fail, warn'],
  ['deploy', 'prod', 'one of auto, none, preview, staging, production'],
  ['phase', 'test', 'one of ship, build, deploy, rollback'],
  ...['GITHUB_TOKEN', 'CLOUDFLARE_API_TOKEN', 'NODE_OPTIONS', 'a-b', 'APP=1'].map(
    (name) => ['build-env', name, VARIABLES] as const,
  ),
  ...['abc', 'A'.repeat(64), `auth=${'a'.repeat(63)}`, `${'a'.repeat(64)}, b`].map(
    (digests) => ['bundle-digest', digests, DIGESTS] as const,
  ),
  ['package', 'auth, ../b', 'names of packages, parted by commas or spaces, or `*` alone'],
  ['package', '* auth', 'names of packages, parted by commas or spaces, or `*` alone'],
  ['preview', 'mine', 'one of own, shared-bindings'],
  ['cache', 'yes', 'one of auto, on, off'],
  ['comment', 'on', 'one of auto, off'],
  ['latency', 'yes', 'true or false'],
  ['latency-duration', '10', 'a time above 0 and up to 5 min, such as 30 s'],
  ['latency-duration', '0 s', 'a time above 0 and up to 5 min, such as 30 s'],
  ['secrets', 'GITHUB_TOKEN', SECRETS],
  ['secrets', 'KEY, CLOUDFLARE_API_TOKEN', SECRETS],
  ['secrets', 'a-b', SECRETS],
  ['address', 'http://example.com', '`https://` and a host, without a path'],
  ['address', 'https://example.com/api', '`https://` and a host, without a path'],
  ['watch', '31 min', 'a time from 0 and up to 30 min, such as 30 s'],
  ['rollout', '50%', 'percentages that rise, the last of them 100%: `10% 50% 100%`'],
  ['rollout', '50% 10% 100%', 'percentages that rise, the last of them 100%: `10% 50% 100%`'],
  ['rollout', '0% 100%', 'percentages that rise, the last of them 100%: `10% 50% 100%`'],
  ['rollout', '10 100', 'percentages that rise, the last of them 100%: `10% 50% 100%`'],
  ['latency-duration', '6 min', 'a time above 0 and up to 5 min, such as 30 s'],
  ['health', 'health', 'a path that begins with / and has no spaces'],
  ['health', '/a b', 'a path that begins with / and has no spaces'],
  ['optimize', '-O3; rm x', 'smallest, fastest, off, or flags of wasm-opt such as -Oz --converge'],
  ['optimize', 'biggest', 'smallest, fastest, off, or flags of wasm-opt such as -Oz --converge'],
];

test.each(BAD)('%s: %j is refused with the form wanted', (name, raw, form) => {
  expect(refused({ [name]: raw })).toBe(`input: \`${name}\` is \`${raw}\`; wanted: ${form}`);
});

test.each([
  ['requests', 'GET /', 'an array of requests such as [{"path": "/health", "expect": 200}]'],
  ['test-vars', '{"A": 1}', 'names (letters, digits, _) with texts'],
])('%s: a wrong value is refused and never shown, for it may hold a secret', (name, raw, form) => {
  expect(refused({ [name]: raw })).toBe(
    `input: \`${name}\` is not of its form (its value is not shown); wanted: ${form}`,
  );
});

test('a malformed budget names the measures, the units and the part that is wrong', () => {
  expect(refused({ budget: 'brotli 300 kB, zstd 5' })).toBe(
    'input: `budget` is `brotli 300 kB, zstd 5`; wanted: measure and size, such as `brotli 300 kB, raw 1 MB`, or growth against the base, such as `brotli +2 %` or `raw +10 kB` ' +
      '(measures: raw, gzip, brotli; units: B, kB, MB, KiB, MiB); `zstd 5` is not that',
  );
});

test('a bad value of Cargo.toml is refused with the table that holds it', () => {
  expect(refused({}, { latency: 1 })).toBe(`${PACKAGE}: \`latency\` is \`1\`; wanted: true or false`);
  expect(refused({}, {}, { profile: ['a'] })).toBe(`${WORKSPACE}: \`profile\` is \`["a"]\`; wanted: text`);
});

test.each(NAMES.filter((name) => INPUTS[name].from === 'workflow'))(
  '%s grants power: it is refused in Cargo.toml, in both tables',
  (name) => {
    const why =
      'may only be set in the workflow file, because it grants power and a pull request may edit Cargo.toml; move it there';
    expect(refused({}, { [name]: 'x' })).toBe(`${PACKAGE}: \`${name}\` ${why}`);
    expect(refused({ [name]: '' }, {}, { [name]: 'x' })).toBe(`${WORKSPACE}: \`${name}\` ${why}`);
  },
);

test('a release goes in the steps and is watched as the workflow says', () => {
  expect(parsed({ rollout: '10% 50% 100%', watch: '0 s' })).toMatchObject({ rollout: [10, 50, 100], watch: 0 });
  expect(parsed({ rollout: '0.5%, 100%', watch: '30 min' })).toMatchObject({ rollout: [0.5, 100], watch: 1_800_000 });
});

test('what grants power is from the workflow only', () => {
  const power = [
    'deploy',
    'accept-label',
    'phase',
    'build-env',
    'bundle-digest',
    'rollout',
    'watch',
    'replace-newer',
    'at-once',
    'address',
    'globalping',
    'rollback-to',
    'release-assets',
    'preview',
    'secrets',
    'preview-environment',
    'staging-environment',
    'production-environment',
    'cache',
    'comment',
    'github-token',
    'working-directory',
    'package',
    'sccache',
  ];
  expect(NAMES.filter((name) => INPUTS[name].from === 'workflow').sort()).toEqual(power.sort());
});

test('a name that is no input is refused, with the nearest one that is', () => {
  expect(refused({}, { budgets: '1 kB' })).toBe(`${PACKAGE}: \`budgets\` is no input; did you mean \`budget\`?`);
  const far = refused({}, { environment: 'x' });
  expect(far).toContain('`environment` is no input; those that may stand here: edge, toolchain, profile');
  expect(far).not.toContain('deploy');
  expect(refused({}, JSON.parse('{"__proto__": 1}'))).toContain('`__proto__` is no input');
});

test.each([
  ['a text', 'brotli 140 kB'],
  ['a number', 1],
  ['true or false', true],
  ['an array', [{ budget: 'raw 1 kB' }]],
  ['a date', new Date(0)],
])('a table that is %s is refused, not left out with its budget; its value is not shown', (kind, value) => {
  const message = `is ${kind}; wanted: a table with a line for each input, such as budget = "raw 1 MB"`;
  expect(refused({}, value)).toBe(`${PACKAGE} ${message}`);
  expect(refused({}, {}, value)).toBe(`${WORKSPACE} ${message}`);
});

test('all bad inputs are in one error', () => {
  const misplaced = 'Cargo.toml [metadata.wasm-ship] has no effect; write it as [package.metadata.wasm-ship]';
  expect(
    refused({ deploy: 'prod', cache: 'yes' }, { latency: 'x', phase: 'build' }, { nonsense: 1 }, [misplaced]).split(
      '\n',
    ),
  ).toEqual([
    '6 inputs are wrong:',
    `- ${misplaced}`,
    `- ${PACKAGE}: \`phase\` may only be set in the workflow file, because it grants power and a pull request may edit Cargo.toml; move it there`,
    expect.stringContaining('`nonsense` is no input'),
    `- ${PACKAGE}: \`latency\` is \`x\`; wanted: true or false`,
    '- input: `deploy` is `prod`; wanted: one of auto, none, preview, staging, production',
    '- input: `cache` is `yes`; wanted: one of auto, on, off',
  ]);
});

test('a table of the wrong form hides no other bad input', () => {
  expect(refused({ cache: 'yes' }, 'x', { latency: 1 }).split('\n')).toEqual([
    '3 inputs are wrong:',
    expect.stringContaining(`- ${PACKAGE} is a text`),
    `- ${WORKSPACE}: \`latency\` is \`1\`; wanted: true or false`,
    '- input: `cache` is `yes`; wanted: one of auto, on, off',
  ]);
});

test('a long or many-lined value is shown in one short line', () => {
  const message = refused({ edge: `a\n::error::${'x'.repeat(500)}` });
  expect(message).toContain('`a ::error::xxx');
  expect(message.length).toBeLessThan(200);
  expect(message).not.toContain('\n');
});

test('any text for any input is read or refused, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.string(), fc.anything(), (name, raw, value) => {
      for (const read of [() => parsed({ [name]: raw }), () => parsed({}, { [name]: value })]) {
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(ShipError);
        }
      }
    }),
  );
});

test('a name of the workflow becomes a name of the code', () => {
  expect(['latency-duration', 'edge', 'a-b-c'].map(camel)).toEqual(['latencyDuration', 'edge', 'aBC']);
});

test('variables for the build are named in the workflow', () => {
  expect(parsed({ 'build-env': 'APP_VERSION, _x' }).buildEnv).toEqual(['APP_VERSION', '_x']);
});
