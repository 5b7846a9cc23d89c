import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { attribute, total } from '../../src/size/attribute.ts';
import { demangle } from '../../src/size/demangle.ts';
import { functionName } from '../../src/size/function-name.ts';
import { readModule } from '../../src/wasm/module.ts';
import { strip } from '../../src/wasm/sections.ts';
import { root } from '../e2e/action.ts';

const run = promisify(execFile);
const TOOLS = path.join(homedir(), '.cache', 'wasm-ship', 'twiggy-0.8.0');
const TARGET = path.join(homedir(), '.cache', 'wasm-ship', 'target-twiggy');
const TWIGGY = path.join(TOOLS, 'bin', 'twiggy');

/** Crates of the examples, as cargo leaves them: with their names. */
const MODULES = [
  ['auth', 'examples/auth', 'wasm32-unknown-unknown/release/auth.wasm'],
  ['command', 'test/fixtures/kinds/command', 'wasm32-wasip1/release/count.wasm'],
] as const;

beforeAll(async () => {
  if (!existsSync(TWIGGY)) await run('cargo', ['install', 'twiggy@0.8.0', '--locked', '--root', TOOLS]);
}, 900_000);

interface Item {
  readonly name: string;
  readonly shallow_size: number;
}

/** A name as twiggy shows it. */
const shown = (name: string): string => demangle(name, true) ?? name;

/** Bytes of an unsigned LEB128 number. */
const leb = (value: number): number => Math.max(1, Math.ceil(value.toString(2).length / 7));

function sums(rows: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const [name, bytes] of rows) all.set(name, (all.get(name) ?? 0) + bytes);
  return all;
}

describe.each(MODULES)('%s, against twiggy', (_, crate, file) => {
  let named: Uint8Array;
  let items: readonly Item[];

  beforeAll(async () => {
    const [target = ''] = file.split('/');
    const env = { ...process.env, CARGO_TARGET_DIR: TARGET };
    await run('cargo', ['build', '--release', '--locked', '--target', target], { cwd: path.join(root, crate), env });
    named = new Uint8Array(await readFile(path.join(TARGET, file)));
    const { stdout } = await run(TWIGGY, ['top', '-f', 'json', path.join(TARGET, file)], { maxBuffer: 1e9 });
    items = JSON.parse(stdout);
  });

  it('each function has the same bytes, and what twiggy counts of the function section', () => {
    const { functions, names } = readModule(named);
    expect(functions.length).toBeGreaterThan(200);
    // twiggy has its own words for a function without a name
    const ours = functions.flatMap((one) => {
      const name = names.functions.get(one.index);
      return name === undefined ? [] : [[shown(name), one.end - one.start + leb(one.type)] as const];
    });
    const known = new Set(ours.map(([name]) => name));
    const theirs = items.filter(({ name }) => known.has(name)).map((item) => [item.name, item.shallow_size] as const);
    expect(sums(theirs)).toEqual(sums(ours));
  });

  it('each row has the bytes of its functions, and all rows are the file', () => {
    const { functions, names } = readModule(named);
    const shipped = strip(named);
    const found = attribute(shipped, named);
    expect(total(found.functions) + total(found.data) + total(found.structure)).toBe(shipped.length);
    const theirs = sums(items.map((item) => [item.name, item.shallow_size]));
    const rows = functions.flatMap((one) => {
      const name = names.functions.get(one.index);
      return name === undefined ? [] : [{ one, name: shown(name), path: functionName(name).path }];
    });
    const single = rows.filter(({ path: of }) => rows.filter((other) => other.path === of).length === 1);
    expect(single.length).toBeGreaterThan(100);
    for (const { one, name, path: of } of single) {
      const bytes = found.functions.find((row) => row.name === of)?.bytes ?? 0;
      expect(bytes + leb(one.type), name).toBe(theirs.get(name));
    }
  });
});
