import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CloudflareStandin, fetchEdge } from './cloudflare.ts';
import { writeProject } from './payload.ts';

interface AssetAnswer {
  readonly status: number;
  readonly text: string;
  readonly type: string | null;
  readonly location: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const WORKER = `export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === '/through') return env.ASSETS.fetch(new URL('/app.js', request.url));
    return new Response('the Worker at ' + pathname);
  },
};
`;

/** Writes a project with pages, a script and a Worker that wrangler can deploy. @returns its folder */
export async function writeSite(cwd: string, name: string, assets: object = {}): Promise<string> {
  await writeProject(cwd, name, 'one', { assets: { directory: 'public', binding: 'ASSETS', ...assets } });
  await mkdir(join(cwd, 'public', 'docs'), { recursive: true });
  await Promise.all([
    writeFile(join(cwd, 'worker.js'), WORKER),
    writeFile(join(cwd, 'public', 'index.html'), `<h1>${name}</h1>`),
    writeFile(join(cwd, 'public', 'app.js'), 'run();'),
    writeFile(join(cwd, 'public', 'docs', 'index.html'), '<h1>docs</h1>'),
  ]);
  return cwd;
}

/** What a path of a Worker answers. */
export async function assetAt(
  standin: CloudflareStandin,
  name: string,
  path: string,
  asked: Readonly<Record<string, string>> = {},
): Promise<AssetAnswer> {
  const response = await fetchEdge(standin, `${standin.url(name)}${path}`, { headers: asked });
  const { status, headers } = response;
  const known = { type: headers.get('content-type'), location: headers.get('location') };
  return { status, text: await response.text(), ...known, headers: Object.fromEntries(headers) };
}
