import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionResult, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import type { Registry } from '../standins/registries/loopback.ts';
import { type BareMachine, startBareMachine } from './bare-machine.ts';

/**
 * A run that starts with nothing: it gets a toolchain, packages and tools from registries on loopback, which serve what
 * script/bootstrap brought. Then each registry in turn serves one byte that is another.
 */
const workspace = path.join(root, 'examples', 'auth');
const began = performance.now();
let services: Services;
let machine: BareMachine;

/** A run, with the time at which each line of its log came. */
interface Timed {
  readonly result: ActionResult;
  readonly ms: number;
  /** performance.now() of the first line that fits. */
  at(pattern: RegExp): number;
}

function say(line: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
}

async function ship(title: string, env: Record<string, string>, inputs: Record<string, string>): Promise<Timed> {
  say(title);
  const lines: { readonly text: string; readonly at: number }[] = [];
  const since = performance.now();
  const result = await runAction({
    services,
    workspace,
    trigger: pullRequest(),
    inputs,
    env,
    onLine: (text) => {
      lines.push({ text, at: performance.now() });
      if (/^(Getting |Got |::error|Rust |Measuring )|Building auth|Finished/.test(text)) say(`  ${text}`);
    },
    timeoutMs: 1_800_000,
  });
  const at = (pattern: RegExp): number => lines.find(({ text }) => pattern.test(text))?.at ?? Number.NaN;
  return { result, ms: performance.now() - since, at };
}

/** Names in a folder; none where it is not there. */
async function namesIn(...parts: readonly string[]): Promise<string[]> {
  return (await readdir(path.join(...parts)).catch(() => [])).sort();
}

async function toolNamed(pattern: RegExp): Promise<string> {
  const name = (await namesIn(machine.shelf)).find((entry) => pattern.test(entry));
  if (name === undefined) throw new Error(`no ${pattern} in ${machine.shelf}`);
  return path.join(machine.shelf, name);
}

function registries(): Registry[] {
  return [machine.npm, machine.cargo, machine.rustup];
}

beforeAll(async () => {
  services = await startServices(toolCache());
  machine = await startBareMachine(say);
});
afterAll(async () => {
  await machine?.[Symbol.asyncDispose]();
  await services?.[Symbol.asyncDispose]();
});

