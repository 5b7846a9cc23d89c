import {
  asItIs,
  type Config,
  LEFT_OUT,
  localKeys,
  previewConfig,
  previewName,
  productionConfig,
  reachingKeys,
  type Upload,
} from './config.ts';
import { environmentConfig } from './environment.ts';
import { isOwn, listOf, objectOf } from './outside-version.ts';

/**
 * The configuration that goes up with a bundle for staging or production: the environment's, without building or bundling
 * again, with its routes, crons and domains. It is one Worker's and has no environments, so that wrangler does not group
 * them in the dashboard (its tags `cf:service` and `cf:environment`).
 * @param environment that the plan names; undefined: the top level
 * @param upload its `assets` are those of the environment
 * @param file the configuration's name, for the messages
 * @throws ShipError where there is no such environment
 */
export function releaseConfiguration(
  config: Config,
  environment: string | undefined,
  upload: Upload,
  file: string,
): Config {
  return productionConfig(environmentConfig(config, environment, file), upload);
}

/**
 * Why a pull request must not have a Worker of its own; undefined: it may.
 * @param environment for previews; undefined: none is named
 * @param file the configuration's name, for the messages
 * @throws ShipError where there is no such environment
 */
export function reasonAgainstPreview(
  config: Config,
  environment: string | undefined,
  file: string,
): string | undefined {
  if (environment !== undefined) return reasonAgainst(environmentConfig(config, environment, file), environment);
  const reaching = reachingKeys(config);
  return reaching.length === 0 ? undefined : noEnvironmentReason(reaching, file);
}

/**
 * The configuration of a pull request's own Worker, where there may be one. Without an environment it has nothing to reach.
 * With one it has what that environment has, since the user says by it that these may be touched; but it answers at
 * workers.dev alone, and nothing but requests is sent to it.
 * @param environment for previews; undefined: none is named
 * @param upload its `assets` are those of the environment
 * @param file the configuration's name, for the messages
 * @throws ShipError where there is no such environment
 */
export function previewConfiguration(
  config: Config,
  environment: string | undefined,
  upload: Upload,
  pr: number,
  file: string,
): Config {
  if (environment === undefined) return previewConfig(config, upload, pr);
  const effective = environmentConfig(config, environment, file);
  const name = previewName(String(config.name), pr);
  const kept = Object.entries(effective).filter(([key]) => !LEFT_OUT.includes(key));
  const own = kept.flatMap(([key, value]) => ownOf(key, value, effective, pr));
  return { ...Object.fromEntries(own), ...asItIs(upload), name, workers_dev: true };
}

function noEnvironmentReason(reaching: readonly string[], file: string): string {
  const keys = reaching.map((key) => `\`${key}\``).join(', ');
  const wanted = reaching.map((key) => `\`env.preview.${key}\``).join(', ');
  return `a preview must not touch production's data, and the configuration has ${keys}. Set \`preview-environment: preview\`, and write ${wanted} into ${file}, with what previews may touch.`;
}

/** Why no preview can be made of an environment; undefined: one can. */
function reasonAgainst(effective: Config, environment: string): string | undefined {
  const local = localKeys(effective);
  if (local.length > 0) {
    return `the environment \`${environment}\` has ${local.map((key) => `\`${key}\``).join(', ')}, which does not go up with a bundle yet.`;
  }
  if (!takesObjects(effective)) return undefined;
  return `the Durable Objects of \`${environment}\` come from another Worker (\`transferred_classes\`, \`transfer_from\`), and a preview would take them away from it. Give the environment \`migrations\` of its own.`;
}

/** Whether Durable Objects of another Worker would be moved to this one, with all that they hold. */
function takesObjects({ migrations, exports }: Config): boolean {
  const moved = listOf(migrations).some((entry) => listOf(objectOf(entry).transferred_classes).length > 0);
  const states = Object.values(objectOf(exports)).map((entry) => objectOf(entry).state);
  return moved || states.includes('expecting-transfer') || states.includes('transferred');
}

/** A key as a Worker beside the environment's can have it. Most are so already: Durable Objects are each Worker's own. */
function ownOf(key: string, value: unknown, effective: Config, pr: number): readonly (readonly [string, unknown])[] {
  if (key === 'queues') {
    // a consumer would take the messages that the environment's own Worker waits for
    const { consumers: _, ...producing } = objectOf(value);
    return Object.keys(producing).length === 0 ? [] : [[key, producing]];
  }
  if (key === 'workflows') return [[key, listOf(value).map((entry) => ownWorkflow(entry, effective, pr))]];
  if (key === 'exports') {
    const exported = Object.entries(objectOf(value)).map(([name, entry]) =>
      objectOf(entry).type === 'workflow' ? [name, ownWorkflow(entry, effective, pr)] : [name, entry],
    );
    return [[key, Object.fromEntries(exported)]];
  }
  return [[key, value]];
}

/** A workflow's name is the account's: under the same one, the environment's would run the preview's code. No crons either. */
function ownWorkflow(entry: unknown, effective: Config, pr: number): unknown {
  const workflow = objectOf(entry);
  if (!isOwn(workflow, effective) || typeof workflow.name !== 'string') return entry;
  const { schedules: _, script_name: __, ...rest } = workflow;
  return { ...rest, name: previewName(workflow.name, pr) };
}
