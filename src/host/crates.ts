import * as fs from 'node:fs';
import path from 'node:path';
import { type Crate, type Manifest, namedRoot, parseCrate, workspaceMembers } from '../crate.ts';
import { asShipError, ShipError } from '../error.ts';

/**
 * The packages of a folder: its own, or the members of its workspace; also the workspace above it, for its metadata.
 * @param dir from the root of the repository
 * @throws ShipError where there is no Cargo.toml
 */
export function readCrates(workspace: string, dir: string): readonly Crate[] {
  const inside = path.relative(workspace, path.resolve(workspace, dir));
  if (inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) {
    throw new ShipError('input', `input: \`working-directory\` is \`${dir}\`; wanted: a folder of the repository.`);
  }
  const manifest = readManifest(workspace, inside);
  if (manifest === undefined) {
    throw new ShipError('input', `There is no Cargo.toml in \`${dir}\`.`, {
      hint: 'Set `working-directory` to the folder of the crate, and check the repository out before this step.',
    });
  }
  const members = workspaceMembers(manifest);
  if (members === undefined) {
    const crate = parseCrate(manifest, rootOf(workspace, manifest));
    return crate === undefined ? [] : [crate];
  }
  const folders = expand(workspace, inside, members);
  const found = folders.map((folder) => readManifest(workspace, folder));
  return [manifest, ...found].flatMap((item) => (item === undefined ? [] : (parseCrate(item, manifest) ?? [])));
}

/** Reads at once: this is before the first decision, when nothing else could be done meanwhile, and takes half the time. */
function readManifest(workspace: string, dir: string): Manifest | undefined {
  const folder = path.join(workspace, dir);
  try {
    const text = fs.readFileSync(path.join(folder, 'Cargo.toml'), 'utf8');
    const files = fs.readdirSync(folder);
    const main = files.includes('src') && fs.existsSync(path.join(folder, 'src', 'main.rs'));
    return { path: path.posix.join(dir.replaceAll('\\', '/'), 'Cargo.toml'), text, files, main };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw asShipError(error);
  }
}

/**
 * Folder of the workspace that a crate is of, where its Cargo.lock is: as cargo finds it, read before any tool is there.
 * @param dir of the crate, from the root of the repository, as the result
 */
export function workspaceFolder(workspace: string, dir: string): string {
  const manifest = readManifest(workspace, path.normalize(dir));
  const root = manifest === undefined ? undefined : rootOf(workspace, manifest);
  return root === undefined ? dir : path.posix.dirname(root.path);
}

/** cargo's own rules: the root that the package names; itself; else the nearest workspace above that does not exclude it. */
function rootOf(workspace: string, manifest: Manifest): Manifest | undefined {
  const dir = path.posix.dirname(manifest.path);
  for (let folder = dir; ; folder = path.posix.dirname(folder)) {
    const above = folder === dir ? manifest : readManifest(workspace, folder);
    const named = above === undefined ? undefined : namedRoot(above);
    if (named !== undefined) return readManifest(workspace, path.posix.join(folder, named));
    const globs = above === undefined ? undefined : workspaceMembers(above);
    if (globs !== undefined && (folder === dir || !excluded(path.posix.relative(folder, dir), globs))) return above;
    if (folder === '.') return undefined;
  }
}

/** A folder below an excluded one is excluded, unless it is below one that `members` names in full. */
function excluded(dir: string, globs: { members: readonly string[]; exclude: readonly string[] }): boolean {
  const below = (folder: string): boolean => `${dir}/`.startsWith(`${plainly(folder)}/`);
  return globs.exclude.some(below) && !globs.members.some(below);
}

/** A folder as we compare them: with `/`, without `./` before and `/` after it. */
function plainly(folder: string): string {
  return path.posix.join(folder.replaceAll('\\', '/'), '.').replace(/\/$/, '');
}

function expand(
  workspace: string,
  dir: string,
  globs: { members: readonly string[]; exclude: readonly string[] },
): string[] {
  const root = path.join(workspace, dir);
  const without = globs.exclude.map(plainly);
  const folders: string[] = [];
  for (const member of globs.members) {
    for (const found of fs.globSync(plainly(member), { cwd: root })) {
      const relative = plainly(found);
      if (!without.includes(relative)) folders.push(path.posix.join(dir.replaceAll('\\', '/'), relative));
    }
  }
  return [...new Set(folders)].sort();
}
