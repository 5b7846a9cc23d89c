import type { Feature } from '../../../src/wasm/features.ts';

/** The smallest modules that use a feature. Text as `wasm-tools parse` takes it; those in parentheses it does not write. */
export interface FeatureModule {
  /** What it is there for; undefined: it uses none. */
  readonly of: Feature | undefined;
  readonly text: string;
  readonly hex: string;
  /** All that it uses. */
  readonly uses: readonly Feature[];
}

export const FEATURE_MODULES: readonly FeatureModule[] = [
  {
    of: undefined,
    text: '(module (memory 1) (func (export "f") (result i32) i32.const 1))',
    hex: '0061736d010000000105016000017f030201000503010001070501016600000a0601040041010b',
    uses: [],
  },
  {
    of: 'mutable-globals',
    text: '(module (global (export "g") (mut i32) (i32.const 0)))',
    hex: '0061736d010000000606017f0141000b07050101670300',
    uses: ['mutable-globals'],
  },
  {
    of: 'sign-ext',
    text: '(module (func (param i32) (result i32) local.get 0 i32.extend8_s))',
    hex: '0061736d0100000001060160017f017f030201000a070105002000c00b',
    uses: ['sign-ext'],
  },
  {
    of: 'nontrapping-fptoint',
    text: '(module (func (param f32) (result i32) local.get 0 i32.trunc_sat_f32_s))',
    hex: '0061736d0100000001060160017d017f030201000a080106002000fc000b',
    uses: ['nontrapping-fptoint'],
  },
  {
    of: 'bulk-memory',
    text: '(module (memory 1) (func i32.const 0 i32.const 0 i32.const 0 memory.copy))',
    hex: '0061736d010000000104016000000302010005030100010a0e010c00410041004100fc0a00000b',
    uses: ['bulk-memory'],
  },
  {
    of: 'reference-types',
    text: '(module (func (param externref) (result i32) local.get 0 ref.is_null))',
    hex: '0061736d0100000001060160016f017f030201000a070105002000d10b',
    uses: ['reference-types'],
  },
  {
    of: 'multivalue',
    text: '(module (func (result i32 i32) i32.const 1 i32.const 2))',
    hex: '0061736d010000000106016000027f7f030201000a08010600410141020b',
    uses: ['multivalue'],
  },
  {
    of: 'simd128',
    text: '(module (func (result v128) i32.const 1 i8x16.splat))',
    hex: '0061736d010000000105016000017b030201000a080106004101fd0f0b',
    uses: ['simd128'],
  },
  {
    of: 'relaxed-simd',
    text: '(module (func (param v128) (result v128) local.get 0 local.get 0 i8x16.relaxed_swizzle))',
    hex: '0061736d0100000001060160017b017b030201000a0b01090020002000fd80020b',
    uses: ['simd128', 'relaxed-simd'],
  },
  {
    of: 'tail-call',
    text: '(module (func return_call 0))',
    hex: '0061736d01000000010401600000030201000a0601040012000b',
    uses: ['tail-call'],
  },
  {
    of: 'extended-const',
    text: '(module (global i32 i32.const 1 i32.const 2 i32.add))',
    hex: '0061736d010000000609017f00410141026a0b',
    uses: ['extended-const'],
  },
  {
    of: 'exception-handling',
    text: '(module (tag) (func block try_table (catch_all 0) throw 0 end end))',
    hex: '0061736d01000000010401600000030201000d030100000a0f010d0002401f4001020008000b0b0b',
    uses: ['exception-handling'],
  },
  {
    of: 'multi-memory',
    text: '(module (memory 1) (memory 1) (func (result i32) i32.const 0 i32.load 1))',
    hex: '0061736d010000000105016000017f03020100050502000100010a0a0108004100284201000b',
    uses: ['multi-memory'],
  },
  {
    of: 'memory64',
    text: '(module (memory i64 1) (func (result i32) i64.const 0 i32.load))',
    hex: '0061736d010000000105016000017f0302010005030104010a0901070042002802000b',
    uses: ['memory64'],
  },
  { of: 'memory64', text: '(module (table i64 1 funcref))', hex: '0061736d01000000040401700401', uses: ['memory64'] },
  {
    of: 'atomics',
    text: '(module (memory 1) (func (result i32) i32.const 0 i32.atomic.load))',
    hex: '0061736d010000000105016000017f0302010005030100010a0a0108004100fe1002000b',
    uses: ['atomics'],
  },
  {
    of: 'shared-memory',
    text: '(module (memory 1 1 shared))',
    hex: '0061736d01000000050401030101',
    uses: ['shared-memory'],
  },
  {
    of: 'function-references',
    text: '(module (type $t (func)) (func (param (ref $t)) local.get 0 call_ref $t))',
    hex: '0061736d010000000109026000006001640000030201010a08010600200014000b000b046e616d65040401000174',
    uses: ['function-references'],
  },
  {
    of: 'gc',
    text: '(module (type $s (struct (field i32))) (func (result (ref $s)) i32.const 1 struct.new $s))',
    hex: '0061736d01000000010a025f017f006000016400030201010a090107004101fb00000b',
    uses: ['function-references', 'gc'],
  },
  {
    of: 'wide-arithmetic',
    text: '(module (func (param i64) (result i64 i64) local.get 0 local.get 0 i64.mul_wide_u))',
    hex: '0061736d0100000001070160017e027e7e030201000a0a01080020002000fc160b',
    uses: ['multivalue', 'wide-arithmetic'],
  },
  {
    of: 'stack-switching',
    text: '(module (type $f (func)) (type $c (cont $f)) (func $g) (elem declare func $g) (func (result (ref $c)) ref.func $g cont.new $c))',
    hex: '0061736d01000000010b036000005d0060000164010303020002090501030001000a0b0202000b0600d200e0010b0014046e616d65010401000167040702000166010163',
    uses: ['bulk-memory', 'reference-types', 'function-references', 'stack-switching'],
  },
  {
    of: 'custom-page-sizes',
    text: '(module (memory 1 (pagesize 1)))',
    hex: '0061736d01000000050401080100',
    uses: ['custom-page-sizes'],
  },
  {
    of: 'legacy-exceptions',
    text: '(a try with a catch_all, legacy form)',
    hex: '0061736d01000000010401600000030201000d030100000a0b0109000640080019010b0b',
    uses: ['legacy-exceptions'],
  },
  {
    of: 'memory-control',
    text: '(a function with memory.discard)',
    hex: '0061736d010000000104016000000302010005030100010a0b01090041004100fc12000b',
    uses: ['memory-control'],
  },
  {
    of: 'shared-everything',
    text: '(a shared global)',
    hex: '0061736d010000000606017f0241000b',
    uses: ['shared-everything'],
  },
  // wasm-opt has written these: wasm-tools knows the text of some of them in another form, and of some not
  {
    of: 'fp16',
    text: '(a function that makes f16x8 of f32)',
    hex: '0061736d0100000001060160017d017b03020100070501016600000a090107002000fda0020b',
    uses: ['simd128', 'fp16'],
  },
  {
    of: 'custom-descriptors',
    text: '(two types that describe one another)',
    hex: '0061736d010000000112024e024d015f004c005f006002640064010003020102070501016600000a040102000b',
    uses: ['function-references', 'gc', 'custom-descriptors'],
  },
  {
    of: 'strings',
    text: '(a function with string.const)',
    hex: '0061736d0100000001050160000167030201000e0400010161070501016600000a08010600fb8201000b',
    uses: ['strings'],
  },
  {
    of: 'compact-imports',
    text: '(two functions of one module imported)',
    hex: '0061736d01000000010401600000020c010161007e00000201620163',
    uses: ['compact-imports'],
  },
  {
    of: 'relaxed-atomics',
    text: '(a function with i32.atomic.load acqrel)',
    hex: '0061736d010000000105016000017f030201000503010001070501016600000a0b0109004100fe101201000b',
    uses: ['atomics', 'relaxed-atomics'],
  },
  {
    of: 'multibyte',
    text: '(a function with i32.load of an array)',
    hex: '0061736d01000000010a025e780160016400017f03020101070501016600000a0c010a0020004100282200000b',
    uses: ['function-references', 'gc', 'multibyte'],
  },
];

/** Its bytes. */
export function bytesOf({ hex }: FeatureModule): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
