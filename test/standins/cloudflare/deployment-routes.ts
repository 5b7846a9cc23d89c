import * as v from 'valibot';
import { invalidDeployment, noDeployment, secretsChanged } from './refusal.ts';
import { type Call, type Reply, type Route, route, SCRIPT } from './routing.ts';
import { findVersion, secretsOf, type Traffic, type Worker } from './state.ts';
import { parse } from './upload.ts';
import { deploymentView } from './views.ts';

const LISTED = 10;

const Asked = v.object({
  strategy: v.literal('percentage'),
  versions: v.array(
    v.object({ version_id: v.string(), percentage: v.pipe(v.number(), v.minValue(0), v.maxValue(100)) }),
  ),
  annotations: v.optional(v.record(v.string(), v.string()), {}),
});

/** Deployments: which versions answer, now and before. */
export const deploymentRoutes: readonly Route[] = [
  route('GET', `${SCRIPT}/deployments`, 'read', (call) => ({
    result: {
      deployments: call.account.worker(call.param('name')).deployments.slice(0, LISTED).map(deploymentView),
    },
  })),
  route('GET', `${SCRIPT}/deployments/:deployment`, 'read', (call) => {
    const { deployments } = call.account.worker(call.param('name'));
    const deployment = deployments.find(({ id }) => id === call.param('deployment'));
    if (!deployment) throw noDeployment();
    return { result: deploymentView(deployment) };
  }),
  route('POST', `${SCRIPT}/deployments`, 'edit', create),
];

function create(call: Call): Reply {
  const worker = call.account.worker(call.param('name'));
  const { versions, annotations } = parse(Asked, Buffer.from(call.body).toString());
  checkTraffic(worker, versions);
  if (call.query.get('force') !== 'true') checkSecrets(worker, versions);
  const triggered = { 'workers/triggered_by': 'deployment', ...annotations };
  return { result: deploymentView(call.account.deploy(worker, versions, call.source, triggered)) };
}

function checkTraffic(worker: Worker, versions: readonly Traffic[]): void {
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
function checkSecrets(worker: Worker, [only, second]: readonly Traffic[]): void {
  const live = worker.deployments[0]?.versions.toSorted((left, right) => right.percentage - left.percentage)[0];
  const now = live && findVersion(worker, live.version_id);
  const then = only && findVersion(worker, only.version_id);
  if (second || !now || !then || then.number >= now.number) return;
  const old = secretsOf(then);
  const changed = [...secretsOf(now)].filter(([name, text]) => old.has(name) && old.get(name) !== text);
  if (changed.length > 0) throw secretsChanged(changed.map(([name]) => name));
}
