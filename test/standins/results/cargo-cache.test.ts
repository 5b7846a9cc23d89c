import { chmodSync, statSync, utimesSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { actionsCache } from '../../../src/host/cache.ts';
import type { Host } from '../../../src/host/host.ts';
import { terminalHost } from '../../../src/host/terminal.ts';
import { type CargoToKeep, restoreCargo, saveCargo } from '../../../src/store/cargo.ts';
import { type ResultsStandin, type RunnerEnv, startResults } from './server.ts';
import { step } from './step.ts';

/** cargo's cache by the real client: a service that is broken, late or lies costs one warning, and nothing gets into place. */
const here = step();
const NEVER = new AbortController().signal;
const KEYS = { key: 'cargo-a-1', prefix: 'cargo-a-', off: 'off-a-1' };
const H = '5f2d802364de4d3f';
/** cargo believes times: to the part of a second. */
const OLD = 1_700_000_000.25;
const FILES = { [`target/r/deps/liba-${H}.rlib`]: 'x'.repeat(100_000), 'home/registry/cache/x/a-1.0.0.crate': 'crate' };
interface Job {
  readonly host: Host;
  readonly warnings: string[];
  readonly infos: string[];
}

function job(env: RunnerEnv, limitMs?: number): Job {
  here.become(env);
  const [warnings, infos]: string[][] = [[], []];
  const folders = { workspace: here.folder(), tools: '', work: join(here.folder(), 'work'), action: '' };
  const real = terminalHost({}, folders, NEVER);
  const warning = (message: string): void => void warnings?.push(message);
  const log = { ...real.log, warning, info: (message: string): void => void infos?.push(message) };
  return {
    host: { ...real, log, cache: actionsCache(env, warning, NEVER, limitMs) },
    warnings: warnings ?? [],
    infos: infos ?? [],
  };
}

function places() {
  return { home: join(here.folder(), 'home'), build: join(here.folder(), 'target') };
}

function wish(key = KEYS.key): CargoToKeep {
  const packages = [{ name: 'a', version: '1.0.0', source: 'registry+x' }];
  return { key, coldMs: 9000, what: { places: places(), packages, units: [H] } };
}

/** Files that are in place. */
async function inPlace({ host }: Job): Promise<string[]> {
  const files = await host.files.list(here.folder());
  return files.filter((file) => /^(home|target)\//.test(file));
}

/** All warnings of a step: ours, and those of the client, which it writes itself. */
function warningsOf({ warnings }: Job): string[] {
  const said = here.said().split('\n');
  return [...warnings, ...said.filter((line) => /^::(warning|error)/.test(line))];
}

/** An entry that an earlier job has kept; nothing of it is in place any more. */
async function kept(results: ResultsStandin): Promise<void> {
  const before = job(results.env);
  const [module = ''] = here.files(FILES);
  chmodSync(module, 0o755);
  utimesSync(module, OLD, OLD);
  await saveCargo(wish(), before.host);
  expect(warningsOf(before)).toEqual([]);
  for (const folder of ['home', 'target']) await before.host.files.remove(join(here.folder(), folder));
}

test('kept by one job, and in its places in the next: as it was, times and rights too', async () => {
  await using results = await startResults();
  await kept(results);
  const next = job(results.env);
  const warmth = await restoreCargo(KEYS, places(), next.host);
  expect(warmth).toMatchObject({ kind: 'restored', exact: true, coldMs: 9000 });
  expect(await inPlace(next)).toEqual(Object.keys(FILES).sort());
  const { mode, mtimeMs } = statSync(join(places().build, `r/deps/liba-${H}.rlib`));
  expect([mode & 0o777, mtimeMs]).toEqual([0o755, OLD * 1000]);
  expect(next.infos).toEqual([expect.stringMatching(/^Cargo from the cache: cargo-a-1, 100\.0 kB in /)]);
  expect(warningsOf(next)).toEqual([]);
});

test('of another Cargo.lock what there is; a marker ends that for the lock that it is of', async () => {
  await using results = await startResults();
  await kept(results);
  const next = job(results.env);
  const other = { key: 'cargo-a-2', prefix: 'cargo-a-', off: 'off-a-2' };
  expect(await restoreCargo(other, places(), next.host)).toMatchObject({ kind: 'restored', exact: false });
  await saveCargo({ key: KEYS.off, coldMs: 9000 }, next.host);
  for (const folder of ['home', 'target']) await next.host.files.remove(join(here.folder(), folder));
  expect(await restoreCargo(KEYS, places(), next.host)).toEqual({ kind: 'off' });
  expect(await inPlace(next)).toEqual([]);
  expect(await restoreCargo(other, places(), next.host)).toMatchObject({ kind: 'restored' });
});

type Spoil = (results: ResultsStandin) => void;
const status =
  (path: RegExp, code: number): Spoil =>
  (results) =>
    void results.fail({ path, status: code, times: 99, headers: { 'retry-after': '1' } });

/** What the service does, the warnings that it costs: the client says of a rate limit when it ends, too. */
test.each<[string, Spoil, number]>([
  ['answers 429', status(/GetCacheEntryDownloadURL/, 429), 2],
  ['answers 403', status(/GetCacheEntryDownloadURL/, 403), 1],
  ['has lost the archive', status(/^\/blob\//, 404), 1],
  ['has an archive of which a byte is another', (results) => flip(results), 1],
  ['has an archive that is no archive', (results) => void archiveOf(results).fill(7), 1],
])('a service that %s costs a warning, and nothing gets into place', async (_, spoil, warnings) => {
  await using results = await startResults();
  await kept(results);
  spoil(results);
  const next = job(results.env);
  expect(await restoreCargo(KEYS, places(), next.host)).toEqual({ kind: 'cold' });
  expect(warningsOf(next), here.said()).toHaveLength(warnings);
  expect(await inPlace(next)).toEqual([]);
});

test('a service that answers 500 is asked again, and costs one warning', async () => {
  await using results = await startResults();
  await kept(results);
  const { setTimeout: later } = globalThis;
  const hurried = (run: () => void, ms = 0): NodeJS.Timeout => later(run, ms < 100_000 ? Math.min(ms, 50) : ms);
  const fault = results.fail({ path: /CacheService/, status: 500, times: 99 });
  const next = job(results.env);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(hurried as typeof setTimeout); // it waits 3 s and more in between
  expect(await restoreCargo(KEYS, places(), next.host)).toEqual({ kind: 'cold' });
  expect(fault.hits).toBeGreaterThan(1);
  expect(warningsOf(next), here.said()).toHaveLength(1);
  expect(await inPlace(next)).toEqual([]);
});

function archiveOf(results: ResultsStandin): Buffer {
  const [entry] = results.caches;
  if (entry === undefined) throw new Error('nothing was kept');
  return results.bytes(entry);
}

function flip(results: ResultsStandin): void {
  const bytes = archiveOf(results);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
}

test('an archive that comes byte by byte is not waited for, and nothing gets into place', async () => {
  await using results = await startResults();
  await kept(results);
  const { url, close } = await drip(results);
  const next = job({ ...results.env, ACTIONS_RESULTS_URL: `${url}/` }, 1500);
  const since = performance.now();
  expect(await restoreCargo(KEYS, places(), next.host)).toEqual({ kind: 'cold' });
  expect(performance.now() - since).toBeLessThan(10_000);
  expect(warningsOf(next)).toEqual(['The cache could not be read: the service did not answer within 2 s.']);
  close();
  await vi.waitFor(() => expect(here.said()).toContain('Failed to restore: aborted')); // the client that was left behind
  expect(await inPlace(next)).toEqual([]);
});

/** The same service behind a line that lets ten bytes of an archive through a second. */
async function drip(results: ResultsStandin): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' };
    const answer = await fetch(`${results.url}${request.url}`, { method: request.method ?? 'GET', headers, ...body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (request.url?.startsWith('/blob/') !== true) {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(bytes.toString('utf8').replaceAll(results.url, own()));
      return;
    }
    response.writeHead(answer.status, {
      'content-length': answer.headers.get('content-length') ?? String(bytes.length),
    });
    for (const byte of request.method === 'HEAD' ? [] : bytes) {
      if (response.destroyed || !server.listening) return;
      response.write(Buffer.from([byte]));
      await sleep(100, undefined, { ref: false });
    }
    response.end();
  });
  const own = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: own(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('of two jobs with one key the second keeps nothing, and that is no failure', async () => {
  await using results = await startResults();
  await kept(results);
  const second = job(results.run({ runId: 2 }));
  here.files(FILES);
  await saveCargo(wish(), second.host);
  expect(warningsOf(second)).toEqual([]);
  expect(second.infos).toEqual([]); // it does not say that it kept what it did not
  expect(results.caches).toHaveLength(1);
});

test('a token that may not write costs one warning; it reads all the same', async () => {
  await using results = await startResults();
  await kept(results);
  const reader = job(results.run({ runId: 2, cache: 'read' }));
  here.files(FILES);
  await saveCargo(wish('cargo-a-9'), reader.host);
  expect(warningsOf(reader)).toEqual([expect.stringContaining('cache write denied')]);
  expect(results.caches).toHaveLength(1);
  expect(await inPlace(reader)).toEqual(Object.keys(FILES).sort());
  expect(await restoreCargo(KEYS, places(), reader.host)).toMatchObject({ kind: 'restored' });
});

test('a pull request’s job reads what the default branch has kept, and what it writes is not read there', async () => {
  await using results = await startResults();
  await kept(results);
  const pull = job(results.run({ runId: 2, ref: 'refs/pull/7/merge' }));
  here.files({ ...FILES, [`target/r/deps/liba-${H}.rlib`]: 'poison' });
  await saveCargo(wish(), pull.host);
  for (const folder of ['home', 'target']) await pull.host.files.remove(join(here.folder(), folder));
  const main = job(results.env);
  await restoreCargo(KEYS, places(), main.host);
  expect(await main.host.files.text(join(places().build, `r/deps/liba-${H}.rlib`))).toMatch(/^x+$/);
});
