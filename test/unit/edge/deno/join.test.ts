import { expect, test } from 'vitest';
import { join, joinCommands, relativeImports, servedConfig, stagedConfig } from '../../../../src/edge/deno/join.ts';
import { resolutionOf } from '../../../../src/edge/deno/resolution.ts';
import { type RecordedHost, recordedHost, type Setting } from '../../recorded-host.ts';

test('packages are installed as deno.lock has them, and nothing of them or of what is built is run', () => {
  const places = {
    cwd: '/c',
    apart: ['pkg/x.js', 'pkg/x_bg.wasm'],
    out: '/c/o.js',
    cache: '/c/cache',
    lock: 'deno.lock',
  };
  const folders = { workspace: '/repo', tools: '/tools', work: '/work', action: '/action' };
  const [install, bundle] = joinCommands('/deno', 'src/main.ts', places, { folders });
  const locked = '--lock deno.lock --frozen --node-modules-dir=auto';
  expect(install.args.join(' ')).toBe(`install ${locked} --entrypoint src/main.ts`);
  expect(bundle.args.join(' ')).toBe(
    `bundle ${locked} --platform deno --external=/c/pkg/x.js --external=/c/pkg/x_bg.wasm -o /c/o.js src/main.ts`,
  );
  for (const { cwd, env, secrets } of [install, bundle]) {
    expect([cwd, env?.DENO_DIR, secrets]).toEqual(['/c', '/c/cache', undefined]);
  }
});

test.each([
  ['beside the entry', 'main.js', 'x.wasm', './x.wasm'],
  ['below it', 'main.js', 'pkg/x.js', './pkg/x.js'],
  ['in another folder', 'src/main.js', 'pkg/x.js', '../pkg/x.js'],
])('what is not joined is imported by its place from the entry: %s', (_, entry, file, from) => {
  const code = `import { a } from "/c/${file}";\nlet b = "/c/other";\n`;
  expect(relativeImports(code, entry, [file], '/c')).toBe(`import { a } from "${from}";\nlet b = "/c/other";\n`);
});

const CONFIG = `{ // theirs
  "imports": { "zod": "npm:zod@4" }, "allowScripts": true, "nodeModulesDir": "manual", "lock": false, "vendor": true,
  "unstable": ["kv"], "deploy": { "org": "o", "entrypoint": "src/main.ts" },
}`;

test('it is joined with all of their configuration, but for how packages are installed', () => {
  expect(JSON.parse(stagedConfig(CONFIG))).toEqual({
    imports: { zod: 'npm:zod@4' },
    unstable: ['kv'],
    deploy: { org: 'o', entrypoint: 'src/main.ts' },
  });
});

test.each([
  ['what is resolved is not told again', CONFIG, { unstable: ['kv'], deploy: { org: 'o', entrypoint: 'm.js' } }],
  [
    'the entry of a runtime',
    '{"deploy": {"runtime": {"type": "dynamic", "entrypoint": "a.ts"}}}',
    { deploy: { runtime: { type: 'dynamic', entrypoint: 'm.js' } } },
  ],
  ['no entry is named where none was', '{"deploy": {"org": "o"}}', { deploy: { org: 'o' } }],
  ['nothing', '{}', {}],
])('in the bundle the joined entry is the one to start: %s', (_, text, config) => {
  expect(JSON.parse(servedConfig(text, 'm.js'))).toEqual(config);
});

/** A join in a checkout with these files in `a`, where deno answers as told. */
async function joining(files: Readonly<Record<string, string>>, answers: Setting['answers'] = []) {
  const there = Object.entries({ 'main.ts': '', ...files }).map(([name, text]) => [`workspace/a/${name}`, text]);
  const recorded: RecordedHost = await recordedHost({
    files: {
      ...Object.fromEntries(there),
      'work/made/x.wasm': 'wasm',
      'tools/@esbuild/linux-x64/package.json': '{"version": "1.2.3"}',
      'tools/@esbuild/linux-x64/bin/esbuild': '',
    },
    answers,
  });
  const { workspace, work, tools } = recorded.host.folders;
  const built = { from: `${work}/made`, files: ['x.wasm'], at: '.' };
  const config = { file: undefined, entry: 'main.ts' };
  const resolution = await resolutionOf('a', recorded.host);
  const wish = { dir: 'a', folder: `${workspace}/a`, config, resolution, own: ['main.ts'], built };
  const deno = { file: '/deno', version: '2.9.6' };
  return {
    recorded,
    done: join(wish, ['npm:zod@4'], `${work}/bundle`, deno, tools, recorded.host),
    [Symbol.asyncDispose]: () => recorded[Symbol.asyncDispose](),
  };
}

test('an entry with packages and no deno.lock is refused, before deno is asked', async () => {
  await using made = await joining({});
  await expect(made.done).rejects.toMatchObject({
    message: 'main.ts imports npm:zod@4, and there is no deno.lock in a.',
    hint: expect.stringContaining('Run `deno install --entrypoint main.ts` and commit deno.lock'),
  });
  expect(made.recorded.lines).toEqual([]);
});

test.each([
  [
    'another deno.lock',
    'error: The lockfile is out of date. Run x\n    changes:\n\nStack backtrace:\n   0: <unknown>\n',
    'deno.lock in a does not fit what main.ts imports.',
  ],
  [
    'another hash',
    "error: Failed caching npm package 'zod@4.1.0'\n    0: Tarball checksum did not match\n\nStack backtrace:\n",
    "deno cannot join main.ts with npm:zod@4: Failed caching npm package 'zod@4.1.0': Tarball checksum did not match",
  ],
  ['silence', '', 'deno cannot join main.ts with npm:zod@4: it does not say why'],
])('what deno says of %s is told, without its stack', async (_, stderr, message) => {
  await using made = await joining({ 'deno.lock': '{}' }, [[/^deno install/, { code: 1, stderr }]]);
  const error = await made.done.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message });
  expect(String((error as { tail?: string }).tail)).not.toContain('Stack backtrace');
});
