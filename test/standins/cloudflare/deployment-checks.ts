import type { Account } from './account.ts';
import { invalidDeployment, secretsChanged } from './refusal.ts';
import { beforeMigration, tooOld } from './resource-refusal.ts';
import { findVersion, secretsOf, type Traffic, type Worker } from './state.ts';

/** A version that is too old, from before a migration, or bound to what is not there any more, cannot be gone back to. */
export function checkReachable(account: Account, worker: Worker, id: string): void {
  const { deployableVersions: limit } = account.options;
  if (!worker.versions.slice(-limit).some((version) => version.id === id)) throw tooOld(limit);
  const version = findVersion(worker, id);
  if (version?.migrationTag !== worker.migrationTag) throw beforeMigration(id);
  for (const { namespace_id: namespace } of version?.bindings ?? [])
    if (namespace !== undefined) account.namespaces.get(namespace);
}

/** Percentages, number and ids. */
export function checkTraffic(worker: Worker, versions: readonly Traffic[]): void {
  if (versions.length < 1 || versions.length > 2)
    throw invalidDeployment(`a deployment has one or two versions, not ${versions.length}`);
  const ids = new Set(versions.map(({ version_id }) => version_id));
  if (ids.size < versions.length) throw invalidDeployment('each version may be there only once');
  const unknown = [...ids].find((id) => !findVersion(worker, id));
  if (unknown !== undefined) throw invalidDeployment(`Version not found: ${unknown}`);
  const sum = versions.reduce((total, { percentage }) => total + percentage, 0);
  if (Math.abs(sum - 100) > 0.001) throw invalidDeployment('percentages must sum to 100');
}

/** Going back to an older version must not silently bring back old secrets. */
export function checkSecrets(worker: Worker, [only, second]: readonly Traffic[]): void {
  const live = worker.deployments[0]?.versions.toSorted((left, right) => right.percentage - left.percentage)[0];
  const now = live && findVersion(worker, live.version_id);
  const then = only && findVersion(worker, only.version_id);
  if (second || !now || !then || then.number >= now.number) return;
  const old = secretsOf(then);
  const changed = [...secretsOf(now)].filter(([name, text]) => old.has(name) && old.get(name) !== text);
  if (changed.length > 0) throw secretsChanged(changed.map(([name]) => name));
}
