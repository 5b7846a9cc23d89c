import { createHash } from 'node:crypto';
import path from 'node:path';
import { attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { type Needed, neededPackages, parseLock } from './npm-lock.ts';
import { type NpmRegistry, npmRegistry, tarballUrl } from './npm-registry.ts';
import { refused } from './refused.ts';
import { unpack } from './tarball.ts';

type World = Pick<Host, 'files' | 'log' | 'fetch' | 'clock' | 'platform' | 'signal' | 'variable'>;

export const NOT_OURS = 'its bytes do not have the hash of our lock file';

const AT_ONCE = 8;
const TRIES = 3;
const ANSWER_MS = 5 * 60_000;

/**
 * What `npm ci --ignore-scripts --omit=dev` makes of a lock file, where there is no npm: each package for this platform from
 * the registry that npm would ask, held to its SHA-512 before any of it is unpacked. Nothing of it is run, and there are no
 * links in `.bin`: we call programs by their own paths.
 * @throws ShipError where one cannot be had, or its bytes are others; the folder may be half full then
 */
export async function installLocked(lock: string, folder: string, host: World): Promise<void> {
  const packages = neededPackages(parseLock(lock), host.platform);
  const registry = await npmRegistry(host);
  host.log.info(`There is no npm on PATH: getting ${packages.length} packages by the hashes of our lock file …`);
  await placeAll(packages, { ...registry, tries: TRIES, answerMs: ANSWER_MS }, folder, host);
}

/**
 * The same where npm is there, and takes longer: it has to start, and asks for the description of each package. Nothing is asked
 * twice, since npm can do it all.
 * @returns false where npm has to: it is set up in a way of its own, or something could not be had, or has other bytes
 * @throws ShipError where the run is cancelled
 */
export async function installedWithoutNpm(lock: string, folder: string, host: World): Promise<boolean> {
  const done = await attempt(async () => {
    const packages = neededPackages(parseLock(lock), host.platform);
    const registry = await npmRegistry(host);
    if (!packages.every(({ name }) => registry.plain(name))) return false;
    await placeAll(packages, { ...registry, tries: 1, answerMs: SOON_MS }, folder, host);
    return true;
  });
  if (!done.ok && done.error.fault === 'cancelled') throw done.error;
  return done.ok && done.value;
}

/** A registry, how often it is asked for the same where it is not there, and how long it may take. */
interface Asked extends NpmRegistry {
  readonly tries: number;
  readonly answerMs: number;
}

/** Where npm can do it after us. */
const SOON_MS = 60_000;

async function placeAll(packages: readonly Needed[], registry: Asked, folder: string, host: World): Promise<void> {
  await someAtOnce(packages, host, async (one, world) =>
    place(one, await tarballOf(one, registry, world), folder, host),
  );
}

/** Does the work for all of them. Where one fails, the others are cut off and waited for: nothing is written afterwards. */
async function someAtOnce<T>(items: readonly T[], host: World, work: (item: T, world: World) => Promise<void>) {
  const over = new AbortController();
  const world = { ...host, signal: AbortSignal.any([host.signal, over.signal]) };
  const failures: unknown[] = [];
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (failures.length > 0) return;
      await work(item, world).catch((error: unknown) => {
        failures.push(error);
        over.abort();
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw failures[0];
}

async function place({ place: at, programs }: Needed, archive: Uint8Array, folder: string, host: World): Promise<void> {
  for (const { name, bytes, program } of await unpack(archive))
    await host.files.write(path.join(folder, at, name), bytes, { program: program || programs.includes(name) });
}

/** The bytes of a package, which are those of the lock file. */
async function tarballOf(one: Needed, registry: Asked, host: World): Promise<Uint8Array> {
  const { name, version } = one;
  const usual = tarballUrl(registry.of(name), name, version);
  const got = await ask(usual, registry, host);
  if ('bytes' in got) return checked(one, got.bytes);
  const named = got.status === 404 ? await namedTarball(one, registry, host) : undefined;
  const again = named === undefined || named === usual ? got : await ask(named, registry, host);
  if ('bytes' in again) return checked(one, again.bytes);
  throw new ShipError('toolchain', `${name}@${version} could not be had: ${again.why}.`, {
    hint: 'Does the npm registry, or the mirror in its place, have it? Where npm itself can get it, add actions/setup-node before this step.',
  });
}

/** Some registries keep their tarballs elsewhere, and tell where. */
async function namedTarball({ name, version }: Needed, registry: Asked, host: World): Promise<string | undefined> {
  const got = await ask(`${registry.of(name)}${name.replace('/', '%2f')}`, registry, host);
  if (!('bytes' in got)) return undefined;
  try {
    const { versions } = JSON.parse(new TextDecoder().decode(got.bytes)) as Packument;
    const url = versions?.[version]?.dist?.tarball;
    return url !== undefined && /^https?:/.test(url) && URL.canParse(url) ? url : undefined;
  } catch {
    return undefined; // no registry: a page of a proxy
  }
}

/** npm's description of a package: what we read of it. */
interface Packument {
  readonly versions?: Readonly<Record<string, { readonly dist?: { readonly tarball?: string } }>>;
}

type Got = { readonly bytes: Uint8Array } | { readonly status: number | undefined; readonly why: string };

/** Asks again where a server is not there, or says that it is busy: as npm does. */
async function ask(url: string, registry: Asked, host: World): Promise<Got> {
  for (let tried = 1; ; tried++) {
    const got = await askOnce(url, registry, host);
    const passing = !('bytes' in got) && (got.status === undefined || got.status === 429 || got.status >= 500);
    if (!passing || tried === registry.tries) return got;
    await host.clock.sleep(1000 * tried);
  }
}

async function askOnce(url: string, registry: Asked, host: World): Promise<Got> {
  try {
    const signal = AbortSignal.any([host.signal, AbortSignal.timeout(registry.answerMs)]);
    const response = await host.fetch(url, { headers: registry.headers(url), signal });
    if (response.ok) return { bytes: new Uint8Array(await response.arrayBuffer()) };
    await response.body?.cancel();
    return { status: response.status, why: `its registry answers ${response.status}` };
  } catch (cause) {
    if (host.signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.', { cause });
    return { status: undefined, why: 'its registry does not answer' };
  }
}

/** @throws ShipError where the bytes have none of the SHA-512 that the lock file names */
function checked({ name, version, integrity }: Needed, bytes: Uint8Array): Uint8Array {
  const hash = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (integrity.split(/\s+/).some((wanted) => wanted.replace(/\?.*/, '') === hash)) return bytes;
  throw refused(`${name}@${version}`, NOT_OURS);
}