describe('a run on a machine that has nothing', () => {
  const inputs = { 'latency-duration': '1 s' };
  let before: string[];
  let cold: Timed;

  beforeAll(async () => {
    before = await namesIn(workspace);
    cold = await ship('Starting with nothing (some minutes of compiling) …', machine.env(), inputs);
    say(`  exit code ${cold.result.code} after ${(cold.ms / 1000).toFixed(1)} s`);
  }, 1_800_000);

  it('gets all that it needs, and ships', async () => {
    expect(cold.result.code, cold.result.log).toBe(0);
    const url = cold.result.outputs['preview-url'];
    const answer = await fetchEdge(services.cloudflare, `${url}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    for (const registry of registries()) expect(registry.requests.length).toBeGreaterThan(0);
  });

  it('has put tools into the tool cache, and nowhere else', async () => {
    // beside the tools: the note of a server that did not answer
    const there = (await namesIn(machine.shelf)).filter((name) => !name.endsWith('.silent'));
    const shelf = there.filter((name) => !name.startsWith('rustc-wrapper-')); // a few lines of our own
    expect(there).toHaveLength(shelf.length + 1);
    const kinds = shelf.map((name) => name.replace(/-\d.*|-[0-9a-f]{12}$/, ''));
    const wasmOpt = kinds.includes('wasm-opt') ? 'wasm-opt' : 'npm-wasm-opt'; // the native one, where its server answers
    expect(kinds).toEqual(['npm-cloudflare', wasmOpt, 'wasm-bindgen', 'worker-build']);
    for (const name of shelf) expect(await namesIn(machine.shelf, name)).toContain('.wasm-ship-done');
    expect(await namesIn(machine.folder, 'cargo', 'bin')).toEqual([]);
    const visible = (await namesIn(machine.folder, 'cargo')).filter((name) => !name.startsWith('.'));
    expect(visible).toEqual(['config.toml', 'registry']);
    expect(await namesIn(workspace)).toEqual(before);
    for (const name of ['node_modules', 'package.json', 'target']) expect(before).not.toContain(name);
    const home = await namesIn(machine.folder, 'home');
    for (const name of ['.cargo', '.rustup', '.npm', 'node_modules']) expect(home).not.toContain(name);
  });

  it('fetches and compiles tools while cargo compiles the crate', () => {
    const [started, compiled] = [cold.at(/Building auth/), cold.at(/Finished `release`/)];
    expect(started).toBeLessThan(compiled);
    expect(machine.npm.requests[0]?.at).toBeLessThan(compiled);
    const tool = machine.cargo.requests.find(({ path: asked }) => asked.startsWith('/crates/worker-build-'));
    expect(tool?.at).toBeLessThan(compiled);
    expect(cold.at(/Got worker-build/)).toBeGreaterThan(started);
  });

  it('fetches nothing the next time, and is far quicker', async () => {
    const asked = registries().map(({ requests }) => requests.length);
    const warm = await ship('Once more, with what the first run left …', machine.env(), inputs);
    say(`  exit code ${warm.result.code} after ${(warm.ms / 1000).toFixed(1)} s`);
    expect(warm.result.code, warm.result.log).toBe(0);
    expect(registries().map(({ requests }) => requests.length)).toEqual(asked);
    expect(warm.ms).toBeLessThan(cold.ms / 4);
    expect(warm.result.outputs['bundle-digest']).toBe(cold.result.outputs['bundle-digest']);
  });
});

describe('one flipped byte', () => {
  const quick = { optimize: 'off', latency: 'false' };

  /** The run failed by one error; nothing half made is left, and nothing was deployed. */
  async function refused(run: Timed, message: RegExp, tool: string | undefined): Promise<void> {
    const errors = run.result.log.split('\n').filter((line) => line.startsWith('::error'));
    expect(errors.join('\n'), run.result.log).toMatch(message);
    expect([run.result.code, errors.length, run.result.outputs.deployed]).toEqual([1, 1, 'false']);
    const shelf = await namesIn(machine.shelf);
    expect(shelf.filter((name) => /\.(part-|lock)/.test(name))).toEqual([]);
    if (tool !== undefined) expect(shelf).not.toContain(path.basename(tool));
  }

  it('in the npm package of workerd is refused; without it the same run ends well', async () => {
    const tool = await toolNamed(/^npm-cloudflare-/);
    await using _ = await machine.without(tool);
    const env = machine.env({ npm: 'npm-2' });
    {
      using flip = machine.npm.flip(/\/@cloudflare\/workerd-\w+-\w+\/-\//);
      const run = await ship('One byte of workerd’s package is another …', env, quick);
      expect(flip.served.length).toBeGreaterThan(0);
      const message = /@cloudflare\/workerd-\S+ is not what we know: its bytes do not have the hash of our lock file/;
      await refused(run, message, tool);
      expect(run.result.log).toMatch(/^::error .*Nothing of it was run/m);
    }
    const healed = await ship('The right bytes again …', env, quick);
    expect(healed.result.code, healed.result.log).toBe(0);
  });

  it('in the crate of worker-build is refused', async () => {
    const tool = await toolNamed(/^worker-build-/);
    await using _ = await machine.without(tool);
    const kept = path.join(machine.folder, 'cargo', 'registry');
    const [registry = ''] = await namesIn(kept, 'cache');
    const crates = await namesIn(kept, 'cache', registry);
    const crate = crates.find((name) => name.startsWith('worker-build-')) ?? '';
    await using _archive = await machine.without(path.join(kept, 'cache', registry, crate));
    await using _source = await machine.without(path.join(kept, 'src', registry, crate.replace(/\.crate$/, '')));
    using flip = machine.cargo.flip(/\/crates\/worker-build-/);
    const run = await ship('One byte of worker-build’s crate is another …', machine.env(), quick);
    expect(flip.served.length).toBeGreaterThan(0);
    const message =
      /worker-build v[\d.]+ is not what we know: its bytes do not have the checksum of its registry\. Nothing of it was run/;
    await refused(run, message, tool);
  });

  it('in the standard library for wasm is refused', async () => {
    using flip = machine.rustup.flip(/rust-std-wasm32/);
    const run = await ship(
      'One byte of the standard library for wasm is another …',
      machine.env({ rustup: 'rustup-2' }),
      quick,
    );
    expect(flip.served.length).toBeGreaterThan(0);
    const message =
      /rust-std-wasm32-unknown-unknown of Rust stable is not what we know: its bytes do not have the hash of its channel\. Nothing of it was run/;
    await refused(run, message, undefined);
    expect(await namesIn(machine.folder, 'rustup-2', 'toolchains')).toEqual([]);
  });
});
