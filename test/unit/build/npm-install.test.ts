import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { npmTools } from '../../../src/build/npm.ts';
import { archive } from '../archive.ts';
import { recordedHost, type Setting } from '../recorded-host.ts';

const sha512 = (bytes: Uint8Array): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
const PLAIN = await archive({ name: 'package/package.json', content: '{}' }, { name: 'package/run.js', content: '1' });
const SCOPED = await archive({ name: 'x/bin/tool', content: '#!', mode: 0o755 });
const LOCK = {
  '': { dependencies: { plain: '1' } },
  'node_modules/plain': {
    ...{ version: '1.2.3', integrity: sha512(PLAIN), bin: { run: './run.js' } },
    optionalDependencies: { '@s/linux': '1', '@s/other': '1' },
  },
  'node_modules/@s/linux': { version: '2.0.0', integrity: sha512(SCOPED), optional: true, os: ['linux'] },
  'node_modules/@s/other': { version: '2.0.0', integrity: sha512(SCOPED), optional: true, os: ['win32'] },
};
const AT = 'https://r.example/npm/';
const GOOD: Readonly<Record<string, Uint8Array | number>> = {
  'plain/-/plain-1.2.3.tgz': PLAIN,
  '@s/linux/-/linux-2.0.0.tgz': SCOPED,
};

/** Installs where there is no npm, from a registry that answers so: bytes, a status, or not at all. */
async function installed(
  answers: Readonly<Record<string, Uint8Array | string | number | undefined>>,
  more: Setting = {},
) {
  const asked: string[] = [];
  const fetch: Setting['fetch'] = (url) => {
    asked.push(url.replace(AT, ''));
    const answer = answers[url.replace(AT, '')] ?? answers[url];
    if (answer === undefined) return Promise.reject(new TypeError('fetch failed'));
    return Promise.resolve(
      typeof answer === 'number' ? new Response('', { status: answer }) : new Response(Buffer.from(answer)),
    );
  };
  await using recorded = await recordedHost({
    fetch,
    env: { npm_config_registry: AT },
    ...more,
    files: {
      'action/tools/t/package.json': '{}',
      'action/tools/t/package-lock.json': JSON.stringify({ packages: LOCK }),
      ...more.files,
    },
  });
  const { host } = recorded;
  const result = await npmTools('t', host).catch((error: unknown) => error);
  const shelf = (await host.files.exists(host.folders.tools)) ? await host.files.list(host.folders.tools) : [];
  const mode = async (file: string) => (await stat(path.join(String(result), file))).mode & 0o111;
  const modes =
    typeof result === 'string'
      ? [await mode('@s/linux/bin/tool'), await mode('plain/run.js'), await mode('plain/package.json')]
      : [];
  return {
    result,
    asked: asked.sort(),
    modes,
    shelf: shelf.map((file) => file.replace(/^npm-t-\w{12}\//, '')),
    lines: recorded.lines,
  };
}

test('without npm, packages for this machine come from its registry, and no program is run', async () => {
  const { asked, shelf, modes, lines } = await installed(GOOD);
  expect(asked).toEqual(Object.keys(GOOD).sort());
  expect(shelf).toEqual([
    '.wasm-ship-done',
    'node_modules/@s/linux/bin/tool',
    'node_modules/plain/package.json',
    'node_modules/plain/run.js',
    'package-lock.json',
    'package.json',
  ]);
  if (process.platform !== 'win32') expect(modes).toEqual([0o111, 0o111, 0]); // what the archive or `bin` says can be started
  expect(lines).toEqual([]);
});

test('so it is on Windows where the script of npm is not beside npm.cmd', async () => {
  const { asked } = await installed({}, { platform: { os: 'win32' }, files: { 'bin/npm': '' } });
  expect(asked).toContain('plain/-/plain-1.2.3.tgz');
});

const flipped = Buffer.from(PLAIN);
flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
test.each([
  ['one flipped byte', flipped],
  ['a page in its place', 'Please log in'],
  ['another package', SCOPED],
])('%s is refused, and nothing is left', async (_, bytes) => {
  const { result, shelf } = await installed({ ...GOOD, 'plain/-/plain-1.2.3.tgz': bytes });
  expect(result).toMatchObject({
    fault: 'toolchain',
    message: expect.stringMatching(
      /^npm-t-\w{12} could not be got: plain@1\.2\.3 is not what we know: its bytes do not have the hash of our lock file\. Nothing of it was run\.$/,
    ),
  });
  expect(shelf).toEqual([]);
});

test('a registry that keeps its tarballs elsewhere tells where; the bytes are held to the same hash', async () => {
  const described = (tarball: string) => JSON.stringify({ versions: { '1.2.3': { dist: { tarball } } } });
  const at = 'https://cdn.example/p.tgz';
  const elsewhere = { ...GOOD, 'plain/-/plain-1.2.3.tgz': 404, plain: described(at), [at]: PLAIN };
  expect((await installed(elsewhere)).result).toEqual(expect.any(String));
  expect((await installed({ ...elsewhere, [at]: flipped })).result).toMatchObject({
    message: expect.stringContaining('is not what we know'),
  });
  for (const plain of [described('file:///etc/passwd'), '<html>', '{}'])
    expect((await installed({ ...elsewhere, plain })).result).toMatchObject({
      message: expect.stringContaining('answers 404'),
    });
});

test.each([
  ['a server that is not there', undefined, 3, /plain@1\.2\.3 could not be had: its registry does not answer\.$/],
  ['one that is busy', 503, 3, /its registry answers 503\.$/],
  ['one that wants a login', 401, 1, /its registry answers 401\.$/],
])('%s is told', async (_, answer, times, message) => {
  const { result, asked, shelf } = await installed({ ...GOOD, 'plain/-/plain-1.2.3.tgz': answer });
  expect(result).toMatchObject({
    message: expect.stringMatching(message),
    hint: expect.stringContaining('setup-node'),
  });
  expect(asked.filter((url) => url.startsWith('plain/'))).toHaveLength(times);
  expect(shelf).toEqual([]);
});

test('a cancelled run is cancelled', async () => {
  const { result } = await installed({}, { signal: AbortSignal.abort() });
  expect(result).toMatchObject({ fault: 'cancelled' });
});
