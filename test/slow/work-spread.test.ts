import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf } from '../../src/build/bundle.ts';
import { serveCountedWasmtime } from '../../src/edge/wasi/serve.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { compareWork, isExact, judgeWork, type RouteWork, workMovers } from '../../src/latency/work.ts';
import { countedWork, type Work } from '../../src/work.ts';
import { cacheFolder, root } from '../e2e/action.ts';
import { runtimeOf } from '../standins/edge-tools.ts';

/**
 * Work of a service that is not deterministic, in the real wasmtime: `/luck` asks the host for random numbers until it likes
 * one. `more`: what the changed one does on each route besides.
 */
const LUCK = (more: number): string => `
        if path == "/luck" {
            let mut drawn = 0_u64;
            while wasip2::random::random::get_random_u64() % 64 != 0 {
                drawn = std::hint::black_box(hash(drawn, 100));
            }
        }
        std::hint::black_box(hash(0, ${more}));
`;
const HASH = `
#[inline(never)]
fn hash(from: u64, rounds: u32) -> u64 {
    (0..rounds).fold(from, |sum, n| std::hint::black_box(sum.rotate_left(5) ^ u64::from(n)))
}
`;

let folder: string;
let host: Host;
let wasmtime: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-spread-'));
  const work = path.join(folder, 'work');
  await mkdir(work);
  host = terminalHost(
    process.env,
    { workspace: folder, tools: work, work, action: root },
    new AbortController().signal,
  );
  wasmtime = await runtimeOf('wasi');
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The fixture that answers wasi:http, with such a route. */
async function built(name: string, more: number): Promise<string> {
  const crate = path.join(folder, name);
  await cp(path.join(root, 'test/fixtures/kinds/handler'), crate, { recursive: true });
  const source = path.join(crate, 'src/lib.rs');
  const text = await readFile(source, 'utf8');
  const at = '        let response = OutgoingResponse';
  expect(text).toContain(at);
  await writeFile(source, text.replace(at, LUCK(more) + at) + HASH);
  const to = process.env.CARGO_TARGET_DIR ?? path.join(cacheFolder(), 'target-kinds');
  const target = path.join(to, `spread-${name}`); // two crates of one name and version, each of them once
  execFileSync('cargo', ['build', '--quiet', '--release', '--locked', '--target', 'wasm32-wasip2'], {
    cwd: crate,
    env: { ...process.env, CARGO_TARGET_DIR: target },
    stdio: 'inherit',
  });
  return path.join(target, 'wasm32-wasip2/release/echo.wasm');
}

const request = (at: string) => ({
  ...{ name: at, method: 'GET', path: at, headers: {}, body: undefined, expect: 200, weight: 1 },
});
const PLAN = { health: request('/'), requests: [request('/'), request('/luck')], vars: {} };

async function workOf(file: string): Promise<Work> {
  const dir = path.join(folder, `bundle-${host.random(3)}`);
  await mkdir(dir);
  await cp(file, path.join(dir, 'echo.wasm'));
  const bundle = await bundleOf(dir, 'echo.wasm', host);
  const sizes = { raw: 0, gzip: 0, brotli: 0 };
  const module = { before: sizes, after: sizes, file: 'echo.wasm' };
  const serveCounted = (of: typeof bundle, _: string, options: { readonly vars: Readonly<Record<string, string>> }) =>
    serveCountedWasmtime(of, options, wasmtime, host);
  return countedWork(
    { bundle, module, named: file },
    PLAN,
    { service: { serveCounted }, tools: Promise.resolve('') },
    host,
  );
}

describe('a service with a route that is left to chance', () => {
  let [base, same, more] = [] as unknown as [Work, Work, Work];
  beforeAll(async () => {
    const [before, after] = [await built('base', 0), await built('head', 2_000_000)];
    [base, same, more] = [await workOf(before), await workOf(before), await workOf(after)];
  }, 1_800_000);
  const of = ({ routes }: Work, name: string): RouteWork =>
    routes.find((route) => route.name === name) ?? { name: 'not there', least: 0, middle: 0, most: 0, means: [] };
  const verdicts = (head: Work, percent: number) =>
    Object.fromEntries(compareWork(base.routes, head.routes).map((one) => [one.name, judgeWork(one, { percent })]));

  it('its spread is shown, and the other route repeats to the instruction', () => {
    expect(isExact(of(base, '/'))).toBe(true);
    expect(of(same, '/')).toEqual(of(base, '/'));
    const { least, middle, most } = of(base, '/luck');
    expect(most - least).toBeGreaterThan(1000);
    expect(least).toBeLessThan(middle);
    expect(middle).toBeLessThan(most);
  });

  it('against itself it is not over its budget; nobody can tell whether it is within', () => {
    expect(verdicts(same, 2)).toEqual({ '/': 'within', '/luck': 'cannot tell' });
  });

  it('where it does more than chance could, it is over', () => {
    expect(verdicts(more, 2)).toEqual({ '/': 'over', '/luck': 'over' });
    expect(verdicts(more, 1e9)).toEqual({ '/': 'within', '/luck': 'within' });
  });

  it('what chance alone has moved is no new work; what is, is told by its name', () => {
    expect(workMovers(base.functions, same.functions)).toEqual([]);
    expect(workMovers(base.functions, more.functions)[0]).toMatchObject({ name: 'echo::hash' });
  });

  it('the linear memory of an instance is told', () => {
    expect(base.memory).toBeGreaterThanOrEqual(17 * 65_536);
    expect((base.memory ?? 0) % 65_536).toBe(0);
  });
});
