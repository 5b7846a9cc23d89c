import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specimen, specimens } from '../../script/corpus.ts';
import { SUPPORT } from '../../src/edge/features.ts';
import type { EdgeName } from '../../src/edge/names.ts';
import { coreModules, readLayers } from '../../src/wasm/component.ts';
import { type Feature, usedFeatures } from '../../src/wasm/features.ts';
import { readModule } from '../../src/wasm/module.ts';
import { cacheFolder, root } from '../e2e/action.ts';
import { runtimeOf } from '../standins/edge-tools.ts';
import { bytesOf, FEATURE_MODULES, type FeatureModule } from '../unit/wasm/feature-modules.ts';

/** What src/edge/features.ts says of the edges' own runtimes, asked of them; and what a module uses, against wasm-tools. */

const LONGEST_MS = 60_000;
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wasm-features-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Whether a runtime takes each of the modules, in their order. */
type Ask = (modules: readonly FeatureModule[]) => Promise<readonly boolean[]>;

const ASKS = `const taken = (hex) => { const bytes = Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16)); return WebAssembly.validate(bytes); };`;

/** A Worker may not compile bytes, but it may ask whether V8 would. */
const workerd: Ask = async (modules) => {
  const hex = JSON.stringify(modules.map((one) => one.hex));
  const script = `${ASKS}\nexport default { fetch: () => Response.json(${hex}.map(taken)) };`;
  return (await answerInWorkerd(script)) as readonly boolean[];
};

/** What a Worker answers; `m.wasm` is what it may import by that name. */
async function answerInWorkerd(script: string, wasm?: Uint8Array): Promise<unknown> {
  const program = await runtimeOf('cloudflare');
  writeFileSync(path.join(dir, 'w.js'), script);
  writeFileSync(path.join(dir, 'm.wasm'), wasm ?? '');
  const module = wasm === undefined ? '' : ', (name = "m.wasm", wasm = embed "m.wasm")';
  writeFileSync(
    path.join(dir, 'w.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker)], sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);
const worker :Workerd.Worker = (modules = [(name = "w.js", esModule = embed "w.js")${module}], compatibilityDate = "2026-11-01");
`,
  );
  const child = spawn(program, ['serve', '--control-fd=1', path.join(dir, 'w.capnp')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
      child.stdout.on('data', (data) => {
        const found = /"port":(\d+)/.exec(String(data))?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(60_000) });
    return await response.json();
  } finally {
    child.kill('SIGKILL');
  }
}

const deno: Ask = async (modules) => {
  const program = await runtimeOf('deno');
  const hex = JSON.stringify(modules.map((one) => one.hex));
  writeFileSync(path.join(dir, 'd.js'), `${ASKS}\nconsole.log(JSON.stringify(${hex}.map(taken)));`);
  return JSON.parse(execFileSync(program, ['run', path.join(dir, 'd.js')], { encoding: 'utf8', timeout: LONGEST_MS }));
};

/** It may compile what it does not make an instance of: a shared memory. */
const wasmtime: Ask = async (modules) => {
  const program = await runtimeOf('wasi');
  return modules.map(({ hex }) => {
    const file = path.join(dir, 'one.wasm');
    writeFileSync(file, Buffer.from(hex, 'hex'));
    try {
      execFileSync(program, ['run', file], { stdio: 'pipe', timeout: LONGEST_MS });
      return true;
    } catch {
      return false;
    }
  });
};

describe.each<readonly [EdgeName, Ask]>([
  ['cloudflare', workerd],
  ['deno', deno],
  ['wasi', wasmtime],
])('%s: its own runtime takes what we say that it takes, and nothing else', (edge, ask) => {
  it('each feature', async () => {
    const modules = FEATURE_MODULES.filter(({ of }) => of !== undefined);
    const answers = await ask(modules);
    const said = modules.map(({ of, uses }) => {
      const all = uses.map((feature) => SUPPORT[edge].features[feature]?.taken);
      return [of, all.every((taken) => taken === 'yes' || taken === 'partly')] as const;
    });
    expect(modules.map(({ of }, i) => [of, answers[i]])).toEqual(said);
  });
});

/** A shared memory, and functions for it: `add`, `notify` and `wait`. */
const SHARING = `(module (memory 1 2 shared)
  (func (export "add") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 5)))
  (func (export "notify") (result i32) (memory.atomic.notify (i32.const 0) (i32.const 1)))
  (func (export "wait") (result i32) (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const 1000))))`;

it('cloudflare: a shared memory works in part, as we say: all but waiting', async () => {
  writeFileSync(path.join(dir, 'sharing.wat'), SHARING);
  execFileSync('wasm-tools', ['parse', path.join(dir, 'sharing.wat'), '-o', path.join(dir, 'sharing.wasm')]);
  const script = `import module from 'm.wasm';
