import path from 'node:path';
import type { Host } from '../host/host.ts';

/** What a build read, as the compiler and the build scripts declare it. */
export interface Reads {
  /** Absolute paths of files, and of folders that a build script names. */
  readonly files: readonly string[];
  /** Names of environment variables. */
  readonly variables: readonly string[];
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
}

/** Reads the notes of a build that has just ended. */
export async function readsOf(notes: Notes, host: Pick<Host, 'files'>): Promise<Reads> {
  const files = new Set<string>();
  const variables = new Set<string>();
  for (const artifact of notes.artifacts) {
    for (const candidate of depInfoOf(artifact)) {
      if (!(await host.files.exists(candidate))) continue;
      const info = parseDepInfo(await host.files.text(candidate));
      for (const file of info.files) files.add(path.resolve(notes.root, file));
      for (const name of info.variables) variables.add(name);
    }
  }
  for (const { outDir, dir } of notes.scripts) {
    const output = path.join(path.dirname(outDir), 'output');
    if (!(await host.files.exists(output))) continue;
    const said = parseScriptOutput(await host.files.text(output));
    for (const file of said.files ?? ['.']) files.add(path.resolve(dir, file)); // none named: all of its package
    for (const name of said.variables) variables.add(name);
  }
  return { files: [...files], variables: [...variables] };
}

/** Where the dep-info of an artifact may lie: beside it, or in `deps` where cargo has put the artifact one up. */
export function depInfoOf(artifact: string): readonly string[] {
  const { dir, name } = path.parse(artifact);
  // a build script's own: PACKAGE-HASH/build-script-build
  const script = name === 'build-script-build' ? [`build_script_build-${path.basename(dir).split('-').at(-1)}`] : [];
  const names = [...new Set([name, name.replace(/^lib/, ''), ...script])];
  return [dir, path.join(dir, 'deps')].flatMap((folder) => names.map((stem) => path.join(folder, `${stem}.d`)));
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

/**
 * Why the bundle of a build cannot stand for its commit's tree; undefined where all that was read is in the tree, never
 * changes, or was made by the build itself.
 * @param target folder that the build writes to
 */
export async function beyond(
  reads: Reads,
  tree: { readonly root: string; readonly files: ReadonlySet<string> },
  places: { readonly fixed: readonly string[]; readonly target: string },
  host: Pick<Host, 'files'>,
): Promise<string | undefined> {
  const known = [...places.fixed, places.target];
  for (const file of reads.files) {
    if (known.some((folder) => inside(folder, file) !== undefined)) continue;
    const relative = inside(tree.root, file);
    if (relative === undefined) {
      if (await host.files.exists(file)) return `it read \`${file}\`, which is not of the repository`;
      continue;
    }
    if (relative.split('/')[0] === '.git') return 'it read what git knows of the commit';
    if (tree.files.has(relative) || relative === '') continue;
    if ([...tree.files].some((known) => known.startsWith(`${relative}/`))) continue; // a folder of the commit
    if (await host.files.exists(file)) return `it read \`${relative}\`, which is not in the commit`;
  }
  return undefined;
}

/** The path of a file from a folder, with `/`; undefined where it is not in it. */
function inside(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) return undefined;
  return relative.replaceAll('\\', '/');
}
