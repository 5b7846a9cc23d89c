import type { Comment, Comments } from '../host.ts';
import { type Api, mayHaveBeenDone, type Octokit, refuseCutOff, statusOf } from './call.ts';

/** Comments of pull requests, and whose they are. */
export function commentsOf({ repository, call }: Api): Comments {
  return {
    login: () => call('Asking who the token is', loginOf),
    comments: (pr) =>
      call('Reading the comments of the pull request', async (octokit) => {
        const all = await octokit.paginate(octokit.rest.issues.listComments, {
          ...repository,
          issue_number: pr,
          per_page: 100,
        });
        refuseCutOff(all, 'comments');
        return all.map(commentOf);
      }),
    createComment: (pr, body) =>
      call('Commenting on the pull request', (octokit) =>
        octokit.rest.issues.createComment({ ...repository, issue_number: pr, body }).then(
          (answer) => commentOf(answer.data),
          (error: unknown) => {
            if (mayHaveBeenDone(error)) return undefined;
            throw error;
          },
        ),
      ),
    updateComment: (id, body) =>
      call('Updating the comment', (octokit) =>
        octokit.rest.issues.updateComment({ ...repository, comment_id: id, body }).then(
          (answer) => commentOf(answer.data),
          (error: unknown) => {
            if (statusOf(error) === 404) return undefined;
            throw error;
          },
        ),
      ),
  };
}

/** REST tells a person's token alone who it is; GraphQL an app's too, by the name that comments have: `github-actions[bot]`. */
async function loginOf(octokit: Octokit): Promise<string | undefined> {
  try {
    return (await octokit.graphql<{ viewer?: { login?: string } }>('{ viewer { login } }')).viewer?.login;
  } catch (error) {
    const { name } = error as { name?: string };
    if (name === 'GraphqlResponseError' || [403, 404].includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}

interface ApiComment {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

function commentOf(comment: ApiComment): Comment {
  const { id, body = '', html_url: url, user } = comment;
  return { id, body, url, author: user?.login ?? '', bot: user?.type === 'Bot' };
}
