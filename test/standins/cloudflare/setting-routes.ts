import * as v from 'valibot';
import { publishSecrets } from './publish.ts';
import { newestNotDeployed, noSecret } from './refusal.ts';
import { type Call, type Reply, type Route, read, route, SCRIPT } from './routing.ts';
import { newest, secretsOf, type Worker } from './state.ts';
import { bindingView } from './views.ts';

const Secret = v.object({ name: v.string(), text: v.string(), type: v.literal('secret_text') });
const Bulk = v.object({ secrets: v.record(v.string(), v.nullable(Secret)) });
const Settings = v.record(v.string(), v.unknown());
const Subdomain = v.object({ enabled: v.boolean(), previews_enabled: v.optional(v.boolean()) });
const Crons = v.array(v.looseObject({ cron: v.string() }));

/** What belongs to a Worker rather than to one version, and secrets, which make a new version of their own. */
export const settingRoutes: readonly Route[] = [
  route('GET', `${SCRIPT}/secrets`, 'read', (call) => {
    const names = [...secretsOf(newest(workerOf(call))).keys()];
    return { result: names.map((name) => ({ name, type: 'secret_text' })) };
  }),
  route('PUT', `${SCRIPT}/secrets`, 'edit', async (call) => {
    const { name, text } = read(Secret, call);
    await changeSecrets(call, new Map([[name, text]]), 10215);
    return { result: { name, type: 'secret_text' } };
  }),
  route('DELETE', `${SCRIPT}/secrets/:secret`, 'edit', async (call) => {
    const name = decodeURIComponent(call.param('secret'));
    if (!secretsOf(newest(workerOf(call))).has(name)) throw noSecret(name);
    await changeSecrets(call, new Map([[name, undefined]]), 10215);
    return { result: null };
  }),
  route('PATCH', `${SCRIPT}/secrets-bulk`, 'edit', async (call) => {
    const { secrets } = read(Bulk, call);
    await changeSecrets(call, new Map(Object.entries(secrets).map(([name, one]) => [name, one?.text])), 10214);
    return { result: Object.keys(secrets).map((name) => ({ name, type: 'secret_text' })) };
  }),
  route('GET', `${SCRIPT}/settings`, 'read', (call) => ({ result: settings(workerOf(call)) })),
  route('GET', `${SCRIPT}/script-settings`, 'read', (call) => ({ result: workerOf(call).settings })),
  route('PATCH', `${SCRIPT}/script-settings`, 'edit', (call) => {
    const worker = workerOf(call);
    worker.settings = { ...worker.settings, ...read(Settings, call) };
    return { result: worker.settings };
  }),
  route('GET', `${SCRIPT}/subdomain`, 'read', (call) => ({ result: subdomain(workerOf(call)) })),
  route('POST', `${SCRIPT}/subdomain`, 'edit', (call) => {
    const worker = workerOf(call);
    const { enabled, previews_enabled: previews = enabled } = read(Subdomain, call);
    worker.subdomain = { enabled, previews };
    return { result: subdomain(worker) };
  }),
  route('GET', `${SCRIPT}/schedules`, 'read', (call) => ({ result: { schedules: workerOf(call).schedules } })),
  route('PUT', `${SCRIPT}/schedules`, 'edit', (call) => {
    const worker = workerOf(call);
    const now = call.account.now();
    worker.schedules = read(Crons, call).map(({ cron }) => ({ cron, created_on: now, modified_on: now }));
    return { result: { schedules: worker.schedules } };
  }),
];

const workerOf = (call: Call): Worker => call.account.worker(call.param('name'));

async function changeSecrets(
  call: Call,
  secrets: ReadonlyMap<string, string | undefined>,
  code: 10214 | 10215,
): Promise<void> {
  const worker = workerOf(call);
  const live = worker.deployments[0]?.versions.find(({ percentage }) => percentage === 100);
  if (live?.version_id !== newest(worker)?.id) throw newestNotDeployed(code);
  const annotations = { 'workers/triggered_by': 'secret' };
  const version = await publishSecrets(call.account, worker, secrets, call.source, annotations);
  call.account.deploy(worker, [{ version_id: version.id, percentage: 100 }], call.source, annotations);
}

function settings(worker: Worker): Reply['result'] {
  const version = newest(worker);
  return {
    ...worker.settings,
    bindings: version?.bindings.map(bindingView) ?? [],
    compatibility_date: version?.compatibilityDate,
    compatibility_flags: version?.compatibilityFlags ?? [],
    usage_model: 'standard',
    ...(worker.migrationTag !== undefined && { migration_tag: worker.migrationTag }),
  };
}

const subdomain = (worker: Worker): object => ({
  enabled: worker.subdomain.enabled,
  previews_enabled: worker.subdomain.previews,
});
