import { ShipError } from '../error.ts';
import type { Comment, Comments } from '../host/host.ts';

/** First line of a comment of ours. A package's name is made of letters, digits, `-` and `_`: it cannot end the comment. */
export function markerOf(...names: readonly string[]): string {
  return `<!-- wasm-ship: ${names.map((name) => name.replace(/[^\w.-]/g, '')).join(' ')} -->`;
}

/** The packages that a marker names; undefined where a text does not begin with one. */
function namesIn(text: string): readonly string[] | undefined {
  return /^<!-- wasm-ship: ([\w. -]*) -->/.exec(text)?.[1]?.split(' ');
}

/**
 * The comment that the reports of these packages go to: by the marker on its first line, and by author. One with the very
 * same packages comes before one that tells of some of them alone, since a list of packages grows; then the oldest.
 */
export function findOwn(comments: readonly Comment[], marker: string, login: string | undefined): Comment | undefined {
  const own = (comment: Comment): boolean => (login === undefined ? comment.bot : comment.author === login);
  const names = namesIn(marker) ?? [];
  const ours = comments
    .filter((comment) => own(comment) && namesIn(comment.body)?.every((name) => names.includes(name)) === true)
    .sort((a, b) => a.id - b.id);
  return ours.find(({ body }) => body.startsWith(marker)) ?? ours[0];
}

/**
 * Writes the comment, or rewrites the one that is there; an equal one is left alone.
 * @throws ShipError where GitHub refuses
 */
export async function comment(pr: number, names: readonly string[], body: string, github: Comments): Promise<Comment> {
  const marker = markerOf(...names);
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

/**
 * Changes the comment that is there; without one nothing is written.
 * @throws ShipError where GitHub refuses
 */
export async function amendComment(
  pr: number,
  names: readonly string[],
  change: (body: string) => string,
  github: Comments,
): Promise<void> {
  const [login, comments] = await Promise.all([github.login(), github.comments(pr)]);
  const own = findOwn(comments, markerOf(...names), login);
  if (own === undefined) return;
  const body = change(own.body);
  if (body !== own.body) await github.updateComment(own.id, body);
}
