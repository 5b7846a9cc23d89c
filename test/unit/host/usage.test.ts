import { expect, test } from 'vitest';
import { parsePs, parseStat, parseStatus } from '../../../src/host/usage.ts';

/** `pid (name) state parent group session …`, the 14th to 17th: CPU ticks (1/100 s), own and of waited-for children. */
const stat = (name: string, ticks: string): string =>
  `4711 (${name}) S 1 4700 4700 0 -1 4194560 9 8 7 6 ${ticks} 20 0 12 0 6782878 3133440 386`;

test.each([
  ['its own time, user and system', stat('workerd', '12 3 0 0'), 150],
  ['with that of children that have ended', stat('workerd', '12 3 100 20'), 1350],
  ['a name of its own choice', stat('a) R 1 9 9 (b', '1 1 1 1'), 40],
])('the system counts a process: %s', (_, text, cpuMs) => {
  expect(parseStat(text)).toEqual({ group: 4700, cpuMs });
});

test.each(['', '4711 (gone) Z 1'])('nothing is counted of a process that is gone: %j', (text) => {
  expect(parseStat(text)).toBeUndefined();
});

test.each([
  ['both', 'Name:\tx\nVmHWM:\t    2108 kB\nVmRSS:\t    1000 kB\n', { rssBytes: 1024_000, peakRssBytes: 2108 * 1024 }],
  ['no peak', 'VmRSS:\t    1 kB\n', { rssBytes: 1024 }],
  ['a process without memory', 'State:\tZ (zombie)\n', { rssBytes: 0 }],
])('memory as the kernel tells it: %s', (_, text, memory) => {
  expect(parseStatus(text)).toEqual(memory);
});

test('a list of ps: the members of one group are added up, in whatever form their time is', () => {
  const listed = '    1   0:01.00  10\n 4700   0:01.25 100\n 4700  2:00:00.5 200\n4700 1-00:00:01 1\n 47000 0:09 9\n';
  expect(parsePs(listed, 4700)).toEqual({
    cpuMs: 1250 + 7_200_500 + 86_401_000,
    rssBytes: 301 * 1024,
  });
  expect(parsePs(listed, 4)).toBeUndefined();
});
