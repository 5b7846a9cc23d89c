import type { ArtifactClient, DownloadArtifactOptions, FindOptions } from '@actions/artifact';
import { messageOf, ShipError } from '../error.ts';
import type { StoredArtifact } from '../store/trust.ts';
import { within } from './deadline.ts';
import type { Store } from './host.ts';

type DownloadOptions = DownloadArtifactOptions & FindOptions;

/** With what the artifacts of other runs are read. */
export interface ArtifactReader {
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
}

export interface ArtifactLimits {
  readonly eachMs: number;
  /** What all of a run together may lose to a service that fails or is slow: it must not hold up the job once for each artifact. */
  readonly allMs: number;
}

/** What an artifact that is kept may take without counting as lost: a run of many packages has hundreds. */
const PROMPT_MS = 5000;

/** A timer may be this early. */
const LEAST_MS = 5;
const LIMITS: ArtifactLimits = { eachMs: 120_000, allMs: 240_000 };

/** Workflow artifacts, where the runner offers them. GitHub Enterprise Server and others may not. */
export function artifactStore(
  environment: Readonly<Record<string, string | undefined>>,
  retentionDays: number,
  signal: AbortSignal,
  reader?: ArtifactReader,
  limits: ArtifactLimits = LIMITS,
): Store {
  const available = (environment.ACTIONS_RUNTIME_TOKEN ?? '') !== '' && (environment.ACTIONS_RESULTS_URL ?? '') !== '';
  let leftMs = limits.allMs;
  return {
    available,
    async get(artifact, folder) {
      const { id, runId, digest, name } = artifact;
      if (reader === undefined) throw new ShipError('report', 'There is no `github-token` to read artifacts with.');
      const { token, owner, repo } = reader;
      const findBy = { token, workflowRunId: runId, repositoryOwner: owner, repositoryName: repo };
      await fetching(name, limits, signal, async () => {
        const { DefaultArtifactClient } = await import('@actions/artifact');
        await download(new DefaultArtifactClient(), { id, digest }, { path: folder, findBy });
      });
    },
    async take(name, folder) {
      return fetching(name, limits, signal, async () => {
        const { DefaultArtifactClient } = await import('@actions/artifact');
        const client = new DefaultArtifactClient();
        const { artifacts } = await client.listArtifacts({ latest: true }); // a run that was run again may have several
        const found = artifacts.find((artifact) => artifact.name === name);
        if (found !== undefined) await download(client, found, { path: folder });
        return found !== undefined;
      });
    },
    async put(name, root, files) {
      const refused = (why: string, cause?: unknown): ShipError =>
        new ShipError('report', `The artifact ${name} could not be kept: ${why}`, { cause });
      if (leftMs < LEAST_MS)
        throw refused(`the service took ${Math.round(limits.allMs / 1000)} s for those before it.`);
      const since = performance.now();
      let prompt = 0;
      try {
        const who = `The artifact ${name} could not be kept: the service`;
        return await within(who, Math.min(limits.eachMs, leftMs), signal, async () => {
          const { DefaultArtifactClient } = await import('@actions/artifact');
          const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files], root, { retentionDays });
          prompt = PROMPT_MS;
          return { id };
        });
      } catch (cause) {
        throw cause instanceof ShipError ? cause : refused(`${messageOf(cause)}.`, cause);
      } finally {
        leftMs -= Math.max(0, performance.now() - since - prompt);
      }
    },
  };
}

/** Fetches within the time, and tells of what an artifact it failed. */
async function fetching<T>(
  name: string,
  { eachMs }: ArtifactLimits,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await within(`The artifact ${name} could not be fetched: the service`, eachMs, signal, work);
  } catch (cause) {
    if (cause instanceof ShipError) throw cause;
    throw new ShipError('report', `The artifact ${name} could not be fetched: ${messageOf(cause)}.`, { cause });
  }
}

type Found = Pick<StoredArtifact, 'id'> & { readonly digest?: string | undefined };

/** @throws Error where the bytes are not those that the service tells of */
async function download(client: ArtifactClient, { id, digest }: Found, options: DownloadOptions): Promise<void> {
  const expected = digest === undefined ? {} : { expectedHash: digest };
  const fetched = await client.downloadArtifact(id, { ...options, ...expected });
  if (fetched.digestMismatch === true) throw new Error('its bytes do not have the digest of the service');
}
