import * as fs from 'node:fs';
import path from 'node:path';
import { type Crate, type Manifest, parseCrate, workspaceMembers } from '../crate.ts';
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
    const crate = parseCrate(manifest, workspaceAbove(workspace, inside));
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
    return { path: path.posix.join(dir.replaceAll('\\', '/'), 'Cargo.toml'), text, files };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw asShipError(error);
  }
}

function workspaceAbove(workspace: string, dir: string): Manifest | undefined {
  for (let folder = dir; folder !== '' && folder !== '.'; ) {
    folder = path.dirname(folder);
    const manifest = readManifest(workspace, folder);
    if (manifest !== undefined && workspaceMembers(manifest) !== undefined) return manifest;
  }
  return undefined;
}

function expand(
  workspace: string,
  dir: string,
  globs: { members: readonly string[]; exclude: readonly string[] },
): string[] {
  const root = path.join(workspace, dir);
  const plainly = (folder: string): string => path.posix.join(folder.replaceAll('\\', '/'), '.').replace(/\/$/, '');
  const excluded = globs.exclude.map(plainly);
  const folders: string[] = [];
  for (const member of globs.members) {
    for (const found of fs.globSync(plainly(member), { cwd: root })) {
      const relative = plainly(found);
      if (!excluded.includes(relative)) folders.push(path.posix.join(dir.replaceAll('\\', '/'), relative));
    }
  }
  return [...new Set(folders)].sort();
}
