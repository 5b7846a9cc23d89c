import { expect, test } from 'vitest';
import { coreModules, readLayers } from '../../../src/wasm/component.ts';
import { sectionWith } from '../../../src/wasm/sections.ts';
import { type ToldWork, tellWork, toldWork } from '../../../src/wasm/tell-work.ts';
import { compiles } from '../../../src/wasm/validate.ts';
import { fixture } from '../fixture.ts';
import { instance } from './instance.ts';
import { bytesOf, STREAMS } from './telling.ts';

/**
 * `_start` of wasip1: `i32.const drop`, and 200 times round a loop of 11 instructions; data in the lowest 80 bytes:
 *
 * (module
 *   (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
 *   (memory (export "memory") 1)
 *   (data (i32.const 0) "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefgh")
 *   (func (export "_start") (i32.const 1) drop (loop
 *     (i32.store8 (i32.const 100) (i32.add (i32.load8_u (i32.const 100)) (i32.const 1)))
 *     (br_if 0 (i32.lt_u (i32.load8_u (i32.const 100)) (i32.const 200))))))
 */
const DESCRIPTORS =
  '0061736d01000000010c0260047f7f7f7f017f60000002230116776173695f736e617073686f745f70726576696577310866645f77726974650000030201010503010001071302066d656d6f72790200065f737461727400010a2501230041011a034041e40041e4002d000041016a3a000041e4002d000041c801490d000b0b0b56010041000b50303132333435363738396162636465666768696a6b6c6d6e6f707172737475767778797a4142434445464748494a4b4c4d4e4f505152535455565758595a303132333435363738396162636465666768';

const COMPONENT = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00);

/** All that a text tells. */
function allTold(text: string): readonly ToldWork[] {
  const take = toldWork();
  return text.split('\n').flatMap((line) => take(line) ?? []);
}

function told(bytes: Uint8Array): Uint8Array {
  const copy = tellWork(bytes);
  if (copy.kind === 'not available') throw new Error(copy.why);
  return copy.bytes;
}

test('through the descriptors of wasip1; the memory is what it was', () => {
  let memory = Buffer.alloc(0);
  let written = '';
  const write = (descriptor: number, vectors: number, count: number, into: number): number => {
    expect([descriptor, count]).toEqual([2, 1]);
    const at = memory.readUInt32LE(vectors);
    const length = memory.readUInt32LE(vectors + 4);
    written += memory.toString('latin1', at, at + length);
    memory.writeUInt32LE(length, into);
    return 0;
  };
  const exports = instance(told(bytesOf(DESCRIPTORS)), { wasi_snapshot_preview1: { fd_write: write } });
  memory = Buffer.from((exports.memory as { readonly buffer: ArrayBuffer }).buffer);
  const before = Buffer.from(memory.subarray(0, 100));
  (exports._start as () => void)();
  expect(memory.subarray(0, 100)).toEqual(before);
  expect(written).toBe('wasm-ship work 00000001 0000000000000899\nwasm-ship work 80000000 0000000000010000\n');
  const once = { request: undefined, work: { total: 2201n, functions: new Map([[1, 2201n]]) }, memory: 65_536 };
  const [first = '', last = ''] = written.split('\n');
  expect(allTold(`${written}other\nunfinished${first}\r\n${first} more\n${last}`)).toEqual([once, once]);
});

test('of two requests whose lines come among one another each is told by itself', () => {
  const line = (request: number, which: number, work: number): string => {
    const [index, count] = [which.toString(16).padStart(8, '0'), work.toString(16).padStart(16, '0')];
    return `stderr [${request}] :: of the service itself, wasm-ship work ${index} ${count}`;
  };
  const [last, page] = [2 ** 31, 65_536];
  const lines = [line(11, 1, 20), line(10, 1, 5), line(10, 2, 6), line(11, 3, 1), line(11, last, page)];
  expect(allTold([...lines, 'stderr [10] :: other', line(10, last, 2 * page)].join('\n'))).toEqual([
    {
      request: 11,
      memory: page,
      work: {
        total: 21n,
        functions: new Map([
          [1, 20n],
          [3, 1n],
        ]),
      },
    },
    {
      request: 10,
      memory: 2 * page,
      work: {
        total: 11n,
        functions: new Map([
          [1, 5n],
          [2, 6n],
        ]),
      },
    },
  ]);
});

