import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { packagedProgram } from '../../src/platform.ts';
import { toolCache } from '../../test/standins/cloudflare/tools.ts';
import { type Asked, repeat } from './repeat.ts';

declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object };

/** The same calls of the same copy, so many times, in one runtime. */
export interface Repeats {
  readonly copy: Uint8Array;
  readonly asked: readonly Asked[];
  readonly times: number;
  /** Of the counters' names. */
  readonly prefix: string;
  /** Where files may be written. */
  readonly folder: string;
}

const LONGEST_MS = 10 * 60_000;
const SOURCE = path.join(import.meta.dirname, 'repeat.ts');
const platform = { os: process.platform, arch: process.arch } as Parameters<typeof packagedProgram>[1];

/** A folder on the shelf that script/bootstrap and script/test fill. */
function shelf(name: RegExp): string {
  const all = path.join(toolCache(), 'wasm-ship');
  const found = readdirSync(all).find((entry) => name.test(entry));
  if (found === undefined) throw new Error(`no ${name} in ${all}: run script/bootstrap`);
  return path.join(all, found);
}

/** The wasmtime that serves components on the runner. */
export function wasmtime(): string {
  return path.join(shelf(/^wheel-wasi-/), 'wasmtime_cli', 'wasmtime');
}

async function inNode({ copy, asked, times, prefix }: Repeats): Promise<readonly string[]> {
  return repeat(new WebAssembly.Module(copy), asked, times, prefix);
}

async function inDeno({ copy, asked, times, prefix, folder }: Repeats): Promise<readonly string[]> {
  const program = path.join(shelf(/^npm-deno-/), 'node_modules', packagedProgram('deno', platform));
  const main = path.join(folder, 'deno.ts');
  writeFileSync(path.join(folder, 'copy.wasm'), copy);
  writeFileSync(path.join(folder, 'asked.json'), JSON.stringify(asked));
  writeFileSync(path.join(folder, 'repeat.ts'), readFileSync(SOURCE));
  writeFileSync(
    main,
    `import { repeat } from './repeat.ts';
const at = (name) => new URL(name, import.meta.url);
const module = new WebAssembly.Module(Deno.readFileSync(at('copy.wasm')));
const asked = JSON.parse(Deno.readTextFileSync(at('asked.json')));
console.log(JSON.stringify(repeat(module, asked, ${times}, '${prefix}')));`,
  );
  const args = ['run', '--no-check', `--allow-read=${folder}`, main];
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8', timeout: LONGEST_MS, env: { HOME: folder } }));
}

async function inWorkerd({ copy, asked, times, prefix, folder }: Repeats): Promise<readonly string[]> {
  const program = path.join(shelf(/^npm-cloudflare-/), 'node_modules', packagedProgram('workerd', platform));
  const config = path.join(folder, 'work.capnp');
  writeFileSync(path.join(folder, 'copy.wasm'), copy);
  writeFileSync(path.join(folder, 'asked.json'), JSON.stringify(asked));
  writeFileSync(path.join(folder, 'repeat.js'), stripTypeScriptTypes(readFileSync(SOURCE, 'utf8')));
  writeFileSync(
    path.join(folder, 'work.js'),
    `import module from './copy.wasm';
import asked from './asked.json';
import { repeat } from './repeat.js';
export default { fetch: () => Response.json(repeat(module, asked, ${times}, '${prefix}')) };`,
  );
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker)], sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);
const worker :Workerd.Worker = (compatibilityDate = "2026-11-01", modules = [
  (name = "work.js", esModule = embed "work.js"), (name = "repeat.js", esModule = embed "repeat.js"),
  (name = "copy.wasm", wasm = embed "copy.wasm"), (name = "asked.json", json = embed "asked.json")]);
`,
  );
  return served(program, ['serve', '--control-fd=1', config], 'stdout', /"port":(\d+)/, async (url) => {
    const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST_MS) });
    return (await response.json()) as readonly string[];
  });
}

/** The runtimes that give a copy's exports to who runs it. */
export const RUNTIMES = { node: inNode, deno: inDeno, workerd: inWorkerd } as const;

/** Starts a server on a free port of loopback, which it tells, asks it, and ends it. */
async function served<T>(
  program: string,
  args: readonly string[],
  on: 'stdout' | 'stderr',
  says: RegExp,
  ask: (url: string, output: () => string) => Promise<T>,
): Promise<T> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (data) => {
      output[name] += String(data);
    });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${program} does not listen: ${output.stderr}`)), 60_000);
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`${program} ended with ${code}: ${output.stderr}`)));
      child[on].on('data', () => {
        const found = says.exec(output[on])?.[1];
        if (found === undefined) return;
        clearTimeout(late);
        resolve(found);
      });
    });
    return await ask(`http://127.0.0.1:${port}/`, () => output.stdout + output.stderr);
  } finally {
    child.kill('SIGKILL');
  }
}
