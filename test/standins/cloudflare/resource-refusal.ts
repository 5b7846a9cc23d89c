import { Refusal, refuse } from './refusal.ts';

// What Cloudflare says of zones, KV namespaces, Durable Objects and static files. Codes and sentences are those that users
// have reported; where one is not known for sure, its comment says so.

/** 400/10020: a route that another Worker has. */
export const duplicateRoute = (): Refusal => refuse(400, 10020, 'workers.api.error.duplicate_route');

/** 400/10022: a route in another zone than the one that is named. */
export const notOfZone = (pattern: string): Refusal =>
  refuse(400, 10022, `Route pattern must include zone name: ${pattern}`);

/** 400/10083: a zone that is not of the account. Known of custom domains; taken to be the same for routes. */
export const zoneNotFound = (host: string): Refusal =>
  refuse(400, 10083, `workers.api.error.zone_not_found for "${host}"`);

/** 404/7003: a zone by an id that nothing has. */
export const noZone = (): Refusal =>
  refuse(404, 7003, 'Could not route to /zones, perhaps your object identifier is invalid?');

/** 400/10042: an id that cannot be a KV namespace's. */
export const invalidNamespace = (id: string): Refusal =>
  refuse(400, 10042, `KV namespace '${id}' is not valid. Please verify the namespace_id in your configuration.`);

/** 400/10041: a KV namespace that is not there. The sentence is not known for sure. */
export const noNamespace = (id: string): Refusal => refuse(400, 10041, `KV namespace '${id}' not found.`);

/** 400/10014: the title of a KV namespace that is there. */
export const namespaceTaken = (): Refusal =>
  refuse(400, 10014, 'a namespace with this account ID and title already exists');

/** 400/10061: a binding to a class that no migration has made a Durable Object. */
export const notDurable = (name: string): Refusal =>
  refuse(
    400,
    10061,
    `Cannot create binding for class '${name}' because it is not currently configured to implement Durable Objects. Ensure a --new-class migration has been applied to it.`,
  );

/** 403/10064: a class that has Durable Objects and is not exported any more. The end of the sentence is not known for sure. */
export const classGone = (name: string): Refusal =>
  refuse(
    403,
    10064,
    `New version of script does not export class '${name}' which is depended on by existing Durable Objects. If you want to delete the Durable Object, use a delete-class migration.`,
  );

/** 400/10070: a migration to a class that the module does not export. */
export const classMissing = (name: string): Refusal =>
  refuse(400, 10070, `Cannot apply new-class migration to class '${name}' that is not exported by script`);

/** 400/10074: a migration to a class that has been migrated to. The sentence is not known for sure. */
export const alreadyDurable = (name: string): Refusal =>
  refuse(
    400,
    10074,
    `Cannot apply new-class migration to class '${name}' that is already depended on by existing Durable Objects`,
  );

/** 400/10079: migrations from another tag than the one that the Worker is at. */
export const wrongMigrationTag = (tag: string | undefined): Refusal =>
  refuse(400, 10079, `Migration tag precondition failed; current tag is ${tag ?? ''}`);

/** 400/10021: a kind of migration that this stand-in does not do. */
export const noMigrations = (kind: string): Refusal => refuse(400, 10021, `this stand-in has no migrations ${kind}`);

/** 400/10023: static files whose upload was never finished. Neither code nor sentence is known for sure. */
export const noAssetSession = (): Refusal =>
  refuse(400, 10023, 'the upload of the assets is not complete, or its token is not known');

/** 400/10210: a version that is too old. The code is not known for sure, nor the sentence: only that it is refused. */
export const tooOld = (limit: number): Refusal =>
  refuse(400, 10210, `Invalid deployment: only the ${limit} most recent versions of a Worker can be deployed`);

/** 400/10210: a version from before a migration. The code is not known for sure, nor the sentence: only that it is refused. */
export const beforeMigration = (id: string): Refusal =>
  refuse(400, 10210, `Invalid deployment: version ${id} is from before a Durable Object migration`);

/** 400/100402: `exports` that do not fit what there is, class by class. The sentence is not known for sure. */
export const notReconciled = (name: string, scenario: string): Refusal =>
  new Refusal(400, [
    {
      ...{ code: 100402, message: 'Durable Object exports reconciliation failed' },
      meta: { details: [{ class: name, scenario, message: `${name}: ${scenario}` }] },
    },
  ]);

/** 400/100406: a version that binds to a class which `exports` only declare: it is made when a version goes live. */
export const notProvisioned = (name: string): Refusal =>
  refuse(
    400,
    100406,
    `A Durable Object binding references class '${name}' declared in \`exports\` but not yet provisioned. Declarative \`exports\` are reconciled when the version is deployed.`,
  );
