import { execFileSync } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleOf } from '../../src/build/bundle.ts';
import { unpack } from '../../src/build/tarball.ts';
import { archiveName, archiveOf } from '../../src/release-assets.ts';
import { recordedHost } from './recorded-host.ts';

test.each([
  ['v1.2.3', 'auth-1.2.3-cloudflare'],
  ['1.2.3', 'auth-1.2.3-cloudflare'],
  ['auth-v1.2.3', 'auth-1.2.3-cloudflare'],
  ['auth@1.2.3', 'auth-1.2.3-cloudflare'],
  ['auth/v1.2.3-rc.1', 'auth-1.2.3-rc.1-cloudflare'],
  ['v1.2.3+build.5', 'auth-1.2.3+build.5-cloudflare'],
  ['nightly', 'auth-nightly-cloudflare'],
  ['nightly/2026 11', 'auth-nightly.2026.11-cloudflare'],
])('the archive of the tag %s is called %s', (tag, name) => {
  expect(archiveName('auth', tag, 'cloudflare')).toBe(name);
});

const FILES = { 'index.js': 'export default {};\n', 'a/index_bg.wasm': new Uint8Array([0, 97, 115, 109]) };

/** The same bundle in a folder of its own, with other times. */
async function packed(folder: string, entry: string, time: number) {
  await using recorded = await recordedHost({
    files: Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [`work/${folder}/${name}`, bytes])),
  });
  const { host } = recorded;
  const where = path.join(host.folders.work, folder);
  for (const name of Object.keys(FILES)) await utimes(path.join(where, name), time, time);
  return await archiveOf('auth-1.2.3-cloudflare', await bundleOf(where, entry, host), host);
}

test('the same bundle gives the same bytes, wherever it is and whenever it was written', async () => {
  const [one, sum] = await packed('one', 'index.js', 1_000_000);
  const [two] = await packed('two/deep', 'a/index_bg.wasm', 2_000_000);
  expect(Buffer.from(two.bytes).equals(one.bytes)).toBe(true);
  expect([one.name, sum.name]).toEqual(['auth-1.2.3-cloudflare.tar.gz', 'auth-1.2.3-cloudflare.tar.gz.sha256']);
  expect(Buffer.from(sum.bytes).toString()).toBe(`${one.sha256}  auth-1.2.3-cloudflare.tar.gz\n`);
});

test.runIf(process.platform === 'linux')('tar and sha256sum take them as they are', async () => {
  const [archive, sum] = await packed('one', 'index.js', 1_000_000);
  await using recorded = await recordedHost({
    files: { [`work/${archive.name}`]: archive.bytes, [`work/${sum.name}`]: sum.bytes },
  });
  const cwd = recorded.host.folders.work;
  const run = (file: string, ...args: string[]): string => execFileSync(file, args, { cwd, encoding: 'utf8' });
  expect(run('sha256sum', '-c', sum.name)).toBe(`${archive.name}: OK\n`);
  run('tar', '-xzf', archive.name);
  expect(run('sh', '-c', 'cd auth-1.2.3-cloudflare && find . -type f | sort')).toBe('./a/index_bg.wasm\n./index.js\n');
});

test('what is in it is the bundle, in one folder, without times, owners or the system', async () => {
  const [{ bytes }] = await packed('one', 'index.js', 1_000_000);
  expect(await unpack(bytes)).toEqual([
    { name: 'a/index_bg.wasm', bytes: Buffer.from(FILES['a/index_bg.wasm']), program: false },
    { name: 'index.js', bytes: Buffer.from(FILES['index.js']), program: false },
  ]);
  expect([...bytes.subarray(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
  const header = gunzipSync(bytes).subarray(0, 512).toString('latin1');
  expect(header.replaceAll('\0', ' ').trim()).toMatch(
    /^auth-1\.2\.3-cloudflare\/a\/index_bg\.wasm +000644 +000000 +000000 +00000000004 +00000000000 +\d+ +0 +ustar 00 +000000 +000000$/,
  );
});
