import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpack } from '../../../src/build/tarball.ts';
import { archive, type Entry } from '../archive.ts';

test('files come without the first folder, and it is told which can be started', async () => {
  const long = `package/${'folder/'.repeat(30)}file.js`; // too long for a plain header
  const bytes = await archive(
    { name: 'package/', type: 'directory' },
    { name: 'package/package.json', content: '{}' },
    { name: 'package/bin/x', content: '#!', mode: 0o755 },
    { name: long, content: 'é' },
  );
  const files = (await unpack(bytes)).map(({ name, bytes: of, program }) => [
    name,
    Buffer.from(of).toString(),
    program,
  ]);
  expect(files).toEqual([
    ['package.json', '{}', false],
    ['bin/x', '#!', true],
    [long.slice('package/'.length), 'é', false],
  ]);
  expect(await unpack(bytes, (name) => name === 'bin/x')).toHaveLength(1);
});

test.each<[string, Entry]>([
  ['a way up', { name: 'package/../../x' }],
  ['a way up after others', { name: 'package/a/../b' }],
  ['an absolute name', { name: '/etc/x' }],
  ['two slashes', { name: 'package//x' }],
  ['a dot', { name: 'package/./x' }],
  ['no folder', { name: 'x' }],
  ['a way up of Windows', { name: 'package\\..\\..\\x/y' }],
  ['one below a folder', { name: 'package/a\\..\\..\\x' }],
  ['a drive', { name: 'package/C:/x' }],
  ['a stream', { name: 'package/x:y' }],
  ['a line break', { name: 'package/x\ny' }],
])('%s in a name is refused', async (_, entry) => {
  const error = { fault: 'toolchain', message: `the archive has a file ${JSON.stringify(entry.name)}.` };
  await expect(unpack(await archive({ name: 'package/good' }, entry))).rejects.toMatchObject(error);
});

test.each<[string, Partial<Entry>]>([
  ['symlink', { linkname: '../../x' }],
  ['link', { linkname: 'package/good' }],
  ['character-device', {}],
  ['fifo', {}],
])('a %s is refused; where it is not wanted it is left out', async (type, more) => {
  const odd = { name: 'package/x', type, ...more } as Entry;
  const bytes = await archive({ name: 'package/good' }, odd);
  await expect(unpack(bytes)).rejects.toMatchObject({ message: `the archive has a ${type}, "package/x".` });
  expect((await unpack(bytes, (name) => name === 'good')).map(({ name }) => name)).toEqual(['good']);
});

test.each([
  ['no gzip', Buffer.from('<html>')],
  ['no archive', gzipSync('x'.repeat(2000))],
  ['its end cut off', undefined],
])('%s cannot be unpacked', async (_, bytes) => {
  const whole = await archive({ name: 'package/x', content: 'y'.repeat(5000) });
  const error = { fault: 'toolchain', message: expect.stringMatching(/^the archive cannot be unpacked: /) };
  await expect(unpack(bytes ?? whole.subarray(0, -20))).rejects.toMatchObject(error);
});
