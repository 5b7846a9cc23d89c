import { describe, expect, test } from 'vitest';
import { MENDS, SUPPORT } from '../../../src/edge/features.ts';
import type { EdgeName } from '../../../src/edge/names.ts';
import { compiles } from '../../../src/wasm/validate.ts';
import { bytesOf, FEATURE_MODULES } from '../wasm/feature-modules.ts';

const rows = (Object.keys(SUPPORT) as readonly EdgeName[]).flatMap((edge) => [
  ...Object.entries(SUPPORT[edge].features).map(([what, row]) => ({ edge, what, ...row })),
  ...SUPPORT[edge].rust.map((row) => ({ edge, what: JSON.stringify(row.refused), ...row })),
]);

test.each(rows)('$edge, $what: has a date and a source', ({ asOf, source }) => {
  expect(asOf).toMatch(/^2026-\d\d-\d\d$|^2025-\d\d-\d\d$/);
  expect(source).toMatch(/^https:\/\/|^(workerd|deno|wasmtime) [\d.]+$/);
});

describe.each(['cloudflare', 'deno'] as const)('%s: what is said of V8 is true of the V8 that runs this', (edge) => {
  test.each(FEATURE_MODULES.filter(({ of }) => of !== undefined))('$of', (one) => {
    const { taken } = SUPPORT[edge].features[one.of ?? 'gc'] ?? {};
    expect(taken).toBeDefined();
    const isNewer = edge === 'cloudflare' && one.of === 'compact-imports'; // the V8 of workerd is newer than Node's
    expect(compiles(bytesOf(one))).toBe(taken !== 'no' && !isNewer);
  });
});

test('what an edge refuses and rustc can be told to leave out has its mend', () => {
  const refused = rows.filter((row) => 'taken' in row && row.taken !== 'yes').map(({ what }) => what);
  const without = [...new Set(refused)].filter((what) => !(what in MENDS));
  expect(without).toEqual([
    ...['memory-control', 'stack-switching', 'shared-everything'], // rustc writes none of them
    ...['custom-descriptors', 'strings', 'relaxed-atomics', 'multibyte'],
  ]);
});
