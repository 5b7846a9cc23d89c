import type { Ancestry, Commits } from '../host.ts';
import { type Api, type Octokit, type Repository, statusOf } from './call.ts';

/** How commits follow each other. */
export function commitsOf({ repository, call }: Api): Commits {
  return {
    mergeBase: (base, head) =>
      call(COMPARING, async (octokit) => (await compare(octokit, repository, base, head)).merge_base_commit.sha),
    branchHas: (branch, sha) =>
      call('Looking for a commit on a branch', async (octokit) => {
        // a name alone could be a tag's
        const { data } = await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` });
        return (await compare(octokit, repository, data.object.sha, sha)).merge_base_commit.sha === sha;
      }),
    ancestry: (base, head) =>
      call(
        COMPARING,
        (octokit) =>
          compare(octokit, repository, base, head).then(
            ({ status }): Ancestry => {
              if (status === undefined) throw new Error('no comparison'); // an answer that was cut off
              return status;
            },
            (error: unknown) => {
              if (statusOf(error) === 404) return undefined;
              throw error;
            },
          ),
        'contents: read',
      ),
  };
}

const COMPARING = 'Comparing two commits';

async function compare(octokit: Octokit, repository: Repository, base: string, head: string) {
  const basehead = `${base}...${head}`;
  return (await octokit.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 })).data;
}
