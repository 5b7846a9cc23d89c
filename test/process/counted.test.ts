import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleOf } from '../../src/build/bundle.ts';
import { readConfig } from '../../src/edge/cloudflare/config.ts';
import { serveWorkerd } from '../../src/edge/cloudflare/serve.ts';
import { countedServer, startedFor, withCounters } from '../../src/edge/counted.ts';
import { serveDeno } from '../../src/edge/deno/serve.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { runtimeOf } from '../standins/edge-tools.ts';

/** A bundle whose module counts, in the real deno and workerd: the way in which it makes its instance is its own. */
let work: string;
let host: Host;
let deno: string;
let workerd: string;
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'wasm-ship-counted-'));
  host = terminalHost(process.env, { workspace: work, tools: work, work, action: work }, new AbortController().signal);
  await host.files.write(
    path.join(work, 'wrangler.jsonc'),
    '{"name":"a","main":"main.js","compatibility_date":"2026-11-01"}',
  );
  [workerd, deno] = await Promise.all([runtimeOf('cloudflare'), runtimeOf('deno')]);
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await rm(work, { recursive: true });
});

/** (module IMPORT (func (export "f") i32.const 1 i32.eqz drop) (memory (export "memory") 2)) */
const module = (imports: string, index: string): Uint8Array =>
  Buffer.from(
    `0061736d01000000 01040160 0000 ${imports} 03020100 0503010002 070e020166 00${index} 066d656d6f7279 0200 0a0801 06004101451a0b`.replaceAll(
      ' ',
      '',
    ),
    'hex',
  );
const ALONE = module('', '00');
/** (import "env" "g" (func)) */
const IMPORTS = module('0209010365 6e7601 67 0000', '01');

const BY_CODE = 'const { f } = new WebAssembly.Instance(a).exports;';

test.each([
  ['deno', 'the runtime, for an import', "import { f } from './a.wasm';", ALONE],
  ['deno', 'its own code', `import source a from './a.wasm';\n${BY_CODE}`, ALONE],
  [
    'deno',
    'its own code, with imports that are no files',
    "import source a from './a.wasm';\nconst { f } = (await WebAssembly.instantiate(a, { env: { g() {} } })).exports;",
    IMPORTS,
  ],
  ['workerd', 'its own code', `import a from './a.wasm';\n${BY_CODE}`, ALONE],
] as const)('%s: an instance made by %s is counted', async (runtime, name, start, bytes) => {
  const folder = path.join(work, `${runtime}-${name.replaceAll(/\W/g, '-')}`);
  await host.files.write(path.join(folder, 'a.wasm'), bytes);
  await host.files.write(
    path.join(folder, 'main.js'),
    `${start}\nexport default { fetch(request) { if (request.url.endsWith('/twice')) f(); f(); return new Response('ok'); } };\n`,
  );
  const bundle = await bundleOf(folder, 'main.js', host);
  const copy = await withCounters(bundle, 'a.wasm', runtime === 'deno' ? 'by import' : 'by code', host);
  const serve = {
    deno: () => serveDeno(copy, { vars: {} }, deno, host),
    workerd: async () =>
      serveWorkerd(copy, (await readConfig('.', host)).config, { vars: {}, isolates: 'one' }, workerd, host),
  };
  await using server = countedServer(await startedFor(copy, serve[runtime]), copy);
  const counted = async (at: string) => (await server.counting(async () => (await fetch(server.url + at)).text())).work;
  expect(await counted('/')).toEqual({ total: 2n, functions: new Map([[bytes === IMPORTS ? 1 : 0, 2n]]) });
  expect(await counted('/twice')).toMatchObject({ total: 4n });
  expect(await server.memory()).toBe(131_072);
});
