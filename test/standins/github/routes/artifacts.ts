/** Workflow artifacts. What the API says of the run that made one is what a store may believe. */
import type { Artifact } from '../../results/artifacts.ts';
import { type Call, found, type Handler, listed, nothing, numberOf, ok, Refusal } from '../answer.ts';
import { type Repository, repositoryOf } from '../world.ts';
import { nodeId } from './views.ts';

/** Newest first. An artifact belongs to the repository that knows its run; to the first one when none does. */
function shelved(call: Call): Artifact[] {
  const { repositories, artifacts: shelf } = call.world;
  const owner = ({ runId }: Artifact): Repository | undefined =>
    repositories.find((repo) => repo.runs.has(runId)) ?? repositories[0];
  return (shelf?.artifacts ?? []).filter((artifact) => owner(artifact) === call.repo).reverse();
}

function artifactView({ world, repo }: Call): (artifact: Artifact) => unknown {
  return (artifact) => {
    const url = `${world.url}/repos/${repo.full_name}/actions/artifacts/${artifact.id}`;
    const run = repo.runs.get(artifact.runId);
    return {
      id: artifact.id,
      node_id: nodeId('A', artifact.id),
      name: artifact.name,
      size_in_bytes: artifact.size,
      digest: artifact.digest,
      url,
      archive_download_url: `${url}/zip`,
      expired: Date.parse(artifact.expiresAt) <= Date.parse(world.now()),
      created_at: artifact.createdAt,
      updated_at: artifact.createdAt,
      expires_at: artifact.expiresAt,
      workflow_run: run
        ? {
            id: run.id,
            repository_id: repo.id,
            head_repository_id: repositoryOf(world, run.head_repository)?.id ?? 0,
            head_branch: run.head_branch,
            head_sha: run.head_sha,
          }
        : null,
    };
  };
}

function artifactOf(call: Call): Artifact {
  const id = numberOf(call, 'artifact_id');
  return found(shelved(call).find((artifact) => artifact.id === id));
}

function named(call: Call, artifacts: readonly Artifact[]): Artifact[] {
  const name = call.query.get('name');
  return artifacts.filter((artifact) => !name || artifact.name === name);
}

const listOfRun: Handler = (call) => {
  const { id } = found(call.repo.runs.get(numberOf(call, 'run_id')));
  const ofRun = named(call, shelved(call)).filter(({ runId }) => runId === id);
  return listed(call, ofRun, artifactView(call), 'artifacts');
};

/** GitHub gives no artifact to somebody who may not read Actions, public or not. */
const download: Handler = (call) => {
  if (!call.token.may('actions', 'read')) throw new Refusal(403, 'Resource not accessible by integration');
  const artifact = artifactOf(call);
  if (call.params.archive_format !== 'zip') throw new Refusal(404, 'Not Found');
  if (Date.parse(artifact.expiresAt) <= Date.parse(call.world.now())) throw new Refusal(410, 'Artifact has expired');
  return { status: 302, headers: { location: found(call.world.artifacts).downloadUrl(artifact) } };
};

const remove: Handler = (call) => {
  found(call.world.artifacts).remove(artifactOf(call));
  return nothing();
};

export const artifacts = {
  'actions/delete-artifact': remove,
  'actions/download-artifact': download,
  'actions/get-artifact': (call) => ok(artifactView(call)(artifactOf(call))),
  'actions/list-artifacts-for-repo': (call) =>
    listed(call, named(call, shelved(call)), artifactView(call), 'artifacts'),
  'actions/list-workflow-run-artifacts': listOfRun,
} satisfies Record<string, Handler>;
