import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measure, sizeOf } from '../../../src/size/measure.ts';
import { fixture } from '../fixture.ts';

const MODULE = fixture('rustc-1.97.1-twice.wasm');
const ENTRY = Buffer.from('export default { fetch: () => new Response("hi") };\n');

test('raw is the sum, gzip goes over all files at once, brotli over each', async () => {
  const brotli = (bytes: Uint8Array) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const gzip = gzipSync(Buffer.concat([ENTRY, MODULE]), { level: 6 });
  expect(await measure([ENTRY, MODULE])).toEqual({
    raw: ENTRY.length + MODULE.length,
    gzip: gzip.length,
    brotli: brotli(ENTRY).length + brotli(MODULE).length,
  });
  expect(gunzipSync(gzip)).toHaveLength(ENTRY.length + MODULE.length);
  expect(brotliDecompressSync(brotli(MODULE))).toHaveLength(MODULE.length);
});

test('the level of gzip is 6, no other', async () => {
  // a text that each level packs to another length
  const text = Buffer.from(
    Array.from({ length: 9000 }, (_, i) => `${((i * i * 48_271) % 4096).toString(36)}-${i % 17}`).join(' '),
  );
  const { gzip } = await measure([text]);
  const others = [1, 5, 7, 9].map((level) => gzipSync(text, { level }).length);
  expect(gzip).toBe(gzipSync(text, { level: 6 }).length);
  expect(others).not.toContain(gzip);
});

test('the gzip figure is the one that wrangler prints', async () => {
  // wrangler-4.164.0-deploy.ndjson: "bundle_size":{"raw_bytes":52,"gzip_bytes":72}
  expect(await measure([ENTRY])).toMatchObject({ raw: 52, gzip: 72 });
});

test('the same bytes measure the same, and nothing is nothing', async () => {
  expect((await measure([])).raw).toBe(0);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), fc.uint8Array(), async (a, b) => {
      const [one, two, split] = await Promise.all([measure([a, b]), measure([a, b]), measure([Buffer.concat([a, b])])]);
      expect(one).toEqual(two);
      expect([one.raw, one.gzip]).toEqual([split.raw, split.gzip]);
    }),
    { numRuns: 20 },
  );
});

test('one measure alone is the same as it is among all', async () => {
  const all = await measure([MODULE]);
  const [raw, gzip, brotli] = [
    await sizeOf(MODULE, 'raw'),
    await sizeOf(MODULE, 'gzip'),
    await sizeOf(MODULE, 'brotli'),
  ];
  expect({ raw, gzip, brotli }).toEqual(all);
});
