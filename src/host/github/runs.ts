import type { StoredArtifact, WorkflowRun } from '../../store/trust.ts';
import type { Runs } from '../host.ts';
import type { Api } from './call.ts';

/** Runs of workflows, and the artifacts that they keep. */
export function runsOf({ repository, call }: Api): Runs {
  return {
    artifacts: (name) =>
      call('Looking for stored artifacts', async (octokit) => {
        const { data } = await octokit.rest.actions.listArtifactsForRepo({ ...repository, name, per_page: 30 });
        return data.artifacts.flatMap(artifactOf);
      }),
    run: (id) =>
      call('Asking about a run', async (octokit) =>
        runOf((await octokit.rest.actions.getWorkflowRun({ ...repository, run_id: id })).data),
      ),
  };
}

interface ApiArtifact {
  readonly id: number;
  readonly name: string;
  readonly digest?: string | null;
  readonly expired: boolean;
  readonly workflow_run?: {
    readonly id?: number;
    readonly repository_id?: number;
    readonly head_repository_id?: number;
  } | null;
}

/** One whose run the API does not name, or of a fork, cannot be believed. */
function artifactOf({ id, name, digest, expired, workflow_run: run }: ApiArtifact): StoredArtifact[] {
  return run?.id === undefined || run.repository_id !== run.head_repository_id
    ? []
    : [{ id, name, digest: digest ?? undefined, expired, runId: run.id }];
}

interface ApiRun {
  readonly id: number;
  readonly event: string;
  readonly head_branch: string | null;
  readonly head_sha: string;
  readonly head_repository: { readonly full_name: string } | null;
  readonly path: string;
  readonly html_url: string;
  readonly actor?: { readonly login: string };
}

function runOf(run: ApiRun): WorkflowRun {
  return {
    id: run.id,
    event: run.event,
    headSha: run.head_sha,
    branch: run.head_branch ?? undefined,
    headRepository: run.head_repository?.full_name,
    workflow: run.path,
    url: run.html_url,
    actor: run.actor?.login,
  };
}
