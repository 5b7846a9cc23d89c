import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bundle } from '../../../../src/candidate.ts';
import { loaderScript, workerdConfig } from '../../../../src/edge/cloudflare/capnp.ts';
import { readSections } from '../../../../src/wasm/sections.ts';
import { fixture } from '../../fixture.ts';

const file = (name: string, kind: 'javascript' | 'wasm' | 'data') => ({ name, kind, bytes: 1, sha256: '' });
const BUNDLE: Bundle = {
  folder: '/b',
  entry: 'index.js',
  files: [file('index.js', 'javascript'), file('index_bg.wasm', 'wasm'), file('a.bin', 'data')],
  digest: '',
};
const CONFIG = { name: 'auth', compatibility_date: '2026-11-01', compatibility_flags: ['nodejs_compat', 'x'] };

test('one isolate: the modules as the edge has them, and the bindings', () => {
  const text = workerdConfig(
    BUNDLE,
    CONFIG,
    [
      { name: 'KEY', text: 'v' },
      { name: 'J', json: '{"a":1}' },
    ],
    'one',
  );
  expect(text).toContain('sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]');
  expect(text).toContain('(name = "index.js", esModule = embed "bundle/index.js")');
  expect(text).toContain('(name = "index_bg.wasm", wasm = embed "bundle/index_bg.wasm")');
  expect(text).toContain('(name = "a.bin", data = embed "bundle/a.bin")');
  expect(text).toContain('compatibilityDate = "2026-11-01"');
  expect(text).toContain('compatibilityFlags = ["nodejs_compat", "x"]');
  expect(text).toContain('bindings = [(name = "KEY", text = "v"), (name = "J", json = "{\\x22a\\x22:1}")]');
});

test('an isolate for each header value: the loader has the files, not the bindings', () => {
  const text = workerdConfig(BUNDLE, CONFIG, [{ name: 'KEY', text: 'v' }], 'each');
  expect(text).toContain('esModule = embed "loader.js"');
  expect(text).toContain('(name = "file1", data = embed "bundle/index_bg.wasm")');
  expect(text).toContain('(name = "file0", text = embed "bundle/index.js")');
  expect(text).not.toContain('KEY');
});

/** What a literal of Cap'n Proto stands for. */
function unquoted(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

test('no text of a configuration can end its literal', () => {
  const parts = fc.oneof(fc.constantFrom('"', '\\', '\n', '\r', '\0', ');', '=', '\\x22', '\u{1f600}'), fc.string());
  const texts = fc.array(parts).map((list) => list.join(''));
  fc.assert(
    fc.property(texts, (value) => {
      const text = workerdConfig(BUNDLE, CONFIG, [{ name: 'KEY', text: value }], 'one');
      const literal = /bindings = \[\(name = "KEY", text = ("[^"]*")\)\],\n\);\n$/.exec(text)?.[1];
      expect(unquoted(literal ?? '')).toBe(value);
      expect(literal).not.toMatch(/[\n\r\0]/);
    }),
  );
});

type Loaded = {
  mainModule: string;
  modules: Record<string, { wasm?: ArrayBuffer }>;
  env: unknown;
  compatibilityFlags: unknown;
};

/** Runs the loader as workerd would, with a LOADER that notes what it was asked for. */
async function load(script: string, env: Readonly<Record<string, unknown>>, isolate?: string) {
  const module = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as {
    default: { fetch(request: Request, env: unknown): Promise<Response> };
  };
  const asked: { id: string; made: Loaded }[] = [];
  const LOADER = {
    get: (id: string, make: () => Loaded) => {
      asked.push({ id, made: make() });
      return { getEntrypoint: () => ({ fetch: () => Promise.resolve(new Response('from the isolate')) }) };
    },
  };
  const headers: Record<string, string> = isolate === undefined ? {} : { 'x-wasm-ship-isolate': isolate };
  const response = await module.default.fetch(new Request('http://x/', { headers }), { ...env, LOADER });
  return { text: await response.text(), asked };
}

test('the loader makes the Worker of the header, of a module that no code cache knows', async () => {
  const wasm = fixture('rustc-1.97.1-twice.wasm');
  const script = loaderScript(BUNDLE, CONFIG, [
    { name: 'KEY', text: 'v' },
    { name: 'J', json: '{"a":1}' },
  ]);
  const env = {
    file0: 'export default {}',
    file1: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length),
    file2: 'd',
  };
  const { text, asked } = await load(script, env, 'isolate-3');
  expect(text).toBe('from the isolate');
  expect(asked[0]).toMatchObject({
    id: 'isolate-3',
    made: {
      mainModule: 'index.js',
      modules: { 'index.js': { js: 'export default {}' }, 'a.bin': { data: 'd' } },
      env: { KEY: 'v', J: { a: 1 } },
      compatibilityFlags: ['nodejs_compat', 'x'],
    },
  });
  const again = (await load(script, env)).asked;
  expect(again[0]?.id).toBe('one');
  const copies = [asked, again].map(([call]) => new Uint8Array(call?.made.modules['index_bg.wasm']?.wasm ?? []));
  expect(copies[0]).not.toEqual(copies[1]);
  for (const copy of copies) {
    expect(copy.subarray(0, wasm.length)).toEqual(new Uint8Array(wasm));
    expect(readSections(copy).at(-1)).toMatchObject({ name: 'nonce', end: copy.length });
  }
});

test('no text of a binding can end the script', async () => {
  for (const value of ['`x`', '"};//', '\u2028</script>', "'\\", '__proto__']) {
    const { asked } = await load(loaderScript(BUNDLE, CONFIG, [{ name: 'KEY', text: value }]), {
      file1: new ArrayBuffer(8),
    });
    expect(asked[0]?.made.env).toEqual({ KEY: value });
  }
});
