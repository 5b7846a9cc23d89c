import { ShipError } from '../error.ts';
import type { Comment, Comments } from '../host/host.ts';

/** First line of a comment of ours. A package's name is made of letters, digits, `-` and `_`: it cannot end the comment. */
export function markerOf(name: string): string {
  return `<!-- wasm-ship: ${name.replace(/[^\w.-]/g, '')} -->`;
}

/** The comment that this package's reports go to: by marker on its first line, and by author; the oldest where there are several. */
export function findOwn(comments: readonly Comment[], marker: string, login: string | undefined): Comment | undefined {
  const own = (comment: Comment): boolean => (login === undefined ? comment.bot : comment.author === login);
  return comments.filter((comment) => comment.body.startsWith(marker) && own(comment)).sort((a, b) => a.id - b.id)[0];
}

/**
 * Writes the comment, or rewrites the one that is there; an equal one is left alone.
 * @throws ShipError where GitHub refuses
 */
export async function comment(pr: number, name: string, body: string, github: Comments): Promise<Comment> {
  const marker = markerOf(name);
  const whole = `${marker}\n${body}`;
  const gone = new Set<number>();
  for (let tries = 0; tries < TRIES; tries++) {
    const [login, comments] = await Promise.all([github.login(), github.comments(pr)]);
    const there = comments.filter(({ id }) => !gone.has(id)); // a list may still name what was deleted
    const own = findOwn(there, marker, login);
    if (own?.body === whole) return own;
    const written =
      own === undefined ? await github.createComment(pr, whole) : await github.updateComment(own.id, whole);
    if (written !== undefined) return written;
    // it was deleted meanwhile, or whether it was written is not known: the next look at the comments tells
    if (own !== undefined) gone.add(own.id);
  }
  throw new ShipError('report', 'Commenting on the pull request: GitHub did not say whether it was done.');
}

const TRIES = 3;
