import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { assetAt, writeSite } from './site.ts';
import { wrangler } from './wrangler.ts';

const { standin, folder } = useStandin();

test('the real wrangler deploys files that go before the Worker, and later only those that have changed', async () => {
  const cwd = await writeSite(await folder('site'), 'site');
  const first = await wrangler(standin(), ['deploy'], { cwd });
  expect(first.code, first.output).toBe(0);
  expect(await assetAt(standin(), 'site', '/')).toMatchObject({
    text: '<h1>site</h1>',
    type: 'text/html; charset=utf-8',
  });
  expect(await assetAt(standin(), 'site', '/app.js')).toMatchObject({
    text: 'run();',
    type: 'text/javascript; charset=utf-8',
  });
  expect(await assetAt(standin(), 'site', '/docs')).toMatchObject({ status: 307, location: '/docs/' });
  expect(await assetAt(standin(), 'site', '/elsewhere')).toMatchObject({
    status: 200,
    text: 'the Worker at /elsewhere',
  });
  expect(await assetAt(standin(), 'site', '/through')).toMatchObject({
    text: 'run();',
    type: 'text/javascript; charset=utf-8',
  });
  expect(standin().assets.get('site')).toContain('/docs/index.html');

  await writeFile(join(cwd, 'public', 'app.js'), 'run(2);');
  const second = await wrangler(standin(), ['deploy'], { cwd });
  expect(second.code, second.output).toBe(0);
  expect(second.output).toMatch(/Uploaded 1 file \(2 already uploaded\)/);
  expect((await assetAt(standin(), 'site', '/app.js')).text).toBe('run(2);');
});
