import { createHash } from 'node:crypto';
import path from 'node:path';
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { messageOf, ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { ModuleRule } from './modules.ts';

/** The user's wrangler configuration, as it stands. */
export type Config = Readonly<Record<string, unknown>>;

const FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml']; // wrangler's own order

/**
 * Reads the configuration beside a crate's Cargo.toml, or the nearest above it, where a Worker's own code has the crate in
 * a folder below. `dir`: from the root of the repository, as the `file` and the `dir` that it gives.
 */
export async function readConfig(
  dir: string,
  host: Pick<Host, 'files' | 'folders'>,
): Promise<{ readonly config: Config; readonly file: string; readonly dir: string }> {
  for (let folder = path.posix.normalize(dir); ; folder = path.posix.dirname(folder)) {
    for (const name of FILES) {
      const there = path.join(host.folders.workspace, folder, name);
      const file = path.posix.join(folder, name);
      if (await host.files.exists(there))
        return { config: parseConfig(await host.files.text(there), file), file, dir: folder };
    }
    if (folder === '.' || folder === '/') break;
  }
  throw new ShipError('input', `There is no ${FILES.join(', ')} in ${dir} or above it.`, {
    hint: 'wrangler.jsonc needs at least {"name": …, "main": "build/index.js", "compatibility_date": …}.',
  });
}

/** @throws ShipError where the text is no TOML or JSON, or has no name */
export function parseConfig(text: string, file: string): Config {
  const plain = text.replace(/^\ufeff/, ''); // some editors begin a file with a byte order mark
  const config = file.endsWith('.toml') ? tomlConfig(plain, file) : jsonConfig(plain, file);
  checkConfig(config, file);
  return config;
}

/**
 * @param at what the configuration is of the file: `env.NAME.`, or nothing for the top level
 * @throws ShipError where name or date are none
 */
export function checkConfig(config: Config, file: string, at = ''): void {
  // wrangler's own rule, and it has to be a DNS label in the end
  if (typeof config.name !== 'string' || !/^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(config.name)) {
    throw new ShipError(
      'input',
      `${file}: \`${at}name\` is ${JSON.stringify(config.name)}; wanted: lower-case letters, digits and dashes.`,
      { place: { file } },
    );
  }
  if (typeof config.compatibility_date !== 'string') {
    throw new ShipError('input', `${file} has no \`${at}compatibility_date\`.`, {
      place: { file },
      hint: '"compatibility_date": "2026-11-01"',
    });
  }
}

function tomlConfig(text: string, file: string): Config {
  try {
    return parseToml(text);
  } catch (cause) {
    throw new ShipError('input', `${file} is not TOML: ${messageOf(cause).split('\n')[0]}.`, {
      cause,
      place: { file },
    });
  }
}

function jsonConfig(text: string, file: string): Config {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || typeof value !== 'object' || value === null || Array.isArray(value)) {
    const line = text.slice(0, error?.offset ?? 0).split('\n').length;
    const reason = error === undefined ? 'no object' : printParseErrorCode(error.error);
    throw new ShipError('input', `${file} is not JSON: ${reason}.`, { place: { file, line } });
  }
  return value as Config;
}

/** The account that a configuration names; undefined: that of the environment. */
export function accountOf({ account_id: id }: Config): string | undefined {
  return typeof id === 'string' ? id : undefined;
}

/** What of a configuration a preview may take over as it is. */
const HARMLESS = [
  'account_id', // a preview is where production is
  'cache',
  'compatibility_date',
  'compatibility_flags',
  'compliance_region',
  'vars',
  'limits',
  'observability',
  'placement',
  'version_metadata', // what it tells is the preview's own version
];
/**
 * What a preview leaves out: it says where a Worker is and what is sent to it, how it is built or developed, not what the
 * code can reach. Routes, crons, mail and logs of others stay where they are: a preview must not take them away.
 */
export const LEFT_OUT = [
  '$schema',
  'name',
  'main',
  'build',
  'no_bundle',
  'find_additional_modules',
  'base_dir',
  'rules',
  'minify',
  'upload_source_maps',
  'alias',
  'define',
  'jsx_factory',
  'jsx_fragment',
  'preserve_file_names',
  'python_modules',
  'workers_dev',
  'preview_urls',
  'route',
  'routes',
  'triggers',
  'env',
  'dev',
  'send_metrics',
  'keep_names',
  'keep_vars',
  'logpush',
  'tsconfig',
  'legacy_env',
  'previews',
  'access', // how `wrangler dev` plays it
  'connect', // the same
  'addresses',
  'dependencies_instrumentation',
  'tail_consumers',
  'streaming_tail_consumers',
  'assets', // goes up with a preview of its own
];

/**
 * Keys that give the code something to reach (bindings, stored state): a preview has none of production's. A key that
 * nobody knows could be one.
 */
export function reachingKeys(config: Config): readonly string[] {
  return Object.keys(config).filter((key) => !HARMLESS.includes(key) && !LEFT_OUT.includes(key));
}

/** Keys that name files of the work tree, which do not go up with a bundle yet. */
const LOCAL = ['site', 'containers', 'pages_build_output_dir'];

