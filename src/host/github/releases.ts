import type { Release, ReleaseAsset, Releases } from '../host.ts';
import {
  type Api,
  mayHaveBeenDone,
  type Octokit,
  type Permission,
  type Repository,
  refuseCutOff,
  statusOf,
} from './call.ts';

const WRITE: Permission = 'contents: write';
const READ: Permission = 'contents: read';
/** Of releases, where drafts are looked for: a draft that is waited for is a new one. */
const MOST_PAGES = 3;
/** A bundle is a few megabytes. */
const UPLOAD_MS = 120_000;

/** Releases of GitHub's, and the files attached to them. */
export function releasesOf({ repository, call }: Api): Releases {
  return {
    release: (tag) =>
      call(
        'Looking for the GitHub release',
        async (octokit) => (await published(octokit, repository, tag)) ?? (await draft(octokit, repository, tag)),
        READ,
      ),
    releaseAssets: ({ id }) =>
      call(
        'Reading the files of the GitHub release',
        async (octokit) => {
          const all = await octokit.paginate(octokit.rest.repos.listReleaseAssets, {
            ...{ ...repository, release_id: id, per_page: 100 },
          });
          refuseCutOff(all, 'assets');
          return all.map(assetOf);
        },
        READ,
      ),
    uploadAsset: ({ uploadUrl }, name, bytes) =>
      call(
        `Attaching ${name} to the GitHub release`,
        (octokit) =>
          octokit
            .request({
              ...{ method: 'POST', url: uploadUrl, name, data: bytes },
              headers: { 'content-type': 'application/octet-stream' },
              request: { limitMs: UPLOAD_MS },
            })
            .then(
              ({ data }): ReleaseAsset | undefined => (isAsset(data) ? assetOf(data) : undefined),
              (error: unknown) => {
                if (mayHaveBeenDone(error) || isTaken(error)) return undefined;
                throw error;
              },
            ),
        WRITE,
      ),
    deleteAsset: ({ id, name }) =>
      call(
        `Deleting what is left of ${name} from the GitHub release`,
        async (octokit) => {
          await octokit.rest.repos.deleteReleaseAsset({ ...repository, asset_id: id }).catch((error: unknown) => {
            if (statusOf(error) !== 404) throw error; // somebody else did
          });
        },
        WRITE,
      ),
    publishRelease: ({ id }) =>
      call(
        'Publishing the GitHub release',
        async (octokit) =>
          releaseOf((await octokit.rest.repos.updateRelease({ ...repository, release_id: id, draft: false })).data),
        WRITE,
      ),
  };
}

async function published(octokit: Octokit, repository: Repository, tag: string): Promise<Release | undefined> {
  try {
    return releaseOf((await octokit.rest.repos.getReleaseByTag({ ...repository, tag })).data);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** GitHub finds none of them by its tag, which need not be there yet. */
async function draft(octokit: Octokit, repository: Repository, tag: string): Promise<Release | undefined> {
  let pages = 0;
  const all = await octokit.paginate(
    octokit.rest.repos.listReleases,
    { ...repository, per_page: 100 },
    ({ data }, done) => {
      pages += 1;
      if (pages >= MOST_PAGES) done();
      return data;
    },
  );
  refuseCutOff(all, 'releases');
  const found = all.find((release) => release.draft && release.tag_name === tag);
  return found === undefined ? undefined : releaseOf(found);
}

interface ApiRelease {
  readonly id: number;
  readonly html_url: string;
  readonly draft: boolean;
  readonly immutable?: boolean;
  readonly upload_url: string;
}

function releaseOf(release: ApiRelease): Release {
  if (typeof release.id !== 'number') throw new Error('no release'); // an answer that was cut off
  const { id, html_url: url, draft: isDraft, immutable = false, upload_url: uploadUrl } = release;
  return { id, url, draft: isDraft, immutable, uploadUrl };
}

interface ApiAsset {
  readonly id: number;
  readonly name: string;
  readonly digest: string | null;
  readonly state: string;
}

function isAsset(data: unknown): data is ApiAsset {
  return typeof (data as { readonly id?: unknown } | undefined)?.id === 'number';
}

/** GitHub's description: what a failed upload leaves is empty, has the state `starter` and can be deleted. */
function assetOf({ id, name, digest, state }: ApiAsset): ReleaseAsset {
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(digest ?? '')?.[1];
  return { id, name, sha256, broken: state === 'starter' };
}

/** One of that name is there. */
function isTaken(error: unknown): boolean {
  const { response } = error as { readonly response?: { readonly data?: { readonly errors?: unknown } } };
  const errors = response?.data?.errors;
  return Array.isArray(errors) && errors.some((one) => (one as { readonly code?: unknown }).code === 'already_exists');
}
