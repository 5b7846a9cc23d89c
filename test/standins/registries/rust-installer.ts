import { chmod, lstat, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask } from './machine.ts';

/** The wasm target whose standard library there is, besides the host's. */
export const WASM = 'wasm32-unknown-unknown';

/** A compiler of this machine. */
export interface Toolchain {
  /** As `rustc -V` says it, without the program's name. */
  readonly version: string;
  /** Its own target. */
  readonly host: string;
  /** Its folder: bin/, lib/rustlib/. */
  readonly root: string;
}

/** A component of a channel, for one target. */
export interface Component {
  readonly name: 'rustc' | 'cargo' | 'rust-std';
  readonly target: string;
  /** Name of its archive. */
  readonly archive: string;
}

/** The compiler that script/bootstrap chose. */
export async function toolchainOfScripts(): Promise<Toolchain> {
  const facts = await ask('rustc', ['-vV'], tmpdir());
  const [, version = ''] = /^rustc (.*)$/m.exec(facts) ?? [];
  const [, host = ''] = /^host: (.*)$/m.exec(facts) ?? [];
  return { version, host, root: await ask('rustc', ['--print', 'sysroot'], tmpdir()) };
}

/**
 * Packs a toolchain as rust-installer does. Its programs may run only from where they are: in the archives stand small
 * scripts that call them, with the standard libraries of the folder that rustup unpacked.
 */
export async function makeComponents(from: Toolchain, into: string): Promise<Component[]> {
  const libraries = (name: string): string => path.join('lib', 'rustlib', name, 'lib');
  const linkers = path.join('lib', 'rustlib', from.host, 'bin');
  const compiler = new Map([
    ['bin/rustc', script(from, 'bin/rustc', ' --sysroot "$(cd "$(dirname "$0")/.." && pwd)"')],
  ]);
  for (const file of await filesBelow(path.join(from.root, linkers)))
    compiler.set(path.join(linkers, file), script(from, path.join(linkers, file)));
  const std = async (name: string): Promise<Content> => {
    const folder = path.join(from.root, libraries(name));
    const files = await filesBelow(folder);
    return new Map(files.map((file) => [path.join(libraries(name), file), { link: path.join(folder, file) }]));
  };
  return [
    await pack('rustc', from.host, compiler, into),
    await pack('cargo', from.host, new Map([['bin/cargo', script(from, 'bin/cargo')]]), into),
    await pack('rust-std', from.host, await std(from.host), into),
    await pack('rust-std', WASM, await std(WASM), into),
  ];
}

/** Files of a component, by their path in the toolchain: a script's text, or the file that it is. */
type Content = ReadonlyMap<string, string | { readonly link: string }>;

/** Calls a program of the toolchain where it is. */
function script({ root }: Toolchain, program: string, args = ''): string {
  return `#!/bin/sh\nexec '${path.join(root, program)}'${args} "$@"\n`;
}

async function filesBelow(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const kinds = await Promise.all(files.map((file) => lstat(path.join(folder, file))));
  return files.filter((_, index) => kinds[index]?.isDirectory() === false).sort();
}

async function pack(name: Component['name'], target: string, content: Content, into: string): Promise<Component> {
  const whole = `${name}-${target}`;
  const stage = path.join(into, 'stage', whole);
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(stage, file)), { recursive: true });
    await writeFile(path.join(stage, file), text);
  };
  await write('rust-installer-version', '3\n');
  await write('components', `${whole}\n`);
  await write(`${whole}/manifest.in`, [...content.keys()].map((file) => `file:${file}\n`).join(''));
  for (const [file, what] of content) {
    const place = path.join(stage, whole, file);
    if (typeof what === 'string') {
      await write(path.join(whole, file), what);
      await chmod(place, 0o755);
    } else {
      await mkdir(path.dirname(place), { recursive: true });
      await symlink(what.link, place);
    }
  }
  const archive = `${whole}.tar.gz`;
  // -h: the libraries themselves, not the links to them
  await ask('tar', ['-chf', archive, '--use-compress-program=gzip -1', '-C', 'stage', whole], into);
  await rm(path.dirname(stage), { recursive: true });
  return { name, target, archive };
}
