import * as v from 'valibot';
import { alreadyDurable, noMigrations, notDurable, notReconciled, wrongMigrationTag } from './resource-refusal.ts';

/** The classes of a Worker that are Durable Objects, and where each keeps its data. */
export type DurableClasses = ReadonlyMap<string, 'sqlite' | 'key-value'>;

const Names = v.optional(v.array(v.string()), []);

/** Migrations as they come with an upload. */
export const Migrations = v.looseObject({
  old_tag: v.optional(v.string()),
  new_tag: v.optional(v.string()),
  steps: v.optional(
    v.array(
      v.looseObject({
        ...{ new_classes: Names, new_sqlite_classes: Names, deleted_classes: Names },
        renamed_classes: v.optional(v.array(v.object({ from: v.string(), to: v.string() })), []),
      }),
    ),
    [],
  ),
});

const KNOWN = new Set(['new_classes', 'new_sqlite_classes', 'deleted_classes', 'renamed_classes']);

/** What the classes are after the migrations: those that the Worker had, by the tag that it had. */
export function migrate(
  before: DurableClasses,
  tag: string | undefined,
  { old_tag, steps }: v.InferOutput<typeof Migrations>,
): DurableClasses {
  if (old_tag !== tag) throw wrongMigrationTag(tag);
  const classes = new Map(before);
  for (const step of steps) {
    const other = Object.keys(step).find((name) => !KNOWN.has(name));
    if (other !== undefined) throw noMigrations(other);
    for (const name of [...step.new_classes, ...step.new_sqlite_classes])
      if (classes.has(name)) throw alreadyDurable(name);
    for (const name of step.new_classes) classes.set(name, 'key-value');
    for (const name of step.new_sqlite_classes) classes.set(name, 'sqlite');
    for (const name of step.deleted_classes) if (!classes.delete(name)) throw notDurable(name);
    for (const { from, to } of step.renamed_classes) {
      const kind = classes.get(from);
      if (kind === undefined) throw notDurable(from);
      classes.delete(from);
      classes.set(to, kind);
    }
  }
  return classes;
}

/** Durable Objects as a configuration declares them by `exports`, with what else a Worker exports. */
export const Exports = v.record(
  v.string(),
  v.looseObject({ type: v.string(), state: v.optional(v.string(), 'created'), storage: v.optional(v.string()) }),
);

/** What came of a declaration. */
export interface Reconciled {
  readonly classes: DurableClasses;
  readonly created: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * Makes what there is what is declared, as far as this stand-in goes: classes that are created or deleted.
 * What Cloudflare cannot tell the intent of it refuses, class by class.
 */
export function reconcile(before: DurableClasses, declared: v.InferOutput<typeof Exports>): Reconciled {
  const classes = new Map(before);
  const objects = Object.entries(declared).filter(([, { type }]) => type === 'durable-object');
  for (const [name, { state, storage }] of objects) {
    if (state === 'deleted') classes.delete(name);
    else if (state !== 'created') throw noMigrations(state);
    else {
      const kind = storage === 'sqlite' ? 'sqlite' : 'key-value';
      if ((before.get(name) ?? kind) !== kind) throw notReconciled(name, 'storage_type_mismatch');
      if (!before.has(name) && kind !== 'sqlite') throw notReconciled(name, 'invalid_export');
      classes.set(name, kind);
    }
  }
  const forgotten = [...before.keys()].find((name) => !objects.some(([declaredName]) => declaredName === name));
  if (forgotten !== undefined) throw notReconciled(forgotten, 'orphaned_provisioned_namespace');
  return {
    classes,
    created: [...classes.keys()].filter((name) => !before.has(name)),
    deleted: [...before.keys()].filter((name) => !classes.has(name)),
  };
}
