import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { root } from '../../test/e2e/action.ts';

/** Results that a later run goes on with. */
export interface Lines<T> {
  readonly add: (line: T) => void;
  /** Of this commit. */
  readonly all: () => readonly T[];
}

/** Lines of JSON in a file, each with the commit that it is of. @param file undefined: they are kept for this run alone */
export function linesOf<T extends object>(file: string | undefined): Lines<T> {
  const commit = commitOf();
  const all: T[] = [];
  if (file !== undefined && existsSync(file)) {
    for (const line of readFileSync(file, 'utf8')
      .split('\n')
      .filter((text) => text !== '')) {
      const read = JSON.parse(line) as T & { readonly commit: string };
      if (read.commit === commit) all.push(read);
    }
  }
  return {
    all: () => all,
    add: (line) => {
      all.push(line);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify({ commit, ...line })}\n`);
    },
  };
}

/** With `-dirty` where files differ from it: such lines are of a state that nobody can name. */
function commitOf(): string {
  const args = ['-C', root, 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}
