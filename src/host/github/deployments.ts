import type { Deployments, GitHubDeployment, GitHubDeploymentStatus } from '../host.ts';
import { type Api, mayHaveBeenDone, type Permission, refuseCutOff } from './call.ts';

const WRITE: Permission = 'deployments: write';
const READ: Permission = 'deployments: read';
const PAGE = 100;

/** GitHub's records of deploys. */
export function deploymentsOf({ repository, call }: Api): Deployments {
  return {
    deployments: (of, most) =>
      call(
        "Reading GitHub's deployments",
        async (octokit) => {
          let pages = 0;
          const all = await octokit.paginate(
            octokit.rest.repos.listDeployments,
            { ...repository, ...of, per_page: Math.min(most, PAGE) },
            ({ data }, done) => {
              pages += 1;
              if (pages * PAGE >= most) done();
              return data;
            },
          );
          refuseCutOff(all, 'deployments');
          return all.slice(0, most).map(deploymentOf);
        },
        READ,
      ),
    createDeployment: ({ sha, environment, description, payload, transient, production }) =>
      call(
        'Creating a GitHub deployment',
        (octokit) =>
          octokit.rest.repos
            .createDeployment({
              ...{ ...repository, ref: sha, environment, description, payload },
              auto_merge: false,
              required_contexts: [], // our own check is running, and GitHub would wait for it
              transient_environment: transient,
              production_environment: production,
            })
            .then(
              // a sentence alone comes after a merge, which is not asked for; text, where the answer was cut off
              ({ data }) => (isDeployment(data) ? deploymentOf(data) : undefined),
              (error: unknown) => {
                if (mayHaveBeenDone(error)) return undefined;
                throw error;
              },
            ),
        WRITE,
      ),
    deploymentStatuses: (id) =>
      call(
        'Reading what became of a GitHub deployment',
        async (octokit) => {
          const { data } = await octokit.rest.repos.listDeploymentStatuses({ ...repository, deployment_id: id });
          if (!Array.isArray(data)) throw new Error('no list of statuses'); // an answer that was cut off
          return data.map(statusOf);
        },
        READ,
      ),
    addDeploymentStatus: (id, { state, description, url, logUrl }) =>
      call(
        'Telling GitHub what became of a deployment',
        async (octokit) => {
          await octokit.rest.repos.createDeploymentStatus({
            ...{ ...repository, deployment_id: id, state, description },
            ...(url === undefined ? {} : { environment_url: url }),
            ...(logUrl === undefined ? {} : { log_url: logUrl }),
            // it would retire the other packages of the environment too
            auto_inactive: false,
          });
        },
        WRITE,
      ),
  };
}

function isDeployment(data: unknown): data is GitHubDeployment {
  return typeof (data as { readonly id?: unknown } | undefined)?.id === 'number';
}

function deploymentOf({ id, sha, environment, payload }: GitHubDeployment): GitHubDeployment {
  return { id, sha, environment, payload: typeof payload === 'string' ? parsed(payload) : payload };
}

/** GitHub gives back an object as it came, older servers as text. */
function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

interface ApiStatus {
  readonly state: GitHubDeploymentStatus['state'];
  readonly description: string;
  readonly environment_url?: string;
  readonly log_url?: string;
}

function statusOf({ state, description, environment_url: url, log_url: logUrl }: ApiStatus): GitHubDeploymentStatus {
  return {
    ...{ state, description },
    ...(url === undefined || url === '' ? {} : { url }),
    ...(logUrl === undefined || logUrl === '' ? {} : { logUrl }),
  };
}
