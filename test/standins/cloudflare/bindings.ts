import { cannotInherit, invalidScript } from './refusal.ts';
import { type Binding, findVersion, newest, type Worker } from './state.ts';
import type { AskedBinding } from './upload.ts';

const SERVED: ReadonlySet<string> = new Set(['plain_text', 'json', 'secret_text', 'version_metadata']);

/**
 * The bindings of a new version: what was asked for, what it inherits by name, and what it keeps by kind from the
 * version before. A kind that this stand-in cannot serve is refused, so that no test passes on an empty binding.
 */
export function resolveBindings(
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
      bindings.push({ name: binding.name, type: binding.type, text: binding.text, json: binding.json });
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
