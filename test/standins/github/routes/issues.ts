/** Issues and their labels. */
import { type Answer, type Call, found, type Handler, listed, listOf, nothing, numberOf, ok } from '../answer.ts';
import type { Issue } from '../world.ts';
import { labelViews, nodeId, web } from './views.ts';

function issueOf(call: Call): Issue {
  return found(call.repo.issues.get(numberOf(call, 'issue_number')));
}

function view({ world, repo }: Call, { pull, ...issue }: Issue): unknown {
  const api = `${world.url}/repos/${repo.full_name}`;
  const page = `${web(repo)}/${pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    ...issue,
    node_id: nodeId('I', issue.id),
    labels: labelViews(issue),
    url: `${api}/issues/${issue.number}`,
    html_url: page,
    ...(pull && { pull_request: { url: `${api}/pulls/${issue.number}`, html_url: page } }),
  };
}

/** The labels of a body: a list of names, a list of objects with a name, or either of them below `labels`. */
function namesIn(call: Call): string[] {
  const given = listOf(call.body, 'labels') ?? Object.values(call.body);
  return given.map((label) => (typeof label === 'string' ? label : String((label as { name?: unknown }).name)));
}

function withLabels(call: Call, change: (before: readonly string[]) => readonly string[]): Answer {
  const issue = issueOf(call);
  issue.labels = [...new Set(change(issue.labels))];
  return ok(labelViews(issue));
}

const removeLabel: Handler = (call) => {
  const { name = '' } = call.params;
  found(
    issueOf(call).labels.find((label) => label === name),
    'Label does not exist',
  );
  return withLabels(call, (before) => before.filter((label) => label !== name));
};

const removeAll: Handler = (call) => {
  issueOf(call).labels = [];
  return nothing();
};

export const issues = {
  'issues/add-labels': (call) => withLabels(call, (before) => [...before, ...namesIn(call)]),
  'issues/get': (call) => ok(view(call, issueOf(call))),
  'issues/list-labels-on-issue': (call) => listed(call, labelViews(issueOf(call)), (label) => label),
  'issues/remove-all-labels': removeAll,
  'issues/remove-label': removeLabel,
  'issues/set-labels': (call) => withLabels(call, () => namesIn(call)),
} satisfies Record<string, Handler>;
