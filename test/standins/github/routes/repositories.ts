/** The repository itself, and what is left of the rate. */
import { type Handler, ok } from '../answer.ts';
import { rateOf } from '../rate.ts';
import { repositoryOf } from '../world.ts';
import { repositoryView } from './views.ts';

const get: Handler = ({ world, repo, token }) => {
  const parent = repositoryOf(world, repo.parent ?? null);
  const write = token.may('contents', 'write');
  const view = { ...repositoryView(world, repo), permissions: { admin: false, push: write, pull: true } };
  return ok(parent ? { ...view, parent: repositoryView(world, parent), source: repositoryView(world, parent) } : view);
};

const rateLimit: Handler = ({ world, token }) => {
  const core = rateOf(token, world.now());
  return ok({ resources: { core }, rate: core });
};

export const repositories = { 'rate-limit/get': rateLimit, 'repos/get': get } satisfies Record<string, Handler>;
