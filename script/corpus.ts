import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unpack } from '../src/build/tarball.ts';

/** A module that others have published. */
export interface Specimen {
  readonly name: string;
  readonly from: 'npm' | 'crate';
  readonly package: string;
  readonly version: string;
  /** Of the archive, as npm writes it: `sha512-…`; of a crate `sha256-…`. */
  readonly integrity: string;
  /** In the archive, below the folder that holds all of it. */
  readonly path: string;
  readonly bytes: number;
  /** Of the module, lowercase hex. */
  readonly sha256: string;
  /** What it is in for. */
  readonly why: string;
}

const run = promisify(execFile);
const FETCH_MS = 5 * 60_000;
const LIST = path.join(import.meta.dirname, '..', 'bench', 'corpus.json');

/** The modules that size and reader are measured on, the smallest first. */
export async function specimens(): Promise<readonly Specimen[]> {
  return JSON.parse(await readFile(LIST, 'utf8')) as Specimen[];
}

/** The bytes of one of them: those in the folder where they are the right ones, else fetched through npm's or cargo's own registry. */
export async function specimen(one: Specimen, folder: string): Promise<Buffer> {
  const file = path.join(folder, `${one.name}.wasm`);
  if (existsSync(file)) {
    const there = await readFile(file);
    if (sha256(there) === one.sha256) return there;
  }
  const archive = await fetched(one);
  const [method = ''] = one.integrity.split('-');
  const hash = `${method}-${createHash(method).update(archive).digest('base64')}`;
  if (hash !== one.integrity) throw new Error(`${one.package} ${one.version} has ${hash}, wanted ${one.integrity}`);
  const [found] = await unpack(archive, (name) => name === one.path);
  if (found === undefined) throw new Error(`${one.package} ${one.version} has no ${one.path}`);
  if (sha256(found.bytes) !== one.sha256) throw new Error(`${one.path} of ${one.package} is another module`);
  await mkdir(folder, { recursive: true });
  const part = `${file}.${process.pid}`;
  await writeFile(part, found.bytes);
  await rename(part, file);
  return Buffer.from(found.bytes);
}

async function fetched(one: Specimen): Promise<Buffer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'corpus-'));
  try {
    return await (one.from === 'npm' ? ofNpm(one, dir) : ofCargo(one, dir));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function ofNpm({ package: name, version }: Specimen, cwd: string): Promise<Buffer> {
  await run('npm', ['pack', '--silent', '--ignore-scripts', `${name}@${version}`], { cwd, timeout: FETCH_MS });
  return only(cwd, '.tgz');
}

/** cargo keeps the archive of each package that it has fetched, below a home that is made for this one. */
async function ofCargo({ package: name, version }: Specimen, cwd: string): Promise<Buffer> {
  const own = process.env.CARGO_HOME ?? path.join(process.env.HOME ?? '', '.cargo');
  const home = path.join(cwd, 'home');
  await mkdir(path.join(cwd, 'src'), { recursive: true });
  await mkdir(home);
  for (const config of ['config.toml', 'config'])
    if (existsSync(path.join(own, config)))
      await writeFile(path.join(home, config), await readFile(path.join(own, config)));
  const manifest = `[package]\nname = "corpus"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n${name} = "=${version}"\n`;
  await writeFile(path.join(cwd, 'Cargo.toml'), manifest);
  await writeFile(path.join(cwd, 'src', 'lib.rs'), '');
  await run('cargo', ['fetch', '--quiet'], { cwd, timeout: FETCH_MS, env: { ...process.env, CARGO_HOME: home } });
  return only(path.join(home, 'registry', 'cache'), `${path.sep}${name}-${version}.crate`);
}

async function only(folder: string, end: string): Promise<Buffer> {
  const found = (await readdir(folder, { recursive: true })).find((file) => `${path.sep}${file}`.endsWith(end));
  if (found === undefined) throw new Error(`nothing was fetched that ends with ${end}`);
  return readFile(path.join(folder, found));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

if (import.meta.main) {
  const [, , folder = ''] = process.argv;
  for (const one of await specimens()) {
    const bytes = await specimen(one, folder);
    console.log(`${one.name.padEnd(22)} ${String(bytes.length).padStart(8)} B  ${one.package} ${one.version}`);
  }
  console.log(folder);
}
