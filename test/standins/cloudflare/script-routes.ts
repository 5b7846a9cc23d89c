import type { Reconciled } from './durable-objects.ts';
import { publish } from './publish.ts';
import { noService } from './refusal.ts';
import { type Call, type Reply, type Route, route, SCRIPT, WORKERS } from './routing.ts';
import { parseUpload } from './upload.ts';
import { scriptView, serviceView, workerView } from './views.ts';

/** A Worker as a whole: put there with a first version, looked at, taken away. */
export const scriptRoutes: readonly Route[] = [
  route('GET', `${WORKERS}/scripts`, 'read', ({ account }) => ({
    result: [...account.workers.values()].map(scriptView),
  })),
  route('PUT', SCRIPT, 'edit', put),
  route('DELETE', SCRIPT, 'edit', async (call) => {
    await call.account.remove(call.param('name'));
    return { result: null };
  }),
  route('GET', `${SCRIPT}/references`, 'read', (call) => {
    call.account.worker(call.param('name'));
    return { result: { services: { incoming: [], outgoing: [] }, durable_objects: [], dispatch_outbounds: [] } };
  }),
  route('GET', `${WORKERS}/services/:name`, 'read', (call) => {
    const worker = call.account.workers.get(call.param('name'));
    if (!worker) throw noService();
    return { result: serviceView(worker) };
  }),
  route('DELETE', `${WORKERS}/services/:name`, 'edit', async (call) => {
    if (!call.account.workers.has(call.param('name'))) throw noService();
    await call.account.remove(call.param('name'));
    return { result: null };
  }),
  route('GET', `${WORKERS}/workers/:name`, 'read', (call) => ({
    result: workerView(call.account.worker(call.param('name')), call.account.options.subdomain),
  })),
];

async function put(call: Call): Promise<Reply> {
  const { account, source } = call;
  const upload = await parseUpload(call.body, call.contentType);
  const { worker, version, reconciled } = await publish(account, call.param('name'), upload, source, 'upload');
  const message = version.annotations['workers/message'];
  const annotations = {
    'workers/triggered_by': 'upload',
    ...(message !== undefined && { 'workers/message': message }),
  };
  account.deploy(worker, [{ version_id: version.id, percentage: 100 }], source, annotations);
  return {
    result: {
      ...scriptView(worker),
      // The version's id without its dashes: wrangler puts them back.
      deployment_id: version.id.replaceAll('-', ''),
      entry_point: version.mainModule,
      startup_time_ms: version.running.startupMs,
      ...{ pipeline_hash: null, mutable_pipeline_id: null },
      ...(reconciled && { exports_reconciliation: reconciliationView(reconciled) }),
    },
  };
}

const reconciliationView = ({ created, deleted }: Reconciled): object => ({
  ...{ created, updated: [], deleted, renamed: [], transferred: [], transfer_pending: [] },
  ...{ warnings: [], info: [], removable_entries: [] },
});
