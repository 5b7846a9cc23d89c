import * as v from 'valibot';
import { ShipError } from '../error.ts';
import type { Command, Host } from '../host/host.ts';

/** How long V8 itself takes with a module, in a process that has never seen it. */
export interface V8Times {
  /** Of V8. */
  readonly version: string;
  /** With what is put off until a function is called: that is a part of the first answer. */
  readonly compileMs: number;
  /** With imports that do nothing, and the start function where there is one. */
  readonly instantiateMs: number | undefined;
  /** Why it could not be instantiated so. */
  readonly why: string | undefined;
}

const CHILD_MS = 60_000;

/**
 * What the child does. A custom section of random bytes behind the module makes it one that no code cache knows.
 * It is a text, since what we ship is one file.
 */
const SCRIPT = `
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
const nonce = Buffer.concat([Buffer.from([0, 22, 5]), Buffer.from('nonce'), randomBytes(16)]);
const bytes = Buffer.concat([readFileSync(process.argv[1]), nonce]);
const compiling = performance.now();
const module = new WebAssembly.Module(bytes);
const compileMs = performance.now() - compiling;
const stubs = { function: () => () => 0, tag: () => WebAssembly.JSTag };
const imports = Object.create(null);
let why;
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  const stub = stubs[kind]?.();
  if (stub === undefined) why ??= 'it imports ' + from + '.' + name + ', a ' + kind;
  imports[from] ??= Object.create(null);
  imports[from][name] = stub;
}
let instantiateMs;
if (why === undefined) {
  const instantiating = performance.now();
  try {
    new WebAssembly.Instance(module, imports);
    instantiateMs = performance.now() - instantiating;
  } catch (error) {
    why = String(error?.message ?? error);
  }
}
console.log(JSON.stringify({ version: process.versions.v8, compileMs, instantiateMs, why }));
`;

const ms = v.pipe(v.number(), v.minValue(0));
const answer = v.object({
  version: v.string(),
  compileMs: ms,
  instantiateMs: v.optional(ms),
  why: v.optional(v.string()),
});

/** A start function is code of the repository: it may do nothing but count, but it may do that for long. */
export function v8Command(file: string, node: string): Command {
  const args = ['--input-type=module', '--eval', SCRIPT, file];
  return { file: node, args, name: 'the measurement of V8', trust: 'theirs', timeoutMs: CHILD_MS };
}

/**
 * Has V8, as it is in our own Node, compile and instantiate a core module.
 * @throws ShipError where V8 does not take it
 */
export async function v8Times(file: string, host: Pick<Host, 'run' | 'platform'>): Promise<V8Times> {
  const { stdout } = await host.run(v8Command(file, host.platform.node));
  const told = v.safeParse(answer, json(stdout));
  if (!told.success) throw new ShipError('probe', 'The measurement of V8 told nothing.', { tail: stdout });
  const { version, compileMs, instantiateMs, why } = told.output;
  return { version, compileMs, instantiateMs, why };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
