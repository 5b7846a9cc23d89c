import { isDeepStrictEqual } from 'node:util';
import { closest } from '../../closest.ts';
import { ShipError } from '../../error.ts';
import { BUNDLING, type Config, checkConfig, pick } from './config.ts';
import { objectOf, patternsOf } from './outside-version.ts';

/** Keys that an environment has from the top level, unless it has its own: wrangler 4.164's table. */
export const INHERITED = [
  'access',
  'account_id',
  'assets',
  'base_dir',
  'build',
  'cache',
  'compatibility_date',
  'compatibility_flags',
  'compliance_region',
  'exports',
  'find_additional_modules',
  'first_party_worker',
  'jsx_factory',
  'jsx_fragment',
  'keep_names',
  'limits',
  'logfwdr',
  'logpush',
  'main',
  'migrations',
  'minify',
  'no_bundle',
  'observability',
  'placement',
  'preserve_file_names',
  'preview_urls',
  'previews',
  'python_modules',
  'route',
  'routes',
  'rules',
  'triggers',
  'tsconfig',
  'upload_source_maps',
  'workers_dev',
];
/** Keys that no environment may have: those of the top level count for each. The same table. */
export const TOP_LEVEL_ONLY = [
  '$schema',
  'addresses',
  'alias',
  'data_blobs',
  'dependencies_instrumentation',
  'dev',
  'keep_vars',
  'pages_build_output_dir',
  'send_metrics',
  'site',
  'text_blobs',
  'wasm_modules',
];

/**
 * The configuration that counts in an environment, by wrangler's own rules. What is neither inherited nor the top level's
 * alone (vars, bindings, secrets, also a key that nobody knows) comes from the environment and nowhere else.
 * @param name of the environment; undefined: the top level, as it stands
 * @param file the configuration's name, for the messages
 * @throws ShipError where there is no such environment, or it is of a form that is no longer
 */
export function environmentConfig(config: Config, name: string | undefined, file: string): Config {
  if (name === undefined) return config;
  const own = given(environmentOf(config, name, file));
  const top = given(config);
  const all: Config = {
    ...pick(top, [...TOP_LEVEL_ONLY, ...INHERITED]),
    ...Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'env' && !TOP_LEVEL_ONLY.includes(key))),
    name: own.name ?? `${String(config.name)}-${name}`,
  };
  checkConfig(all, file, `env.${name}.`);
  // one inherited, one its own: wrangler deploys `routes`, and refuses a configuration that has both
  if (all.routes === undefined) return all;
  const { route: _, ...effective } = all;
  return effective;
}

function environmentOf(config: Config, name: string, file: string): Config {
  const environments = objectOf(config.env);
  const names = Object.keys(environments);
  refuseServiceEnvironments(config, file);
  if (!names.includes(name)) throw noEnvironment(name, names, file);
  const own = environments[name];
  if (typeof own === 'object' && own !== null && !Array.isArray(own)) return own as Config;
  throw new ShipError('input', `${file}: \`env.${name}\` is ${JSON.stringify(own)}; wanted: a table.`, {
    place: { file },
  });
}

function noEnvironment(name: string, names: readonly string[], file: string): ShipError {
  const close = closest(name, names);
  const section = file.endsWith('.toml') ? `\`[env.${name}]\`` : `\`"env": {"${name}": {…}}\``;
  return new ShipError(
    'input',
    `${file} has no environment \`${name}\`; ${names.length === 0 ? 'it has none at all' : `there is ${names.map((there) => `\`${there}\``).join(', ')}`}.`,
    {
      hint:
        close === undefined
          ? `Write ${section} into it, with the vars and bindings of its own.`
          : `Did you mean \`${close}\`?`,
      place: { file },
    },
  );
}

/** With `legacy_env = false` environments were parts of one Worker. `true` is what holds anyway. */
function refuseServiceEnvironments(config: Config, file: string): void {
  if (config.legacy_env === undefined || config.legacy_env === true) return;
  throw new ShipError(
    'input',
    `${file}: \`legacy_env\` is ${JSON.stringify(config.legacy_env)}; Cloudflare has removed such environments.`,
    { hint: 'Take `legacy_env` out: each environment is then a Worker of its own, NAME-ENVIRONMENT.', place: { file } },
  );
}

/** Without keys that are set to nothing: where wrangler takes that at all, it is as if they were not there. */
function given(config: Config): Config {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([key, value]) =>
        value !== undefined && value !== null && !(value === '' && (key === 'account_id' || key === 'route')),
    ),
  );
}

/**
 * Routes and custom domains that an environment has from the top level alone. Deploying it takes them away from the Worker
 * of the top level; `"routes": []` in the environment prevents it.
 */
export function inheritedPatterns(config: Config, name: string, file: string): readonly string[] {
  const own = given(environmentOf(config, name, file));
  const top = given(config);
  // wrangler's: with both, `routes` counts, wherever it comes from
  if (own.routes !== undefined || (own.route !== undefined && top.routes === undefined)) return [];
  return patternsOf(environmentConfig(config, name, file));
}

/** What changes the bundle itself where wrangler makes it. */
const MAKING = [...BUNDLING, 'main', 'no_bundle', 'python_modules', 'compatibility_flags'];

/** Keys by which wrangler would make another bundle for an environment than for the top level. */
export function keysOfAnotherBundle(config: Config, effective: Config): readonly string[] {
  return MAKING.filter((key) => !isDeepStrictEqual(config[key] ?? undefined, effective[key]));
}
