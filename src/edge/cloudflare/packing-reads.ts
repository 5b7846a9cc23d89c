import path from 'node:path';
import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Recipe } from './build.ts';
import type { BundlerReads } from './metafile.ts';
import type { Configured } from './pack-main.ts';
import { foldersUp } from './run-command.ts';

type World = Pick<Host, 'files' | 'folders'>;

const COMMANDS = 'its configuration runs commands, and what they read is not told (`command-reads`)';
const ASSETS = 'its configuration runs commands, which may make its static `assets`';

const MODULES = `${path.sep}node_modules${path.sep}`;

/**
 * What commands of the configuration read besides the commit: by the word of its author installed packages alone, of which
 * those that note them are told. Else why that is not known.
 */
export async function commandReads(
  { commandReads: said }: Pick<PackagePlan, 'commandReads'>,
  { before, after }: Pick<Recipe, 'before' | 'after'>,
  { config, dir }: Pick<Configured, 'config' | 'dir'>,
  host: World,
): Promise<Told> {
  if (before === '' && after === '') return { read: [] };
  if (said !== 'commit') return { unseen: COMMANDS };
  // a run that takes the bundle over runs no command, and they go up from its checkout
  if (config.assets !== undefined) return { unseen: ASSETS };
  const folders = foldersUp(dir, host).map((folder) => path.join(folder, 'node_modules'));
  const there = await Promise.all(folders.map((folder) => host.files.exists(folder)));
  return notesOf(
    folders.filter((_, i) => there[i]),
    host,
  );
}

type Told = { readonly read: readonly string[] } | { readonly unseen: string };

/** The files in which it is noted what is installed in some folders. */
async function notesOf(folders: readonly string[], host: World): Promise<Told> {
  const installs = await Promise.all(
    folders.map(async (folder) => ({ folder, note: await installedBy(folder, host) })),
  );
  const unknown = installs.find(({ note }) => note === undefined);
  if (unknown !== undefined)
    return { unseen: `what is installed in \`${path.relative(host.folders.workspace, unknown.folder)}\` is not told` };
  return { read: installs.flatMap(({ note }) => note ?? []) };
}

/**
 * What wrangler read to bundle, without our own tools and what this build has made itself; or why that is not known.
 * @param read undefined: it does not tell
 * @param made files and folders that this build has made, absolute
 */
export async function packingReads(
  read: BundlerReads | undefined,
  made: readonly string[],
  host: World,
): Promise<Told> {
  if (read === undefined) return { unseen: 'what wrangler read to bundle `main` is not told' };
  const modules = await Promise.all(
    read.modules.map(async ({ from, name }) => ({ name, file: await moduleFile(from, name, host) })),
  );
  const lost = modules.find(({ file }) => file === undefined);
  if (lost !== undefined) return { unseen: `where its module \`${lost.name}\` is from is not told` };
  const own = [...made, host.folders.tools];
  const below = (folder: string, file: string): boolean => file === folder || file.startsWith(`${folder}${path.sep}`);
  const files = [...read.files, ...modules.flatMap(({ file }) => file ?? [])];
  const others = files.filter((file) => !own.some((folder) => below(folder, file)));
  const notes = await notesOf([...new Set(others.flatMap(packagesOf))], host);
  return 'unseen' in notes ? notes : { read: [...others, ...notes.read] };
}

/** The node_modules folder that a file is in, the outermost one. */
function packagesOf(file: string): readonly string[] {
  const at = file.indexOf(MODULES);
  return at < 0 ? [] : [file.slice(0, at + MODULES.length - 1)];
}

/** The file of a module that an import names; undefined where it is not found so. */
async function moduleFile(from: string, name: string, host: World): Promise<string | undefined> {
  const plain = name.replace(/\?.*$/, '');
  const places = /^\.{0,2}\//.test(plain)
    ? [path.resolve(path.dirname(from), plain)]
    : foldersUp(path.dirname(from), host).map((folder) => path.join(folder, 'node_modules', plain));
  for (const file of places) if (await host.files.exists(file)) return file;
  return undefined;
}

/** Where npm, pnpm and yarn note what they have installed. */
const NOTES = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];

async function installedBy(folder: string, host: World): Promise<string | undefined> {
  for (const name of NOTES) if (await host.files.exists(path.join(folder, name))) return path.join(folder, name);
  return undefined;
}
