import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { specimen, specimens } from '../../script/corpus.ts';
import { coreModules, readLayers } from '../../src/wasm/component.ts';
import { Cursor } from '../../src/wasm/cursor.ts';
import { usedFeatures } from '../../src/wasm/features.ts';
import { nameOf, readBody } from '../../src/wasm/instructions.ts';
import { type CoreModule, readModule } from '../../src/wasm/module.ts';
import { OPCODES } from '../../src/wasm/opcodes.ts';
import { debug, dump, type Line, objdump, wasmTools } from './wasm-dump.ts';

/** The reader against the real wasm-tools: on real modules, and on a text of ours with every instruction of the table. */

const CACHE = process.env.CACHE ?? path.join(homedir(), '.cache', 'wasm-ship');
const LARGEST_DUMP = 600_000; // a dump has fifty times as many bytes
const root = path.join(import.meta.dirname, '..', '..');

/** Real modules, one of each name and size. */
function realModules(): readonly string[] {
  const found = new Map<string, string>();
  const patterns = ['corpus/**/*.wasm', 'target-kinds/*/*/*/*.wasm', 'demo/**/*.wasm'];
  for (const pattern of patterns)
    for (const name of globSync(pattern, { cwd: CACHE })) {
      const file = path.join(CACHE, name);
      const key = `${path.basename(file).replace(/-[0-9a-f]{16}/, '')} ${statSync(file).size >> 12}`;
      if (!found.has(key)) found.set(key, file);
    }
  return [path.join(root, 'test/fixtures/rustc-1.97.1-twice.wasm'), ...found.values()];
}

for (const one of await specimens()) await specimen(one, path.join(CACHE, 'corpus'));
const files = realModules();
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wasm-reader-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** objdump's names of the sections, by id, and how many items we have of each. */
const TITLES: Readonly<Record<number, readonly [string, (module: CoreModule) => number | undefined]>> = {
  1: ['types', () => undefined],
  2: ['imports', ({ imports }) => imports.length],
  3: ['functions', ({ functions }) => functions.length],
  4: ['tables', ({ tables }) => tables.length],
  5: ['memories', ({ memories }) => memories.length],
  6: ['globals', ({ globals }) => globals.length],
  7: ['exports', (module) => module.exports.length],
  8: ['start', () => undefined],
  9: ['elements', ({ elements }) => elements.length],
  10: ['code', ({ functions }) => functions.length],
  11: ['data', ({ data }) => data.length],
  12: ['data count', () => undefined],
  13: ['tags', ({ tags }) => tags.length],
};

function modulesOf(bytes: Uint8Array): readonly CoreModule[] {
  return coreModules(readLayers(bytes)).map((span) => readModule(bytes, span));
}

test('real modules are there', () => {
  expect(files.length).toBeGreaterThan(20);
});

it.each(files)('%s: the sections, counts and sizes of objdump', async (file) => {
  const bytes = readFileSync(file);
  const rows = new Map((await objdump(file)).map((row) => [`${row.start}-${row.end}-${row.name}`, row]));
  for (const module of modulesOf(bytes)) {
    for (const { id, name, content, end } of module.sections) {
      const [title, count] = TITLES[id] ?? [`custom ${debug(name ?? '')}`, () => undefined];
      const row = rows.get(`${content}-${end}-${title}`);
      expect(row, `${title} ${content}-${end}`).toBeDefined();
      expect(row?.bytes).toBe(end - content);
      const ours = count(module) ?? (id === 1 ? new Cursor(bytes, content, end).u32() : row?.count);
      expect(ours, title).toBe(row?.count);
      rows.delete(`${content}-${end}-${title}`);
    }
  }
  if (modulesOf(bytes).length === 1 && readLayers(bytes).kind === 'module') expect([...rows.keys()]).toEqual([]);
});

/** Where each instruction of each function stands, by us and by wasm-tools, and how they are called. */
function expectSameInstructions(bytes: Uint8Array, module: CoreModule, lines: readonly Line[]): number {
  let at = 0;
  let count = 0;
  for (const body of module.functions) {
    const { instructions } = readBody(bytes, body);
    while ((lines[at]?.at ?? Number.POSITIVE_INFINITY) < instructions.start) at++;
    while (instructions.next()) {
      const line = lines[at++];
      const ours = nameOf(instructions.opcode);
      if (line?.at !== instructions.start || !sameName(line.text, ours))
        expect.fail(`${ours} at ${instructions.start}, wasm-tools: ${line?.text} at ${line?.at}`);
      count++;
    }
    expect(instructions.end).toBe(body.end);
  }
  return count;
}

