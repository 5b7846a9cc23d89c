import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundleOf } from '../../src/build/bundle.ts';
import { receive } from '../../src/receive.ts';
import type { Report } from '../../src/report/report.ts';
import { recordedHost } from './recorded-host.ts';
import { reportOf } from './report/sample.ts';

/** What the job that deploys takes of the job that built. */
const FILES: Readonly<Record<string, string>> = {
  'index.js': 'js',
  'index_bg.wasm': 'wasm',
  'snippets/a/b.js': 'more',
};

type Kept = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Receives the bundle of FILES from a run that has kept `kept`, made from what it should be. */
async function received(change: (kept: Kept, report: Report) => Kept = (kept) => kept, available = true) {
  let kept: Kept = {};
  await using recorded = await recordedHost({
    store: {
      available,
      take: async (name, folder) => {
        for (const [file, text] of Object.entries(kept[name] ?? {})) {
          await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
          await writeFile(path.join(folder, file), text);
        }
        return name in kept;
      },
    },
  });
  const { host } = recorded;
  const made = path.join(host.folders.work, 'made');
  for (const [name, text] of Object.entries(FILES)) await host.files.write(path.join(made, name), text);
  const { folder: _, ...bundle } = await bundleOf(made, 'index.js', host);
  const report = reportOf({ bundle: { ...bundle, files: [...bundle.files] }, warnings: ['Not optimized: x'] });
  const right = { 'wasm-ship-auth-bundle': FILES, 'wasm-ship-auth-report': { 'report.json': JSON.stringify(report) } };
  kept = change(right, report);
  const into = path.join(host.folders.work, 'into');
  try {
    const { candidate } = await receive('auth', bundle.digest, into, host);
    return { candidate, bundle: { ...bundle, folder: path.join(into, 'bundle') }, report };
  } finally {
    // nothing is where it would be deployed from unless it was found to be right
    if (JSON.stringify(kept) !== JSON.stringify(right)) expect(await host.files.exists(into)).toBe(false);
  }
}

const told = (kept: Kept, report: unknown): Kept => ({
  ...kept,
  'wasm-ship-auth-report': { 'report.json': JSON.stringify(report) },
});
const bundled = (kept: Kept, files: Readonly<Record<string, string>>): Kept => ({
  ...kept,
  'wasm-ship-auth-bundle': files,
});

test('the bundle is the one that was built; what ships is measured again, the rest is as its builder told', async () => {
  const { candidate, bundle, report } = await received();
  expect(candidate.bundle).toEqual(bundle);
  expect(candidate.sizes.raw).toBe(10);
  expect(candidate.module).toEqual({
    file: 'index_bg.wasm',
    before: report.module?.before,
    after: { raw: 4, gzip: expect.any(Number), brotli: expect.any(Number) },
  });
  expect(candidate).toMatchObject({ tools: report.tools, warnings: ['Not optimized: x'] });
});

const { 'index.js': _, ...LACKING } = FILES;
const OTHER =
  /`wasm-ship-auth-bundle` is not the bundle of `bundle-digest`: its digest is [0-9a-f]{64}, wanted: [0-9a-f]{64}/;
const ABOUT = /`wasm-ship-auth-report` does not tell of this bundle/;
const MISSING = (what: string) => new RegExp(`^There is no artifact \`wasm-ship-auth-${what}\` in this run`);

test.each<[string, Parameters<typeof received>[0], RegExp]>([
  ['a byte is another', (kept) => bundled(kept, { ...FILES, 'index.js': 'jS' }), OTHER],
  ['a file is missing', (kept) => bundled(kept, LACKING), OTHER],
  ['a file is too many', (kept) => bundled(kept, { ...FILES, 'z.js': '' }), OTHER],
  ['a file has another name', (kept) => bundled(kept, { ...LACKING, 'main.js': 'js' }), OTHER],
  ['the artifact is empty', (kept) => bundled(kept, { '.keep': '' }), OTHER],
  ['there is no bundle', ({ 'wasm-ship-auth-bundle': __, ...kept }) => kept, MISSING('bundle')],
  ['there is no report', ({ 'wasm-ship-auth-report': __, ...kept }) => kept, MISSING('report')],
  ['the report is none', (kept) => told(kept, {}), ABOUT],
  ['the report is no JSON', (kept) => ({ ...kept, 'wasm-ship-auth-report': { 'report.json': '<' } }), ABOUT],
  ['the report is of a build that failed', (kept, report) => told(kept, { ...report, bundle: null }), ABOUT],
  [
    'the report is of another bundle',
    (kept, report) => told(kept, { ...report, bundle: { ...report.bundle, digest: '0'.repeat(64) } }),
    ABOUT,
  ],
  [
    'its entry is another file of the bundle',
    (kept, report) => told(kept, { ...report, bundle: { ...report.bundle, entry: 'snippets/a/b.js' } }),
    OTHER,
  ],
  [
    'its entry is not in the bundle',
    (kept, report) => told(kept, { ...report, bundle: { ...report.bundle, entry: '../index.js' } }),
    ABOUT,
  ],
  [
    'its module is not in the bundle',
    (kept, report) => told(kept, { ...report, module: { ...report.module, file: 'no.wasm' } }),
    ABOUT,
  ],
])('nothing is received where %s', async (_, change, message) => {
  await expect(received(change)).rejects.toMatchObject({
    fault: 'deploy',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(/./),
  });
});

test('one file whose name holds a line of the list is not two files', async () => {
  const lines = async (): Promise<string> => (await received()).bundle.files.map((file) => file.sha256).join();
  const [, , more = ''] = (await lines()).split(',');
  // `index_bg.wasm` and `snippets/a/b.js` are one file of a name with a line break, and the list reads the same
  const { 'index_bg.wasm': wasm = '', 'index.js': js = '' } = FILES;
  const forged = { 'index.js': js, [`index_bg.wasm\n${more}  snippets/a/b.js`]: wasm };
  await expect(received((kept) => bundled(kept, forged))).rejects.toThrow(OTHER);
});

test('without an artifacts service there is nothing to take, and the mend is told', async () => {
  await expect(received(undefined, false)).rejects.toMatchObject({
    message: 'There is no artifacts service here, and `phase: deploy` takes its bundle from one.',
    hint: expect.stringContaining('Leave `phase` out'),
  });
});
