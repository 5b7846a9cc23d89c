import path from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { CONFIGS } from './config.ts';

type World = Pick<Host, 'files' | 'folders'>;
type Table = Readonly<Record<string, unknown>>;

/** What decides what an import stands for, besides the files themselves. All paths are from the crate's folder, with `/`. */
export interface Resolution {
  /** Configuration files of deno: the crate's own, that of its workspace, those of members and links. */
  readonly configs: readonly string[];
  /** Import map, package.json, .npmrc: as they are. */
  readonly files: readonly string[];
  /** The lock file, whether it is there or not. */
  readonly lock: string;
  readonly locked: boolean;
  /** The configuration says that there is to be none. */
  readonly unlocked: boolean;
  /** A bundle of files alone would not know what its imports stand for. */
  readonly needed: boolean;
}

/** A configuration file, and what it says. */
interface Config {
  /** From the crate's folder. */
  readonly file: string;
  readonly table: Table;
}

const LOCK = 'deno.lock';
/** What deno reads beside a configuration file. */
const BESIDE = ['.npmrc', 'package.json'];

/**
 * Reads what the configurations of a crate name: the nearest deno.json, and the one of the workspace that it is a member of.
 * @param dir the crate's folder from the root of the repository
 * @throws ShipError where something of it is not in the repository, or of a kind that is not taken
 */
export async function resolutionOf(dir: string, host: World): Promise<Resolution> {
  const own = await nearest(dir, () => true, host);
  const root = (await nearest(dir, (config) => isOfWorkspace(config, dir), host)) ?? own;
  const members = root === undefined ? [] : await membersOf(root, dir, host);
  const links = root === undefined ? [] : await linksOf(root, dir, host);
  const named = [...[own, root].flatMap((config) => config?.file ?? []), ...members, ...links];
  const maps = [...new Set([own, root].flatMap((config) => (config === undefined ? [] : mapOf(config, dir))))];
  const folders = [...new Set(['.', ...named.map((file) => path.posix.dirname(file))])];
  const beside = folders.flatMap((folder) => BESIDE.map((name) => path.posix.join(folder, name)));
  const lock = inside(dir, root, lockIn(root?.table.lock) ?? LOCK);
  return {
    configs: [...new Set(named)].filter((file) => CONFIGS.includes(path.posix.basename(file))),
    files: [...maps, ...(await those(beside, dir, host))],
    lock,
    locked: (await those([lock], dir, host)).length > 0,
    unlocked: root?.table.lock === false,
    needed: maps.length > 0 || members.length > 0 || links.length > 0 || [own, root].some(resolvesAbove),
  };
}

/** Whether a configuration above the crate's folder says what imports stand for: the bundle does not have it. */
function resolvesAbove(config: Config | undefined): boolean {
  if (config === undefined || path.posix.dirname(config.file) === '.') return false;
  return config.table.imports !== undefined || config.table.scopes !== undefined;
}

/** Whether a configuration is of a workspace that the crate's folder is of. */
function isOfWorkspace({ file, table }: Config, dir: string): boolean {
  const crate = path.posix.relative(path.posix.join(dir, path.posix.dirname(file)), dir);
  if (crate === '') return table.workspace !== undefined;
  return patternsOf(table).some((pattern) => path.posix.matchesGlob(crate, pattern));
}

/** The configuration nearest to the crate's folder, upwards to the root of the repository, that fits. */
async function nearest(dir: string, fits: (config: Config) => boolean, host: World): Promise<Config | undefined> {
  for (let folder = dir; ; folder = path.posix.dirname(folder)) {
    const config = await configIn(path.posix.relative(dir, folder) || '.', dir, host);
    if (config !== undefined && fits(config)) return config;
    if (folder === '.' || folder === path.posix.dirname(folder)) return undefined;
  }
}

async function configIn(folder: string, dir: string, host: World): Promise<Config | undefined> {
  const [file] = await those(
    CONFIGS.map((name) => path.posix.join(folder, name)),
    dir,
    host,
  );
  if (file === undefined) return undefined;
  const text = await host.files.text(path.join(host.folders.workspace, dir, file));
  return { file, table: (parseJsonc(text, [], { allowTrailingComma: true }) ?? {}) as Table };
}