/** Keys of a configuration by which more would have to go up than a bundle has. */
export function localKeys(config: Config): readonly string[] {
  return LOCAL.filter((key) => config[key] !== undefined);
}

/** @throws ShipError where production would need files that a bundle does not have */
export function refuseLocalPaths(config: Config): void {
  const keys = localKeys(config);
  if (keys.length === 0) return;
  throw new ShipError(
    'plan',
    `Not yet: deploying with ${keys.map((key) => `\`${key}\``).join(', ')} of the wrangler configuration.`,
    {
      hint: 'Only the Worker itself goes up so far. Deploy such a Worker with wrangler until then.',
    },
  );
}

/** @throws ShipError where production has a part of its own in the configuration, which would not go up */
export function refuseProductionEnvironment(config: Config, file: string): void {
  const { env } = config;
  if (typeof env !== 'object' || env === null || !('production' in env)) return;
  throw new ShipError('plan', `${file} has \`env.production\`, and the top level would go to production.`, {
    hint: 'Name the environment: `production-environment: production`. Or put what production needs at the top level.',
    place: { file },
  });
}

/** workerd of version 1.YYYYMMDD.N takes compatibility dates up to that day: a later one is served as of that day. */
export function forRuntime(config: Config, version: string): { readonly config: Config; readonly warning?: string } {
  const [, year, month, day] = /^\d+\.(\d{4})(\d\d)(\d\d)\./.exec(version) ?? [];
  if (year === undefined) return { config };
  const newest = `${year}-${month}-${day}`;
  const wanted = String(config.compatibility_date);
  if (wanted <= newest) return { config };
  return {
    config: { ...config, compatibility_date: newest },
    warning: `\`compatibility_date\` is ${wanted}, and workerd ${version} knows none after ${newest}: on the runner the bundle is served as of that day.`,
  };
}

/** What is about making the bundle, and is done by then. */
export const BUNDLING = [
  'build',
  'base_dir',
  'find_additional_modules',
  'rules',
  'minify',
  'keep_names',
  'alias',
  'define',
  'jsx_factory',
  'jsx_fragment',
  'preserve_file_names',
  'tsconfig',
];
/** What of a configuration means nothing in the one that goes up. `assets` comes back with a path that holds. */
const DONE = [...BUNDLING, '$schema', 'env', 'legacy_env', 'assets'];

/** What goes up with a configuration. */
export interface Upload {
  /** The entry module's path. */
  readonly main: string;
  readonly rules: readonly ModuleRule[];
  /** `assets`, with a path that holds anywhere; undefined: there is none. */
  readonly assets: object | undefined;
}

/** The configuration that goes up with a bundle for production: the user's own, without building or bundling again. */
export function productionConfig(config: Config, upload: Upload): Config {
  const rest = Object.entries(config).filter(([key]) => !DONE.includes(key));
  return { ...Object.fromEntries(rest), ...asItIs(upload) };
}

/** The configuration of a pull request's own Worker: nothing of production's but account, vars and compatibility. */
export function previewConfig(config: Config, upload: Upload, pr: number): Config {
  return {
    ...pick(config, HARMLESS),
    ...asItIs(upload),
    name: previewName(String(config.name), pr),
    workers_dev: true,
  };
}

/** Of a configuration these keys, where they are there. */
export function pick(config: Config, keys: readonly string[]): Config {
  return Object.fromEntries(keys.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]]])));
}

/** The keys by which wrangler takes the files of a bundle and makes nothing of them. */
export function asItIs({ main, rules, assets }: Upload): Config {
  return { main, no_bundle: true, rules, ...(assets === undefined ? {} : { assets }) };
}

/**
 * `assets` of a configuration, from the checkout.
 * @param dir of the configuration, absolute
 * @param root of the repository: nothing outside goes up
 * @throws ShipError
 */
export function assetsOf({ assets }: Config, dir: string, root: string): object | undefined {
  if (typeof assets !== 'object' || assets === null) return undefined;
  const { directory, ...rest } = assets as { readonly directory?: unknown };
  if (typeof directory !== 'string') return rest;
  const folder = path.resolve(dir, directory);
  const inside = path.relative(root, folder);
  if (inside.split(path.sep)[0] !== '..' && !path.isAbsolute(inside)) return { ...rest, directory: folder };
  throw new ShipError(
    'plan',
    `\`assets.directory\` is ${JSON.stringify(directory)}; wanted: a folder of the repository.`,
  );
}

/** Longest DNS label: RFC 1035, §2.3.4. */
const LABEL = 63;

/** `NAME-pr-N`, one DNS label; a name that is too long is cut and told apart by a hash of the whole. */
export function previewName(name: string, pr: number): string {
  const whole = `${name.toLowerCase().replaceAll('_', '-')}-pr-${pr}`;
  if (whole.length <= LABEL) return whole;
  const tail = `-${createHash('sha256').update(name).digest('hex').slice(0, 8)}-pr-${pr}`;
  return `${whole.slice(0, LABEL - tail.length).replace(/-+$/, '')}${tail}`;
}
