import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { root } from '../../test/e2e/action.ts';

/** Results that a later run goes on with. */
export interface Lines<T> {
  readonly add: (line: T) => void;
  /** Of these sources. */
  readonly all: () => readonly T[];
}

/** What a result depends on. A commit that changes none of them leaves results what they are. */
const SOURCES = ['src', 'bench', 'examples/auth', 'package-lock.json', 'tools'];

/** Lines of JSON in a file, each with the sources that it is of. @param file undefined: they are kept for this run alone */
export function linesOf<T extends object>(file: string | undefined): Lines<T> {
  const sources = digestOfSources();
  const all: T[] = [];
  if (file !== undefined && existsSync(file)) {
    for (const line of readFileSync(file, 'utf8')
      .split('\n')
      .filter((text) => text !== '')) {
      const read = JSON.parse(line) as T & { readonly sources: string };
      if (read.sources === sources) all.push(read);
    }
  }
  return {
    all: () => all,
    add: (line) => {
      all.push(line);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify({ sources, ...line })}\n`);
    },
  };
}

/** With `-dirty` where files differ from what is committed: such lines are of a state that nobody can name. */
function digestOfSources(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', root, ...args, '--', ...SOURCES], { encoding: 'utf8' });
  const digest = createHash('sha256').update(git('ls-files', '--stage')).digest('hex').slice(0, 16);
  return git('status', '--porcelain') === '' ? digest : `${digest}-dirty`;
}