const { exports } = new WebAssembly.Instance(module);
const said = (name) => { try { return exports[name](); } catch (error) { return String(error); } };
export default { fetch: () => Response.json(['add', 'notify', 'wait'].map(said)) };`;
  const answer = await answerInWorkerd(script, new Uint8Array(readFileSync(path.join(dir, 'sharing.wasm'))));
  expect(answer).toEqual([0, 0, expect.stringContaining('Atomics.wait cannot be called in this context')]);
  expect(SUPPORT.cloudflare.features['shared-memory']?.taken).toBe('partly');
});

/** wasm-tools' names of features, where they are others. */
const NAMES: Readonly<Partial<Record<Feature, string>>> = {
  'mutable-globals': 'mutable-global',
  'sign-ext': 'sign-extension',
  'nontrapping-fptoint': 'saturating-float-to-int',
  multivalue: 'multi-value',
  simd128: 'simd',
  'exception-handling': 'exceptions',
  atomics: 'threads',
  'shared-memory': 'threads',
  'shared-everything': 'shared-everything-threads',
};

/** What wasm-tools wants to be told besides: what a feature is built upon. */
const UPON: Readonly<Partial<Record<Feature, readonly string[]>>> = {
  'function-references': ['reference-types'],
  gc: ['reference-types', 'function-references'],
  'legacy-exceptions': ['exceptions'],
};

/** Whether wasm-tools takes a module with these features alone. What it counts apart and no engine does is always on. */
function validates(file: string, features: readonly Feature[]): boolean {
  const names = [...new Set(features.flatMap((feature) => [NAMES[feature] ?? feature, ...(UPON[feature] ?? [])]))];
  const flags = ['-all', 'floats', 'gc-types', 'call-indirect-overlong', ...names].join(',');
  try {
    execFileSync('wasm-tools', ['validate', `--features=${flags}`, file], { stdio: 'pipe', timeout: LONGEST_MS });
    return true;
  } catch {
    return false;
  }
}

/** What the wasm-tools that we test with knows not, or in another form: wasm-opt has made those modules. */
const UNKNOWN: readonly Feature[] = [
  ...(['memory-control', 'fp16', 'custom-descriptors', 'strings', 'compact-imports'] as const),
  ...(['relaxed-atomics', 'multibyte'] as const),
];

/** Of these the one is not there without the other, to wasm-tools. */
const TOGETHER: readonly (readonly Feature[])[] = [
  ['atomics', 'shared-memory'],
  ['reference-types', 'function-references', 'gc'],
];

function expectExactly(file: string, bytes: Uint8Array): void {
  const used = usedFeatures(readModule(bytes)).map(({ feature }) => feature);
  writeFileSync(file, bytes);
  expect([used, validates(file, used)]).toEqual([used, true]);
  for (const feature of used) {
    const others = TOGETHER.find((group) => group.includes(feature)) ?? [feature];
    const less = used.filter((one) => !others.includes(one));
    expect([feature, validates(file, less)]).toEqual([feature, false]);
  }
}

describe('wasm-tools takes a module with the features that we find, and not with one less', () => {
  it.each(FEATURE_MODULES.filter(({ of }) => of === undefined || !UNKNOWN.includes(of)))('$text', (one) => {
    expectExactly(path.join(dir, 'tiny.wasm'), bytesOf(one));
  });

  it('modules of others', async () => {
    for (const one of await specimens()) {
      const bytes = new Uint8Array(await specimen(one, path.join(process.env.CACHE ?? cacheFolder(), 'corpus')));
      for (const { start, end } of coreModules(readLayers(bytes)))
        expectExactly(path.join(dir, 'real.wasm'), bytes.slice(start, end));
    }
  });

  it('what rustc makes: our own fixture', () => {
    expectExactly(
      path.join(dir, 'twice.wasm'),
      new Uint8Array(readFileSync(path.join(root, 'test/fixtures/rustc-1.97.1-twice.wasm'))),
    );
  });
});
