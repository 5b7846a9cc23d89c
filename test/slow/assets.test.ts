import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { useStandin } from '../standins/cloudflare/bench.ts';
import { assetAt, writeSite } from '../standins/cloudflare/site.ts';
import { wrangler } from '../standins/cloudflare/wrangler.ts';

/** Static files, as the real wrangler uploads them and Cloudflare's own Workers serve them. */
const { standin, folder } = useStandin();

const WORKER = 'the Worker';
const PAGES = {
  ...{ '404.html': 'lost', 'page.html': 'page' },
  _headers: '/app.js\n  X-Kept: 1\n  Cache-Control: public, max-age=60\n/docs/*\n  X-Docs: yes\n  ! ETag\n',
  _redirects: '# moved\n/old /docs/ 301\n/blog/* /docs/:splat\n/not-a-rule\n',
};
/** What a person's browser says when it opens a page. */
const NAVIGATES = { 'sec-fetch-mode': 'navigate' };

describe.each<[string, object, readonly (readonly [path: string, answer: object, headers?: Record<string, string>])[]]>(
  [
    [
      'as they come',
      {},
      [
        ['/', { text: expect.stringContaining('<h1>') }],
        ['/index.html', { status: 307, location: '/' }],
        ['/page', { text: 'page' }],
        ['/page.html', { status: 307, location: '/page' }],
        ['/page/', { status: 307, location: '/page' }],
        ['/docs', { status: 307, location: '/docs/' }],
        ['/none', { status: 200, text: `${WORKER} at /none` }],
        ['/none', { status: 200, text: `${WORKER} at /none` }, NAVIGATES],
        ['/old', { status: 301, location: '/docs/' }],
        ['/blog/a', { status: 302, location: '/docs/a' }],
        ['/not-a-rule', { text: `${WORKER} at /not-a-rule` }],
        ['/_headers', { text: `${WORKER} at /_headers` }],
        ['/app.js', { headers: expect.objectContaining({ 'x-kept': '1', 'cache-control': 'public, max-age=60' }) }],
        ['/docs/', { headers: expect.objectContaining({ 'x-docs': 'yes' }) }],
        ['/docs/', { headers: expect.not.objectContaining({ etag: expect.anything() }) }],
      ],
    ],
    [
      'single page',
      { not_found_handling: 'single-page-application' },
      [
        ['/deep/link', { status: 200, text: expect.stringContaining('<h1>') }, NAVIGATES],
        ['/api', { text: `${WORKER} at /api` }],
      ],
    ],
    [
      'a page for what is lost',
      { not_found_handling: '404-page' },
      [['/none', { status: 404, text: 'lost' }, NAVIGATES]],
    ],
    [
      'no HTML',
      { html_handling: 'none' },
      [
        ['/page', { text: `${WORKER} at /page` }],
        ['/page.html', { text: 'page' }],
      ],
    ],
    [
      'the Worker first for some',
      { run_worker_first: ['/docs/*', '!/docs/index.html'] },
      [
        ['/docs/', { text: `${WORKER} at /docs/` }],
        ['/docs/index.html', { status: 307, location: '/docs/' }],
        ['/page', { text: 'page' }],
      ],
    ],
  ],
)('static files: %s', (about, assets, answers) => {
  const name = `files-${about.toLowerCase().replaceAll(' ', '-')}`;
  beforeAll(async () => {
    const cwd = await writeSite(await folder(name), name, assets);
    const pages = Object.entries(PAGES).map(([file, text]) => writeFile(join(cwd, 'public', file), text));
    await Promise.all(pages);
    const ran = await wrangler(standin(), ['deploy'], { cwd });
    expect(ran.code, ran.output).toBe(0);
  });
  test.each(answers.map(([path, answer, headers]) => ({ path, answer, headers })))(
    '$path is answered by $answer',
    async ({ path, answer, headers }) => {
      expect(await assetAt(standin(), name, path, headers)).toMatchObject(answer);
    },
  );
});
