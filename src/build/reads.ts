import path from 'node:path';
import type { Host } from '../host/host.ts';
import { gitIgnored, ignoredBelow, type KnownTree } from './source.ts';

/** What a build read, as the compiler and the build scripts declare it. */
export interface Reads {
  /** Absolute paths of files, and of folders that a build script names. */
  readonly files: readonly string[];
  /** Names of environment variables. */
  readonly variables: readonly string[];
  /** Artifacts of which it is not noted what they were made from. */
  readonly untold: readonly string[];
}

/** Where cargo left its notes, of its JSON messages. */
export interface Notes {
  /** Files that were made: rustc's dep-info lies beside them. */
  readonly artifacts: readonly string[];
  /** `OUT_DIR` of each build script, with the folder of its package. */
  readonly scripts: readonly { readonly outDir: string; readonly dir: string }[];
  /** What rustc's relative paths start from: the workspace's root. */
  readonly root: string;
  /** Folders of packages that never change: those of a registry, or of a git commit. */
  readonly fixed: readonly string[];
  /** Where what is no result lies apart (`build.build-dir`): what is below `from` has its notes below `to`. */
  readonly apart?: { readonly from: string; readonly to: string };
}

/** Reads the notes of a build that has just ended. */
export async function readsOf(notes: Notes, host: Pick<Host, 'files'>): Promise<Reads> {
  const files = new Set<string>();
  const variables = new Set<string>();
  const untold: string[] = [];
  for (const artifact of notes.artifacts) {
    let told = false;
    for (const candidate of depInfoOf(artifact, notes.apart)) {
      if (!(await host.files.exists(candidate))) continue;
      const info = parseDepInfo(await host.files.text(candidate));
      for (const file of info.files) files.add(path.resolve(notes.root, file));
      for (const name of info.variables) variables.add(name);
      told ||= !isCargosOwn(candidate);
    }
    if (!told) untold.push(artifact);
  }
  for (const { outDir, dir } of notes.scripts) {
    const output = path.join(path.dirname(outDir), 'output');
    if (!(await host.files.exists(output))) continue;
    const said = parseScriptOutput(await host.files.text(output));
    for (const file of said.files ?? ['.']) files.add(path.resolve(dir, file)); // none named: all of its package
    for (const name of said.variables) variables.add(name);
  }
  return { files: [...files], variables: [...variables], untold };
}

/** Beside an artifact that cargo has put one up stands cargo's list of its files, which names no variables. */
function isCargosOwn(depInfo: string): boolean {
  const folder = path.dirname(depInfo);
  return path.basename(folder) !== 'deps' && path.basename(path.dirname(folder)) !== 'build';
}

/** Where the dep-info of an artifact may lie: beside it, or in `deps` where cargo has put the artifact one up, there or apart. */
export function depInfoOf(artifact: string, apart?: Notes['apart']): readonly string[] {
  const { dir, name } = path.parse(artifact);
  // a build script's own: PACKAGE-HASH/build-script-build, or -main where its file is main.rs
  const crate = name.replaceAll('-', '_');
  const script = name.startsWith('build-script-') ? [`${crate}-${path.basename(dir).split('-').at(-1)}`] : [];
  const names = [...new Set([name, name.replace(/^lib/, ''), crate, ...script])];
  const other = apart === undefined ? [] : [path.join(apart.to, path.relative(apart.from, dir), 'deps')];
  return [dir, path.join(dir, 'deps'), ...other].flatMap((folder) =>
    names.map((stem) => path.join(folder, `${stem}.d`)),
  );
}

/**
 * rustc's dep-info: Makefile rules, and `# env-dep:NAME=VALUE` for each `env!` and `option_env!`
 * (doc.rust-lang.org/rustc: `--emit dep-info`).
 */
export function parseDepInfo(text: string): {
  readonly files: readonly string[];
  readonly variables: readonly string[];
} {
  const files = new Set<string>();
  const variables = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const variable = /^# env-dep:([^=]+)/.exec(line)?.[1];
    if (variable !== undefined) variables.add(variable);
    const colon = /(?<!^[A-Za-z]):(?=\s|$)/.exec(line); // not that of a drive
    if (line.startsWith('#') || colon === null) continue;
    for (const file of words(line.slice(colon.index + 1))) files.add(file);
  }
  return { files: [...files], variables: [...variables] };
}

/** Words of a Makefile rule, where a space in a name stands behind a backslash. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/(?:\\ |[^\s])+/g)].map(([word]) => word.replaceAll('\\ ', ' '));
}

/**
 * What a build script printed of its reads (doc.rust-lang.org/cargo/reference/build-scripts.html).
 * `files` is undefined where it named neither files nor variables: cargo takes all files of the package then.
 */
export function parseScriptOutput(text: string): {
  readonly files: readonly string[] | undefined;
  readonly variables: readonly string[];
} {
  const of = (key: string): string[] =>
    [...text.matchAll(new RegExp(`^cargo::?${key}=(.*?)\\r?$`, 'gm'))].map((match) => match[1] ?? '');
  const files = of('rerun-if-changed');
  const variables = of('rerun-if-env-changed');
  return { files: files.length + variables.length === 0 ? undefined : files, variables };
}

