import { readdirSync, readFileSync } from 'node:fs';

/** Ends a process and all that came of it, at once and by SIGKILL: as a machine does that is taken away. */
export function killTree(pid: number): void {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const below = (of: number): number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  for (const one of [pid, ...below(pid)]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // it has ended meanwhile
    }
  }
}

function parentOf(pid: number): number | undefined {
  try {
    // the name of the program, in parentheses, may hold spaces
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return undefined;
  }
}
