import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { edgeTools } from '../../src/build/equip.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { componentExports } from '../../src/wasm/component.ts';
import { type ActionResult, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** The action on crates without dependencies, of the kinds that no example is: real cargo, wasm-opt, deno and wasmtime. */
let services: Services;
let folder: string;
beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-tiny-'));
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const manifest = (more: string): string =>
  `[package]\nname = "tiny"\nversion = "0.1.0"\nedition = "2024"\n[package.metadata.wasm-ship]\nlatency-duration = "1 s"\n${more}`;

/** The crate is called by `name`, as an artifact of each has to be. */
async function run(name: string, files: Readonly<Record<string, string>>): Promise<ActionResult> {
  const workspace = path.join(folder, name);
  const lock = 'version = 4\n\n[[package]]\nname = "tiny"\nversion = "0.1.0"\n';
  for (const [file, text] of Object.entries({ 'Cargo.lock': lock, ...files })) {
    await mkdir(path.dirname(path.join(workspace, file)), { recursive: true });
    await writeFile(path.join(workspace, file), text.replaceAll('tiny', name));
  }
  const env = { CARGO_TARGET_DIR: undefined };
  return runAction({ services, workspace, trigger: pullRequest(), credentials: false, env });
}

/** `add` without wasm-bindgen, and an entry that answers with it and with a test var. */
const PLAIN = {
  'Cargo.toml': manifest(
    'test-vars = { GREETING = "hi" }\nrequests = [{ path = "/?a=40&b=2", expect = 242 }]\n[lib]\ncrate-type = ["cdylib"]\n',
  ),
  'src/lib.rs': '#[unsafe(no_mangle)]\npub extern "C" fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n',
  'deno.jsonc': '{ /* nothing */ }',
  'main.js': `import { add } from './wasm/tiny.wasm';
import { ask } from './ask.ts';
export default {
  fetch: (request) => new Response('', { status: 200 + add(ask(request, 'a'), ask(request, 'b')) * (Deno.env.get('GREETING') === 'hi') }),
};
`,
  'ask.ts': 'export const ask = (r: Request, name: string): number => Number(new URL(r.url).searchParams.get(name));\n',
  'not-imported.ts': 'throw new Error();\n',
};

it('a plain cdylib in deno: the module is in the place that it is imported from, and answers', async () => {
  const result = await run('plain', PLAIN);
  expect(result.log).not.toMatch(/^::(error|warning)/m);
  expect(result.code).toBe(0);
  const names = result.report?.bundle?.files.map(({ name, kind }) => `${kind} ${name}`);
  expect(names).toEqual(['javascript main.js', 'javascript ask.ts', 'data deno.jsonc', 'wasm wasm/plain.wasm']);
  expect(result.report?.latency?.warm.all.n).toBeGreaterThan(10);
});

it('an entry that fails at start is told with what deno said', async () => {
  const result = await run('failing', { ...PLAIN, 'ask.ts': 'throw new Error("no such thing");\n' });
  expect(result.code).toBe(1);
  expect(result.report?.failures).toEqual([
    expect.objectContaining({ stage: 'latency', tail: expect.stringMatching(/^error: Uncaught SyntaxError: .*ask/) }),
  ]);
});

const COMMAND = {
  'Cargo.toml': manifest('edge = "wasi"\nlatency = false\n'),
  'src/main.rs': 'fn main() {\n    println!("hello {}", std::env::args().nth(1).unwrap_or_default());\n}\n',
};

it('a WASI command is built into a component that wasmtime runs', async () => {
  const result = await run('command', COMMAND);
  expect(result.log).not.toMatch(/^::(error|warning)/m);
  expect(result.code).toBe(0);
  const module = result.outputs['wasm-path'] ?? '';
  expect(componentExports(await readFile(module))).toEqual([expect.stringMatching(/^wasi:cli\/run@0\.2\./)]);
  const { before, after } = result.report?.module ?? {};
  expect(after?.raw).toBeLessThan(before?.raw ?? 0); // wasm-opt had its turn inside of the component
  const folders = { workspace: folder, tools: path.join(toolCache(), 'wasm-ship'), work: folder, action: root };
  await using host = terminalHost(process.env, folders, new AbortController().signal);
  const wasmtime = path.join(await edgeTools('wasi', host), 'wasmtime');
  expect(execFileSync(wasmtime, ['run', module, 'there'], { encoding: 'utf8' })).toBe('hello there\n');
});

it('a WASI command that is to be measured is refused with the mend', async () => {
  const result = await run('measured', { ...COMMAND, 'Cargo.toml': manifest('edge = "wasi"\n') });
  expect(result.code).toBe(1);
  expect(result.log).toMatch(
    /::error.*measured answers no requests: its component exports wasi:cli\/run@.*`latency` to `false`/,
  );
});
