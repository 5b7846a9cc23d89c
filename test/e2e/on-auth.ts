import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { type ActionResult, type ActionRun, root, runAction, toolCache } from './action.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest } from './triggers.ts';

export const workspace = path.join(root, 'examples', 'auth');
/** For runs that are not about optimizing or latency. */
export const quick = { optimize: 'off', latency: 'false', watch: '0 s' };
/** For runs that are not about deploying either. */
export const quicker = { ...quick, deploy: 'none' };

/** Services of this test file, started before its tests; comments and faults of a test are gone before the next one. */
export function useServices(): () => Services {
  let started: Services | undefined;
  const services = (): Services => {
    if (started === undefined) throw new Error('the services are not started yet');
    return started;
  };
  beforeAll(async () => {
    started = await startServices(toolCache());
  });
  afterAll(() => started?.[Symbol.asyncDispose]());
  beforeEach(() => {
    services().github.repository.comments.clear();
    services().cloudflare.heal();
  });
  return services;
}

/** A run of the action on examples/auth, by its pull request if nothing else is said. */
export function ship(services: Services, run: Partial<ActionRun> = {}): Promise<ActionResult> {
  return runAction({ services, workspace, trigger: pullRequest(), ...run });
}

/** The text of every comment on the pull request. */
export function commentsOf(services: Services): string[] {
  return [...services.github.repository.comments.values()].map((comment) => comment.body);
}

/** What a deployed bundle answers at its health path. */
export function health(services: Services, url: string): Promise<Response> {
  return fetchEdge(services.cloudflare, `${url}/health`);
}
