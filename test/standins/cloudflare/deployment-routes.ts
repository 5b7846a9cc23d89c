import * as v from 'valibot';
import { checkReachable, checkSecrets, checkTraffic } from './deployment-checks.ts';
import { noDeployment } from './refusal.ts';
import { type Call, type Reply, type Route, read, route, SCRIPT } from './routing.ts';
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
  const { versions, annotations } = read(Asked, call);
  checkTraffic(worker, versions);
  for (const { version_id } of versions) checkReachable(call.account, worker, version_id);
  if (call.query.get('force') !== 'true') checkSecrets(worker, versions);
  const triggered = { 'workers/triggered_by': 'deployment', ...annotations };
  return { result: deploymentView(call.account.deploy(worker, versions, call.source, triggered)) };
}
