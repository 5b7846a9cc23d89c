import { expect, test } from 'vitest';
import { functionName } from '../../../src/size/function-name.ts';

test.each([
  ['a path', 'auth[1a548406cfc5620]::auth::password::verify', 'auth', 'auth::auth::password::verify'],
  ['the same, mangled', '_RNvNtNtCs8L6ayCpQHc_4auth4auth8password6verify', 'auth', 'auth::auth::password::verify'],
  ['a legacy symbol', '_ZN9wee_alloc15alloc_first_fit17h9a72de3af77ef93fE', 'wee_alloc', 'wee_alloc::alloc_first_fit'],
  ['the same, demangled', 'wee_alloc::alloc_first_fit::h9a72de3af77ef93f', 'wee_alloc', 'wee_alloc::alloc_first_fit'],
  ['core', 'core[b3]::panicking::assert_failed::<usize, usize>', 'std', 'core::panicking::assert_failed'],
  ["the allocator's", '__rustc[e5c730d067dcbd95]::__rdl_realloc', 'std', '__rustc::__rdl_realloc'],
  ['a generic', 'core[b3]::ptr::drop_glue::<auth[1a]::Key<u8>>', 'std', 'core::ptr::drop_glue'],
  ['a method', '<argon2[48d2]::Argon2>::compress', 'argon2', '<argon2::Argon2>::compress'],
  ['a method of a primitive type', '<str>::find::<char>', 'std', '<str>::find'],
  [
    'an own trait of a foreign type',
    '<alloc[e7]::vec::Vec<u8> as serde[1]::Ser>::f',
    'serde',
    '<alloc::vec::Vec as serde::Ser>::f',
  ],
  [
    'a foreign trait of an own type',
    '<auth[1a]::Reply as core[b3]::fmt::Debug>::fmt',
    'auth',
    '<auth::Reply as core::fmt::Debug>::fmt',
  ],
  ['both of others', '<curve[7]::Point as subtle[9]::Eq>::eq', 'curve', '<curve::Point as subtle::Eq>::eq'],
  ['all of the standard library', '<&u16 as core[b3]::fmt::Debug>::fmt', 'std', '<&u16 as core::fmt::Debug>::fmt'],
  [
    'a reference',
    "<&'a mut [auth[1a]::Key] as core[b3]::fmt::Debug>::fmt",
    'auth',
    "<&'a mut [auth::Key] as core::fmt::Debug>::fmt",
  ],
  ['a closure', 'auth[1a]::f::<u8>::{closure#0}', 'auth', 'auth::f::{closure#0}'],
  [
    'a type in a method',
    '<<std[ad]::B>::print::D as core[b3]::fmt::Display>::fmt',
    'std',
    '<<std::B>::print::D as core::fmt::Display>::fmt',
  ],
  ['a function type', 'core[b3]::f::<fn(u8) -> auth[1a]::X>::g', 'std', 'core::f::g'],
  [
    'one of several of one name',
    '<alloc[e7]::string::String as core[b3]::fmt::Write>::write_str[5]',
    'std',
    '<alloc::string::String as core::fmt::Write>::write_str',
  ],
  [
    'what wasm-bindgen has put around',
    '<js_sys[cb]::Promise>::new::__wbg_new_e0 externref shim',
    'js_sys',
    '<js_sys::Promise>::new::__wbg_new_e0',
  ],
  [
    'what wasm-opt has made of it',
    'byn$mgfn-shared$_RNvNtNtCs8L6ayCpQHc_4auth4auth8password6verify',
    'auth',
    'auth::auth::password::verify',
  ],
  ['wasm-bindgen', '__wbindgen_malloc', 'wasm_bindgen', '__wbindgen_malloc'],
  ['C', 'memcpy', undefined, 'memcpy'],
  [
    'C++',
    'std::__1::basic_string<char>::append(char const*)',
    undefined,
    'std::__1::basic_string<char>::append(char const*)',
  ],
  ['brackets that are not closed', 'auth[1a]::f::<u8', 'auth', 'auth::f'],
])('%s', (_, name, crate, path) => {
  expect(functionName(name)).toEqual({ crate, path });
});

test('a name without end belongs to nobody, at once', () => {
  const since = performance.now();
  for (const part of ['a', '<', 'a[', '<a as ', "&'a "])
    expect(functionName(part.repeat(1_000_000))).toEqual({ crate: undefined, path: part.repeat(1_000_000) });
  expect(performance.now() - since).toBeLessThan(5000); // it took the square of its length: hours
});
