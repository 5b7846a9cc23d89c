import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type ResultsOptions, type ResultsStandin, startResults } from './server.ts';
import { step } from './step.ts';

const { artifactClient, become, cacheClient, files, folder, said } = step();

async function begin(options: ResultsOptions = {}): Promise<ResultsStandin> {
  const results = await startResults(options);
  become(results.env);
  return results;
}

test('an artifact is uploaded, listed, found, downloaded and deleted', async () => {
  await using results = await begin({ runId: 42 });
  const client = await artifactClient();
  const module = Buffer.alloc(3_000_000, 7);
  const paths = files({ 'out/worker.wasm': module, 'out/deep/manifest.json': '{}' });
  const made = await client.uploadArtifact('bundle', paths, join(folder(), 'out'), { retentionDays: 1 });

  const [artifact] = results.artifacts;
  expect(artifact).toMatchObject({
    id: made.id,
    name: 'bundle',
    runId: 42,
    size: made.size,
    digest: `sha256:${made.digest}`,
  });
  expect(artifact && [...results.files(artifact).keys()].sort()).toEqual(['deep/manifest.json', 'worker.wasm']);
  expect(artifact && results.files(artifact).get('worker.wasm')?.equals(module)).toBe(true);
  expect((await client.listArtifacts()).artifacts).toMatchObject([{ name: 'bundle', id: made.id }]);
  expect((await client.getArtifact('bundle')).artifact.digest).toBe(artifact?.digest);

  const expectedHash = artifact?.digest ?? '';
  const got = await client.downloadArtifact(made.id ?? 0, { path: join(folder(), 'in'), expectedHash });
  expect(got.digestMismatch).toBe(false);
  expect(readFileSync(join(folder(), 'in/worker.wasm')).equals(module)).toBe(true);
  const wrong = await client.downloadArtifact(made.id ?? 0, { path: join(folder(), 'in2'), expectedHash: 'sha256:0' });
  expect(wrong.digestMismatch).toBe(true);

  await client.deleteArtifact('bundle');
  expect(results.artifacts).toEqual([]);
});

test('an artifact larger than one block arrives whole', async () => {
  await using results = await begin();
  const bytes = Buffer.from(Array.from({ length: 1_200_000 }, (_, at) => Math.imul(at, 2_654_435_761) >>> 8).join(''));
  const [path = ''] = files({ 'noise.bin': bytes });
  const options = { compressionLevel: 0 };
  await (await artifactClient()).uploadArtifact('noise', [path], folder(), options);
  const [artifact] = results.artifacts;
  expect(artifact && results.files(artifact).get('noise.bin')?.equals(bytes)).toBe(true);
  expect(results.log.filter(({ query }) => query.comp === 'block').length).toBeGreaterThan(1);
});

test('one file can be an artifact without an archive', async () => {
  await using results = await begin();
  const client = await artifactClient();
  const [path = ''] = files({ 'report.html': '<h1>auth</h1>' });
  const { id = 0 } = await client.uploadArtifact('', [path], folder(), { skipArchive: true });
  await client.downloadArtifact(id, { path: join(folder(), 'in') });
  expect(readFileSync(join(folder(), 'in/report.html'), 'utf8')).toBe('<h1>auth</h1>');
  expect(results.artifacts).toMatchObject([{ name: 'report.html' }]);
});

test('a name is taken within its run, and free in the next', async () => {
  await using results = await begin({ runId: 1 });
  const client = await artifactClient();
  const paths = files({ 'a.txt': 'a' });
  await client.uploadArtifact('bundle', paths, folder());
  await expect(client.uploadArtifact('bundle', paths, folder())).rejects.toThrow(
    /\(409\) Conflict: an artifact with this name/,
  );
  become(results.run({ runId: 2 }));
  await client.uploadArtifact('bundle', paths, folder());
  expect(results.artifacts.map(({ runId }) => runId)).toEqual([1, 2]);
  expect((await client.listArtifacts()).artifacts).toHaveLength(1);
});

test('of two uploads of one name at the same time one is refused', async () => {
  await using results = await begin();
  const client = await artifactClient();
  const paths = files({ 'a.txt': 'a' });
  const both = [client.uploadArtifact('bundle', paths, folder()), client.uploadArtifact('bundle', paths, folder())];
  const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
  expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.artifacts).toHaveLength(1);
});

test('what is not there is not found', async () => {
  await using _ = await begin();
  const client = await artifactClient();
  await expect(client.getArtifact('nothing')).rejects.toThrow('Artifact not found for name: nothing');
  await expect(client.deleteArtifact('nothing')).rejects.toThrow('Artifact not found for name: nothing');
  await expect(client.downloadArtifact(99)).rejects.toThrow('No artifacts found for ID: 99');
});

test('a token that was not issued is refused, and so is one that speaks for another run', async () => {
  await using results = await begin({ runId: 1 });
  const client = await artifactClient();
  const [head, claims] = (results.env.ACTIONS_RUNTIME_TOKEN ?? '').split('.');
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', `${head}.${claims}.forged`);
  await expect(client.listArtifacts()).rejects.toThrow('(401) Unauthorized');
  const answer = await fetch(`${results.url}/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${results.run({ runId: 2 }).ACTIONS_RUNTIME_TOKEN}` },
    body: JSON.stringify({ workflow_run_backend_id: 'run-1', workflow_job_run_backend_id: 'job-1' }),
  });
  expect(answer.status).toBe(403);
});

