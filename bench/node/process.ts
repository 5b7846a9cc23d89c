import { readdirSync, readFileSync } from 'node:fs';

/** What a process takes of the machine, by Linux's own files: memory in bytes, time of its cores in ms. */

/** Pages that are there for it. */
export function residentOf(pid: number): number {
  return field(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB$/m);
}

/** The same, each page that others have too divided by how many have it. */
export function shareOf(pid: number): number {
  return field(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m);
}

function field(file: string, pattern: RegExp): number {
  const found = pattern.exec(readFileSync(file, 'utf8'))?.[1];
  if (found === undefined) throw new Error(`${file} has no ${pattern.source}`);
  return Number(found) * 1024;
}

/** How long its threads have been running so far. A machine that is busy with other things makes that hardly longer. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + runningOf(`/proc/${pid}/task/${thread}/schedstat`), 0);
}

const NS = 1e6;

function runningOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]) / NS;
  } catch {
    return 0; // it has just ended
  }
}
