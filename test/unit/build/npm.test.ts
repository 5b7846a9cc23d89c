import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { npmTools } from '../../../src/build/npm.ts';
import type { Command } from '../../../src/host/host.ts';
import { recordedHost } from '../recorded-host.ts';

const packages = {
  '': { version: '0.0.0' },
  'node_modules/wrangler': { version: '4.0.0' },
  'node_modules/@cloudflare/workerd-linux-64': { version: '1.2.3', os: ['linux'], cpu: ['x64'] },
  'node_modules/@cloudflare/workerd-windows-64': { version: '1.2.3', os: ['win32'], cpu: ['x64'] },
  'node_modules/sharp-linux-x64': { version: '0.3.0', os: ['linux'], cpu: ['x64'], libc: ['musl'] },
};
const FILES = {
  'bin/npm': '',
  'action/tools/cloudflare/package.json': '{}',
  'action/tools/cloudflare/package-lock.json': JSON.stringify({ packages }),
};
const corrupted = (name: string): string =>
  `npm warn tarball tarball data for ${name} (sha512-gZLA8X11m==) seems to be corrupted. Trying again.\n`;

/** What comes of an install after which these packages are there, and what is on the shelf then. */
async function installed(there: readonly string[], stderr: string, code = 0) {
  await using recorded = await recordedHost({
    files: FILES,
    answers: [
      [
        /^npm ci/,
        ({ cwd = '' }: Command) => ({
          code,
          stderr,
          does: async () => {
            for (const name of there)
              await recorded.host.files.write(path.join(cwd, 'node_modules', name, 'package.json'), '{}');
          },
        }),
      ],
    ],
  });
  const { host } = recorded;
  const result = await npmTools('cloudflare', host).catch((error: unknown) => error);
  const shelf = (await host.files.exists(host.folders.tools)) ? await host.files.list(host.folders.tools) : [];
  return { result: typeof result === 'string' ? recorded.plain(result) : result, shelf };
}

test('the packages of this platform are asked for, and those of others are not', async () => {
  const { result } = await installed(['wrangler', '@cloudflare/workerd-linux-64'], '');
  expect(result).toMatch(/^<tools>\/npm-cloudflare-\w{12}\/node_modules$/);
});

test.each([
  [
    'with other bytes',
    corrupted('@cloudflare/workerd-linux-64@1.2.3'),
    /: @cloudflare\/workerd-linux-64@1\.2\.3 is not what we know: its bytes do not have the hash of our lock file\. Nothing of it was run\.$/,
  ],
  ['that cannot be had', corrupted('wrangler@4.0.0'), /: npm left out @cloudflare\/workerd-linux-64@1\.2\.3: /],
])('a package for this platform %s is an error, although npm leaves it out and ends well', async (_, said, message) => {
  const { result, shelf } = await installed(['wrangler'], said);
  expect(result).toMatchObject({ fault: 'toolchain', message: expect.stringMatching(message) });
  expect(shelf).toEqual([]);
});

test('another package with other bytes is named', async () => {
  const said = `${corrupted('wrangler@4.0.0')}npm error code EINTEGRITY`;
  const { result } = await installed([], said, 1);
  expect(result).toMatchObject({ message: expect.stringContaining(': wrangler@4.0.0 is not what we know: ') });
});

test('the lock files name what is for one platform alone by os and cpu', () => {
  const file = path.resolve(import.meta.dirname, '../../../tools/cloudflare/package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: typeof packages };
  expect(lock.packages['node_modules/@cloudflare/workerd-linux-64']).toMatchObject({ os: ['linux'], cpu: ['x64'] });
});
