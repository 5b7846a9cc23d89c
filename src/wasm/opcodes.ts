/**
 * Every instruction that today's rustc, LLVM and wasm-opt write: its opcode, what stands after it, its name. Of 2026-11-26,
 * from the binary format of the WebAssembly core specification 3.0 (§5.4; SIMD, relaxed SIMD, memory64, multi-memory,
 * tail calls, function references, GC and exceptions are in it) and from these proposals: legacy exceptions
 * (exception-handling, legacy/Exceptions.md), threads, wide arithmetic, memory control (memory.discard), stack switching,
 * half-precision floats, custom descriptors, shared-everything threads with relaxed atomics, and of string references what
 * wasm-opt writes. Held against the operators of wasmparser and the opcodes of binaryen: test/fixtures/*-operators.json.
 *
 * A line is the first opcode, the shape of what stands after it (`-`: nothing), and the names from that opcode on.
 */
export const OPCODES = {
  /** One byte. */
  0: `
00 - unreachable nop
02 block block loop if
05 - else
06 block try
07 index catch throw rethrow
0a - throw_ref end
0c index br br_if
0e labels br_table
0f - return
10 index call
11 index2 call_indirect
12 index return_call
13 index2 return_call_indirect
14 index call_ref return_call_ref
18 index delegate
19 - catch_all drop select
1c types select
1f catches try_table
20 index local.get local.set local.tee global.get global.set table.get table.set
28 memarg i32.load i64.load f32.load f64.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u i64.load8_s
31 memarg i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u i32.store i64.store f32.store f64.store
3a memarg i32.store8 i32.store16 i64.store8 i64.store16 i64.store32
3f index memory.size memory.grow
41 i32 i32.const
42 i64 i64.const
43 f32 f32.const
44 f64 f64.const
45 - i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u i64.eqz i64.eq
52 - i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u f32.eq f32.ne f32.lt f32.gt
5f - f32.le f32.ge f64.eq f64.ne f64.lt f64.gt f64.le f64.ge i32.clz i32.ctz i32.popcnt i32.add i32.sub i32.mul
6d - i32.div_s i32.div_u i32.rem_s i32.rem_u i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr
79 - i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u i64.and i64.or
85 - i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest
91 - f32.sqrt f32.add f32.sub f32.mul f32.div f32.min f32.max f32.copysign f64.abs f64.neg f64.ceil f64.floor
9d - f64.trunc f64.nearest f64.sqrt f64.add f64.sub f64.mul f64.div f64.min f64.max f64.copysign i32.wrap_i64
a8 - i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u i64.extend_i32_s i64.extend_i32_u
ae - i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u f32.convert_i32_s f32.convert_i32_u
b4 - f32.convert_i64_s f32.convert_i64_u f32.demote_f64 f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s
ba - f64.convert_i64_u f64.promote_f32 i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32
bf - f64.reinterpret_i64 i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s
d0 heap ref.null
d1 - ref.is_null
d2 index ref.func
d3 - ref.eq ref.as_non_null
d5 index br_on_null br_on_non_null
e0 index cont.new
e1 index2 cont.bind
e2 index suspend
e3 resume resume
e4 resume_throw resume_throw
e5 resume resume_throw_ref
e6 index2 switch
`,
  /** GC, custom descriptors, string references. */
  251: `
00 index struct.new struct.new_default
02 index2 struct.get struct.get_s struct.get_u struct.set
06 index array.new array.new_default
08 index2 array.new_fixed array.new_data array.new_elem
0b index array.get array.get_s array.get_u array.set
0f - array.len
10 index array.fill
11 index2 array.copy array.init_data array.init_elem
14 heap ref.test ref.test ref.cast ref.cast
18 cast br_on_cast br_on_cast_fail
1a - any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u ref.i31_shared
20 index struct.new_desc struct.new_default_desc ref.get_desc
23 heap ref.cast_desc_eq ref.cast_desc_eq
25 cast br_on_cast_desc_eq br_on_cast_desc_eq_fail
82 index string.const
83 - string.measure_utf8
85 - string.measure_wtf16
88 - string.concat string.eq string.is_usv_sequence string.test
98 - string.as_wtf16
9a - stringview_wtf16.get_codeunit
9c - stringview_wtf16.slice
a8 - string.compare string.from_code_point string.hash
b1 - string.new_wtf16_array
b3 - string.encode_wtf16_array string.new_lossy_utf8_array
b6 - string.encode_lossy_utf8_array
`,
  /** Saturating conversions, bulk memory, tables, wide arithmetic, half-precision floats in memory. */
  252: `
00 - i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u i64.trunc_sat_f32_s
05 - i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u
08 index2 memory.init
09 index data.drop
0a index2 memory.copy
0b index memory.fill
0c index2 table.init
0d index elem.drop
0e index2 table.copy
0f index table.grow table.size table.fill memory.discard
13 - i64.add128 i64.sub128 i64.mul_wide_s i64.mul_wide_u
30 memarg f32.load_f16 f32.store_f16
`,
  /** SIMD, relaxed SIMD, half-precision floats. */
  253: `
00 memarg v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u v128.load32x2_s v128.load32x2_u
07 memarg v128.load8_splat v128.load16_splat v128.load32_splat v128.load64_splat v128.store
0c v128 v128.const i8x16.shuffle
0e - i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat
15 lane i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane i16x8.extract_lane_s i16x8.extract_lane_u
1a lane i16x8.replace_lane i32x4.extract_lane i32x4.replace_lane i64x2.extract_lane i64x2.replace_lane
1f lane f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane f64x2.replace_lane
23 - i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u i8x16.ge_s i8x16.ge_u
2d - i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u i16x8.le_s i16x8.le_u i16x8.ge_s i16x8.ge_u
37 - i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u i32x4.le_s i32x4.le_u i32x4.ge_s i32x4.ge_u
41 - f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge
4d - v128.not v128.and v128.andnot v128.or v128.xor v128.bitselect v128.any_true
54 memarg_lane v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane v128.store8_lane v128.store16_lane
5a memarg_lane v128.store32_lane v128.store64_lane
5c memarg v128.load32_zero v128.load64_zero
5e - f32x4.demote_f64x2_zero f64x2.promote_low_f32x4 i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true i8x16.bitmask
65 - i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest i8x16.shl
6c - i8x16.shr_s i8x16.shr_u i8x16.add i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u
74 - f64x2.ceil f64x2.floor i8x16.min_s i8x16.min_u i8x16.max_s i8x16.max_u f64x2.trunc i8x16.avgr_u
7c - i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u i32x4.extadd_pairwise_i16x8_s
7f - i32x4.extadd_pairwise_i16x8_u i16x8.abs i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true i16x8.bitmask
85 - i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s
89 - i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u i16x8.shl i16x8.shr_s i16x8.shr_u i16x8.add i16x8.add_sat_s
90 - i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u f64x2.nearest i16x8.mul i16x8.min_s i16x8.min_u
98 - i16x8.max_s i16x8.max_u
9b - i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s i16x8.extmul_low_i8x16_u
9f - i16x8.extmul_high_i8x16_u i32x4.abs i32x4.neg
a3 - i32x4.all_true i32x4.bitmask
a7 - i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u i32x4.shl
ac - i32x4.shr_s i32x4.shr_u i32x4.add
b1 - i32x4.sub
b5 - i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u i32x4.dot_i16x8_s
bc - i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u i64x2.abs
c1 - i64x2.neg
c3 - i64x2.all_true i64x2.bitmask
c7 - i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u i64x2.shl
cc - i64x2.shr_s i64x2.shr_u i64x2.add
d1 - i64x2.sub
d5 - i64x2.mul i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s i64x2.extmul_low_i32x4_s
dd - i64x2.extmul_high_i32x4_s i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u f32x4.abs f32x4.neg
e3 - f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax f64x2.abs
ed - f64x2.neg
ef - f64x2.sqrt f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax
f8 - i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u
fc - i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u
100 - i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u i32x4.relaxed_trunc_f64x2_s_zero
104 - i32x4.relaxed_trunc_f64x2_u_zero f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd
109 - i8x16.relaxed_laneselect i16x8.relaxed_laneselect i32x4.relaxed_laneselect i64x2.relaxed_laneselect
10d - f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min f64x2.relaxed_max i16x8.relaxed_q15mulr_s
112 - i16x8.relaxed_dot_i8x16_i7x16_s i32x4.relaxed_dot_i8x16_i7x16_add_s
120 - f16x8.splat
121 lane f16x8.extract_lane f16x8.replace_lane
130 - f16x8.abs f16x8.neg f16x8.sqrt f16x8.ceil f16x8.floor f16x8.trunc f16x8.nearest f16x8.eq f16x8.ne f16x8.lt
13a - f16x8.gt f16x8.le f16x8.ge f16x8.add f16x8.sub f16x8.mul f16x8.div f16x8.min f16x8.max f16x8.pmin f16x8.pmax
145 - i16x8.trunc_sat_f16x8_s i16x8.trunc_sat_f16x8_u f16x8.convert_i16x8_s f16x8.convert_i16x8_u
149 - f16x8.demote_f32x4_zero f16x8.demote_f64x2_zero f32x4.promote_low_f16x8
14e - f16x8.madd f16x8.nmadd
`,
  /** Threads, shared-everything threads. */
  254: `
00 memarg memory.atomic.notify memory.atomic.wait32 memory.atomic.wait64
03 order atomic.fence
04 - pause
05 index2 struct.wait
06 - waitqueue.notify waitqueue.new
10 memarg i32.atomic.load i64.atomic.load i32.atomic.load8_u i32.atomic.load16_u i64.atomic.load8_u
15 memarg i64.atomic.load16_u i64.atomic.load32_u i32.atomic.store i64.atomic.store i32.atomic.store8
1a memarg i32.atomic.store16 i64.atomic.store8 i64.atomic.store16 i64.atomic.store32 i32.atomic.rmw.add
1f memarg i64.atomic.rmw.add i32.atomic.rmw8.add_u i32.atomic.rmw16.add_u i64.atomic.rmw8.add_u
23 memarg i64.atomic.rmw16.add_u i64.atomic.rmw32.add_u i32.atomic.rmw.sub i64.atomic.rmw.sub i32.atomic.rmw8.sub_u
28 memarg i32.atomic.rmw16.sub_u i64.atomic.rmw8.sub_u i64.atomic.rmw16.sub_u i64.atomic.rmw32.sub_u
2c memarg i32.atomic.rmw.and i64.atomic.rmw.and i32.atomic.rmw8.and_u i32.atomic.rmw16.and_u i64.atomic.rmw8.and_u
31 memarg i64.atomic.rmw16.and_u i64.atomic.rmw32.and_u i32.atomic.rmw.or i64.atomic.rmw.or i32.atomic.rmw8.or_u
36 memarg i32.atomic.rmw16.or_u i64.atomic.rmw8.or_u i64.atomic.rmw16.or_u i64.atomic.rmw32.or_u i32.atomic.rmw.xor
3b memarg i64.atomic.rmw.xor i32.atomic.rmw8.xor_u i32.atomic.rmw16.xor_u i64.atomic.rmw8.xor_u
3f memarg i64.atomic.rmw16.xor_u i64.atomic.rmw32.xor_u i32.atomic.rmw.xchg i64.atomic.rmw.xchg
43 memarg i32.atomic.rmw8.xchg_u i32.atomic.rmw16.xchg_u i64.atomic.rmw8.xchg_u i64.atomic.rmw16.xchg_u
47 memarg i64.atomic.rmw32.xchg_u i32.atomic.rmw.cmpxchg i64.atomic.rmw.cmpxchg i32.atomic.rmw8.cmpxchg_u
4b memarg i32.atomic.rmw16.cmpxchg_u i64.atomic.rmw8.cmpxchg_u i64.atomic.rmw16.cmpxchg_u i64.atomic.rmw32.cmpxchg_u
4f order_index global.atomic.get global.atomic.set global.atomic.rmw.add global.atomic.rmw.sub global.atomic.rmw.and
54 order_index global.atomic.rmw.or global.atomic.rmw.xor global.atomic.rmw.xchg global.atomic.rmw.cmpxchg
58 order_index table.atomic.get table.atomic.set table.atomic.rmw.xchg table.atomic.rmw.cmpxchg
5c order_index2 struct.atomic.get struct.atomic.get_s struct.atomic.get_u struct.atomic.set struct.atomic.rmw.add
61 order_index2 struct.atomic.rmw.sub struct.atomic.rmw.and struct.atomic.rmw.or struct.atomic.rmw.xor
65 order_index2 struct.atomic.rmw.xchg struct.atomic.rmw.cmpxchg
67 order_index array.atomic.get array.atomic.get_s array.atomic.get_u array.atomic.set array.atomic.rmw.add
6c order_index array.atomic.rmw.sub array.atomic.rmw.and array.atomic.rmw.or array.atomic.rmw.xor
70 order_index array.atomic.rmw.xchg array.atomic.rmw.cmpxchg
72 - ref.i31_shared
`,
} as const;
