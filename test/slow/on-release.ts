import { createHash } from 'node:crypto';
import type { ActionResult, ActionRun } from '../e2e/action.ts';
import type { Services } from '../e2e/services.ts';
import { tag } from '../e2e/triggers.ts';
import { deploy } from '../e2e/two-jobs.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { callApi } from '../standins/cloudflare/payload.ts';

/** A deployment, as the API has it. */
export interface Deployed {
  readonly id: string;
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** A Worker on the stand-in, as a test looks at it. */
export interface Looked {
  ask<T>(path: string): Promise<T>;
  /** The newest first. */
  deployments(): Promise<readonly Deployed[]>;
  /** What is live, as `ID 100`, or `ID 90 + ID 10`; empty: nothing. */
  live(): Promise<string>;
}

export function workerOn(services: () => Services, name: string): Looked {
  const ask = async <T>(path: string): Promise<T> =>
    (await callApi(services().cloudflare, 'GET', `scripts/${name}${path}`)).result as T;
  const deployments = async (): Promise<readonly Deployed[]> =>
    (await ask<{ deployments?: Deployed[] } | null>('/deployments'))?.deployments ?? [];
  return {
    ask,
    deployments,
    async live() {
      const [now] = await deployments();
      return now === undefined ? '' : shares(now);
    },
  };
}

/** `ID 100`, or `ID 90 + ID 10`. */
export function shares({ versions }: Deployed): string {
  return versions.map(({ version_id, percentage }) => `${version_id} ${percentage}`).join(' + ');
}

/** A release of a version tag, by the second job of run `run`; of a commit that GitHub does not know, where none is told. */
export function release(
  services: Services,
  run: number,
  digest: string,
  version: string,
  more: Partial<ActionRun> = {},
): Promise<ActionResult> {
  const sha = createHash('sha1').update(version).digest('hex');
  return deploy(services, run, digest, { trigger: tag(version), ...more, env: { GITHUB_SHA: sha, ...more.env } });
}

export interface Users extends AsyncDisposable {
  /** Status of each answer; 0: none. */
  readonly answers: number[];
  /** Versions that have answered. */
  readonly by: Set<string>;
}

/** Users who ask a Worker's health all the time. */
export function usersOf(services: Services, url: string): Users {
  const answers: number[] = [];
  const by = new Set<string>();
  let on = true;
  const going = (async () => {
    while (on) {
      const response = await fetchEdge(services.cloudflare, `${url}/health`).catch(() => undefined);
      answers.push(response?.status ?? 0);
      by.add(response?.headers.get('x-standin-version') ?? '');
      await response?.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    answers,
    by,
    async [Symbol.asyncDispose]() {
      on = false;
      await going;
    },
  };
}

/** How many were not answered well. */
export function failedOf({ answers }: Users): number {
  return answers.filter((status) => status !== 200).length;
}