/** wasm-tools writes `i32_load8_s memarg:…`, and tells apart by name what the text format does by type. */
function sameName(text: string, ours: string): boolean {
  const theirs = text.split(' ')[0] ?? '';
  const name = ours.replaceAll('.', '_');
  return (
    theirs === name || theirs === `typed_${name}` || theirs === `${name}_non_null` || theirs === `${name}_nullable`
  );
}

const small = files.filter((file) => statSync(file).size <= LARGEST_DUMP);
it.each(small)('%s: the instructions, imports, exports and names of dump', async (file) => {
  const bytes = readFileSync(file);
  const lines = await dump(file);
  const at = new Map<number, string[]>();
  for (const line of lines) {
    const texts = at.get(line.at);
    if (texts === undefined) at.set(line.at, [line.text]);
    else texts.push(line.text);
  }
  for (const module of modulesOf(bytes)) {
    expectSameInstructions(bytes, module, lines);
    for (const { module: from, name, start } of module.imports)
      expect(at.get(start)?.[0]).toContain(`Import { module: ${debug(from)}, name: ${debug(name)}, ty: `);
    for (const { index, start } of module.exports)
      expect(at.get(start)?.[0]).toMatch(new RegExp(`^export Export \\{ name: .*, kind: \\w+, index: ${index} \\}`));
    for (const { name, start } of module.exports) expect(at.get(start)?.[0]).toContain(`name: ${debug(name)}, kind`);
    const part = module.names.parts.find(({ id }) => id === 1);
    const named = lines.filter((line) => part && line.at >= part.start && line.at < part.end);
    expect(named.filter(({ text }) => text.startsWith('Naming')).map(({ text }) => text)).toEqual(
      [...module.names.functions].map(([index, name]) => `Naming { index: ${index}, name: ${debug(name)} }`),
    );
  }
});

/** What `wasm-tools smith` may put into a module: all that it knows. */
const OF_SMITH = [
  ...['bulk-memory', 'exceptions', 'gc', 'custom-page-sizes', 'memory64', 'multi-value', 'reference-types', 'simd'],
  ...['relaxed-simd', 'saturating-float-to-int', 'sign-extension-ops', 'shared-everything-threads', 'tail-call'],
  ...['threads', 'wide-arithmetic', 'extended-const'],
].flatMap((feature) => [`--${feature}-enabled`, 'true']);
const MORE = ['--max-memories', '3', '--max-tables', '3', '--min-funcs', '5', '--generate-custom-sections', 'true'];

describe('modules that wasm-tools makes at random, with all features', () => {
  it.each(Array.from({ length: 60 }, (_, i) => i))('%i', async (i) => {
    const [seed, file] = [path.join(dir, 'seed'), path.join(dir, 'smith.wasm')];
    const state = Buffer.alloc(20_000);
    for (let at = 0, value = i + 1; at < state.length; at++) {
      value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
      state[at] = value >>> 24;
    }
    writeFileSync(seed, state);
    await wasmTools('smith', seed, ...OF_SMITH, ...MORE, '-o', file);
    const bytes = readFileSync(file);
    const module = readModule(bytes);
    expectSameInstructions(bytes, module, await dump(file));
    expect(() => usedFeatures(module)).not.toThrow();
    const counts = new Map((await objdump(file)).map(({ start, count }) => [start, count]));
    for (const { id, content } of module.sections) {
      const count = TITLES[id]?.[1](module);
      if (count !== undefined) expect(count, TITLES[id]?.[0]).toBe(counts.get(content));
    }
  });
});

