import path from 'node:path';
import type { Candidate } from './candidate.ts';
import type { Host } from './host/host.ts';
import { functionName } from './size/function-name.ts';
import { coreModules, readLayers } from './wasm/component.ts';
import { callersOf, hostImports } from './wasm/host-imports.ts';
import { readModule } from './wasm/module.ts';

/** An import that is not allowed. */
export interface Refused {
  readonly name: string;
  /** Crates whose functions call it, as far as names tell. */
  readonly by: readonly string[];
}

/** What the shipped module can ask of its host. */
export interface Capabilities {
  readonly imports: readonly string[];
  /** Against the base; undefined: there is none. */
  readonly moved: { readonly added: readonly Refused[]; readonly gone: readonly string[] } | undefined;
  readonly refused: readonly Refused[];
}

/**
 * The host imports of the shipped module, held against those of the base and those that are allowed.
 * @param allowed names in which `*` stands for anything; undefined: all are
 * @throws ShipError where a module is malformed
 */
export async function capabilities(
  head: Candidate,
  base: Candidate | undefined,
  allowed: readonly string[] | undefined,
  host: Pick<Host, 'files'>,
): Promise<Capabilities> {
  const imports = hostImports(await moduleOf(head, host));
  const before = base === undefined ? undefined : new Set(hostImports(await moduleOf(base, host)));
  const added = before === undefined ? [] : imports.filter((name) => !before.has(name));
  const refused = allowed === undefined ? [] : imports.filter((name) => !isAllowed(name, allowed));
  const named = (await host.files.exists(head.named)) ? await host.files.read(head.named) : undefined;
  const now = new Set(imports);
  const callers = named === undefined ? () => [] : callingCrates(named);
  const told = (name: string): Refused => ({ name, by: callers(name) });
  return {
    imports,
    moved:
      before === undefined ? undefined : { added: added.map(told), gone: [...before].filter((name) => !now.has(name)) },
    refused: refused.map(told),
  };
}

async function moduleOf({ bundle, module }: Candidate, { files }: Pick<Host, 'files'>): Promise<Uint8Array> {
  return files.read(path.join(bundle.folder, module.file));
}

/** Whether a name is one of those, in which `*` stands for anything. */
export function isAllowed(name: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => fits(name, pattern.split('*')));
}

/** Whether the name is these parts with anything between them: each where it comes first, so that nothing is tried again. */
function fits(name: string, [first = '', ...parts]: readonly string[]): boolean {
  const last = parts.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** Tells the crates that call an import, of a component any function of it. A module that adapts another one has no names. */
function callingCrates(named: Uint8Array): (wanted: string) => readonly string[] {
  const layers = readLayers(named);
  const modules = coreModules(layers).map((span) => readModule(named, span));
  return (wanted) => {
    const crates = modules.flatMap((module) =>
      callersOf(module, wanted, layers.kind).flatMap((index) => {
        const name = module.names.functions.get(index);
        return name === undefined ? [] : (functionName(name).crate ?? []);
      }),
    );
    return [...new Set(crates)].sort();
  };
}
