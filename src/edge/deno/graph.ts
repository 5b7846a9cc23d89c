import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf } from '../../crate.ts';
import { ShipError } from '../../error.ts';

/** The part of `deno info --json` (version 1) that we read. */
export interface DenoInfo {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      /** As it is written in the file. */
      readonly specifier: string;
      /** What it stands for; absent: a type alone. */
      readonly code?: { readonly specifier?: string; readonly error?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** A crate, and where the files of its entry may lie. */
export interface Surroundings {
  /** Its folder from the root of the repository, and absolute. */
  readonly dir: string;
  readonly folder: string;
  readonly reach: 'crate' | 'repository';
}

/** Files of a bundle, from the crate's folder, with `/`. */
export interface Imported {
  /** The user's own. */
  readonly own: readonly string[];
  /** Packages of npm and jsr: what is behind them, deno.lock says. */
  readonly packages: readonly string[];
  /** Folder in which the entry expects what is built; `.` for the crate's own. */
  readonly made: string;
}

const PACKAGE = /^(npm|jsr):/;

/**
 * What an entry imports, types aside. A file that has the name of what is built is that, wherever it is expected: what lies
 * there from an earlier build is not looked at.
 * @param made names of the files that are built
 * @throws ShipError where something is not in the crate's folder, or nothing that is built is imported
 */
export function importedFiles(info: DenoInfo, crate: Surroundings, made: readonly string[]): Imported {
  const modules = new Map(info.modules.map((module) => [module.specifier, module]));
  const own = new Set<string>();
  const packages = new Set<string>();
  const places = new Set<string>();
  const open = [...info.roots];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.startsWith('node:')) continue;
    if (PACKAGE.test(next)) {
      packages.add(next);
      continue;
    }
    const file = fileOf(next, crate, made);
    refuseSameName(file, info.roots.includes(next), crate, made);
    if (made.includes(path.posix.basename(file))) {
      places.add(path.posix.dirname(file));
      continue;
    }
    if (own.has(file)) continue;
    own.add(file);
    const module = modules.get(next);
    if (module?.error !== undefined) {
      throw new ShipError('build', `${file} cannot be read by deno: ${firstLine(module.error)}`, {
        hint: `What is built has these names: ${made.join(', ')}.`,
      });
    }
    open.push(...codeOf(module, file));
  }
  const [place, ...others] = places;
  if (place !== undefined && others.length === 0) {
    return { own: [...own].sort(), packages: [...packages].sort(), made: place };
  }
  throw new ShipError(
    'build',
    place === undefined
      ? `The entry imports nothing of what is built: ${made.join(', ')}.`
      : `What is built is imported from ${places.size} folders: ${[...places].sort().join(', ')}; wanted: one.`,
    { hint: `For example: import { … } from "./${made[0] ?? ''}".`, place: { file: manifestOf(crate) } },
  );
}

/** What a module imports to run. What deno cannot tell of an `import()` may never be called. */
function codeOf(module: DenoInfo['modules'][number] | undefined, file: string): readonly string[] {
  return (module?.dependencies ?? []).flatMap(({ specifier, code, isDynamic = false }) => {
    if (code?.specifier !== undefined) return [code.specifier];
    if (code?.error === undefined || isDynamic) return [];
    throw new ShipError('build', `${file} imports \`${specifier}\`, and deno finds none: ${firstLine(code.error)}`, {
      hint: `For a package, name it in deno.json: {"imports": {"${specifier}": "npm:${specifier}@VERSION"}}.`,
    });
  });
}

/** What is built would take the place of an entry that is called the same. */
function refuseSameName(file: string, isEntry: boolean, { dir }: Surroundings, made: readonly string[]): void {
  if (!isEntry || !made.includes(path.posix.basename(file))) return;
  throw new ShipError('build', `The entry ${path.posix.join(dir, file)} has the name of what is built of the crate.`, {
    hint: 'Call the entry otherwise, such as main.ts, and name it in deno.json: {"deploy": {"entrypoint": …}}.',
  });
}

function fileOf(specifier: string, { dir, folder, reach }: Surroundings, made: readonly string[]): string {
  if (!specifier.startsWith('file:')) {
    throw new ShipError(
      'build',
      `Not yet: the entry in ${dir} imports \`${specifier}\`; wanted: files of the crate's folder, \`node:\`, \`npm:\` and \`jsr:\`.`,
      {
        hint: 'Bundle such imports into a file of this folder before this step, and import that file.',
      },
    );
  }
  const file = path.relative(folder, fileURLToPath(specifier)).replaceAll('\\', '/');
  const isBelow = (name: string): boolean => !name.startsWith('../') && !path.isAbsolute(name);
  if (isBelow(file)) return file;
  // a module stays a file of the bundle, which has no folder above it
  const stays = file.endsWith('.wasm') || made.includes(path.posix.basename(file));
  if (reach === 'repository' && isBelow(path.posix.join(dir, file)) && !stays) return file;
  throw new ShipError(
    'build',
    `The entry in ${dir} imports ${file}; wanted: files of the crate's folder, or below it.`,
  );
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
