import { expect, test } from 'vitest';
import type { Candidate } from '../../src/candidate.ts';
import { SUPPORT } from '../../src/edge/features.ts';
import type { EdgeName } from '../../src/edge/names.ts';
import { type Preflight, preflight, refusedRust } from '../../src/preflight.ts';
import type { Feature } from '../../src/wasm/features.ts';
import { withCustomSection } from '../../src/wasm/sections.ts';
import { recordedHost } from './recorded-host.ts';
import { bytesOf, FEATURE_MODULES } from './wasm/feature-modules.ts';

const SIZES = { raw: 1, gzip: 1, brotli: 1 };

function moduleOf(feature: Feature): Uint8Array {
  const one = FEATURE_MODULES.find(({ of }) => of === feature);
  if (one === undefined) throw new Error(`no module of ${feature}`);
  return bytesOf(one);
}

/** A name section with the name of function 0. */
function withName(bytes: Uint8Array, name: string): Uint8Array {
  const names = [1, 0, name.length, ...Buffer.from(name)];
  return withCustomSection(bytes, 'name', Uint8Array.from([1, names.length, ...names]));
}

async function flown(
  edge: EdgeName,
  shipped: Uint8Array,
  named?: Uint8Array,
  rustc = '1.97.1 (x)',
): Promise<Preflight> {
  const files = { 'work/a.wasm': shipped, ...(named === undefined ? {} : { 'work/symbols/a.wasm': named }) };
  await using recorded = await recordedHost({ files });
  const { work } = recorded.host.folders;
  const candidate: Candidate = {
    bundle: { folder: work, entry: 'a.wasm', files: [], digest: '' },
    sizes: SIZES,
    module: { before: SIZES, after: SIZES, file: 'a.wasm' },
    named: `${work}/symbols/a.wasm`,
    tools: { rustc },
    warnings: [],
  };
  return await preflight(candidate, edge, recorded.host);
}

test('what the edge does not take is refused, with the function and crate by the names that were kept, and the mend', async () => {
  const bytes = moduleOf('wide-arithmetic');
  const { features, refused, noted, unknown } = await flown(
    'cloudflare',
    bytes,
    withName(bytes, 'big::mul::h0123456789abcdef'),
  );
  expect(features).toEqual(['multivalue', 'wide-arithmetic']);
  expect(refused).toEqual([
    {
      what: 'wide-arithmetic',
      by: 'i64.mul_wide_u',
      function: { name: 'big::mul', crate: 'big' },
      note: undefined,
      mend: expect.stringContaining('-C target-feature=-wide-arithmetic'),
      asOf: '2026-11-26',
      source: 'workerd 1.20261117.1',
    },
  ]);
  expect([noted, unknown]).toEqual([[], []]);
});

test('without names a function is told by its index', async () => {
  const { refused } = await flown('deno', moduleOf('wide-arithmetic'));
  expect(refused.map((one) => one.function)).toEqual([{ name: '0', crate: undefined }]);
});

test.each<readonly [EdgeName, Feature, 'passes' | 'refused' | 'noted' | 'unknown']>([
  ['cloudflare', 'simd128', 'passes'],
  ['cloudflare', 'exception-handling', 'passes'],
  ['cloudflare', 'legacy-exceptions', 'passes'],
  ['cloudflare', 'shared-memory', 'noted'],
  ['cloudflare', 'custom-page-sizes', 'refused'],
  ['deno', 'shared-memory', 'passes'],
  ['wasi', 'legacy-exceptions', 'refused'],
  ['wasi', 'exception-handling', 'noted'],
  ['wasi', 'shared-memory', 'refused'],
  ['wasi', 'simd128', 'passes'],
  ['fastly', 'simd128', 'unknown'],
])('on %s a module with %s: %s', async (edge, feature, what) => {
  const { refused, noted, unknown } = await flown(edge, moduleOf(feature));
  expect({ refused: refused.map((one) => one.what), noted: noted.map((one) => one.what), unknown }).toEqual({
    refused: what === 'refused' ? [feature] : [],
    noted: what === 'noted' ? [feature] : [],
    unknown: what === 'unknown' ? [feature] : [],
  });
});

test.each([
  ['1.77.2 (25ef9e3d8 2024-04-09)', '1.91.1'],
  ['1.78.0 (9b00956e5 2024-04-29)', undefined],
  ['1.91.0 (f8297e351 2025-10-28)', '1.91.1'],
  ['1.91.1 (ed61e7d7e 2025-11-07)', undefined],
  ['1.93.0 (254b59607 2026-01-19)', '1.91.1'],
  ['1.100.0 (x)', undefined],
  ['of a system', undefined],
])('rustc %s for Fastly: mend %s', (rustc, mend) => {
  const found = refusedRust(rustc, SUPPORT.fastly.rust);
  expect(found.map((one) => /channel = "(.*?)"/.exec(one.mend ?? '')?.[1])).toEqual(mend === undefined ? [] : [mend]);
});
