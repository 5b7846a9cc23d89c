import { expect, test } from 'vitest';
import { isAllowed } from '../../src/capabilities.ts';

test.each([
  ['env.open', ['env.open'], true],
  ['env.opens', ['env.open'], false],
  ['env.open', ['env.*'], true],
  ['envy.open', ['env.*'], false],
  ['wasi:http/types@0.2.9', ['wasi:clocks/*', 'wasi:http/*@0.2.*'], true],
  ['wasi:sockets/tcp@0.2.9', ['wasi:http/*'], false],
  ['./index_bg.js.__wbg_log', ['./index_bg.js.*'], true],
  ['./index_bgXjs.__wbg_log', ['./index_bg.js.*'], false],
  ['env.open', ['*'], true],
  ['env.open', [], false],
])('%s, where %j is allowed: %s', (name, allowed, is) => {
  expect(isAllowed(name, allowed)).toBe(is);
});
