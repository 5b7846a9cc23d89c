/** Deployments. */
import {
  type Call,
  created,
  fieldsOf,
  flagOf,
  found,
  type Handler,
  listed,
  listOf,
  nothing,
  numberOf,
  ok,
  Refusal,
  textOf,
} from '../answer.ts';
import { resolveCommit } from '../graph.ts';
import type { Deployment } from '../world.ts';
import { contextsAt } from './statuses.ts';
import { nodeId } from './views.ts';

/** The repository's place in the API. */
export function apiOf({ world, repo }: Call): string {
  return `${world.url}/repos/${repo.full_name}`;
}

function view(call: Call, { statuses: _, ...deployment }: Deployment): unknown {
  const url = `${apiOf(call)}/deployments/${deployment.id}`;
  return {
    ...deployment,
    node_id: nodeId('DE', deployment.id),
    original_environment: deployment.environment,
    url,
    statuses_url: `${url}/statuses`,
    repository_url: apiOf(call),
  };
}

/** The deployment that the path names. */
export function deploymentOf(call: Call): Deployment {
  return found(call.repo.deployments.get(numberOf(call, 'deployment_id')));
}

function stateOf({ statuses }: Deployment): string | undefined {
  return statuses.at(-1)?.state;
}

/** Unless told which checks must have passed, GitHub asks for all there are, our own running one among them. */
function refuseUnchecked(call: Call, sha: string, ref: string): void {
  const all = contextsAt(call.repo, sha);
  const required = listOf(call.body, 'required_contexts');
  const asked = required?.map(
    (name) => all.find(({ context }) => context === name) ?? { context: name, state: 'missing' },
  );
  const contexts = asked ?? all;
  if (contexts.every(({ state }) => state === 'success')) return;
  const error = { contexts, resource: 'Deployment', field: 'required_contexts', code: 'invalid' };
  throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`, { errors: [error] });
}

const create: Handler = (call) => {
  const ref = textOf(call.body, 'ref') ?? '';
  const sha = resolveCommit(call.repo, ref)?.sha;
  if (!sha) throw new Refusal(422, `No ref found for: ${ref}`);
  refuseUnchecked(call, sha, ref);
  const environment = textOf(call.body, 'environment') ?? 'production';
  const deployment: Deployment = {
    id: call.world.id(),
    sha,
    ref,
    task: textOf(call.body, 'task') ?? 'deploy',
    payload: fieldsOf(call.body, 'payload') ?? textOf(call.body, 'payload') ?? '',
    description: textOf(call.body, 'description') ?? null,
    environment,
    transient_environment: flagOf(call.body, 'transient_environment') ?? false,
    production_environment: flagOf(call.body, 'production_environment') ?? environment === 'production',
    creator: call.token.user,
    created_at: call.world.now(),
    updated_at: call.world.now(),
    statuses: [],
  };
  call.repo.deployments.set(deployment.id, deployment);
  return created(view(call, deployment));
};

const list: Handler = (call) => {
  const wanted = (['sha', 'ref', 'task', 'environment'] as const).flatMap((field) => {
    const value = call.query.get(field);
    return value && value !== 'none' ? [(deployment: Deployment) => deployment[field] === value] : [];
  });
  const fitting = [...call.repo.deployments.values()].filter((deployment) => wanted.every((fits) => fits(deployment)));
  return listed(call, fitting.reverse(), (deployment) => view(call, deployment));
};

const remove: Handler = (call) => {
  const deployment = deploymentOf(call);
  if (call.repo.deployments.size > 1 && stateOf(deployment) !== 'inactive') {
    throw new Refusal(422, 'We cannot delete an active deployment unless it is the only deployment.');
  }
  call.repo.deployments.delete(deployment.id);
  return nothing();
};

export const deployments = {
  'repos/create-deployment': create,
  'repos/delete-deployment': remove,
  'repos/get-deployment': (call) => ok(view(call, deploymentOf(call))),
  'repos/list-deployments': list,
} satisfies Record<string, Handler>;
