import { createHash } from 'node:crypto';
import path from 'node:path';
import * as v from 'valibot';
import { type Candidate, digestOf } from '../candidate.ts';
import { messageOf, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { type Believed, believable, type StoredArtifact, type WorkflowRun } from './trust.ts';

type World = Pick<Host, 'files' | 'folders' | 'store' | 'github' | 'log' | 'fingerprint'>;

/** Looked at of those of one name. */
const MOST = 10;

/** Name of the file that tells of a stored candidate, beside its folders `bundle` and `symbols`. */
const TOLD = 'candidate.json';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const sizes = v.strictObject({ raw: count, gzip: count, brotli: count });
/** A name in the bundle's own folder: nothing that leads out of it. */
const name = v.pipe(
  v.string(),
  v.regex(/^(?!.*(^|\/)\.\.?(\/|$))[\w./-]+$/),
  v.check((text) => !text.startsWith('/')),
);

const stored = v.strictObject({
  version: v.literal(4),
  source: hash,
  bundle: v.strictObject({
    digest: hash,
    entry: name,
    files: v.array(
      v.strictObject({ name, kind: v.picklist(['javascript', 'wasm', 'data']), bytes: count, sha256: hash }),
    ),
  }),
  sizes,
  module: v.strictObject({ before: sizes, after: sizes, file: name }),
  tools: v.objectWithRest({ rustc: v.string() }, v.string()),
  warnings: v.array(v.string()),
  /** Built with nothing that another run could have left: no cache, a machine of its own. */
  clean: v.boolean(),
  /** Variables that the build declared, by the sha256 of their value. */
  variables: v.record(v.string(), v.nullable(hash)),
  /** Files of installed packages that were read, from the workspace, by the sha256 of their bytes. */
  installed: v.record(v.string(), hash),
});

type Stored = v.InferOutput<typeof stored>;

/** What an artifact of this source's bundle is called. */
export function artifactName(pkg: string, source: string): string {
  return `wasm-ship-${pkg}-source-${source.slice(0, 16)}`;
}

/** What an artifact of a run is called, for later jobs and for people. `deployment`: the report of the job that only deploys. */
export function keptName(pkg: string, what: 'bundle' | 'symbols' | 'report' | 'deployment'): string {
  return `wasm-ship-${pkg}-${what}`;
}

export interface FoundCandidate {
  readonly candidate: Candidate;
  /** The run that built it. */
  readonly run: WorkflowRun;
}

/**
 * A candidate that an earlier run has stored for the same source, unpacked into `into`, its bytes checked. Nothing that
 * goes wrong is a failure: the source is built then.
 * @param source digest of the source
 */
export async function findCandidate(
  pkg: string,
  source: string,
  wish: Believed,
  into: string,
  host: World,
): Promise<FoundCandidate | undefined> {
  const { github } = host;
  if (github === undefined || !host.store.available) return undefined;
  try {
    const artifacts = (await github.artifacts(artifactName(pkg, source))).filter(({ expired }) => !expired);
    for (const artifact of artifacts.slice(0, MOST)) {
      const run = await github.run(artifact.runId);
      if (!believable(run, wish)) continue;
      const release = wish.from === 'release';
      if (release && !(await github.branchHas(wish.defaultBranch, run.headSha))) continue;
      const candidate = await taken(artifact, source, release, into, host);
      if (candidate !== undefined) return { candidate, run };
    }
  } catch (error) {
    if (error instanceof ShipError && error.fault === 'cancelled') throw error;
    const hint = / 40[34]\b/.test(messageOf(error)) ? ' With `permissions: { actions: read }` it could be.' : '';
    host.log.info(`Whether this source was built before could not be asked: ${messageOf(error)}${hint}`);
  }
  return undefined;
}

/**
 * The candidate of an artifact, in `into`. It is unpacked elsewhere and put there once it is known to be whole: a slow
 * download that was given up must not go on writing where the source is built then.
 */
async function taken(
  artifact: StoredArtifact,
  source: string,
  release: boolean,
  into: string,
  host: World,
): Promise<Candidate | undefined> {
  const aside = `${into}-${artifact.id}`;
  try {
    const output = await unpack(artifact, source, aside, host);
    if (output === undefined) return undefined;
    if (release && !output.clean) {
      host.log.info(
        `${artifact.name} of run ${artifact.runId} was built with what a cache or an earlier job had left: no release.`,
      );
      return undefined;
    }
    await host.files.rename(aside, into);
    const { bundle, sizes: of, module, tools, warnings } = output;
    return {
      bundle: { ...bundle, folder: path.join(into, 'bundle') },
      ...{ sizes: of, module, tools, warnings },
      named: path.join(into, 'symbols', module.file),
    };
  } catch (error) {
    if (!(error instanceof ShipError) || error.fault === 'cancelled') throw error;
    host.log.info(`${artifact.name} of run ${artifact.runId} is not taken: ${error.message}`);
    return undefined;
  }
}

/** What an artifact tells; undefined where it was built in another environment. @throws ShipError where it is not what it says */
async function unpack(
  artifact: StoredArtifact,
  source: string,
  folder: string,
  host: World,
): Promise<Stored | undefined> {
  await host.store.get(artifact, folder);
  const told = v.safeParse(stored, parsed(await host.files.text(path.join(folder, TOLD))));
  if (!told.success)
    throw new ShipError('report', `${artifact.name} is not a stored bundle: ${v.summarize(told.issues)}`);
  const { output } = told;
  if (output.source !== source) throw new ShipError('report', `${artifact.name} is of another source.`);
  const now = host.fingerprint(Object.keys(output.variables));
  const other = Object.keys(output.variables).find((variable) => now[variable] !== output.variables[variable]);
  if (other !== undefined) {
    host.log.info(`A stored bundle of this source was built with another \`${other}\`.`);
    return undefined;
  }
  const moved = await firstOther(output.installed, host);
  if (moved !== undefined) {
    host.log.info(`A stored bundle of this source was built with another \`${moved}\` than what is installed here.`);
    return undefined;
  }
  await check(output, path.join(folder, 'bundle'), host);
  return output;
}

/** The first of some files that is not there, or has other bytes. */
async function firstOther(installed: Stored['installed'], host: World): Promise<string | undefined> {
  const { workspace, packages = workspace } = host.folders;
  for (const [name, sha256] of Object.entries(installed)) {
    const file = path.resolve(packages, name);
    if (!(await host.files.exists(file)) || sha256Of(await host.files.read(file)) !== sha256) return name;
  }
  return undefined;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}

/** @throws ShipError where a file is not the one that was stored, or one is too many */
async function check({ bundle, module }: Stored, folder: string, host: World): Promise<void> {
  for (const name of [bundle.entry, module.file]) {
    if (!bundle.files.some((file) => file.name === name))
      throw new ShipError('report', `\`${name}\` is not in the stored bundle.`);
  }
  const there: { readonly name: string; readonly sha256: string }[] = [];
  for (const name of await host.files.list(folder)) {
    const sha256 = sha256Of(await host.files.read(path.join(folder, name)));
    const wanted = bundle.files.find((file) => file.name === name)?.sha256;
    if (sha256 !== wanted) throw new ShipError('report', `\`${name}\` of a stored bundle is not what was stored.`);
    there.push({ name, sha256 });
  }
  if (there.length !== bundle.files.length || digestOf(there, bundle.entry) !== bundle.digest)
    throw new ShipError('report', 'A stored bundle does not have the digest that it says.');
}

/** What a stored candidate is found by, and what is known of how it was built. */
export interface Kept {
  /** Digest of the source. */
  readonly source: string;
  /** Names of the variables that the build declared. */
  readonly variables: readonly string[];
  /** Absolute paths of files of installed packages that were read. */
  readonly installed: readonly string[];
  /** Built with nothing that another run could have left. */
  readonly clean: boolean;
}

/**
 * Stores a candidate for later runs of the same source.
 * @param folder of the run: with `bundle` and `symbols` below it
 */
export async function keepCandidate(
  pkg: string,
  { source, variables, installed, clean }: Kept,
  candidate: Candidate,
  folder: string,
  host: World,
): Promise<void> {
  const { bundle, sizes: of, module, tools, warnings } = candidate;
  const { workspace } = host.folders;
  const told: Stored = {
    version: 4,
    source,
    clean,
    bundle: { digest: bundle.digest, entry: bundle.entry, files: [...bundle.files] },
    ...{ sizes: of, module, tools: { ...tools }, warnings: [...warnings] },
    variables: host.fingerprint(variables),
    installed: Object.fromEntries(
      await Promise.all(
        installed.map(async (file) => [
          path.relative(workspace, file).replaceAll('\\', '/'),
          sha256Of(await host.files.read(file)),
        ]),
      ),
    ),
  };
  const file = path.join(folder, TOLD);
  await host.files.write(file, `${JSON.stringify(told, null, 2)}\n`);
  const files = [file];
  for (const part of ['bundle', 'symbols']) {
    const below = path.join(folder, part);
    files.push(...(await host.files.list(below)).map((item) => path.join(below, item)));
  }
  await host.store.put(artifactName(pkg, source), folder, files);
}
