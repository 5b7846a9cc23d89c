import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Bundle } from './candidate.ts';
import { messageOf, ShipError } from './error.ts';
import { within } from './host/deadline.ts';
import type { Host, Release, ReleaseAsset, Releases, Subject } from './host/host.ts';

/** A file to attach to a GitHub release. */
export interface Attachment extends Subject {
  readonly bytes: Uint8Array;
}

/** What became of the files of a release. */
export interface Attached {
  /** The release's page; undefined: there is none. */
  readonly release: string | undefined;
  /** Names of the files that are there now, byte for byte. */
  readonly names: readonly string[];
}

/** For all files of a release together. */
const ATTACH_MS = 300_000;
/** Times that a file goes up whose answer was lost. */
const TRIES = 3;

/** `NAME-VERSION-EDGE`, of a tag such as `v1.2.3` or `NAME-v1.2.3`; of another tag, the tag itself. */
export function archiveName(pkg: string, tag: string, edge: string): string {
  const version = /(?:^|[@/-])v?(\d+\.\d+\.\d+\S*)$/.exec(tag)?.[1] ?? tag;
  // GitHub makes a dot of anything else, and would not find it by our name again
  return `${pkg}-${version}-${edge}`.replace(/[^\w.+-]+/g, '.');
}

/**
 * A bundle as one .tar.gz, and its sha256 as `sha256sum -c` reads it. The same bundle gives the same bytes, whenever and
 * wherever it is packed by the same Node: no time, no owner, no system in it.
 * @param name without an ending; the folder in the archive too
 */
export async function archiveOf(
  name: string,
  { folder, files }: Pick<Bundle, 'folder' | 'files'>,
  host: Pick<Host, 'files'>,
): Promise<readonly [archive: Attachment, sum: Attachment]> {
  const { pack } = await import('tar-stream'); // only where something is packed
  const tar = pack();
  const names = files.map((file) => file.name).sort();
  for (const file of names) {
    const bytes = Buffer.from(await host.files.read(path.join(folder, file)));
    tar.entry({ name: `${name}/${file}`, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, size: bytes.length }, bytes);
  }
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const bytes = await promisify(gzip)(Buffer.concat(chunks), { level: 9 });
  bytes[SYSTEM] = UNKNOWN_SYSTEM;
  const archive = attachment(`${name}.tar.gz`, bytes);
  return [archive, attachment(`${name}.tar.gz.sha256`, Buffer.from(`${archive.sha256}  ${archive.name}\n`))];
}

/** Where gzip's header names the system that packed it (RFC 1952). */
const SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

function attachment(name: string, bytes: Uint8Array): Attachment {
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Attaches files to the GitHub release of a tag. A draft is published after that, if asked for, and only with all of them: a
 * published one may be immutable. Nothing that is there is replaced. What goes wrong is told, and the run goes on.
 */
export async function attachAssets(
  tag: string,
  files: readonly Attachment[],
  { publish }: { readonly publish: boolean },
  host: Pick<Host, 'github' | 'log' | 'signal'>,
): Promise<Attached> {
  const { github, log, signal } = host;
  if (github === undefined || files.length === 0) return NOTHING;
  try {
    return await within('Attaching to the GitHub release: GitHub', ATTACH_MS, signal, async () => {
      const release = await github.release(tag);
      if (release === undefined) {
        log.info(`\`${tag}\` has no GitHub release that this token sees (a draft: ${DRAFTS}): nothing is attached.`);
        return NOTHING;
      }
      const names = await attachAll(release, files, github, host);
      if (release.draft && publish) await publishWhole(release, names.length === files.length, github, host);
      return { release: release.url, names };
    });
  } catch (error) {
    say(error, host);
    return NOTHING;
  }
}

const NOTHING: Attached = { release: undefined, names: [] };
const DRAFTS = 'with `permissions: { contents: write }`';
const NOT_PUBLISHED = 'The GitHub release stays a draft: not all of its files are attached.';

async function publishWhole(
  release: Release,
  whole: boolean,
  github: Releases,
  host: Pick<Host, 'log'>,
): Promise<void> {
  if (!whole) return host.log.warning(NOT_PUBLISHED, { title: 'wasm-ship: report' });
  try {
    await github.publishRelease(release);
  } catch (error) {
    say(error, host);
  }
}

/** One that fails keeps no other, unless none may be attached. @returns names of those that are there */
async function attachAll(
  release: Release,
  files: readonly Attachment[],
  github: Releases,
  host: Pick<Host, 'log'>,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const file of files) {
    try {
      await attach(release, file, github);
      names.push(file.name);
      host.log.info(`${file.name} is attached to ${release.url}`);
    } catch (error) {
      say(error, host);
      if (error instanceof ShipError && error.denied) break;
    }
  }
  return names;
}

/** @throws ShipError where another file of that name is there, or it cannot be attached */
async function attach(release: Release, file: Attachment, github: Releases): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const there = (await github.releaseAssets(release)).find(({ name }) => name === file.name);
    if (there !== undefined && !there.broken) return refuseOther(release, file, there);
    if (release.immutable) throw isImmutable(release, file);
    if (there !== undefined) await github.deleteAsset(there);
    const up = await github.uploadAsset(release, file.name, file.bytes);
    if (up !== undefined && !up.broken) return refuseOther(release, file, up);
    // whether it went up is not known: the next look at the release tells
  }
  throw new ShipError(
    'report',
    `Attaching ${file.name} to the GitHub release: GitHub did not say whether it was done.`,
  );
}

/** @throws ShipError where it is another file than ours, or may be one */
function refuseOther({ url }: Release, { name, sha256 }: Attachment, { sha256: there }: ReleaseAsset): void {
  if (there === sha256) return;
  const what = there === undefined ? 'GitHub does not tell its digest' : `its sha256 is ${there}`;
  throw new ShipError('report', `${url} has a ${name} already: ${what}, ours is ${sha256}. It is not replaced.`, {
    hint: 'Delete it from the release and run this job again, if ours is the right one.',
  });
}

function isImmutable({ url }: Release, { name }: Attachment): ShipError {
  return new ShipError('report', `${name} is not attached: ${url} is published, and immutable.`, {
    hint: 'Make the release as a draft: its files are attached first then.',
    denied: true,
  });
}

/** What the user has decided is a notice, all else a warning. */
function say(error: unknown, { log }: Pick<Host, 'log'>): void {
  const { hint, denied = false, fault } = error as Partial<ShipError>;
  const message = `${messageOf(error)}${hint === undefined ? '' : ` ${hint}`}`;
  if (fault === 'cancelled') log.info(message);
  else if (denied) log.notice(message, 'wasm-ship');
  else log.warning(message, { title: 'wasm-ship: report' });
}