/** Those of some files that are there. */
async function those(files: readonly string[], dir: string, host: World): Promise<readonly string[]> {
  const there = await Promise.all(files.map((file) => host.files.exists(path.join(host.folders.workspace, dir, file))));
  return files.filter((_, i) => there[i]);
}

/** Members of a workspace as their patterns, from its folder. */
function patternsOf({ workspace }: Table): readonly string[] {
  const named = Array.isArray(workspace)
    ? workspace
    : (workspace as { readonly members?: unknown } | undefined)?.members;
  return texts(named).map((name) => path.posix.join(name, '.').replace(/\/$/, ''));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** What a member of a workspace has one of. */
const MEMBER = [...CONFIGS, 'package.json'];

/** Configuration files of the members of a workspace, a package.json too. */
async function membersOf(root: Config, dir: string, host: World): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pattern of patternsOf(root.table)) {
    const folder = inside(dir, root, pattern.replace(/(^|\/)[^/]*[*?{[].*$/, '') || '.');
    const full = path.join(host.folders.workspace, dir, folder);
    const plain = !/[*?{[]/.test(pattern);
    const names = plain ? MEMBER : (await host.files.exists(full)) ? await host.files.list(full) : [];
    const files = names.filter(
      (name) => MEMBER.includes(path.posix.basename(name)) && !/(^|\/)node_modules\//.test(name),
    );
    const below = files.map((name) => path.posix.relative(dir, path.posix.join(dir, folder, name)));
    const top = path.posix.dirname(shown(dir, root));
    const fit = below.filter((file) => {
      const member = path.posix.relative(top, path.posix.dirname(path.posix.join(dir, file)));
      return plain || path.posix.matchesGlob(member, pattern);
    });
    found.push(...(await those(fit, dir, host)));
  }
  return found;
}

/** Configuration files of packages that stand in for those of a registry. */
async function linksOf(root: Config, dir: string, host: World): Promise<readonly string[]> {
  const found: string[] = [];
  for (const link of texts(root.table.links ?? root.table.patch)) {
    const config = await configIn(inside(dir, root, link), dir, host);
    if (config === undefined) {
      throw new ShipError(
        'build',
        `${shown(dir, root)}: \`links\` names ${link}, which has no ${CONFIGS.join(' or ')}.`,
        {
          hint: 'Not yet: packages of npm there. Import its files by their path, or publish it.',
          place: { file: shown(dir, root) },
        },
      );
    }
    found.push(config.file);
  }
  return found;
}

/** The import map that a configuration names, if it names one. */
function mapOf(config: Config, dir: string): readonly string[] {
  const { importMap } = config.table;
  if (typeof importMap !== 'string') return [];
  if (!/^\w[\w+.-]+:/.test(importMap)) return [inside(dir, config, importMap)];
  throw new ShipError(
    'build',
    `${shown(dir, config)}: \`importMap\` is \`${importMap}\`; wanted: a file of the repository.`,
    {
      hint: 'Save it beside deno.json, or write what it has to `imports` there: so that the same source gives the same bundle.',
      place: { file: shown(dir, config) },
    },
  );
}

/** `lock`: a path, or a table with one. */
function lockIn(lock: unknown): string | undefined {
  if (typeof lock === 'string') return lock;
  const { path: named } = (lock ?? {}) as { readonly path?: unknown };
  return typeof named === 'string' ? named : undefined;
}

/** A path that a configuration names, from the crate's folder. @throws ShipError where it is not in the repository */
function inside(dir: string, config: Config | undefined, name: string): string {
  const folder = config === undefined ? '.' : path.posix.dirname(config.file);
  const full = path.posix.join(dir, folder, name);
  if (full !== '..' && !full.startsWith('../') && !path.posix.isAbsolute(name))
    return path.posix.relative(dir, full) || '.';
  throw new ShipError(
    'build',
    `${config === undefined ? dir : shown(dir, config)} names ${name}; wanted: a file or folder of the repository.`,
    { hint: 'Copy it into the repository, and name it by a path from deno.json.' },
  );
}

/** From the root of the repository. */
function shown(dir: string, { file }: Config): string {
  return path.posix.join(dir, file);
}
