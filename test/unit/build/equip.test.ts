import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { download, edgeTools, equip } from '../../../src/build/equip.ts';
import type { Prebuilt } from '../../../src/build/tools.ts';
import { ShipError } from '../../../src/error.ts';
import type { Command } from '../../../src/host/host.ts';
import { archive } from '../archive.ts';
import { type Answers, recordedHost, type Setting } from '../recorded-host.ts';

const RUST: Answers = [
  [/^rustc -V$/, { stdout: 'rustc 1.97.1\n' }],
  [/^rustc --print/, { stdout: '/\n' }],
  [
    /^cargo metadata/,
    ({ cwd = '' }) => ({
      stdout: JSON.stringify({
        workspace_root: cwd,
        packages: [],
        target_directory: `${cwd}/target`,
        build_directory: `${cwd}/target`,
      }),
    }),
  ],
];
const lockOf = (wasmBindgen: string, worker: string): string =>
  `[[package]]\nname = "wasm-bindgen"\nversion = "${wasmBindgen}"\n\n[[package]]\nname = "worker"\nversion = "${worker}"\n`;
const WORKS: Answers = [
  [/^npm ci/, {}],
  [/^cargo install/, {}],
];
const FILES = {
  'bin/rustc': '',
  'bin/cargo': '',
  'bin/npm': '',
  'action/tools/cloudflare/package.json': '{}',
  'action/tools/cloudflare/package-lock.json': '{"a":1}',
  'action/tools/wasm-opt/package.json': '{}',
  'action/tools/wasm-opt/package-lock.json': '{"b":1}',
  'action/tools/wasm-bindgen/Cargo.toml': 'version = "0.2.130"\n[dependencies]\nanyhow = "1"\nsupport = "=0.2.130"\n',
  'action/tools/wasm-bindgen/Cargo.lock': '',
};
const TOOLS = { 'bin/wasm-bindgen': '', 'bin/worker-build': '', 'bin/wasm-opt': '' };
const versions = (bindgen: string, worker: string, wasmOpt: string): Answers => [
  [/^wasm-bindgen --version$/, { stdout: `wasm-bindgen ${bindgen}\n` }],
  [/^worker-build --version$/, { stdout: `${worker}\n` }],
  [/^wasm-opt --version$/, { stdout: `wasm-opt version ${wasmOpt} (version_${wasmOpt})\n` }],
];

/** Equips for a crate with these versions in its Cargo.lock, and waits for all of it. */
async function equipped(setting: Setting, { wasmBindgen = '0.2.130' } = {}, without = '') {
  const lock = { 'workspace/Cargo.lock': lockOf(wasmBindgen, '0.8.7') };
  const files = Object.entries({ ...FILES, ...lock, ...setting.files }).filter(([name]) => name !== without);
  await using recorded = await recordedHost({
    ...setting,
    files: Object.fromEntries(files),
    answers: [...(setting.answers ?? []), ...RUST, ...WORKS],
  });
  const { host } = recorded;
  const wish = {
    dir: host.folders.workspace,
    target: 'wasm32-unknown-unknown' as const,
    channel: undefined,
    tools: ['wasm-bindgen', 'worker-build', 'wasm-opt'] as const,
  };
  const cloudflare = edgeTools('cloudflare', host); // asked for first, as a run does
  const equipment = await equip(wish, host);
  const settled = async <T>(tool: Promise<T> | undefined): Promise<T | ShipError | undefined> =>
    tool?.catch((error: unknown) => {
      if (error instanceof ShipError) return error;
      throw error;
    });
  const tools = {
    wasmBindgen: await settled(equipment.tool('wasm-bindgen')),
    workerBuild: await settled(equipment.tool('worker-build')),
    wasmOpt: await settled(equipment.tool('wasm-opt')),
    cloudflare: await settled(cloudflare),
  };
  const plain = JSON.parse(recorded.plain(JSON.stringify(tools))) as Record<keyof typeof tools, unknown>;
  const installs = recorded.lines.filter((line) => /^(cargo install|npm)/.test(line));
  const shelf = (await host.files.exists(host.folders.tools)) ? await host.files.list(host.folders.tools) : [];
  return { ...recorded, tools, plain, lines: recorded.lines, installs, shelf };
}

test('what is on PATH in the right version is used', async () => {
  const { plain, installs } = await equipped({ files: TOOLS, answers: versions('0.2.130', '0.8.7', '132') });
  expect(plain).toMatchObject({
    wasmBindgen: { file: '<bin>/wasm-bindgen', args: [], version: '0.2.130', from: 'path' },
    workerBuild: { file: '<bin>/worker-build', args: [], version: '0.8.7', from: 'path' },
    wasmOpt: { file: '<bin>/wasm-opt', args: [], version: '132', from: 'path' },
  });
  expect(installs).toHaveLength(1); // npm ci, of wrangler and workerd
});

