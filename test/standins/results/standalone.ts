/** A stand-in as a process of its own: one line of JSON says where it is, and it ends when nobody needs it any more. */
import { once } from 'node:events';
import { fstatSync } from 'node:fs';

/** Something running that has a line to tell. */
export interface Standalone extends AsyncDisposable {
  readonly told: unknown;
}

/** Whether somebody holds the other end of stdin; a terminal or /dev/null says nothing about our parent. */
function isHeld(): boolean {
  const stdin = fstatSync(0);
  return stdin.isFIFO() || stdin.isSocket();
}

/**
 * Starts with the options that the first argument carries as JSON, prints what it has to tell, and stops on SIGTERM,
 * on SIGINT, or when stdin ends.
 */
export async function standalone<T>(start: (options: T) => Promise<Standalone>): Promise<void> {
  await using running = await start(JSON.parse(process.argv[2] ?? '{}') as T);
  console.log(JSON.stringify(running.told));
  const ends = [once(process, 'SIGTERM'), once(process, 'SIGINT')];
  if (isHeld()) {
    process.stdin.resume();
    ends.push(once(process.stdin, 'close'));
  }
  await Promise.race(ends);
  process.stdin.destroy();
}
