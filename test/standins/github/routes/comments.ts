/** Comments of issues and pull requests. They have no compare-and-swap: the last one to write wins. */
import {
  type Call,
  created,
  found,
  type Handler,
  invalid,
  listed,
  nothing,
  numberOf,
  ok,
  Refusal,
  textOf,
} from '../answer.ts';
import { ACTIONS_APP } from '../tokens.ts';
import type { Comment, Issue } from '../world.ts';
import { nodeId, web } from './views.ts';

const LONGEST = 65_536;
const LOCKED = 'https://docs.github.com/articles/locking-conversations/';

function view({ world, repo }: Call): (comment: Comment) => unknown {
  const api = `${world.url}/repos/${repo.full_name}/issues`;
  return ({ issue, ...comment }) => ({
    ...comment,
    node_id: nodeId('IC', comment.id),
    url: `${api}/comments/${comment.id}`,
    issue_url: `${api}/${issue}`,
    html_url: `${web(repo)}/${repo.issues.get(issue)?.pull ? 'pull' : 'issues'}/${issue}#issuecomment-${comment.id}`,
    author_association: comment.user.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
  });
}

function issueOf(call: Call): Issue {
  return found(call.repo.issues.get(numberOf(call, 'issue_number')));
}

function commentOf(call: Call): Comment {
  return found(call.repo.comments.get(numberOf(call, 'comment_id')));
}

function bodyOf(call: Call): string {
  const body = textOf(call.body, 'body') ?? '';
  if (body.trim() === '') throw invalid('IssueComment', 'data', 'unprocessable', 'Body cannot be blank');
  if ([...body].length <= LONGEST) return body;
  throw invalid('IssueComment', 'data', 'unprocessable', `Body is too long (maximum is ${LONGEST} characters)`);
}

/** Those at or after `since`, when it is asked for. */
function recent(call: Call, comments: readonly Comment[]): Comment[] {
  const since = Date.parse(call.query.get('since') ?? '');
  return comments.filter(({ updated_at }) => !(Date.parse(updated_at) < since));
}

const list: Handler = (call) => {
  const { number } = issueOf(call);
  const ofIssue = [...call.repo.comments.values()].filter(({ issue }) => issue === number);
  return listed(call, recent(call, ofIssue), view(call));
};

const listAll: Handler = (call) => {
  const all = recent(call, [...call.repo.comments.values()]);
  return listed(call, call.query.get('direction') === 'desc' ? all.reverse() : all, view(call));
};

const create: Handler = (call) => {
  const issue = issueOf(call);
  if (issue.locked) throw new Refusal(403, 'Unable to create comment because issue is locked.', { docs: LOCKED });
  const comment: Comment = {
    id: call.world.id(),
    issue: issue.number,
    body: bodyOf(call),
    user: call.token.user,
    performed_via_github_app: call.token.kind === 'app' ? ACTIONS_APP : null,
    created_at: call.world.now(),
    updated_at: call.world.now(),
  };
  call.repo.comments.set(comment.id, comment);
  return created(view(call)(comment));
};

const update: Handler = (call) => {
  const comment = commentOf(call);
  comment.body = bodyOf(call);
  comment.updated_at = call.world.now();
  return ok(view(call)(comment));
};

const remove: Handler = (call) => {
  call.repo.comments.delete(commentOf(call).id);
  return nothing();
};

export const comments = {
  'issues/create-comment': create,
  'issues/delete-comment': remove,
  'issues/get-comment': (call) => ok(view(call)(commentOf(call))),
  'issues/list-comments': list,
  'issues/list-comments-for-repo': listAll,
  'issues/update-comment': update,
} satisfies Record<string, Handler>;
