import { createHash } from 'node:crypto';
import path from 'node:path';
import { attempt } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Member } from './cargo.ts';
import type { CommandFacts } from './commands.ts';

type World = Pick<Host, 'run' | 'folders'>;

const GIT_MS = 60_000;
const LONGEST = 8 * 1024 * 1024;

/** The files of a checkout as git knows them, or why they do not tell what is built. */
export type Tree =
  | {
      readonly known: true;
      /** sha256 (hex) over mode, object and path of each file that is not ignored. */
      readonly digest: string;
      /** The repository's own folder, absolute. */
      readonly root: string;
      /** From that folder, with `/`. */
      readonly files: ReadonlySet<string>;
      /** Those of them that are symbolic links. */
      readonly links: readonly string[];
    }
  | { readonly known: false; readonly reason: string };

export type KnownTree = Extract<Tree, { known: true }>;

/**
 * Reads the checked-out commit's tree. A checkout that differs from its commit is not known: what git does not have
 * cannot be told apart by its digest.
 * @param ignore globs of files that do not matter to the build, from the repository's folder
 */
export async function readTree(ignore: readonly string[], host: World): Promise<Tree> {
  const [top, hidden, listed, status] = await Promise.all([
    git(['rev-parse', '--show-toplevel'], host),
    git(['ls-files', '-v', '-z', '--full-name', ':/'], host),
    git(['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], host),
    git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=none', '--no-renames'], host),
  ]);
  if (top === undefined || listed === undefined || status === undefined || hidden === undefined)
    return { known: false, reason: 'git does not tell of this checkout' };
  // `assume-unchanged` and sparse checkouts: git does not look at these files
  const unseen = /(?:^|\0)(?:[a-z]|S) ([^\0]*)/.exec(hidden)?.[1];
  if (unseen !== undefined) return { known: false, reason: `git is told not to look at \`${unseen}\`` };
  const entries = parseTree(listed).filter((entry) => !ignored(entry.path, ignore));
  const changed = parseStatus(status).find((file) => !ignored(file, ignore));
  if (changed !== undefined) return { known: false, reason: `\`${changed}\` is not what the commit has` };
  const submodule = entries.find((entry) => entry.mode === '160000');
  if (submodule !== undefined) return { known: false, reason: `\`${submodule.path}\` is a submodule` };
  if (await hasFilters(entries, host)) return { known: false, reason: 'its `.gitattributes` has filters (Git LFS)' };
  return {
    known: true,
    digest: sha256(entries.map(({ mode, object, path: file }) => `${mode} ${object} ${file}\0`).join('')),
    root: top.trim(),
    files: new Set(entries.map((entry) => entry.path)),
    links: entries.filter(({ mode }) => mode === '120000').map((entry) => entry.path),
  };
}

/**
 * Why a tree no longer stands for what was built, once it is built; undefined where nothing has changed.
 * @param ignore as it was read with
 * @param made folders that the build writes to: git need not be told to ignore them
 */
export async function changedSince(
  tree: KnownTree,
  ignore: readonly string[],
  made: readonly string[],
  host: World,
): Promise<string | undefined> {
  const globs = made.map((folder) => `${path.relative(tree.root, folder).replaceAll('\\', '/')}/{**,**/.*,**/.*/**}`);
  const now = await readTree([...ignore, ...globs], host);
  if (!now.known) return `since the build ${now.reason}`;
  return now.digest === tree.digest ? undefined : 'the commit was another one after the build';
}

/** Those of some paths that git would not look at if they were there. @param root of the repository, as the paths are from */
export async function gitIgnored(root: string, files: readonly string[], host: World): Promise<readonly string[]> {
  if (files.length === 0) return [];
  // ends with 1 where none is, and with 128 where git cannot tell: none is said to be harmless then
  const said = await git(['check-ignore', '--no-index', '--', ...files], host, { cwd: root, codes: [0, 1] });
  return said === undefined ? files : said.split('\n').filter((file) => file !== '');
}

/** What git ignores below some folders; a folder of which all is ignored ends with `/`. */
export async function ignoredBelow(root: string, folders: readonly string[], host: World): Promise<readonly string[]> {
  if (folders.length === 0) return [];
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z', '--'];
  const said = await git([...args, ...folders.map((folder) => `:(literal)${folder === '' ? '.' : folder}`)], host, {
    cwd: root,
  });
  return said === undefined ? folders : said.split('\0').filter((file) => file !== '');
}

/** git's answer; undefined where there is no git, or no repository. */
async function git(
  args: readonly string[],
  host: World,
  { cwd = host.folders.workspace, codes = [0] }: { readonly cwd?: string; readonly codes?: readonly number[] } = {},
): Promise<string | undefined> {
  const asked = await attempt(() =>
    host.run(
      {
        file: 'git',
        // a container's checkout belongs to somebody else; a quoted path would be another one
        args: ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args],
        cwd,
        trust: 'theirs',
        timeoutMs: GIT_MS,
      },
      { codes },
    ),
  );
  if (!asked.ok && asked.error.fault === 'cancelled') throw asked.error;
  // a longer answer is not kept whole
  return asked.ok && asked.value.stdout.length < LONGEST ? asked.value.stdout : undefined;
}

interface TreeEntry {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

/** `git ls-tree -r -z`: `MODE TYPE OBJECT\tPATH\0`. */
export function parseTree(listed: string): readonly TreeEntry[] {
  return listed.split('\0').flatMap((line) => {
    const [, mode = '', object = '', file = ''] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return file === '' ? [] : [{ mode, object, path: file }];
  });
}

/** `git status --porcelain=v1 -z --no-renames`: `XY PATH\0`. */
export function parseStatus(status: string): readonly string[] {
  return status.split('\0').flatMap((line) => (line.length > 3 ? [line.slice(3)] : []));
}

/** Git LFS and other filters make the files of the checkout out of what git has: another setup, other files. */
async function hasFilters(entries: readonly TreeEntry[], host: World): Promise<boolean> {
  if (!entries.some((entry) => path.posix.basename(entry.path) === '.gitattributes')) return false;
  const found = await git(['grep', '--cached', '-l', '-e', 'filter=', '--', '*.gitattributes'], host);
  return found !== undefined && found.trim() !== ''; // git grep ends with 1 where it finds nothing
}

/** What cargo and rustup read themselves: of this no build tells, and it always matters. */
const CARGOS = /(^|\/)(Cargo\.(toml|lock)|rust-toolchain(\.toml)?|\.cargo\/config(\.toml)?)$/;

/** Whether a file (with `/`) is left out by one of the globs. */
export function ignored(file: string, globs: readonly string[]): boolean {
  if (CARGOS.test(file)) return false;
  return globs.some((glob) => path.posix.matchesGlob(file, glob));
}

/** All that decides what a build gives, its tree included. */
export interface SourceFacts {
  readonly tree: string;
  /** The package's folder from the repository's. */
  readonly dir: string;
  readonly name: string;
  readonly edge: string;
  readonly target: string;
  readonly profile: string;
  readonly features: readonly string[];
  /** Every package that the same call of cargo builds, where it is not alone: together they choose the features of what they share. */
  readonly together?: readonly Member[];
  /** What wasm-opt is asked for; undefined: nothing. */
  readonly optimize: unknown;
  /** The compiler: what `rustc -vV` prints, or an exact version with its host. */
  readonly rustc: string;
  /** What commands of the edge's configuration see besides the commit; absent: nobody says that they read no more. */
  readonly commands?: CommandFacts;
  /** Variables that cargo and rustc themselves read, by the sha256 of their value. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** Of Cargo.lock, which git may ignore; null where there is none. */
  readonly lockfile: string | null;
  /** What cargo's configuration says, that outside of the repository too. */
  readonly config: readonly string[];
  /** Ourselves, the versions of our tools included. */
  readonly action: string;
}

/** One digest (sha256, hex): the same for two sources exactly where they give the same bundle. */
export function sourceDigest(facts: SourceFacts): string {
  return sha256(JSON.stringify(sorted({ form: 3, ...facts })));
}

/** The same value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
