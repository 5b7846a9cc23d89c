/** Workflow runs. */
import { type Call, found, type Handler, listed, numberOf, ok } from '../answer.ts';
import { type Issue, type Repository, type Run, repositoryOf } from '../world.ts';
import { nodeId, repositoryView, web } from './views.ts';

function runOf(call: Call): Run {
  return found(call.repo.runs.get(numberOf(call, 'run_id')));
}

/** Pull requests of the run's own repository; GitHub names none that come from a fork. */
function pullsOf(repo: Repository, run: Run): Issue[] {
  const own = run.head_repository === repo.full_name;
  return [...repo.issues.values()].filter(({ pull }) => own && pull?.head.sha === run.head_sha);
}

function runView({ world, repo }: Call): (run: Run) => unknown {
  return (run) => {
    const from = repositoryOf(world, run.head_repository);
    const api = `${world.url}/repos/${repo.full_name}`;
    const commit = repo.commits.get(run.head_sha);
    return {
      ...run,
      node_id: nodeId('WFR', run.id),
      run_number: run.id,
      triggering_actor: run.actor,
      display_title: commit?.message ?? run.name,
      updated_at: run.created_at,
      run_started_at: run.created_at,
      url: `${api}/actions/runs/${run.id}`,
      html_url: `${web(repo)}/actions/runs/${run.id}`,
      artifacts_url: `${api}/actions/runs/${run.id}/artifacts`,
      pull_requests: pullsOf(repo, run).map(({ id, number, pull }) => ({
        id,
        number,
        url: `${api}/pulls/${number}`,
        head: { ref: pull?.head.ref, sha: pull?.head.sha, repo: { id: repo.id, url: api, name: repo.name } },
        base: { ref: pull?.base.ref, sha: pull?.base.sha, repo: { id: repo.id, url: api, name: repo.name } },
      })),
      head_commit: commit ? { id: commit.sha, message: commit.message, timestamp: commit.date } : null,
      repository: repositoryView(world, repo),
      head_repository: from ? repositoryView(world, from) : null,
    };
  };
}

const listRuns: Handler = (call) => {
  const asked = (name: string): string | null => call.query.get(name);
  const fits = (run: Run): boolean =>
    (!asked('event') || run.event === asked('event')) &&
    (!asked('branch') || run.head_branch === asked('branch')) &&
    (!asked('head_sha') || run.head_sha === asked('head_sha')) &&
    (!asked('status') || run.status === asked('status') || run.conclusion === asked('status'));
  const workflow = call.params.workflow_id;
  const of = (run: Run): boolean =>
    !workflow || run.path.endsWith(`/${workflow}`) || String(run.workflow_id) === workflow;
  const fitting = [...call.repo.runs.values()].filter((run) => fits(run) && of(run));
  return listed(call, fitting.reverse(), runView(call), 'workflow_runs');
};

export const runs = {
  'actions/get-workflow-run': (call) => ok(runView(call)(runOf(call))),
  'actions/list-workflow-runs': listRuns,
  'actions/list-workflow-runs-for-repo': listRuns,
} satisfies Record<string, Handler>;
