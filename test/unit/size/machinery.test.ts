import { expect, test } from 'vitest';
import { machinery } from '../../../src/size/machinery.ts';

const row = (name: string, bytes = 100) => ({ name, crate: 'x', bytes, instances: 1 });

test.each([
  ['core::fmt::write', 'formatting of text'],
  ['<core::fmt::Formatter>::pad', 'formatting of text'],
  ['alloc::fmt::format::format_inner', 'formatting of text'],
  ['core::num::imp::flt2dec::strategy::dragon::format_exact', 'formatting of text'],
  ['<worker::error::Error as core::fmt::Debug>::fmt', 'formatting of text'],
  ['<std::panic::PanicHookInfo as core::fmt::Display>::fmt', 'formatting of text'],
  ['core::panicking::panic_fmt', 'panics'],
  ['core::option::unwrap_failed', 'panics'],
  ['core::slice::index::slice_index_fail', 'panics'],
  ['std::panicking::default_hook', 'panics'],
  ['__rustc::rust_begin_unwind', 'panics'],
  ['std::backtrace_rs::symbolize::Symbol', 'backtraces'],
  ['<gimli::read::Reader as addr2line::X>::f', 'backtraces'],
  ['<core::panic::unwind_safe::AssertUnwindSafe as core::future::future::Future>::poll', undefined],
  ['__rustc::__rdl_realloc', undefined],
  ['my_core::fmt::write', undefined],
  ['app::panicking::f', undefined],
  ['core::slice::index::get', undefined],
])('%s is of: %s', (name, what) => {
  expect(machinery([row(name)], 100).map((kind) => kind.what)).toEqual(what === undefined ? [] : [what]);
});

test('bytes are summed up, the most first, and what is less than a hundredth is left out', () => {
  const rows = [
    row('core::panicking::panic', 300),
    row('core::fmt::write', 200),
    row('core::fmt::f', 200),
    row('gimli::f', 9),
  ];
  expect(machinery(rows, 1000).map(({ what, bytes }) => [what, bytes])).toEqual([
    ['formatting of text', 400],
    ['panics', 300],
  ]);
});
