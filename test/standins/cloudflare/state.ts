import type { DurableClasses } from './durable-objects.ts';
import type { Booted, Payload } from './workerd.ts';

/** A binding as it is uploaded; what only some kinds have is optional. */
export interface Binding {
  readonly name: string;
  readonly type: string;
  readonly text?: string | undefined;
  readonly json?: unknown;
  readonly namespace_id?: string | undefined;
  readonly class_name?: string | undefined;
}

/** Annotations such as `workers/message`, `workers/tag`, `workers/alias`, `workers/triggered_by`. */
export type Annotations = Readonly<Record<string, string>>;

/** Code, settings and bindings, frozen; it runs in its own workerd for as long as its Worker is there. */
export interface Version extends Payload {
  readonly id: string;
  readonly number: number;
  readonly createdOn: string;
  readonly source: string;
  readonly annotations: Annotations;
  readonly etag: string;
  /** How far the migrations of its Worker were when it was uploaded. */
  readonly migrationTag: string | undefined;
  readonly running: Booted;
}

/** One line of a deployment, in the API's own spelling. */
export interface Traffic {
  readonly version_id: string;
  readonly percentage: number;
}

/** Which versions take which part of the requests. */
export interface Deployment {
  readonly id: string;
  readonly createdOn: string;
  readonly source: string;
  readonly annotations: Annotations;
  readonly versions: readonly Traffic[];
}

/** A Worker with all it ever was. */
export interface Worker {
  readonly name: string;
  readonly id: string;
  readonly createdOn: string;
  /** Oldest first. */
  readonly versions: Version[];
  /** Newest first. */
  readonly deployments: Deployment[];
  subdomain: { enabled: boolean; previews: boolean };
  settings: Readonly<Record<string, unknown>>;
  schedules: readonly { cron: string; created_on: string; modified_on: string }[];
  migrationTag: string | undefined;
  durableClasses: DurableClasses;
  lastDeployedFrom: string;
}

/** The version uploaded last, if there is one. */
export const newest = (worker: Worker): Version | undefined => worker.versions.at(-1);

/** The version with this id. */
export const findVersion = (worker: Worker, id: string): Version | undefined =>
  worker.versions.find((version) => version.id === id);

/** The names and values of a version's secrets. */
export const secretsOf = (version: Version | undefined): ReadonlyMap<string, string | undefined> =>
  new Map(version?.bindings.filter(isSecret).map((binding) => [binding.name, binding.text]));

/** Whether a binding's value must never be shown. */
export const isSecret = (binding: Binding): boolean => binding.type === 'secret_text';