test('what another request has left open before a line is not its own', () => {
  const line = `wasm-ship work ${(2 ** 31).toString(16)} 0000000000010000`;
  const counted = 'wasm-ship work 00000001 0000000000000064';
  const text = `stderr [0] :: xstderr [1] :: ${counted}\nstderr [1] :: ${line}\nstderr [0] :: ${line}`;
  expect(allTold(text)).toEqual([
    { request: 1, memory: 65_536, work: { total: 100n, functions: new Map([[1, 100n]]) } },
    { request: 0, memory: 65_536, work: { total: 0n, functions: new Map() } },
  ]);
});

test('through the streams of wasip2, after each request, not after what else may be called; parameters and results pass', () => {
  let memory = Buffer.alloc(0);
  const calls: string[] = [];
  let written = '';
  const streams = {
    '[method]output-stream.check-write': (...args: number[]) => calls.push(`check ${args}`),
    '[method]output-stream.write': (handle: number, at: number, length: number) => {
      calls.push(`write ${handle}`);
      written += memory.toString('latin1', at, at + length);
    },
    '[method]output-stream.blocking-flush': (...args: number[]) => calls.push(`flush ${args}`),
    '[resource-drop]output-stream': (...args: number[]) => calls.push(`drop ${args}`),
  };
  const imports = { 'wasi:cli/stderr@0.2.3': { 'get-stderr': () => 42 }, 'wasi:io/streams@0.2.3': streams };
  const exports = instance(told(bytesOf(STREAMS)), imports);
  memory = Buffer.from((exports.memory as { readonly buffer: ArrayBuffer }).buffer);
  (exports['wasi:http/incoming-handler@0.2.3#handle'] as (a: number, b: number) => void)(1, 2);
  const line = ['check 42,72', 'write 42', 'flush 42,72', 'drop 42'];
  expect(calls).toEqual([...line, ...line]);
  expect((exports['wasi:cli/run@0.2.3#run'] as () => number)()).toBe(0);
  expect(allTold(written)).toEqual([
    { request: undefined, work: { total: 3n, functions: new Map([[5, 3n]]) }, memory: 65_536 },
  ]);
});

test('in a component it is the module that answers; the others stay what they are', () => {
  const other = fixture('rustc-1.97.1-twice.wasm');
  const component = Buffer.concat([COMPONENT, sectionWith(1, other), sectionWith(1, bytesOf(STREAMS))]);
  const copy = told(component);
  const [first, second] = coreModules(readLayers(copy)).map(({ start, end }) => copy.slice(start, end));
  expect(first).toEqual(Uint8Array.from(other));
  expect(second).toEqual(told(bytesOf(STREAMS)));
  expect(compiles(second ?? new Uint8Array())).toBe(true);
});

test.each([
  ['a library', fixture('rustc-1.97.1-twice.wasm'), 'it exports nothing that a WASI host calls'],
  [
    'a component of which two modules answer',
    Buffer.concat([COMPONENT, sectionWith(1, bytesOf(STREAMS)), sectionWith(1, bytesOf(STREAMS))]),
    'several of its core modules answer',
  ],
  [
    'a command that cannot write',
    bytesOf(DESCRIPTORS.replace(Buffer.from('fd_write').toString('hex'), Buffer.from('fd_right').toString('hex'))),
    'it imports nothing by which it could write to stderr',
  ],
  [
    'a command with a memory of no page',
    bytesOf(DESCRIPTORS.replace('0503010001', '0503010000')),
    'its first memory is not one of 32 bits with a page',
  ],
])('%s: not available, and why', (_, bytes, why) => {
  expect(tellWork(bytes)).toMatchObject({ kind: 'not available', why: expect.stringContaining(why) });
});