test('what is on PATH in another version is not used, nor is what does not run there', async () => {
  const broken = new ShipError('toolchain', 'wasm-opt could not be started: spawn ENOEXEC.');
  const { plain } = await equipped({
    files: TOOLS,
    answers: [[/^wasm-opt --version/, { throws: broken }], ...versions('0.2.13', '0.8.70', '132')],
  });
  expect(plain).toMatchObject({
    wasmBindgen: { file: '<tools>/wasm-bindgen-0.2.130-linux-x64/bin/wasm-bindgen', from: 'shelf' },
    workerBuild: { file: '<tools>/worker-build-0.8.7-linux-x64/bin/worker-build', from: 'shelf' },
    wasmOpt: { from: 'shelf', version: '132' },
  });
});

test('where no server answers, tools are built from source and the portable wasm-opt is taken', async () => {
  const { plain, lines, said } = await equipped({}, { wasmBindgen: '0.2.128' });
  expect(plain).toMatchObject({
    wasmBindgen: { file: '<tools>/wasm-bindgen-0.2.128-linux-x64/bin/wasm-bindgen', version: '0.2.128' },
    wasmOpt: {
      file: '/opt/node/bin/node',
      args: [expect.stringMatching(/^<tools>\/npm-wasm-opt-\w{12}\/node_modules\/binaryen\/bin\/wasm-opt$/)],
    },
    cloudflare: expect.stringMatching(/^<tools>\/npm-cloudflare-\w{12}\/node_modules$/),
  });
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^cargo install worker-build --bin worker-build --version =0\.8\.7 --locked --root <tools>\/\S+ --no-track$/,
    ),
  );
  expect(said.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^The native wasm-opt is not to be had \(.*its server does not answer\); taking the portable one/,
    ),
  );
});

test('nothing is installed outside of our own folder', async () => {
  const { commands } = await equipped({});
  const installs = commands.filter(({ args }) => args[0] === 'install');
  expect(installs).toHaveLength(2);
  for (const { args, cwd, env = {}, trust, secrets } of installs) {
    const root = args[args.indexOf('--root') + 1];
    expect(root).toMatch(/\/tools\/[\w.-]+\.part-\w+$/);
    expect(cwd).toBe(root);
    expect(env.CARGO_TARGET_DIR).toMatch(/\/work\/tools-target-\w+$/);
    expect(env).toMatchObject({ CARGO_PROFILE_RELEASE_OPT_LEVEL: '0', CARGO_PROFILE_RELEASE_LTO: 'off' });
    expect(env).toMatchObject({ CARGO_ENCODED_RUSTFLAGS: '' }); // the crate's are not for tools
    expect([trust, secrets]).toEqual(['theirs', undefined]);
  }
  // the second one finds there what it has in common with the first
  expect(new Set(installs.map(({ env }) => env?.CARGO_TARGET_DIR)).size).toBe(1);
  for (const { args, cwd } of commands.filter((command) => command.args[0] === 'ci')) {
    expect(args).toEqual(['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=warn']);
    expect(cwd).toMatch(/\/tools\/npm-[\w-]+\.part-\w+$/);
  }
});

test.each([
  ['0.2.130', ['--locked'], 'version = "0.2.130"\n[dependencies]\nanyhow = "1"\nsupport = "=0.2.130"\n'],
  ['0.2.122', [], 'version = "0.2.122"\n[dependencies]\nanyhow = "1"\nsupport = "=0.2.122"\n'],
  ['0.2.99', ['--no-default-features'], 'version = "0.2.99"\n[dependencies]\nanyhow = "1"\nsupport = "=0.2.99"\n'],
])(
  'wasm-bindgen %s is built from its library of that version, locked where our lock file has it, with the options that it knows',
  async (version, flags, text) => {
    let manifest = '';
    const look = (command: Command) => ({
      does: () => {
        const source = command.args[command.args.indexOf('--path') + 1] ?? '';
        manifest = readFileSync(path.join(source, 'Cargo.toml'), 'utf8');
        const [, , , ...rest] = command.args;
        expect(rest.filter((arg) => ['--locked', '--no-default-features'].includes(arg))).toEqual(flags);
      },
    });
    const { plain } = await equipped({ answers: [[/^cargo install --path/, look]] }, { wasmBindgen: version });
    expect(plain.wasmBindgen).toMatchObject({ version });
    expect(manifest).toBe(text);
  },
);

