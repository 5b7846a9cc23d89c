/** The smallest modules that show how something is counted, with what a hand has counted. */
export interface WorkModule {
  readonly what: string;
  /** As `wasm-tools parse` takes it; those in parentheses it does not write. */
  readonly text: string;
  readonly hex: string;
  /** Calls of its export `f`, each of a new instance. */
  readonly calls: readonly { readonly argument: number; readonly work: number; readonly traps?: boolean }[];
  /** What its start function executes. */
  readonly start?: number;
  /** By function: of the first call. */
  readonly functions?: readonly (readonly [index: number, work: number])[];
}

export const WORK_MODULES: readonly WorkModule[] = [
  {
    what: 'instructions in a row',
    text: '(module (func (export "f") (param i32) (result i32) local.get 0 i32.const 1 i32.add))',
    hex: '0061736d0100000001060160017f017f03020100070501016600000a09010700200041016a0b',
    calls: [{ argument: 5, work: 3 }],
  },
  {
    what: 'what no machine code is made for',
    text: '(module (func (export "f") (param i32) nop block loop nop end end i32.const 7 drop return))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a10010e000102400340010b0b41071a0f0b',
    calls: [{ argument: 0, work: 1 }],
  },
  {
    what: 'if and else',
    text: '(module (func (export "f") (param i32) local.get 0 if i32.const 1 drop else i32.const 1 drop i32.const 2 drop end i32.const 3 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a160114002000044041011a0541011a41021a0b41031a0b',
    calls: [
      { argument: 1, work: 4 },
      { argument: 0, work: 5 },
    ],
  },
  {
    what: 'if without else',
    text: '(module (func (export "f") (param i32) local.get 0 if i32.const 1 drop end i32.const 2 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a0f010d002000044041011a0b41021a0b',
    calls: [
      { argument: 1, work: 4 },
      { argument: 0, work: 3 },
    ],
  },
  {
    what: 'a branch over something',
    text: '(module (func (export "f") (param i32) block local.get 0 br_if 0 i32.const 1 drop end i32.const 2 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a11010f00024020000d0041011a0b41021a0b',
    calls: [
      { argument: 1, work: 3 },
      { argument: 0, work: 4 },
    ],
  },
  {
    what: 'a branch out of the body',
    text: '(module (func (export "f") (param i32) local.get 0 br_if 0 i32.const 1 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a0b01090020000d0041011a0b',
    calls: [
      { argument: 1, work: 2 },
      { argument: 0, work: 3 },
    ],
  },
  {
    what: 'a loop and what stands behind it',
    text: '(module (func (export "f") (param i32) loop local.get 0 i32.const 1 i32.sub local.tee 0 br_if 0 end i32.const 9 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a130111000340200041016b22000d000b41091a0b',
    calls: [
      { argument: 1, work: 6 },
      { argument: 3, work: 16 },
    ],
  },
  {
    what: 'a loop that is left from its midst',
    text: '(module (func (export "f") (param i32) block loop local.get 0 i32.eqz br_if 1 local.get 0 i32.const 1 i32.sub local.set 0 br 0 end end i32.const 9 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a1b011900024003402000450d01200041016b21000c000b0b41091a0b',
    calls: [
      { argument: 0, work: 4 },
      { argument: 2, work: 20 },
    ],
  },
  {
    what: 'values that a loop takes and gives',
    text: '(module (func (export "f") (param i32) (result i32) i32.const 10 local.get 0 loop (param i32 i32) (result i32 i32) i32.const 1 i32.sub local.tee 0 local.get 0 br_if 0 end drop))',
    hex: '0061736d01000000010d0260017f017f60027f7f027f7f03020100070501016600000a15011300410a2000030141016b220020000d000b1a0b',
    calls: [
      { argument: 1, work: 7 },
      { argument: 3, work: 17 },
    ],
  },
  {
    what: 'br_table',
    text: '(module (func (export "f") (param i32) block block block local.get 0 br_table 0 1 2 end i32.const 1 drop br 1 end i32.const 1 drop i32.const 2 drop i32.const 3 drop end))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a2201200002400240024020000e020001020b41011a0c010b41011a41021a41031a0b0b',
    calls: [
      { argument: 0, work: 4 },
      { argument: 1, work: 5 },
      { argument: 2, work: 2 },
      { argument: 9, work: 2 },
    ],
  },
  {
    what: 'a return',
    text: '(module (func (export "f") (param i32) local.get 0 if return end i32.const 1 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a0d010b00200004400f0b41011a0b',
    calls: [
      { argument: 1, work: 2 },
      { argument: 0, work: 3 },
    ],
  },
  {
    what: 'what nothing reaches',
    text: '(module (func (export "f") (param i32) block br 0 i32.const 1 drop block i32.const 2 drop end end i32.const 3 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a1501130002400c0041011a024041021a0b0b41031a0b',
    calls: [{ argument: 0, work: 2 }],
  },
  {
    what: 'calls',
    text: '(module (func i32.const 1 drop) (func (export "f") (param i32) call 0 call 0 i32.const 5 drop))',
    hex: '0061736d0100000001080260000060017f000303020001070501016600010a1102050041011a0b09001000100041051a0b',
    calls: [{ argument: 0, work: 5 }],
    functions: [
      [0, 2],
      [1, 3],
    ],
  },
  {
    what: 'calls through a table',
    text: '(module (type (func)) (table 2 funcref) (elem (i32.const 0) 0 1) (func i32.const 1 drop) (func i32.const 1 drop i32.const 2 drop) (func (export "f") (param i32) local.get 0 call_indirect (type 0)))',
    hex: '0061736d0100000001080260000060017f00030403000001040401700002070501016600020908010041000b0200010a1803050041011a0b080041011a41021a0b070020001100000b',
    calls: [
      { argument: 0, work: 3 },
      { argument: 1, work: 4 },
    ],
  },
  {
    what: 'tail calls',
    text: '(module (func (export "f") (param i32) local.get 0 i32.eqz if return end local.get 0 i32.const 1 i32.sub return_call 0))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a1201100020004504400f0b200041016b12000b',
    calls: [
      { argument: 0, work: 3 },
      { argument: 2, work: 17 },
    ],
  },
  {
    what: 'a start function, and globals of its own',
    text: '(module (global (mut i32) (i32.const 1)) (start 0) (func global.get 0 i32.const 1 i32.add global.set 0) (func (export "f") (param i32) global.get 0 drop))',
    hex: '0061736d0100000001080260000060017f0003030200010606017f0141010b070501016600010801000a11020900230041016a24000b050023001a0b',
    calls: [{ argument: 0, work: 1 }],
    start: 4,
  },
  {
    what: 'neither globals nor exports',
    text: '(module (func i32.const 1 drop) (start 0))',
    hex: '0061736d01000000010401600000030201000801000a0701050041011a0b',
    calls: [],
    start: 1,
  },
  {
    what: 'nothing that could be executed',
    text: '(module (memory 1))',
    hex: '0061736d010000000503010001',
    calls: [],
  },
  {
    what: 'imports, and a constant of one',
    text: '(module (import "host" "g" (global i32)) (import "host" "f" (func (param i32))) (global (mut i32) (global.get 0)) (func (export "f") (param i32) global.get 0 call 0 global.get 1 drop))',
    hex: '0061736d0100000001050160017f0002140204686f73740167037f0004686f737401660000030201000606017f0123000b070501016600010a0b0109002300100023011a0b',
    calls: [{ argument: 0, work: 3 }],
    functions: [[1, 3]],
  },
  {
    what: 'names, and other custom sections',
    text: '(module (func $named (export "f") (param $x i32) local.get $x drop) (@custom ".debug_info" "x") (@custom "mine" "y"))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a0701050020001a0b0017046e616d6501080100056e616d65640206010001000178000d0b2e64656275675f696e666f780006046d696e6579',
    calls: [{ argument: 0, work: 1 }],
  },
  {
    what: 'bulk memory, of whatever length',
    text: '(module (memory 1) (func (export "f") (param i32) i32.const 0 i32.const 1 i32.const 60000 memory.fill))',
    hex: '0061736d0100000001050160017f00030201000503010001070501016600000a0f010d004100410141e0d403fc0b000b',
    calls: [{ argument: 0, work: 4 }],
  },
  {
    what: 'passive data, counted before the code',
    text: '(module (memory 1) (data "x") (func (export "f") (param i32) i32.const 0 i32.const 0 i32.const 1 memory.init 0 data.drop 0))',
    hex: '0061736d0100000001050160017f00030201000503010001070501016600000c01010a11010f00410041004101fc080000fc09000b0b0401010178',
    calls: [{ argument: 0, work: 5 }],
  },
  {
    what: 'several memories',
    text: '(module (memory 1) (memory 1) (func (export "f") (param i32) i32.const 0 i32.const 0 i32.const 9 memory.copy 1 0))',
    hex: '0061736d0100000001050160017f000302010005050200010001070501016600000a0e010c00410041004109fc0a01000b',
    calls: [{ argument: 0, work: 4 }],
  },
  {
    what: 'a memory of 64 bits',
    text: '(module (memory i64 1) (func (export "f") (param i32) i64.const 0 i32.load drop))',
    hex: '0061736d0100000001050160017f00030201000503010401070501016600000a0a01080042002802001a0b',
    calls: [{ argument: 0, work: 2 }],
  },
  {
    what: 'SIMD',
    text: '(module (func (export "f") (param i32) local.get 0 i8x16.splat v128.const i64x2 1 2 i8x16.add drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a1d011b002000fd0ffd0c01000000000000000200000000000000fd6e1a0b',
    calls: [{ argument: 0, work: 4 }],
  },
  {
    what: 'a trap in the midst: the block counts as a whole',
    text: '(module (func (export "f") (param i32) i32.const 1 local.get 0 i32.div_u drop i32.const 2 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a0d010b00410120006e1a41021a0b',
    calls: [
      { argument: 1, work: 4 },
      { argument: 0, work: 4, traps: true },
    ],
  },
  {
    what: 'unreachable',
    text: '(module (func (export "f") (param i32) local.get 0 if i32.const 1 drop unreachable end))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a0d010b002000044041011a000b0b',
    calls: [
      { argument: 0, work: 2 },
      { argument: 1, work: 3, traps: true },
    ],
  },
  {
    what: 'br_on_null and br_on_non_null',
    text: '(module (func (export "f") (param i32) block (result (ref i31)) block block local.get 0 if (result (ref null i31)) ref.null i31 else i32.const 1 ref.i31 end br_on_null 0 br_on_non_null 2 end end i32.const 7 ref.i31 end drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a2301210002646c024002402000046cd06c054101fb1c0bd500d6020b0b4107fb1c0b1a0b',
    calls: [
      { argument: 1, work: 6 },
      { argument: 0, work: 6 },
    ],
  },
  {
    what: 'casts that branch',
    text: '(module (type (struct)) (func (export "f") (param i32) block (result (ref i31)) local.get 0 if (result (ref eq)) i32.const 1 ref.i31 else struct.new 0 end br_on_cast 0 (ref eq) (ref i31) drop i32.const 2 i32.const 3 drop ref.i31 end drop))',
    hex: '0061736d010000000107025f0060017f0003020101070501016600000a2501230002646c200004646d4101fb1c05fb00000bfb1800006d6c1a410241031afb1c0b1a0b',
    calls: [
      { argument: 1, work: 5 },
      { argument: 0, work: 7 },
    ],
  },
  {
    what: 'exceptions that are caught',
    text: '(module (type (func (param i32))) (tag (type 0)) (func (export "f") (param i32) block (result i32) try_table (catch 0 0) local.get 0 if i32.const 5 throw 0 end end i32.const 9 end drop))',
    hex: '0061736d0100000001050160017f00030201000d03010000070501016600000a1a011800027f1f400100000020000440410508000b0b41090b1a0b',
    calls: [
      { argument: 0, work: 4 },
      { argument: 1, work: 5 },
    ],
  },
  {
    what: 'the label of try_table',
    text: '(module (func (export "f") (param i32) try_table local.get 0 br_if 0 i32.const 1 drop end i32.const 2 drop))',
    hex: '0061736d0100000001050160017f0003020100070501016600000a120110001f400020000d0041011a0b41021a0b',
    calls: [
      { argument: 1, work: 4 },
      { argument: 0, work: 5 },
    ],
  },
  {
    what: 'what stands behind an exception',
    text: '(module (tag) (func (export "f") (param i32) block try_table (catch_all 0) throw 0 end end i32.const 2 drop))',
    hex: '0061736d0100000001080260000060017f00030201010d03010000070501016600000a1201100002401f4001020008000b0b41021a0b',
    calls: [{ argument: 0, work: 3 }],
  },
  {
    what: 'an exception of what is called: the block counts as a whole',
    text: '(module (tag) (func (param i32) local.get 0 if throw 0 end) (func (export "f") (param i32) block try_table (catch_all 0) local.get 0 call 0 i32.const 1 drop end end i32.const 2 drop))',
    hex: '0061736d0100000001080260000060017f0003030201010d03010000070501016600010a210209002000044008000b0b150002401f400102002000100041011a0b0b41021a0b',
    calls: [
      { argument: 0, work: 7 },
      { argument: 1, work: 8 },
    ],
  },
  {
    what: 'try, local.get, if, throw, catch, i32.const, end, i32.const',
    text: '(the legacy form: wasm-tools does not write it)',
    hex: '0061736d0100000001080260017f00600000030201000d03010001070501016600000a1601140006402000044008000b070041011a0b41021a0b',
    calls: [
      { argument: 0, work: 3 },
      { argument: 1, work: 5 },
    ],
  },
  {
    what: 'try, try, local.get, if, throw, delegate, i32.const, catch_all, i32.const, i32.const',
    text: '(the legacy form: wasm-tools does not write it)',
    hex: '0061736d0100000001080260017f00600000030201000d03010001070501016600000a1c011a00064006402000044008000b180041011a1941011a41021a0b0b',
    calls: [
      { argument: 0, work: 3 },
      { argument: 1, work: 5 },
    ],
  },
  {
    what: 'try, try, local.get, br_if, throw, catch_all, rethrow, end, catch_all, i32.const',
    text: '(the legacy form: wasm-tools does not write it)',
    hex: '0061736d0100000001080260017f00600000030201000d03010001070501016600000a170115000640064020000d0008001909000b1941011a0b0b',
    calls: [
      { argument: 1, work: 2 },
      { argument: 0, work: 5 },
    ],
  },
];
