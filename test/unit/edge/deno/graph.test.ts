import { expect, test } from 'vitest';
import { type DenoInfo, importedFiles } from '../../../../src/edge/deno/graph.ts';

/** Modules of /repo/a by their imports; `!`: deno has not found it. */
function info(modules: Readonly<Record<string, readonly string[]>>): DenoInfo {
  const url = (name: string): string => (name.includes(':') ? name : new URL(name, 'file:///repo/a/').href);
  return {
    roots: [url('main.ts')],
    modules: Object.entries(modules).map(([name, imports]) => ({
      specifier: url(name.replace('!', '')),
      ...(name.endsWith('!') ? { error: 'Module not found.\nmore' } : {}),
      dependencies: imports.map((to) => {
        if (to === 'type') return { specifier: to };
        const [name = '', dynamic] = to.split('?'); // `?`: nobody knows where it is, `?dynamic`: by import() alone
        if (dynamic === undefined) return { specifier: to, code: { specifier: url(to) } };
        return {
          specifier: name,
          code: { error: `Import "${name}" not a dependency` },
          isDynamic: dynamic === 'dynamic',
        };
      }),
    })),
  };
}

type Modules = Readonly<Record<string, readonly string[]>>;
const CRATE = { dir: 'a', folder: '/repo/a', reach: 'crate' } as const;
const of = (modules: Modules, made = ['x.wasm']) => importedFiles(info(modules), CRATE, made);
/** What is joined reaches the whole repository. */
const joined = (modules: Modules) =>
  importedFiles(info(modules), { ...CRATE, reach: 'repository' }, ['x.js', 'x.wasm']);

test.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[], string]>([
  ['the module beside it', { 'main.ts': ['x.wasm'], 'x.wasm!': [] }, ['main.ts'], '.'],
  [
    'files that import each other, types and node: left out',
    { 'main.ts': ['lib/a.ts', 'type', 'node:path'], 'lib/a.ts': ['main.ts', 'd.json', 'x.wasm'], 'd.json': [] },
    ['d.json', 'lib/a.ts', 'main.ts'],
    '.',
  ],
  [
    'the module in another folder, where an old one lies',
    { 'main.ts': ['pkg/x.wasm'], 'pkg/x.wasm': ['pkg/old.js'], 'pkg/old.js': [] },
    ['main.ts'],
    'pkg',
  ],
])('an entry imports %s', (_, modules, own, made) => {
  expect(of(modules)).toEqual({ own, packages: [], made });
});

test.each<[string, Readonly<Record<string, readonly string[]>>, string]>([
  ['nothing that is built', { 'main.ts': [] }, 'The entry imports nothing of what is built: x.wasm.'],
  [
    'it from two folders',
    { 'main.ts': ['x.wasm', 'pkg/x.wasm'] },
    'What is built is imported from 2 folders: ., pkg; wanted: one.',
  ],
  ['what is not there', { 'main.ts': ['y.wasm'], 'y.wasm!': [] }, 'y.wasm cannot be read by deno: Module not found.'],
  [
    'an address',
    { 'main.ts': ['https://example.org/a.ts'] },
    'Not yet: the entry in a imports `https://example.org/a.ts`',
  ],
  ['a bare name', { 'main.ts': ['zod?'] }, 'main.ts imports `zod`, and deno finds none: Import "zod" not a dependency'],
  ['a file above', { 'main.ts': ['../b.ts'] }, 'The entry in a imports ../b.ts; wanted: files of the crate'],
])('an entry that imports %s is refused', (_, modules, message) => {
  expect(() => of(modules)).toThrow(message);
});

test('all that wasm-bindgen makes is in the place of the one that is imported', () => {
  const made = ['x.js', 'x_bg.js', 'x_bg.wasm'];
  expect(of({ 'main.ts': ['pkg/x.js'], 'pkg/x.js!': [] }, made)).toEqual({
    own: ['main.ts'],
    packages: [],
    made: 'pkg',
  });
});

test('packages are told, wherever they are imported; a bare name in `import()` alone is none', () => {
  const modules = {
    'main.ts': ['npm:zod@^4', 'lib.ts', 'x.wasm', 'maybe?dynamic'],
    'lib.ts': ['jsr:@std/path@1/posix', 'npm:zod@^4'],
    'npm:zod@^4!': [],
    'jsr:@std/path@1/posix!': [],
  };
  const packages = ['jsr:@std/path@1/posix', 'npm:zod@^4'];
  expect(of(modules)).toEqual({ own: ['lib.ts', 'main.ts'], packages, made: '.' });
});

test('what is joined may be elsewhere in the repository', () => {
  const modules = { 'main.ts': ['../b/mod.ts', 'x.wasm'], '../b/mod.ts': ['../c.ts'], '../c.ts': [] };
  expect(joined(modules)).toEqual({ own: ['../b/mod.ts', '../c.ts', 'main.ts'], packages: [], made: '.' });
});

test.each<[string, string]>([
  ['outside of the repository', '../../b.ts'],
  ['a module elsewhere', '../b/y.wasm'],
  ['what is built, elsewhere', '../pkg/x.js'],
])('what is joined may not be %s', (_, file) => {
  expect(() => joined({ 'main.ts': [file, 'x.wasm'], [file]: [] })).toThrow(`The entry in a imports ${file}; wanted:`);
});

test('an entry that is called as what is built would be replaced by it: it is refused', () => {
  expect(() => of({ 'main.ts': ['x.wasm'] }, ['main.ts', 'x.wasm'])).toThrow(
    'The entry a/main.ts has the name of what is built of the crate.',
  );
});
