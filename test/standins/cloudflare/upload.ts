import * as v from 'valibot';
import { unparsable } from './refusal.ts';
import type { Module, ModuleKind } from './workerd.ts';

const AskedBinding = v.looseObject({
  name: v.string(),
  type: v.string(),
  text: v.optional(v.string()),
  json: v.optional(v.unknown()),
  old_name: v.optional(v.string()),
  version_id: v.optional(v.string()),
});

const Metadata = v.looseObject({
  main_module: v.string(),
  bindings: v.optional(v.array(AskedBinding), []),
  keep_bindings: v.optional(v.array(v.string()), []),
  compatibility_date: v.optional(v.string()),
  compatibility_flags: v.optional(v.array(v.string()), []),
  annotations: v.optional(v.record(v.string(), v.string()), {}),
  migrations: v.optional(v.looseObject({ new_tag: v.optional(v.string()) })),
});

/** A binding as asked for: of any kind, `inherit` included. */
export type AskedBinding = v.InferOutput<typeof AskedBinding>;

/** The `metadata` part of an upload. */
export type Metadata = v.InferOutput<typeof Metadata>;

/** A Worker as it comes in. */
export interface Upload {
  readonly metadata: Metadata;
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
  const form = await new Response(body, { headers: { 'content-type': contentType } })
    .formData()
    .catch((error: unknown) => {
      throw unparsable(String(error));
    });
  const metadata = parse(Metadata, await text(form.get('metadata')));
  const modules: Module[] = [];
  for (const [name, part] of form) {
    if (name === 'metadata' || typeof part === 'string' || part.type === 'application/source-map') continue;
    const kind = KINDS[part.type.split(';')[0] ?? ''];
    if (kind === undefined) throw unparsable(`module ${name} has the unsupported type ${part.type}`);
    modules.push({ name, kind, bytes: new Uint8Array(await part.arrayBuffer()) });
  }
  if (!modules.some((module) => module.name === metadata.main_module))
    throw unparsable(`no part is called ${metadata.main_module}`);
  return { metadata, modules };
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
