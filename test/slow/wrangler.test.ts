import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useStandin } from '../standins/cloudflare/bench.ts';
import { fetchEdge } from '../standins/cloudflare/cloudflare.ts';
import { callApi } from '../standins/cloudflare/payload.ts';
import { wrangler } from '../standins/cloudflare/wrangler.ts';

/** What of wrangler no stage of ours calls yet, against the stand-in. */
const { standin, folder, project, existing, see, requestsFor } = useStandin();

describe.concurrent('the real wrangler', () => {
  test('uploads a version that nobody sees, proves it at 0 %, promotes it, rolls back', async () => {
    const old = await existing('staged', 'old');
    const cwd = await project('staged', 'new');
    const uploaded = await wrangler(standin(), ['versions', 'upload', '--preview-alias', 'pr-7'], { cwd });
    expect(uploaded.code, uploaded.output).toBe(0);
    const id = String(uploaded.records[0]?.version_id);
    expect(uploaded.records[0]).toMatchObject({
      preview_url: standin().url('staged', id.slice(0, 8)),
      preview_alias_url: standin().url('staged', 'pr-7'),
    });
    const releaseAt = async (url: string, headers = {}): Promise<string> => (await see(url, headers)).release;
    expect(await releaseAt(standin().url('staged'))).toBe('old');
    expect(await releaseAt(standin().url('staged', 'pr-7'))).toBe('new');
    expect(await releaseAt(standin().url('staged', id.slice(0, 8)))).toBe('new');
    const override = { 'cloudflare-workers-version-overrides': `staged="${id}"` };
    expect(await releaseAt(standin().url('staged'), override)).toBe('old');

    const canary = await wrangler(standin(), ['versions', 'deploy', `${id}@0`, `${old}@100`, '-y'], { cwd });
    expect(canary.code, canary.output).toBe(0);
    expect(await releaseAt(standin().url('staged'))).toBe('old');
    expect(await releaseAt(standin().url('staged'), override)).toBe('new');

    const promoted = await wrangler(standin(), ['versions', 'deploy', `${id}@100`, '-y', '--message', 'up'], { cwd });
    expect(promoted.code, promoted.output).toBe(0);
    expect(await releaseAt(standin().url('staged'))).toBe('new');

    const back = await wrangler(standin(), ['rollback', '-y', '-m', 'down'], { cwd });
    expect(back.code, back.output).toBe(0);
    expect(await releaseAt(standin().url('staged'))).toBe('old');

    const { result } = await callApi(standin(), 'GET', 'scripts/staged/deployments');
    expect((result as { deployments: object[] }).deployments[0]).toMatchObject({
      annotations: { 'workers/message': 'down' },
      versions: [{ version_id: old, percentage: 100 }],
    });
  });

  test('keeps secrets over deploys, and changes them', async () => {
    await existing('vault', 'one');
    const cwd = await project('vault', 'two');
    const put = await wrangler(standin(), ['secret', 'put', 'KEY'], { cwd, input: 's1' });
    expect(put.code, put.output).toBe(0);
    expect(await see(standin().url('vault'))).toMatchObject({ release: 'one', env: { KEY: 's1' } });

    await writeFile(join(cwd, 'secrets.json'), JSON.stringify({ OTHER: '"quoted" \\ naïve' }));
    const deployed = await wrangler(standin(), ['deploy', '--secrets-file', 'secrets.json'], { cwd });
    expect(deployed.code, deployed.output).toBe(0);
    expect((await see(standin().url('vault'))).env).toEqual({ KEY: 's1', OTHER: '"quoted" \\ naïve' });

    const bulk = await wrangler(standin(), ['secret', 'bulk'], { cwd, input: '{"KEY":"s2","OTHER":null}' });
    expect(bulk.code, bulk.output).toBe(0);
    expect((await see(standin().url('vault'))).env).toEqual({ KEY: 's2' });

    const listed = await wrangler(standin(), ['secret', 'list'], { cwd });
    expect(JSON.parse(listed.output)).toEqual([{ name: 'KEY', type: 'secret_text' }]);
  });

  test('deletes a Worker and all that ran for it', async () => {
    await existing('gone', 'one');
    const cwd = await folder('gone');
    const deleted = await wrangler(standin(), ['delete', '--name', 'gone', '--force'], { cwd });
    expect(deleted.code, deleted.output).toBe(0);
    expect(requestsFor('gone')).toEqual(['DELETE services/gone?force=true']);
    expect((await fetchEdge(standin(), standin().url('gone'))).status).toBe(404);
    expect((await callApi(standin(), 'GET', 'workers/gone')).errors[0]?.code).toBe(10007);
  });
});