test('a blob is for those who have its signed address, and a download address cannot be written to', async () => {
  await using results = await begin();
  const artifact = results.addArtifact(1, 'bundle', { a: 'b' });
  const url = results.downloadUrl(artifact);
  expect((await fetch(url)).headers.get('content-type')).toBe('application/zip');
  expect((await fetch(url.replace(/sig=[^&]+/, 'sig=x'))).status).toBe(403);
  expect((await fetch(url, { method: 'PUT', body: 'evil' })).status).toBe(403);
  expect((await fetch(url.replace('sp=r', 'sp=w'), { method: 'PUT', body: 'evil' })).status).toBe(403);
  expect(results.files(artifact).get('a')?.toString()).toBe('b');
  expect((await fetch(`${results.url}/twirp/nothing`, { method: 'POST' })).status).toBe(404);
});

test('a cache entry is saved once, and restored by its key, by a prefix, or not at all', async () => {
  await using results = await begin();
  const { restoreCache, saveCache, isFeatureAvailable } = await cacheClient();
  const paths = [join(folder(), 'registry')];
  const again = (key: string, prefixes: string[] = []): Promise<string | undefined> =>
    restoreCache(paths, key, prefixes);
  files({ 'registry/crate.txt': 'cached' });
  expect(isFeatureAvailable()).toBe(true);
  expect(await saveCache(paths, 'cargo-1')).toBe(1);
  expect(await saveCache(paths, 'cargo-1')).toBe(-1);
  expect(said()).toContain('Failed to save: Unable to reserve cache with key cargo-1');
  await saveCache(paths, 'cargo-2');

  rmSync(join(folder(), 'registry'), { recursive: true });
  expect(await again('cargo-1')).toBe('cargo-1');
  expect(readFileSync(join(folder(), 'registry/crate.txt'), 'utf8')).toBe('cached');
  expect(await again('other', ['cargo-'])).toBe('cargo-2');
  expect(await again('other')).toBeUndefined();
  expect(await restoreCache([join(folder(), 'elsewhere')], 'cargo-1')).toBeUndefined();
  expect(results.caches.map(({ key, scope, done }) => [key, scope, done])).toEqual([
    ['cargo-1', 'refs/heads/main', true],
    ['cargo-2', 'refs/heads/main', true],
  ]);
});

test("a pull request reads the default branch's cache, and what it writes stays its own", async () => {
  await using results = await begin();
  const { restoreCache, saveCache } = await cacheClient();
  const paths = [join(folder(), 'registry')];
  files({ 'registry/crate.txt': 'from main' });
  await saveCache(paths, 'cargo-1');

  const pull = results.run({ runId: 2, ref: 'refs/pull/7/merge' });
  become(pull);
  expect(await restoreCache(paths, 'cargo-1')).toBe('cargo-1');
  files({ 'registry/crate.txt': 'poison' });
  await saveCache(paths, 'cargo-1');
  become(results.env);
  await restoreCache(paths, 'cargo-1');
  expect(readFileSync(join(folder(), 'registry/crate.txt'), 'utf8')).toBe('from main');
  become(pull);
  await restoreCache(paths, 'cargo-1');
  expect(readFileSync(join(folder(), 'registry/crate.txt'), 'utf8')).toBe('poison');
});

test('a run may be allowed to read caches only, or not even that', async () => {
  await using results = await begin();
  const { restoreCache, saveCache } = await cacheClient();
  const paths = [join(folder(), 'registry')];
  files({ 'registry/crate.txt': 'cached' });
  await saveCache(paths, 'cargo-1');
  become(results.run({ runId: 2, cache: 'read' }));
  expect(await restoreCache(paths, 'cargo-1')).toBe('cargo-1');
  expect(await saveCache(paths, 'cargo-2')).toBe(-1);
  expect(said()).toContain(
    '::warning::Failed to save: Unable to reserve cache with key cargo-2. More details: cache write denied:',
  );
  become(results.run({ runId: 3, cache: 'none' }));
  expect(await restoreCache(paths, 'cargo-1')).toBeUndefined();
  expect(said()).toMatch(/::warning::Failed to restore: .*cache read denied:/);
  expect(results.caches).toHaveLength(1);
});

test('the client tries again after a 500', async () => {
  await using results = await begin();
  const injected = results.fail({ path: /ListArtifacts$/, status: 500 });
  const { setTimeout: later } = globalThis;
  const hurried = (run: () => void, ms?: number): NodeJS.Timeout => later(run, ms === 3000 ? 0 : ms);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(hurried as typeof setTimeout);
  const client = await artifactClient();
  expect((await client.listArtifacts()).artifacts).toEqual([]);
  expect(injected.hits).toBe(1);
  expect(results.log.map(({ status }) => status)).toEqual([500, 200]);
});

test('a cache that fails does not fail the job', async () => {
  await using results = await begin();
  const { restoreCache, saveCache } = await cacheClient();
  const paths = [join(folder(), 'registry')];
  files({ 'registry/crate.txt': 'cached' });
  results.fail({ path: /FinalizeCacheEntryUpload$/, status: 429, headers: { 'retry-after': '3' } });
  expect(await saveCache(paths, 'cargo-1')).toBe(-1);
  expect(await restoreCache(paths, 'cargo-1')).toBeUndefined();
  expect(results.caches).toMatchObject([{ key: 'cargo-1', done: false }]);
  expect(existsSync(join(folder(), 'registry'))).toBe(true);
});
