import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleOf } from '../../../src/build/bundle.ts';
import { digestOf } from '../../../src/candidate.ts';
import { recordedHost } from '../recorded-host.ts';

const FILES = {
  'work/b/index.js': 'entry',
  'work/b/a.wasm': '\0asm',
  'work/b/static/data.txt': 'x',
  'work/b/B.mjs': 'y',
  'work/b/c.ts': 'z',
};

test('every file of the folder is in it, the entry first, each with its kind, size and hash', async () => {
  await using recorded = await recordedHost({ files: FILES });
  const bundle = await bundleOf(`${recorded.host.folders.work}/b`, 'index.js', recorded.host);
  expect(bundle.entry).toBe('index.js');
  expect(bundle.files.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ['index.js', 'javascript', 5],
    ['B.mjs', 'javascript', 1],
    ['a.wasm', 'wasm', 4],
    ['c.ts', 'javascript', 1],
    ['static/data.txt', 'data', 1],
  ]);
  // printf x | sha256sum
  expect(bundle.files[4]?.sha256).toBe('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881');
});

test('the digest is what sha256sum says of the files, the entry first, and of that', async () => {
  await using recorded = await recordedHost({ files: FILES });
  const cwd = `${recorded.host.folders.work}/b`;
  const bundle = await bundleOf(cwd, 'index.js', recorded.host);
  const others = 'find . -type f | sed "s,^./,," | grep -v "^index.js$" | LC_ALL=C sort';
  const command = `(sha256sum index.js; ${others} | xargs sha256sum) | sha256sum`;
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd });
  expect(`${bundle.digest}  -\n`).toBe(stdout);
});

const file = fc.record({ name: fc.string({ minLength: 1 }), sha256: fc.stringMatching(/^[0-9a-f]{64}$/) });
const files = fc.uniqueArray(file, { selector: ({ name }) => name, minLength: 1, maxLength: 6 });

test('the digest does not depend on the order of the files', () => {
  fc.assert(
    fc.property(files, fc.infiniteStream(fc.nat()), (list, keys) => {
      const shuffled = list
        .map((item) => ({ item, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ item }) => item);
      const entry = list[0]?.name ?? '';
      expect(digestOf(shuffled, entry)).toBe(digestOf(list, entry));
    }),
  );
});

test('another entry of the same files is another digest', () => {
  fc.assert(
    fc.property(files, (list) => {
      const digests = new Set(list.map(({ name }) => digestOf(list, name)));
      expect(digests.size).toBe(list.length);
    }),
  );
});

test('another content, name, or number of files is another digest', () => {
  fc.assert(
    fc.property(files, fc.nat(), fc.nat(63), (list, which, digit) => {
      const at = which % list.length;
      const chosen = list[at];
      const entry = list[0]?.name ?? '';
      if (chosen === undefined) return;
      const flipped = chosen.sha256[digit] === '0' ? '1' : '0';
      const sha256 = chosen.sha256.slice(0, digit) + flipped + chosen.sha256.slice(digit + 1);
      for (const other of [
        list.with(at, { ...chosen, sha256 }),
        list.with(at, { ...chosen, name: `${chosen.name}x` }),
        list.toSpliced(at, 1),
      ])
        expect(digestOf(other, entry)).not.toBe(digestOf(list, entry));
    }),
  );
});
