/** What became of a deployment. Success of one retires the ones before it. */
import { type Call, created, flagOf, type Handler, listed, Refusal, textOf } from '../answer.ts';
import type { Deployment, DeploymentStatus } from '../world.ts';
import { apiOf, deploymentOf } from './deployments.ts';
import { nodeId } from './views.ts';

function statusView(call: Call, deployment: Deployment, status: DeploymentStatus): unknown {
  const url = `${apiOf(call)}/deployments/${deployment.id}`;
  return {
    ...status,
    node_id: nodeId('DES', status.id),
    updated_at: status.created_at,
    target_url: status.log_url,
    deployment_url: url,
    url: `${url}/statuses/${status.id}`,
    repository_url: apiOf(call),
  };
}

function addStatus(call: Call, deployment: Deployment, state: string): DeploymentStatus {
  const given = (name: string): string => textOf(call.body, name) ?? '';
  const environment = textOf(call.body, 'environment') ?? deployment.environment;
  const status: DeploymentStatus = {
    id: call.world.id(),
    state,
    description: given('description'),
    environment,
    environment_url: given('environment_url'),
    log_url: given('log_url') || given('target_url'),
    creator: call.token.user,
    created_at: call.world.now(),
  };
  deployment.environment = environment;
  deployment.updated_at = status.created_at;
  deployment.statuses.push(status);
  return status;
}

/** As GitHub's description has it: earlier ones of that environment that had succeeded, transient and production apart. */
function retireOthers(call: Call, newest: Deployment): void {
  for (const other of call.repo.deployments.values()) {
    const last = other.statuses.at(-1);
    const kept = other.transient_environment || other.production_environment || other.id >= newest.id;
    if (kept || other.environment !== newest.environment || last?.state !== 'success') continue;
    const at = { id: call.world.id(), created_at: call.world.now() };
    other.statuses.push({ ...last, ...at, state: 'inactive', description: '', creator: call.token.user });
    other.updated_at = at.created_at;
  }
}

const createStatus: Handler = (call) => {
  const deployment = deploymentOf(call);
  const state = textOf(call.body, 'state') ?? '';
  if ((textOf(call.body, 'description') ?? '').length > 140) {
    const message = 'description is too long (maximum is 140 characters)';
    const error = { resource: 'DeploymentStatus', field: 'description', code: 'custom', message };
    throw new Refusal(422, 'Validation Failed', { errors: [error] });
  }
  const status = addStatus(call, deployment, state);
  if (state === 'success' && flagOf(call.body, 'auto_inactive') !== false) retireOthers(call, deployment);
  return created(statusView(call, deployment, status));
};

const listStatuses: Handler = (call) => {
  const deployment = deploymentOf(call);
  return listed(call, deployment.statuses.toReversed(), (status) => statusView(call, deployment, status));
};

export const deploymentStatuses = {
  'repos/create-deployment-status': createStatus,
  'repos/list-deployment-statuses': listStatuses,
} satisfies Record<string, Handler>;