/** Folders that need not be of the commit. */
export interface Places {
  /** Those of packages that never change. */
  readonly fixed: readonly string[];
  /** Those that the build writes to. */
  readonly made: readonly string[];
}

/** What of the machine and of git tells whether a commit stands for what was read. */
type World = Pick<Host, 'files' | 'run' | 'folders'>;

/**
 * Why the bundle of a build cannot stand for its commit's tree; undefined where all that was read is in the tree, never
 * changes, or was made by the build itself.
 */
export async function beyond(
  reads: Reads,
  tree: Pick<KnownTree, 'root' | 'files' | 'links'>,
  places: Places,
  host: World,
): Promise<string | undefined> {
  const [untold] = reads.untold;
  if (untold !== undefined) return `cargo left no note of what \`${path.basename(untold)}\` was made from`;
  const elsewhere = [...places.fixed, ...places.made];
  const own = reads.files.filter((file) => !elsewhere.some((folder) => inside(folder, file) !== undefined));
  const absent: string[] = [];
  const folders: string[] = [];
  for (const file of own) {
    const found = await lookAt(file, tree, host);
    if ('why' in found) return found.why;
    if (found.is === 'absent') absent.push(found.path);
    if (found.is === 'folder') folders.push(found.path);
  }
  const [hoped] = await gitIgnored(tree.root, absent, host);
  // any other one that comes later is in another tree, or makes the checkout differ from its commit
  if (hoped !== undefined) return `it looks for \`${hoped}\`, which git ignores and is not there`;
  return (await leadingOut(folders, tree, host)) ?? hiddenIn(folders, tree.root, places.made, host);
}

type Looked = { readonly why: string } | { readonly is: 'file' | 'folder' | 'absent'; readonly path: string };

/** What one path that was read is to the commit. */
async function lookAt(file: string, tree: Pick<KnownTree, 'root' | 'files'>, host: World): Promise<Looked> {
  const relative = inside(tree.root, file);
  const real = await host.files.real(file);
  if (relative === undefined) {
    if (real === undefined) return { why: `it looks for \`${file}\`, which is not of the repository and not there` };
    return { why: `it read \`${file}\`, which is not of the repository` };
  }
  if (relative.split('/')[0] === '.git') return { why: 'it read what git knows of the commit' };
  if (real === undefined && !tree.files.has(relative)) return { is: 'absent', path: relative };
  if (tree.files.has(relative)) {
    if (inCommit(real, tree)) return { is: 'file', path: relative };
    return { why: `it read \`${relative}\`, a link to what is not in the commit` };
  }
  return isFolder(relative, tree)
    ? { is: 'folder', path: relative }
    : { why: `it read \`${relative}\`, which is not in the commit` };
}

/** Whether a path, links followed, is a file or a folder of the commit. */
function inCommit(real: string | undefined, tree: Pick<KnownTree, 'root' | 'files'>): boolean {
  const relative = real === undefined ? undefined : inside(tree.root, real);
  return relative !== undefined && (tree.files.has(relative) || isFolder(relative, tree));
}

function isFolder(relative: string, { files }: Pick<KnownTree, 'files'>): boolean {
  return relative === '' || [...files].some((file) => file.startsWith(`${relative}/`));
}

/** A link of the commit in a folder that was read, and out of the commit. */
async function leadingOut(
  folders: readonly string[],
  tree: Pick<KnownTree, 'root' | 'files' | 'links'>,
  host: World,
): Promise<string | undefined> {
  for (const link of tree.links) {
    if (!folders.some((folder) => inside(folder, link) !== undefined)) continue;
    if (!inCommit(await host.files.real(path.join(tree.root, link)), tree))
      return `it may have read \`${link}\`, a link to what is not in the commit`;
  }
  return undefined;
}

/** What git ignores in folders that a build script names, or has for its package and names nothing of. */
async function hiddenIn(
  folders: readonly string[],
  root: string,
  made: readonly string[],
  host: World,
): Promise<string | undefined> {
  for (const hidden of await ignoredBelow(root, folders, host)) {
    const there = path.join(root, hidden);
    if (made.some((folder) => inside(folder, there) !== undefined)) continue;
    if (hidden.endsWith('/') && (await isMade(there, made, host))) continue;
    return `its build script may have read \`${hidden}\`, which git ignores (\`cargo::rerun-if-changed\` says what it reads)`;
  }
  return undefined;
}

/** Whether a folder is a target folder of cargo's, or holds but one that the build writes to. */
async function isMade(folder: string, made: readonly string[], host: World): Promise<boolean> {
  if (await host.files.exists(path.join(folder, 'CACHEDIR.TAG'))) return true;
  if (!made.some((other) => inside(folder, other) !== undefined)) return false;
  const files = await host.files.list(folder);
  return files.every((file) => made.some((other) => inside(other, path.join(folder, file)) !== undefined));
}

/** The path of a file from a folder, with `/`; undefined where it is not in it. */
function inside(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) return undefined;
  return relative.replaceAll('\\', '/');
}
