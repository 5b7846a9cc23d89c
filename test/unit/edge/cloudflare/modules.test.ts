import { expect, test } from 'vitest';
import { exactRules, moduleType } from '../../../../src/edge/cloudflare/modules.ts';

const HASH = 'a'.repeat(40);
const CONFIG = { name: 'a', compatibility_date: '2026-11-01' };
const rule = (type: string, ...globs: string[]) => ({ rules: [{ type, globs, fallthrough: true }] });

test.each<[string, object, string]>([
  ['index.js', {}, 'ESModule'],
  ['lib/x.mjs', {}, 'ESModule'],
  [`${HASH}-x.wasm`, {}, 'CompiledWasm'],
  [`${HASH}-x.wasm?module`, {}, 'CompiledWasm'],
  [`${HASH}-a.txt`, {}, 'Text'],
  [`${HASH}-a.html`, {}, 'Text'],
  [`${HASH}-a.bin`, {}, 'Data'],
  [`${HASH}-a.md`, {}, 'Data'],
  [`${HASH}-a.md`, rule('Text', '**/*.md'), 'Text'],
  [`${HASH}-a.md`, rule('Text', 'src/pages/*.md'), 'Text'],
  [`${HASH}-a.txt`, rule('Data', '**/*.txt'), 'Data'],
  ['old/x.js', rule('CommonJS', 'old/*.js'), 'CommonJS'],
  ['a.py', rule('PythonModule', '*.py'), 'Data'],
  ['a.txt', { rules: 'x' }, 'Text'],
  ['a.txt', { rules: [null, { type: 'Data' }] }, 'Text'],
])('%s with %j is %s', (name, more, type) => {
  expect(moduleType(name, { ...CONFIG, ...more })).toBe(type);
});

test('the rules that go up name each file but the entry, once, and shut out those of wrangler', () => {
  const names = ['index.js', 'b.js', 'x.wasm', 'a.txt', 'a.bin', 'c.md'];
  const files = names.map((name) => ({ name, kind: 'data' as const, bytes: 1, sha256: '' }));
  const rules = exactRules({ folder: '/b', entry: 'index.js', files, digest: '' }, CONFIG);
  expect(Object.fromEntries(rules.map(({ type, globs }) => [type, globs]))).toEqual({
    ESModule: ['b.js'],
    CommonJS: [],
    CompiledWasm: ['x.wasm'],
    Text: ['a.txt'],
    Data: ['a.bin', 'c.md'],
  });
  expect(rules.every(({ fallthrough }) => fallthrough === false)).toBe(true);
});