describe('every instruction of the table', () => {
  /** What stands after an instruction's name in a text, by its shape; of those that open blocks, also what closes them. */
  const TEXTS: Readonly<Record<string, string>> = {
    ...{ '-': '', index: '0', index2: '0 0', memarg: 'offset=300', memarg_lane: 'offset=9 1', lane: '1', zero: '' },
    ...{ i32: '-2147483648', i64: '-9223372036854775808', f32: '1.5', f64: '-inf', labels: '0 0 0 0' },
    ...{ types: '(result i32)', block: 'end', heap: 'extern', cast: '0 (ref null any) (ref i31)' },
    ...{ resume: '0 (on 0 0) (on 0 switch)', resume_throw: '0 0 (on 0 0)', order: '' },
    ...{ order_index: 'acq_rel 0', order_index2: 'seq_cst 0 0' },
    catches: '(result i64) (catch 0 0) (catch_ref 0 0) (catch_all 0) (catch_all_ref 0) end',
  };
  const SPECIAL: Readonly<Record<string, string>> = {
    ...{ 'v128.const': 'v128.const i64x2 -1 7', 'i8x16.shuffle': `i8x16.shuffle ${'3 '.repeat(16)}` },
    ...{ call_indirect: 'call_indirect 0 (type 0)', return_call_indirect: 'return_call_indirect 0 (type 0)' },
    ...{ try: 'try try catch 0 catch_all rethrow 0 end delegate 0', if: 'if (param i32) (result i32) else end' },
    ...{ loop: 'loop (result (ref null 0)) end', block: 'block (type 0) end block (result f64) end block end' },
    ...{ 'ref.test': 'ref.test (ref func) ref.test (ref null 0)', 'ref.cast': 'ref.cast (ref 0) ref.cast nullref' },
    ...{
      'memory.size': 'memory.size 1',
      'i32.load': 'i32.load 1 offset=5',
      'i64.load': 'i64.load 2 offset=0x1ffffffff',
    },
    ...{ else: '', end: '', catch: '', catch_all: '', delegate: '', rethrow: '' },
  };
  /** What the wasm-tools that we test with writes otherwise or does not know: test/unit/wasm/operators.test.ts, and below. */
  const OTHERS = /f16|^string|^waitqueue|^struct\.wait$|^resume_throw_ref$|^switch$|_desc|^ref\.i31_shared$|^pause$/;
  const every: { readonly name: string; readonly shape: string }[] = Object.values(OPCODES).flatMap((lines) =>
    lines
      .trim()
      .split('\n')
      .flatMap((line) =>
        line
          .split(' ')
          .slice(2)
          .map((name) => ({ name, shape: line.split(' ')[1] ?? '' })),
      ),
  );
  const all = every.filter(({ name }) => !OTHERS.test(name));
  const text = `(module
    (type (func)) (type (struct (field i8) (field (mut i64)))) (type (array (mut i16))) (type (cont 0))
    (rec (type (sub (func (param (ref 5))))) (type (sub final 4 (func (param anyref)))))
    (tag) (memory 1) (memory 1) (memory i64 1) (table 1 funcref) (global (mut i32) (i32.const 0))
    (elem (i32.const 0) func 0) (elem funcref (ref.func 0) (ref.null func)) (data (i32.const -1) "a") (data "b")
    (func (param i32) (local i32 i32 v128 (ref null 1))
      ${all.map(({ name, shape }) => SPECIAL[name] ?? `${name} ${TEXTS[shape]}`).join('\n      ')}
    ))`;

  it('is read as wasm-tools does', async () => {
    const [wat, file] = ['wat', 'wasm'].map((ending) => path.join(dir, `all.${ending}`)) as [string, string];
    writeFileSync(wat, text);
    await wasmTools('parse', wat, '-o', file);
    const bytes = readFileSync(file);
    const module = readModule(bytes);
    expect(expectSameInstructions(bytes, module, await dump(file))).toBeGreaterThan(all.length);
    const seen = new Set<string>();
    for (const body of module.functions)
      for (const { instructions } = readBody(bytes, body); instructions.next(); ) seen.add(nameOf(instructions.opcode));
    expect([...new Set(all.map(({ name }) => name))].filter((name) => !seen.has(name))).toEqual([]);
    expect(module.data.map(({ memory, offset }) => [memory, offset])).toEqual([
      [0, 0xffffffffn],
      [undefined, undefined],
    ]);
    expect(module.elements.map(({ table, count, functions }) => [table, count, functions])).toEqual([
      [0, 1, [0]],
      [undefined, 2, [0]],
    ]);
    expect(module.types.slice(0, 6).map(({ kind }) => kind)).toEqual([
      'function',
      'struct',
      'array',
      'continuation',
      'function',
      'function',
    ]);
  });
});

/** A text that wasm-opt makes a module of, with all its features on. */
async function assembled(name: string, text: string): Promise<Uint8Array> {
  const [wat, file] = [path.join(dir, `${name}.wat`), path.join(dir, `${name}.wasm`)];
  writeFileSync(wat, text);
  await promisify(execFile)('wasm-opt', ['-all', wat, '-o', file], { timeout: 60_000 });
  return readFileSync(file);
}

