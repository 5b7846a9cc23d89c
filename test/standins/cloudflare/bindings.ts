import type { AssetSet } from './assets.ts';
import type { DurableClasses } from './durable-objects.ts';
import type { Namespaces } from './kv.ts';
import { cannotInherit, invalidScript } from './refusal.ts';
import { notDurable } from './resource-refusal.ts';
import { type Binding, findVersion, newest, type Worker } from './state.ts';
import type { AskedBinding } from './upload.ts';

const SERVED: ReadonlySet<string> = new Set([
  ...['plain_text', 'json', 'secret_text', 'version_metadata'],
  ...['kv_namespace', 'durable_object_namespace', 'assets'],
]);

/** What a binding may be to. */
export interface Bindable {
  readonly namespaces: Namespaces;
  readonly durable: DurableClasses;
  readonly assets: AssetSet | undefined;
}

/** Refuses a binding to what is not there. */
export function checkBindings(bindings: readonly Binding[], { namespaces, durable, assets }: Bindable): void {
  for (const { name, type, namespace_id: namespace, class_name: durableClass = '' } of bindings) {
    if (type === 'kv_namespace') {
      if (namespace === undefined)
        throw invalidScript(`binding ${name} of type kv_namespace must have a valid \`namespace_id\` specified`);
      namespaces.get(namespace);
    }
    if (type === 'durable_object_namespace' && !durable.has(durableClass)) throw notDurable(durableClass);
    if (type === 'assets' && assets === undefined)
      throw invalidScript(`this stand-in has no binding to assets that are not there (${name})`);
  }
}

/**
 * The bindings of a new version: what was asked for, what it inherits by name, and what it keeps by kind from the
 * version before. A kind that this stand-in cannot serve is refused, so that no test passes on an empty binding.
 */
export function resolveBindings(
  script: string,
  asked: readonly AskedBinding[],
  keep: readonly string[],
  worker: Worker | undefined,
): readonly Binding[] {
  const before = worker && newest(worker);
  const missing: string[] = [];
  const bindings: Binding[] = [];
  for (const binding of asked) {
    if (binding.type !== 'inherit') {
      if (!SERVED.has(binding.type))
        throw invalidScript(`this stand-in has no bindings of type ${binding.type} (${binding.name})`);
      if (binding.script_name !== undefined && binding.script_name !== script)
        throw invalidScript(`this stand-in has no bindings to another Worker (${binding.name})`);
      const { name, type, text, json, namespace_id, class_name } = binding;
      bindings.push({ name, type, text, json, namespace_id, class_name });
      continue;
    }
    const source = worker && binding.version_id !== undefined ? findVersion(worker, binding.version_id) : before;
    const found = source?.bindings.find(({ name }) => name === (binding.old_name ?? binding.name));
    if (found) bindings.push({ ...found, name: binding.name });
    else missing.push(binding.name);
  }
  if (missing.length > 0) throw cannotInherit(missing);
  const taken = new Set(bindings.map(({ name }) => name));
  const kept = before?.bindings.filter(({ name, type }) => keep.includes(type) && !taken.has(name)) ?? [];
  return [...bindings, ...kept];
}
