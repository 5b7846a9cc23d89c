import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type CloudflareOptions, type CloudflareStandin, fetchEdge, startCloudflare } from './cloudflare.ts';
import { callApi, uploadForm, workerSource, writeProject } from './payload.ts';
import { WORKERD } from './wrangler.ts';

export interface Seen {
  readonly release: string;
  readonly answer: number;
  readonly url: string;
  readonly env: Readonly<Record<string, unknown>>;
}

/** A stand-in of a test file, and what its tests with the real wrangler do on it. */
export interface Bench {
  standin(): CloudflareStandin;
  /** A folder of its own for one test. */
  folder(name: string): Promise<string>;
  /** A project in one. */
  project(name: string, release: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A Worker that is there already, put there without the client. @returns its version */
  existing(name: string, release: string): Promise<string>;
  /** What a Worker answers. */
  see(url: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Which requests of wrangler about one Worker the API had, without the account. */
  requestsFor(name: string): string[];
}

/** Started before the tests of a file, ended after them. */
export function useStandin(options: Omit<CloudflareOptions, 'workerd'> = {}): Bench {
  let started: { readonly standin: CloudflareStandin; readonly root: string } | undefined;
  const there = () => {
    if (started === undefined) throw new Error('the stand-in is not started yet');
    return started;
  };
  const standin = (): CloudflareStandin => there().standin;
  const folder = (name: string): Promise<string> => mkdtemp(join(there().root, `${name}-`));
  beforeAll(async () => {
    const root = await mkdtemp(join(tmpdir(), 'wasm-ship-cloudflare-test-'));
    started = { root, standin: await startCloudflare({ workerd: WORKERD, ...options }) };
  });
  afterAll(async () => {
    await standin()[Symbol.asyncDispose]();
    await rm(there().root, { recursive: true, force: true });
  });
  return {
    standin,
    folder,
    async project(name, release, more = {}) {
      const cwd = await folder(name);
      await writeProject(cwd, name, release, more);
      return cwd;
    },
    async existing(name, release) {
      await callApi(standin(), 'PUT', `scripts/${name}`, uploadForm(workerSource(release)));
      await callApi(standin(), 'POST', `scripts/${name}/subdomain`, { enabled: true });
      const { result } = await callApi(standin(), 'GET', `scripts/${name}/versions?deployable=true`);
      return (result as { items: { id: string }[] }).items[0]?.id ?? '';
    },
    async see(url, headers = {}) {
      const response = await fetchEdge(standin(), url, { headers });
      expect(response.status).toBe(200);
      return (await response.json()) as Seen;
    },
    requestsFor: (name) =>
      standin()
        .requests.filter(
          ({ path, userAgent }) => new RegExp(`/${name}(/|\\?|$)`).test(path) && userAgent.startsWith('wrangler'),
        )
        .map(({ method, path }) => `${method} ${path.replace(`/accounts/${standin().accountId}/workers/`, '')}`),
  };
}