/** Of each kind of instruction in that text those that wasm-tools does not know. */
const BEYOND = [
  ...[
    'f32.load_f16',
    'f32.store_f16',
    'f16x8.splat',
    'f16x8.extract_lane',
    'f16x8.replace_lane',
    'f16x8.madd',
    'f16x8.nmadd',
  ],
  ...['string.const', 'string.concat', 'string.eq', 'string.compare', 'string.from_code_point', 'string.measure_wtf16'],
  ...['string.as_wtf16', 'stringview_wtf16.slice', 'stringview_wtf16.get_codeunit', 'string.new_wtf16_array'],
  ...['string.encode_wtf16_array', 'struct.atomic.get', 'struct.atomic.rmw.cmpxchg', 'array.atomic.rmw.add', 'pause'],
  ...['i32.atomic.rmw.add', 'i64.atomic.store', 'atomic.fence', 'ref.i31_shared', 'struct.new_desc', 'ref.get_desc'],
  'ref.cast_desc_eq',
];

it('what wasm-opt alone writes is read to the end of each body', async () => {
  const bytes = await assembled(
    'beyond',
    `(module
    (import "a" "exact" (func (exact (type $f))))
    (memory 1 1 shared)
    (rec (type $a (descriptor $b) (struct (field (mut i32)))) (type $b (describes $a) (struct)))
    (type $s (shared (struct (field (mut i32)) (field (mut i64))))) (type $w (shared (array (mut i32))))
    (type $k (array (mut i16))) (type $f (func))
    (func (export "types") (param (ref null (shared any)) (ref (exact $a)) (ref null (shared func))))
    (func (export "half") (param f32 v128) (result v128)
      (f32.store_f16 offset=300 (i32.const 0) (f32.load_f16 offset=70000 (i32.const 0)))
      (f16x8.madd (f16x8.splat (local.get 0)) (f16x8.replace_lane 7 (local.get 1) (f16x8.extract_lane 6 (local.get 1)))
        (f16x8.convert_i16x8_u (i16x8.trunc_sat_f16x8_s (f16x8.nmadd (local.get 1) (local.get 1) (local.get 1))))))
    (func (export "strings") (param stringref (ref $k)) (result i32)
      (drop (string.concat (local.get 0) (string.const "text")))
      (drop (string.eq (local.get 0) (string.const "other")))
      (drop (string.compare (local.get 0) (local.get 0)))
      (drop (string.from_code_point (i32.const 5)))
      (drop (string.measure_wtf16 (local.get 0)))
      (drop (stringview_wtf16.slice (local.get 0) (i32.const 1) (i32.const 2)))
      (drop (stringview_wtf16.get_codeunit (local.get 0) (i32.const 1)))
      (drop (string.new_wtf16_array (local.get 1) (i32.const 1) (i32.const 2)))
      (string.encode_wtf16_array (local.get 0) (local.get 1) (i32.const 0)))
    (func (export "shared") (param (ref $s) (ref $w)) (result i32)
      (drop (struct.atomic.get acqrel $s 0 (local.get 0)))
      (drop (struct.atomic.rmw.cmpxchg acqrel acqrel $s 1 (local.get 0) (i64.const 1) (i64.const 2)))
      (drop (array.atomic.rmw.add $w (local.get 1) (i32.const 1) (i32.const 2)))
      (drop (i32.atomic.rmw.add acqrel offset=1000 (i32.const 0) (i32.const 1)))
      (atomic.fence) (atomic.fence acqrel) (pause)
      (drop (ref.i31_shared (i32.const 1)))
      (i64.atomic.store acqrel offset=8 (i32.const 0) (i64.const 1))
      (i32.atomic.load acqrel (i32.const 0)))
    (func (export "new") (param (ref (exact $b))) (result (ref $a)) (struct.new_desc $a (i32.const 1) (local.get 0)))
    (func (export "get") (param (ref $a)) (result (ref $b)) (ref.get_desc $a (local.get 0)))
    (func (export "cast") (param anyref (ref $b)) (result (ref null $a)) (ref.cast_desc_eq (ref null $a) (local.get 0) (local.get 1)))
    )`,
  );
  const module = readModule(bytes);
  const seen = new Set<string>();
  for (const body of module.functions) {
    const { instructions } = readBody(bytes, body);
    while (instructions.next()) seen.add(nameOf(instructions.opcode));
    expect(instructions.end).toBe(body.end);
  }
  expect([...seen]).toEqual(expect.arrayContaining(BEYOND));
  expect(module.imports).toMatchObject([{ name: 'exact', kind: 'function', exact: true }]);
  expect(
    module.types
      .filter(({ shared }) => shared)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['array', 'struct']);
  expect(module.types.filter(({ descriptor }) => descriptor !== undefined)).toMatchObject([{ kind: 'struct' }]);
});
