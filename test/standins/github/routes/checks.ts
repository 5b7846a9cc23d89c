/** Check runs. Only an app may write them. */
import {
  type Call,
  created,
  type Fields,
  fieldsOf,
  found,
  type Handler,
  invalid,
  listed,
  listOf,
  numberOf,
  ok,
  Refusal,
  textOf,
} from '../answer.ts';
import { resolveCommit } from '../graph.ts';
import { ACTIONS_APP } from '../tokens.ts';
import type { CheckRun } from '../world.ts';
import { nodeId, web } from './views.ts';

function view({ world, repo }: Call): (check: CheckRun) => unknown {
  return ({ annotations, output, ...check }) => {
    const url = `${world.url}/repos/${repo.full_name}/check-runs/${check.id}`;
    return {
      ...check,
      node_id: nodeId('CR', check.id),
      url,
      html_url: `${web(repo)}/runs/${check.id}`,
      output: { ...output, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
      app: { ...ACTIONS_APP, owner: { login: 'github' } },
      pull_requests: [],
    };
  };
}

function refusePeople(call: Call): void {
  if (call.token.kind !== 'app') throw new Refusal(403, 'You must authenticate via a GitHub App.');
}

function completedAt(call: Call, completed: boolean): string | null {
  return completed ? (textOf(call.body, 'completed_at') ?? call.world.now()) : null;
}

/** Takes over what the body says; annotations are added to those already there, and a conclusion completes. */
function apply(call: Call, check: CheckRun): CheckRun {
  const { body } = call;
  const conclusion = textOf(body, 'conclusion') ?? check.conclusion;
  const status = textOf(body, 'conclusion') ? 'completed' : (textOf(body, 'status') ?? check.status);
  if (status === 'completed' && conclusion === null) throw invalid('CheckRun', 'conclusion', 'missing_field');
  const output: Fields = fieldsOf(body, 'output') ?? {};
  const { title, summary, text } = { ...check.output, ...output } as CheckRun['output'];
  check.annotations.push(...(listOf(output, 'annotations') ?? []));
  return Object.assign(check, {
    name: textOf(body, 'name') ?? check.name,
    status,
    conclusion: status === 'completed' ? conclusion : null,
    details_url: textOf(body, 'details_url') ?? check.details_url,
    external_id: textOf(body, 'external_id') ?? check.external_id,
    completed_at: completedAt(call, status === 'completed'),
    output: { title: title ?? null, summary: summary ?? null, text: text ?? null },
  });
}

const create: Handler = (call) => {
  refusePeople(call);
  const sha = textOf(call.body, 'head_sha') ?? '';
  if (!call.repo.commits.has(sha)) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  const check = apply(call, {
    id: call.world.id(),
    head_sha: sha,
    name: '',
    status: 'queued',
    conclusion: null,
    details_url: `${web(call.repo)}/actions`,
    external_id: '',
    started_at: textOf(call.body, 'started_at') ?? call.world.now(),
    completed_at: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
  });
  call.repo.checks.set(check.id, check);
  return created(view(call)(check));
};

function checkOf(call: Call): CheckRun {
  return found(call.repo.checks.get(numberOf(call, 'check_run_id')));
}

const update: Handler = (call) => {
  refusePeople(call);
  return ok(view(call)(apply(call, checkOf(call))));
};

const list: Handler = (call) => {
  const { sha } = found(resolveCommit(call.repo, call.params.ref ?? ''));
  const name = call.query.get('check_name');
  const status = call.query.get('status');
  const fitting = [...call.repo.checks.values()].filter((check) => {
    return check.head_sha === sha && (!name || check.name === name) && (!status || check.status === status);
  });
  return listed(call, fitting.reverse(), view(call), 'check_runs');
};

export const checks = {
  'checks/create': create,
  'checks/get': (call) => ok(view(call)(checkOf(call))),
  'checks/list-for-ref': list,
  'checks/update': update,
} satisfies Record<string, Handler>;
