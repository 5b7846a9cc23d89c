import * as v from 'valibot';
import { publish, publishSecrets } from './publish.ts';
import { malformed, noVersion, versionWithMigration } from './refusal.ts';
import { type Call, type Reply, type Route, read, route, SCRIPT, WORKERS } from './routing.ts';
import { findVersion } from './state.ts';
import { parseUpload } from './upload.ts';
import { versionView } from './views.ts';

const Patch = v.object({
  env: v.optional(v.record(v.string(), v.nullable(v.object({ type: v.literal('secret_text'), text: v.string() }))), {}),
  annotations: v.optional(v.record(v.string(), v.string()), {}),
});

/** Versions: uploaded without anyone seeing them, listed, looked at. */
export const versionRoutes: readonly Route[] = [
  route('POST', `${SCRIPT}/versions`, 'edit', upload),
  route('GET', `${SCRIPT}/versions`, 'read', list),
  route('GET', `${SCRIPT}/versions/:version`, 'read', (call) => {
    const worker = call.account.worker(call.param('name'));
    const id = call.param('version');
    if (!v.is(v.pipe(v.string(), v.uuid()), id)) throw malformed('version_id');
    const version = findVersion(worker, id);
    if (!version) throw noVersion();
    return { result: versionView(version) };
  }),
  route('PATCH', `${WORKERS}/workers/:name/versions/latest`, 'edit', async (call) => {
    const worker = call.account.worker(call.param('name'));
    const { env, annotations } = read(Patch, call);
    const secrets = new Map(Object.entries(env).map(([name, value]) => [name, value?.text]));
    const triggered = { 'workers/triggered_by': 'secret', ...annotations };
    return { result: versionView(await publishSecrets(call.account, worker, secrets, call.source, triggered)) };
  }),
];

async function upload(call: Call): Promise<Reply> {
  call.account.worker(call.param('name'));
  const form = await parseUpload(call.body, call.contentType);
  if (form.metadata.migrations !== undefined) throw versionWithMigration();
  const { version } = await publish(call.account, call.param('name'), form, call.source, 'version_upload');
  return { result: versionView(version) };
}

function list(call: Call): Reply {
  const worker = call.account.worker(call.param('name'));
  const newestFirst = worker.versions.toReversed();
  if (call.query.get('deployable') === 'true')
    return { result: { items: newestFirst.slice(0, call.account.options.deployableVersions).map(versionView) } };
  const page = Number(call.query.get('page') ?? 1);
  const size = Number(call.query.get('per_page') ?? 10);
  const items = newestFirst.slice((page - 1) * size, page * size).map(versionView);
  const total = newestFirst.length;
  const pages = Math.ceil(total / size);
  return {
    result: { items },
    resultInfo: { page, per_page: size, count: items.length, total_count: total, total_pages: pages },
  };
}
