import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import type { Usage } from './host.ts';

/** A tick of the CPU times in /proc: 1/100 s in Linux' interface, whatever the kernel itself counts in. */
const TICK_MS = 10;
const PS_MS = 5000;

/**
 * What a process group has used so far, as the system counts it: the CPU time of all its threads, and of children that have
 * ended and were waited for.
 * @returns undefined where the system does not tell, or the group is gone
 */
export async function usageOf(group: number, os: NodeJS.Platform): Promise<Usage | undefined> {
  if (os === 'win32') return undefined; // no groups there
  return os === 'linux' ? ofProc(group) : ofPs(group);
}

async function ofProc(group: number): Promise<Usage | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map(async (pid) => ({ pid, stat: parseStat(await textOf(`/proc/${pid}/stat`)) })),
  );
  const members = stats.filter(({ stat }) => stat?.group === group);
  return sumOf(await Promise.all(members.map(({ pid, stat }) => ofMember(pid, stat?.cpuMs ?? 0))));
}

async function ofMember(pid: string, ticksMs: number): Promise<Usage> {
  const [exactMs, status] = await Promise.all([threadsMs(pid), textOf(`/proc/${pid}/status`)]);
  // ticks know of threads that have ended; the threads' own time is exact, and never more than what there was
  return { cpuMs: Math.max(ticksMs, exactMs), ...parseStatus(status) };
}

/** CPU time of the threads that there are, in ms; 0 where the kernel does not count it. */
async function threadsMs(pid: string): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const times = await Promise.all(threads.map((thread) => textOf(`/proc/${pid}/task/${thread}/schedstat`)));
  return times.reduce((sum, text) => sum + Number(/^\d+/.exec(text)?.[0] ?? 0), 0) / 1e6;
}

function sumOf(members: readonly Usage[]): Usage | undefined {
  if (members.length === 0) return undefined;
  const peaks = members.flatMap(({ peakRssBytes }) => (peakRssBytes === undefined ? [] : [peakRssBytes]));
  return {
    cpuMs: members.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssBytes: members.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    ...(peaks.length === members.length ? { peakRssBytes: peaks.reduce((sum, bytes) => sum + bytes, 0) } : {}),
  };
}

/** Group and CPU time of a line of /proc/PID/stat; undefined: the process is gone. Its name may hold anything, parentheses too. */
export function parseStat(text: string): { readonly group: number; readonly cpuMs: number } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // from the third on: state, parent, group
  const ticks = fields.slice(11, 15).map(Number); // user and system, and the same of children that were waited for
  if (ticks.length < 4 || !ticks.every(Number.isFinite)) return undefined;
  return { group: Number(fields[2]), cpuMs: ticks.reduce((sum, one) => sum + one, 0) * TICK_MS };
}

/** Memory of a text of /proc/PID/status. */
export function parseStatus(text: string): Omit<Usage, 'cpuMs'> {
  const bytes = (name: string): number | undefined => {
    const kib = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(text)?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  };
  const peak = bytes('VmHWM');
  return { rssBytes: bytes('VmRSS') ?? 0, ...(peak === undefined ? {} : { peakRssBytes: peak }) };
}

async function ofPs(group: number): Promise<Usage | undefined> {
  const listed = await new Promise<string>((resolve) => {
    execFile('ps', ['-A', '-o', 'pgid=,time=,rss='], { timeout: PS_MS }, (error, stdout) =>
      resolve(error ? '' : stdout),
    );
  });
  return parsePs(listed, group);
}

/** A group's usage of lines `group time rss`, as `ps` has them: time as `[[days-]hours:]minutes:seconds`, rss in KiB. */
export function parsePs(listed: string, group: number): Usage | undefined {
  const members = listed.split('\n').flatMap((line) => {
    const [, id, days = 0, hours = 0, minutes, seconds, kib] =
      /^\s*(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)\s+(\d+)\s*$/.exec(line) ?? [];
    if (Number(id) !== group) return [];
    const s = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
    return [{ cpuMs: Math.round(s * 1000), rssBytes: Number(kib) * 1024 }];
  });
  return sumOf(members);
}

/** Of a file of the system's; nothing where the process has ended in the meantime. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
