import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudflareStandin } from './cloudflare.ts';

/** `(module (func (export "answer") (result i32) i32.const 42))`, by hand. */
export const ANSWER_WASM = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x0a, 0x01, 0x06, ...Buffer.from('answer'), 0x00, 0x00],
  ...[0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x2a, 0x0b],
]);

/** A Worker that says which release it is, what its wasm answers, and what is bound to it. */
export const workerSource = (release: string): string => `import wasm from './answer.wasm';
const { exports } = new WebAssembly.Instance(wasm);
export default {
  fetch: (request, env) => Response.json({ release: '${release}', answer: exports.answer(), url: request.url, env }),
};
`;

/** A Worker with two Durable Objects that count: one in SQLite, one in the older storage. */
export const counterSource = (release: string): string => `import { DurableObject } from 'cloudflare:workers';
export class Counter extends DurableObject {
  count() {
    const { sql } = this.ctx.storage;
    sql.exec('create table if not exists hits (at integer)');
    sql.exec('insert into hits values (1)');
    return sql.exec('select count(*) as n from hits').one().n;
  }
}
export class Older extends DurableObject {
  async count() {
    const n = ((await this.ctx.storage.get('n')) ?? 0) + 1;
    await this.ctx.storage.put('n', n);
    return n;
  }
}
export default {
  fetch: async (request, env) => new Response('${release} ' + (await env.COUNTER.getByName('all').count())),
};
`;

/** A Worker that keeps each body that it is sent, under the path, in the namespace KV. */
export const KEEPER = `export default {
  async fetch(request, env) {
    const key = new URL(request.url).pathname.slice(1);
    if (request.method === 'PUT') await env.KV.put(key, request.body);
    return new Response(await env.KV.get(key));
  },
};
`;

/** Writes a project that wrangler can deploy as it is: two modules, no bundling. */
export async function writeProject(
  folder: string,
  name: string,
  release: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const config = {
    ...{ name, main: 'worker.js', compatibility_date: '2026-11-01', no_bundle: true, workers_dev: true },
    ...more,
  };
  await Promise.all([
    writeFile(join(folder, 'wrangler.json'), JSON.stringify(config)),
    writeFile(join(folder, 'worker.js'), workerSource(release)),
    writeFile(join(folder, 'answer.wasm'), ANSWER_WASM),
  ]);
}

/** What the API answers: the envelope, with the status. */
export interface Answer {
  readonly status: number;
  readonly success: boolean;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
  readonly result: unknown;
}

/** Calls the API directly. A path that starts with `/` stands as it is, else it is below the account's Workers. */
export async function callApi(
  standin: CloudflareStandin,
  method: string,
  path: string,
  body?: object | FormData,
  token: string | undefined = standin.token,
): Promise<Answer> {
  const full = path.startsWith('/') ? path : `/accounts/${standin.accountId}/workers/${path}`;
  const json = body !== undefined && !(body instanceof FormData);
  const response = await fetch(`${standin.apiUrl}${full}`, {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(json && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}

/** The form of an upload: the Worker above, or other source, with other metadata where a test asks for it. */
export function uploadForm(source: string, metadata: Readonly<Record<string, unknown>> = {}): FormData {
  const form = new FormData();
  const known = { main_module: 'worker.js', compatibility_date: '2026-11-01', ...metadata };
  form.set('metadata', JSON.stringify(known));
  form.set('worker.js', new File([source], 'worker.js', { type: 'application/javascript+module' }));
  form.set('./answer.wasm', new File([ANSWER_WASM], './answer.wasm', { type: 'application/wasm' }));
  return form;
}
