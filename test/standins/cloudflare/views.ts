import { type Binding, type Deployment, isSecret, newest, type Version, type Worker } from './state.ts';

const AUTHOR = { author_id: 'b4d5f6a7c8e9401f8a2b3c4d5e6f7a8b', author_email: 'deployer@example.com' };

/** A version as `…/versions` and `…/versions/ID` show it. Secrets have names, no values. */
export function versionView(version: Version): object {
  const { id, number, createdOn, source, annotations, etag, running, compatibilityDate, compatibilityFlags } = version;
  return {
    id,
    number,
    metadata: {
      ...{ created_on: createdOn, modified_on: createdOn, source, ...AUTHOR },
      ...{ has_preview: true, hasPreview: true },
    },
    annotations,
    startup_time_ms: running.startupMs,
    resources: {
      script: { etag, handlers: ['fetch'], last_deployed_from: source },
      script_runtime: {
        compatibility_date: compatibilityDate,
        compatibility_flags: compatibilityFlags,
        usage_model: 'standard',
        limits: {},
      },
      bindings: version.bindings.map(bindingView),
    },
  };
}

/** A binding without what must not be shown. */
export function bindingView(binding: Binding): object {
  const { name, type } = binding;
  return isSecret(binding) || type === 'version_metadata' ? { name, type } : binding;
}

/** A deployment as `…/deployments` shows it. */
export function deploymentView(deployment: Deployment): object {
  const { id, createdOn, source, annotations, versions } = deployment;
  return {
    ...{ id, source, strategy: 'percentage', author_email: AUTHOR.author_email },
    ...{ created_on: createdOn, annotations, versions },
  };
}

/** What a full upload answers. */
export function scriptView(worker: Worker): object {
  const version = newest(worker);
  return {
    id: worker.name,
    tag: worker.id,
    tags: worker.settings.tags ?? null,
    etag: version?.etag,
    handlers: ['fetch'],
    created_on: worker.createdOn,
    modified_on: version?.createdOn ?? worker.createdOn,
    usage_model: 'standard',
    last_deployed_from: worker.lastDeployedFrom,
    ...(worker.migrationTag !== undefined && { migration_tag: worker.migrationTag }),
  };
}

/** A Worker as `workers/services/NAME` shows it. */
export function serviceView(worker: Worker): object {
  return {
    id: worker.name,
    created_on: worker.createdOn,
    modified_on: newest(worker)?.createdOn ?? worker.createdOn,
    default_environment: { environment: 'production', script: scriptView(worker) },
  };
}

/** A Worker as `workers/workers/NAME` shows it. */
export function workerView(worker: Worker, subdomain: string): object {
  return {
    id: worker.id,
    name: worker.name,
    created_on: worker.createdOn,
    updated_on: newest(worker)?.createdOn ?? worker.createdOn,
    tags: worker.settings.tags ?? [],
    subdomain: {
      enabled: worker.subdomain.enabled,
      previews_enabled: worker.subdomain.previews,
      url: `https://${worker.name}.${subdomain}.workers.dev`,
      preview_url_suffix: `-${worker.name}.${subdomain}.workers.dev`,
    },
  };
}
