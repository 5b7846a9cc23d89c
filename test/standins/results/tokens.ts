/** The runner's token for the results service: it names the run and the job, and the caches that they may use. */
import { createHmac } from 'node:crypto';

/** `write` lets a run read and write its caches, `read` only read them, `none` neither. */
export type CacheAccess = 'none' | 'read' | 'write';

/** A cache scope as the token carries it: bit 1 reads, bit 2 writes. */
export interface CacheScope {
  readonly Scope: string;
  readonly Permission: number;
}

export interface Grant {
  readonly runId: number;
  readonly runBackendId: string;
  readonly jobBackendId: string;
  readonly scopes: readonly CacheScope[];
}

/** The scopes of a run: its own ref first, then the default branch, which another ref's run can only read. */
export function scopesOf(ref: string, defaultBranch: string, access: CacheAccess): CacheScope[] {
  if (access === 'none') return [];
  const own = { Scope: ref, Permission: access === 'write' ? 3 : 1 };
  return ref === defaultBranch ? [own] : [own, { Scope: defaultBranch, Permission: 1 }];
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** A signed token. Clients read its claims without a check; the stand-in knows the tokens that it has issued. */
export function jwt(grant: Grant, secret: string): string {
  const claims = {
    scp: `Actions.Results:${grant.runBackendId}:${grant.jobBackendId}`,
    ac: JSON.stringify(grant.scopes),
    exp: 4_102_444_800,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