test('a server that answers with other bytes is refused, and nothing else is taken instead', async () => {
  const { tools, lines, writes } = await equipped(
    { fetch: () => Promise.resolve(new Response('forged')) },
    { wasmBindgen: '0.2.128' },
  );
  const sha256 = createHash('sha256').update('forged').digest('hex');
  for (const tool of [tools.wasmBindgen, tools.wasmOpt]) {
    expect(tool).toMatchObject({
      fault: 'toolchain',
      message: expect.stringMatching(
        `is not what we know: it has SHA-256 ${sha256}, wanted \\w{64}\\. Nothing of it was run\\.$`,
      ),
      hint: expect.stringContaining('somebody has changed it'),
    });
  }
  expect(lines.filter((line) => /^tar|--path|binaryen/.test(line))).toEqual([]);
  expect(writes.filter((file) => file.includes('archive'))).toEqual([]);
});

test.each([404, 503])('a server that answers %d is as good as none', async (status) => {
  const fetch = () => Promise.resolve(new Response('no', { status }));
  const { plain } = await equipped({ fetch }, { wasmBindgen: '0.2.128' });
  expect(plain.wasmBindgen).toMatchObject({ version: '0.2.128' });
  expect(plain.wasmOpt).toMatchObject({ file: '/opt/node/bin/node' });
});

const SILENT = 'tools/wasm-opt-132-linux-x64.silent';
const hoursAgo = (hours: number): string => new Date(-hours * 3_600_000).toISOString(); // the recorded clock stands at 0

test('a server that did not answer is noted', async () => {
  const { shelf, writes, said } = await equipped({});
  expect(shelf).toContain('wasm-opt-132-linux-x64.silent');
  expect(writes).toContain('<tools>/wasm-opt-132-linux-x64.silent');
  expect(said.map(({ text }) => text)).toContainEqual(expect.stringContaining('its server does not answer'));
});

test.each([
  ['is not asked again for some hours', hoursAgo(5), false],
  ['is asked again later', hoursAgo(7), true],
  ['is asked where the note is of a clock that goes before', hoursAgo(-1), true],
  ['is asked where the note cannot be read', 'x', true],
])('a server that did not answer %s', async (_, note, wanted) => {
  const asked: string[] = [];
  const fetch = (url: string) => {
    asked.push(url);
    return Promise.reject(new TypeError('fetch failed'));
  };
  const { plain, said } = await equipped({ fetch, files: { [SILENT]: note } });
  expect(asked.some((url) => url.includes('binaryen'))).toBe(wanted);
  expect(plain.wasmOpt).toMatchObject({ file: '/opt/node/bin/node' });
  const why = wanted
    ? 'its server does not answer'
    : `its server did not answer at ${note}, and is asked again 6 hours later`;
  expect(said.map(({ text }) => text)).toContainEqual(expect.stringContaining(why));
});

test('a cancelled run, or forged bytes, say nothing of a server that does not answer', async () => {
  const { shelf } = await equipped({ fetch: () => Promise.resolve(new Response('forged')) });
  expect(shelf.filter((name) => name.endsWith('.silent'))).toEqual([]);
});

test('a server that takes the connection and never answers is left after the deadline of its answer', async () => {
  const never: Setting['fetch'] = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  await using recorded = await recordedHost({ fetch: never });
  const { prebuilt } = await published();
  const since = performance.now();
  const deadlines = { answerMs: 30, wholeMs: 60_000 };
  expect(await download(prebuilt, recorded.host.folders.tools, 'bin/tool', recorded.host, deadlines)).toBe(false);
  expect(performance.now() - since).toBeLessThan(5000);
});

test('an answer that comes in time may take its time for the bytes', async () => {
  let made: Awaited<ReturnType<typeof published>> | undefined;
  await using recorded = await recordedHost({
    fetch: (_, init) => {
      const body = new ReadableStream({
        start(controller) {
          const timer = setTimeout(() => {
            controller.enqueue(made?.bytes);
            controller.close();
          }, 80);
          init?.signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            controller.error(init.signal?.reason);
          });
        },
      });
      return Promise.resolve(new Response(body));
    },
  });
  const { host } = recorded;
  made = await published();
  const deadlines = { answerMs: 20, wholeMs: 60_000 };
  expect(await download(made.prebuilt, path.join(host.folders.tools, 'part'), 'bin/tool', host, deadlines)).toBe(true);
});

const INTEGRITY = 'npm error code EINTEGRITY\nnpm error sha512-… integrity checksum failed';

