import * as v from 'valibot';
import { AskedAssets } from './assets.ts';
import { Exports, Migrations } from './durable-objects.ts';
import { unparsable } from './refusal.ts';
import type { Module, ModuleKind } from './workerd.ts';

const AskedBinding = v.looseObject({
  name: v.string(),
  type: v.string(),
  text: v.optional(v.string()),
  json: v.optional(v.unknown()),
  old_name: v.optional(v.string()),
  version_id: v.optional(v.string()),
  ...{ namespace_id: v.optional(v.string()), class_name: v.optional(v.string()), script_name: v.optional(v.string()) },
});

const Metadata = v.looseObject({
  main_module: v.optional(v.string()),
  bindings: v.optional(v.array(AskedBinding), []),
  keep_bindings: v.optional(v.array(v.string()), []),
  compatibility_date: v.optional(v.string()),
  compatibility_flags: v.optional(v.array(v.string()), []),
  annotations: v.optional(v.record(v.string(), v.string()), {}),
  migrations: v.optional(Migrations),
  exports: v.optional(Exports),
  ...{ assets: v.optional(AskedAssets), keep_assets: v.optional(v.boolean(), false) },
});

/** A binding as asked for: of any kind, `inherit` included. */
export type AskedBinding = v.InferOutput<typeof AskedBinding>;

/** The `metadata` part of an upload. */
export type Metadata = v.InferOutput<typeof Metadata>;

/** A Worker as it comes in. */
export interface Upload {
  readonly metadata: Metadata;
  readonly mainModule: string;
  readonly modules: readonly Module[];
}

const KINDS: Readonly<Record<string, ModuleKind>> = {
  'application/javascript+module': 'esModule',
  'application/javascript': 'commonJsModule',
  'application/wasm': 'wasm',
  'application/json': 'json',
  'application/octet-stream': 'data',
  'text/plain': 'text',
};

/** Reads the multipart form that a Worker is uploaded with. Source maps are left out. */
export async function parseUpload(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Upload> {
  const form = await formOf(body, contentType);
  const metadata = parse(Metadata, await text(form.get('metadata')));
  const modules: Module[] = [];
  for (const [name, part] of form) {
    if (name === 'metadata' || typeof part === 'string' || part.type === 'application/source-map') continue;
    const kind = KINDS[part.type.split(';')[0] ?? ''];
    if (kind === undefined) throw unparsable(`module ${name} has the unsupported type ${part.type}`);
    modules.push({ name, kind, bytes: new Uint8Array(await part.arrayBuffer()) });
  }
  const mainModule = metadata.main_module;
  if (mainModule === undefined && metadata.assets !== undefined) return assetsOnly(metadata);
  if (mainModule === undefined || !modules.some((module) => module.name === mainModule))
    throw unparsable(`no part is called ${mainModule}`);
  return { metadata, mainModule, modules };
}

/** Static files and no code: as if a Worker that asks them alone were there. */
function assetsOnly(metadata: Metadata): Upload {
  const source = 'export default { fetch: (request, env) => env.ASSETS.fetch(request) };';
  const bindings = [{ name: 'ASSETS', type: 'assets' }];
  const mainModule = 'assets.js';
  return {
    metadata: { ...metadata, bindings },
    mainModule,
    modules: [{ name: mainModule, kind: 'esModule', bytes: Buffer.from(source) }],
  };
}

/** Reads a multipart form. */
export async function formOf(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  return new Response(body, { headers: { 'content-type': contentType } }).formData().catch((error: unknown) => {
    throw unparsable(String(error));
  });
}

/** Reads JSON by a schema, or refuses it as Cloudflare would. */
export function parse<T extends v.GenericSchema>(schema: T, json: string): v.InferOutput<T> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw unparsable(String(error));
  }
  const result = v.safeParse(schema, value);
  if (!result.success) throw unparsable(v.summarize(result.issues));
  return result.output;
}

async function text(part: File | string | null): Promise<string> {
  if (part === null) throw unparsable('there is no metadata part');
  return typeof part === 'string' ? part : await part.text();
}
