import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { type RunSeed, SHAS } from '../standins/github/seed.ts';
import type { ActionResult, Trigger } from './action.ts';
import { NO_RUST, useOnce } from './once.ts';
import { pullRequest, push, tag } from './triggers.ts';

/** The same source is built once: later runs take what an earlier one has stored, where the API says that it can be believed. */
const { services, folder, repository, run, next, kept, forget } = useOnce('once');

describe('a source that was built by a push to the default branch', () => {
  let built: ActionResult;
  let stored: { readonly name: string; readonly files: Readonly<Record<string, Buffer>> };
  beforeAll(async () => {
    await repository({}, 'kept'); // nothing below compiles another source in this folder
    built = await run(push('main'));
    const [artifact] = kept();
    if (artifact === undefined) throw new Error(`nothing was stored:\n${built.log}`);
    stored = { name: artifact.name, files: Object.fromEntries(services().results.files(artifact)) };
  });

  it('is stored with all that later runs need', () => {
    expect(built.code, built.log).toBe(0);
    expect(built.outputs['cache-hit']).toBe('none');
    expect(kept()).toHaveLength(1);
    expect(Object.keys(stored.files).sort()).toEqual([
      'bundle/index.js',
      'bundle/index_bg.wasm',
      'candidate.json',
      'symbols/index_bg.wasm',
    ]);
  });

  it('is not built again for a pull request: without any Rust, the same bundle is measured, deployed and told', async () => {
    const result = await run(pullRequest(), { env: NO_RUST });
    expect(result.code, result.log).toBe(0);
    expect(result.log).toMatch(/^The same source was built before: taking the bundle of https:.*\/runs\/101\.$/m);
    expect(result.log).not.toContain('Building auth');
    for (const name of ['bundle-digest', 'wasm-size-brotli', 'rustc-version'])
      expect(result.outputs[name], name).toBe(built.outputs[name]);
    expect(result.outputs['cache-hit']).toBe('bundle');
    expect(result.report?.from).toMatch(/\/runs\/101$/);
    const answer = await fetchEdge(services().cloudflare, `${result.outputs['preview-url']}/health`);
    expect(answer.status).toBe(200);
    expect([...services().github.repository.comments.values()][0]?.body).toContain('[an earlier run](');
    expect(kept()).toHaveLength(1);
  });

  it('is built again for production where something was compiled on that machine before', async () => {
    expect(JSON.parse(String(stored.files['candidate.json']))).toMatchObject({ clean: false }); // as this target folder was
    const result = await run(tag('v1.0.0'), { env: NO_RUST });
    expect(result.log).toContain('was built with what a cache or an earlier job had left: no release.');
    expect(result.report?.failures[0]?.message).toContain('There is no rustc on PATH');
  });

  it('is not built again for production where nothing was: the tag after the merge ships the same bytes', async () => {
    const id = next();
    services().github.seed({ runs: [{ id, event: 'push', head_branch: 'main' }] });
    const told = String(stored.files['candidate.json']).replace('"clean": false', '"clean": true');
    services().results.addArtifact(id, stored.name, { ...stored.files, 'candidate.json': Buffer.from(told) });
    const result = await run(tag('v1.0.0'), { env: NO_RUST });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({ deployed: 'true', environment: 'production', 'cache-hit': 'bundle' });
    expect(result.outputs['bundle-digest']).toBe(built.outputs['bundle-digest']);
  });

  it('is built where the store cannot be asked, and where `cache: off` says so', async () => {
    services().github.fail({ path: /actions\/artifacts/, status: 403 });
    const asked = await run(pullRequest(), { env: NO_RUST });
    expect(asked.log).toMatch(/GitHub answered 403.*actions: read/);
    const off = await run(pullRequest(), { env: NO_RUST, inputs: { cache: 'off' } });
    expect(off.log).not.toMatch(/built before|GitHub answered/);
    for (const { report } of [asked, off]) expect(report?.failures[0]?.message).toContain('There is no rustc on PATH');
  });

  it.each<[string, Trigger, Partial<RunSeed>]>([
    ['a push takes nothing from a pull request', push('main'), { event: 'pull_request', head_branch: 'main' }],
    ['a push takes nothing from another branch', push('main'), { head_branch: 'feature' }],
    [
      'a pull request takes nothing from a fork',
      pullRequest(),
      { event: 'pull_request', head_repository: 'stranger/auth' },
    ],
    ['a pull request takes nothing from another workflow', pullRequest(), { path: '.github/workflows/other.yml' }],
    ['a release takes nothing from a pull request', tag('v1.0.1'), { event: 'pull_request', head_branch: 'main' }],
    ['a release takes nothing of a commit that main does not have', tag('v1.0.1'), { head_sha: SHAS.feature }],
  ])('%s', async (_, trigger, told) => {
    forget();
    const id = next();
    services().github.seed({ runs: [{ id, event: 'push', head_branch: 'main', ...told }] });
    services().results.addArtifact(id, stored.name, stored.files);
    const result = await run(trigger, { env: NO_RUST });
    expect(result.code).toBe(1);
    expect(result.report?.failures[0]?.message).toContain('There is no rustc on PATH');
  });

  it('bytes that are not those that were stored are not taken', async () => {
    const module = Buffer.from(stored.files['bundle/index_bg.wasm'] ?? '');
    module[module.length - 1] = (module.at(-1) ?? 0) ^ 1;
    forget();
    const id = next();
    services().github.seed({ runs: [{ id, event: 'push', head_branch: 'main' }] });
    services().results.addArtifact(id, stored.name, { ...stored.files, 'bundle/index_bg.wasm': module });
    const result = await run(pullRequest(), { env: NO_RUST });
    expect(result.code).toBe(1);
    expect(result.log).toContain('`index_bg.wasm` of a stored bundle is not what was stored.');
    forget();
  });
});

it('a source of which a file is changed is built, and neither stored nor looked for', async () => {
  await repository();
  await writeFile(path.join(folder(), 'src/lib.rs'), '\n');
  const result = await run(push('main'), { env: NO_RUST });
  expect(result.log).toContain(
    'The bundle is not stored for later runs of this source: `src/lib.rs` is not what the commit has.',
  );
  expect(kept()).toEqual([]);
});