test('a package with other bytes than our lock file says is refused', async () => {
  const { tools } = await equipped({ answers: [[/^npm ci/, { code: 1, stderr: INTEGRITY }]] });
  expect(tools.cloudflare).toMatchObject({
    fault: 'toolchain',
    message: expect.stringContaining(
      'A package of tools/cloudflare is not what we know: its bytes do not have the hash of our lock file. Nothing of it was run.',
    ),
    tail: INTEGRITY,
  });
  expect(tools.workerBuild).toMatchObject({ from: 'shelf' }); // a tool that cannot be had fails where it is awaited
});

test('on Windows npm is run by our own Node, for npm.cmd needs a shell, and programs end in .exe', async () => {
  const platform = { os: 'win32', node: 'C:\\node\\node.exe' } as const;
  const files = { 'bin/node_modules/npm/bin/npm-cli.js': '', 'action/tools/rustc-wrapper/main.rs': '' };
  const answers: Answers = [
    [/npm-cli\.js ci/, {}],
    [/^rustc -O/, {}],
  ];
  const { plain, commands } = await equipped({ platform, files, answers });
  expect(plain.workerBuild).toMatchObject({ file: expect.stringMatching(/worker-build\.exe$/) });
  const npm = commands.find(({ args }) => args.includes('ci'));
  expect([npm?.file, npm?.args[0]]).toEqual([
    platform.node,
    expect.stringMatching(/node_modules\/npm\/bin\/npm-cli\.js$/),
  ]);
});

test('a toolchain that is not to be had is an error, and no tool is left without a listener', async () => {
  await expect(equipped({ answers: [[/^npm ci/, { code: 1 }]] }, {}, 'bin/rustc')).rejects.toMatchObject({
    fault: 'toolchain',
    message: 'There is no rustc on PATH, and no rustup that could get one.',
  });
});

/** A published archive with a program in it, and what we know of it. */
async function published(): Promise<{ readonly bytes: Buffer<ArrayBuffer>; readonly prebuilt: Prebuilt }> {
  const bytes = await archive(
    { name: 'tool-1/bin/tool', content: '#!/bin/sh\n', mode: 0o755 },
    { name: 'tool-1/bin/other', content: 'not wanted' },
    { name: 'tool-1/lib/libtool.dylib', content: 'beside it' },
    { name: 'tool-1/lib/libtool.a', type: 'symlink', linkname: 'x' },
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, prebuilt: { url: 'https://example.com/tool-1.tar.gz', sha256, program: 'bin/tool' } };
}

/** Fetches the archive, with its bytes as they are or changed on the way. */
async function fetched(change: (bytes: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer>) {
  let bytes: Buffer<ArrayBuffer> = Buffer.alloc(0);
  await using recorded = await recordedHost({
    fetch: () => Promise.resolve(new Response(change(bytes))),
  });
  const { host } = recorded;
  const made = await published();
  bytes = made.bytes;
  const part = path.join(host.folders.tools, 'part');
  const result = await download(made.prebuilt, part, 'bin/tool', host).catch((error: unknown) => error);
  return { result, lines: recorded.lines, files: (await host.files.exists(part)) ? await host.files.list(part) : [] };
}

test('an archive with the bytes that we know is unpacked, and its program taken', async () => {
  expect(await fetched((bytes) => bytes)).toMatchObject({ result: true, files: ['bin/tool', 'lib/libtool.dylib'] });
});

test.each([
  ['one flipped byte', (bytes: Buffer<ArrayBuffer>) => bytes.fill((bytes[40] ?? 0) ^ 1, 40, 41)],
  ['its end cut off', (bytes: Buffer<ArrayBuffer>) => bytes.subarray(0, -1)],
  ['one byte more', (bytes: Buffer<ArrayBuffer>) => Buffer.concat([bytes, Buffer.of(0)])],
  ['a page in its place', () => Buffer.from('<html>')],
])('an archive with %s is refused before any of it is written or run', async (_, change) => {
  const { result, lines, files } = await fetched(change);
  expect(result).toMatchObject({
    fault: 'toolchain',
    message: expect.stringMatching(
      /^https:\/\/example\.com\/tool-1\.tar\.gz is not what we know: it has SHA-256 \w{64}, wanted \w{64}\./,
    ),
  });
  expect([lines, files]).toEqual([[], []]);
});

test('a run that is cancelled while it fetches is cancelled, not built from source', async () => {
  const controller = new AbortController();
  await using recorded = await recordedHost({
    signal: controller.signal,
    fetch: (_, init) => {
      controller.abort();
      return Promise.reject(init?.signal?.reason);
    },
  });
  const { prebuilt } = await published();
  await expect(download(prebuilt, recorded.host.folders.tools, 'bin/tool', recorded.host)).rejects.toMatchObject({
    fault: 'cancelled',
  });
});
