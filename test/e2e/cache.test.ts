import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAction, runPost, toolCache } from './action.ts';
import { early } from './early.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest, tag } from './triggers.ts';

/** Tools kept between runs, by the real cache client. The tool folder here is a small one, so that runs end early. */
let services: Services;
let folder: string;
let tool: string;

beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-cache-'));
  tool = path.join(folder, 'wasm-ship', 'some-tool-1.0', 'tool');
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

it('a push to the default branch keeps them after the job, and a pull request gets them back', async () => {
  await mkdir(path.dirname(tool), { recursive: true });
  await writeFile(tool, 'a tool');
  const pushed = await runAction(early(services, folder));
  expect(pushed.outputs['cache-hit']).toBe('none');
  expect(pushed.state.WASM_SHIP).toMatch(/^\{"save":"wasm-ship-tools-1-linux-x64-[0-9a-f]{16}"\}$/);
  expect((await runPost(early(services, folder), pushed)).code).toBe(0);
  expect(services.results.caches.map((entry) => entry.key)).toEqual([
    expect.stringMatching(/^wasm-ship-tools-1-linux-x64-[0-9a-f]{16}$/),
  ]);

  await rm(path.join(folder, 'wasm-ship'), { recursive: true });
  const pulled = await runAction(early(services, folder, { trigger: pullRequest() }));
  expect(pulled.log).toContain('Tools from the cache: wasm-ship-tools-1-linux-x64-');
  expect(pulled.outputs['cache-hit']).toBe('tools');
  expect(await readFile(tool, 'utf8')).toBe('a tool');
  expect(pulled.state.WASM_SHIP).toBe('{}'); // a pull request keeps nothing

  // the next push builds with nothing of it, since a release takes what it builds; the same tools are not kept again
  await rm(path.join(folder, 'wasm-ship'), { recursive: true });
  const again = await runAction(early(services, folder));
  expect(again.log).not.toContain('Tools from the cache');
  expect((await runPost(early(services, folder), again)).code).toBe(0);
  expect(services.results.caches).toHaveLength(1);
});

it('a release restores nothing: no cache that somebody could have written changes a byte of it', async () => {
  await rm(path.join(folder, 'wasm-ship'), { recursive: true, force: true });
  const released = await runAction(early(services, folder, { trigger: tag('v1.0.0') }));
  expect(released.outputs['cache-hit']).toBe('none');
  expect(released.log).not.toMatch(/from the cache|Cache hit/);
  expect(released.state.WASM_SHIP).toBe('{}');
});
