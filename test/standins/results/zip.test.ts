import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unzip, zip } from './zip.ts';

const path = fc.stringMatching(/^[a-zé/]{0,8}[a-z]$/);
const content = fc.uint8Array().map((bytes) => Buffer.from(bytes));

test('what is put into an archive comes out of it', () => {
  fc.assert(
    fc.property(fc.dictionary(path, content), (files) => {
      expect(Object.fromEntries(unzip(zip(files)))).toEqual({ ...files });
    }),
  );
});

test('a changed byte is noticed', () => {
  const archive = zip({ 'a.txt': 'alpha' });
  archive[archive.indexOf('alpha')] = 0x41;
  expect(() => unzip(archive)).toThrow('a checksum does not fit');
  expect(() => unzip(Buffer.from('not a zip'))).toThrow('not a zip');
});
