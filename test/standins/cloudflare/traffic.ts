import { createHash } from 'node:crypto';
import type { Deployment } from './state.ts';

/** What in a request decides which version of a deployment answers it. */
export interface Choice {
  /** `Cloudflare-Workers-Version-Overrides`. */
  readonly overrides: string | undefined;
  /** `Cloudflare-Workers-Version-Key`: the same key gets the same version. */
  readonly key: string | undefined;
  /** A number from 0 to 1 for everybody else. */
  readonly roll: number;
}

/** Chooses the version of a deployment that answers: the override if it is part of it, else by percentage. */
export function chooseVersion(worker: string, deployment: Deployment, choice: Choice): string | undefined {
  const wanted = parseOverrides(choice.overrides ?? '').get(worker);
  if (deployment.versions.some(({ version_id }) => version_id === wanted)) return wanted;
  let rest = (choice.key === undefined ? choice.roll : fraction(choice.key)) * 100;
  for (const { version_id, percentage } of deployment.versions) {
    if (rest < percentage) return version_id;
    rest -= percentage;
  }
  return deployment.versions.find(({ percentage }) => percentage > 0)?.version_id;
}

/** Reads the header: a structured dictionary of strings. One bad member makes all of it void, as the RFC has it. */
export function parseOverrides(header: string): ReadonlyMap<string, string> {
  const overrides = new Map<string, string>();
  for (const member of header.split(',')) {
    const { name, version } =
      /^[ \t]*(?<name>[a-z*][a-z0-9_\-.*]*)="(?<version>[^"\\]*)"[ \t]*$/.exec(member)?.groups ?? {};
    if (name === undefined || version === undefined) return new Map();
    overrides.set(name, version);
  }
  return overrides;
}

/** An even spread without chance: after n requests every percentage is met to within one request or two. */
export function* evenly(): Generator<number, never> {
  for (let value = 0.5; ; value = (value + 0.6180339887498949) % 1) yield value;
}

function fraction(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32;
}
