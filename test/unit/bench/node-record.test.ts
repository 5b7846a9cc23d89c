import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { headline, type NodeRecord, perGib, readRecord } from '../../../bench/node/record.ts';

/** The README's table of bench/node.json. */

const root = path.resolve(import.meta.dirname, '../../..');
const MIB = 1024 ** 2;
const times = (p50: number): NodeRecord['cold']['wasm'] => ({ n: 15, min: p50, p50, p99: p50 * 2, max: p50 * 3 });
const memory = (ready: number): NodeRecord['memory']['wasm'] => ({
  ...{ rss: ready * MIB, ready: ready * MIB, used: 2 * ready * MIB },
});
const RECORDED: NodeRecord = {
  date: '2026-01-02',
  machine: { cpu: 'A CPU', cores: 2, memory: 1024 * MIB, kernel: '6.1', nice: 5 },
  others: { before: 0.123, after: 1 },
  versions: { workerd: '1.2', Node: '24.0.0', podman: '4' },
  skipped: null,
  sizes: {
    bundle: { raw: 300e3, gzip: 100e3 },
    app: { raw: 18e6, gzip: 4e6 },
    image: { raw: 230e6, gzip: 90e6 },
    workerd: { raw: 130e6, gzip: 50e6 },
    node: { raw: 120e6, gzip: 40e6 },
  },
  cold: { wasm: times(30), node: times(120), container: times(300), isolate: times(3) },
  routes: [
    {
      ...{ name: 'login', route: 'POST /login' },
      ...{ wasm: times(40), node: times(20), container: { ...times(20), p99: null } },
      cpu: { wasm: 39, node: 13, container: 14 },
    },
  ],
  memory: {
    ...{ wasm: memory(32), node: memory(64), container: memory(65) },
    isolate: { base: 24 * MIB, ready: 2 * MIB, used: 20 * MIB, n: 16 },
  },
};
const rowsOf = (record: NodeRecord): readonly (readonly string[])[] =>
  headline(record)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));

describe('the table', () => {
  it('has a column for each way, and each row says what it has of it', () => {
    expect(rowsOf(RECORDED)).toEqual([
      ['', 'Wasm in workerd', 'Node, a process', 'Node in a container'],
      ['---', '---', '---', '---'],
      ['what ships', '300.0 kB, gzip 100.0 kB', '18.00 MB, gzip 4.00 MB', '230.00 MB, gzip 90.00 MB'],
      ['the runtime, beside it', 'workerd: 130.00 MB, gzip 50.00 MB', 'Node: 120.00 MB, gzip 40.00 MB', 'in it'],
      ['cold start: to the first 200, median', '30.0 ms; a new isolate in a running one: 3.00 ms', '120 ms', '300 ms'],
      [
        'login (`POST /login`): p50 / p99; CPU',
        '40.0 ms / 80.0 ms; 39.0 ms',
        '20.0 ms / 40.0 ms; 13.0 ms',
        '20.0 ms / –; 14.0 ms',
      ],
      ['memory after the run (RSS)', '32.0 MiB', '64.0 MiB', '65.0 MiB'],
      [
        'memory of one more, ready / after logins',
        '32.0 MiB / 64.0 MiB; an isolate: 2.0 MiB / 20.0 MiB',
        '64.0 MiB / 128.0 MiB',
        '65.0 MiB / 130.0 MiB',
      ],
      ['instances per GiB, ready / after logins', '32 / 16; isolates: 500 / 50', '16 / 8', '15 / 7'],
    ]);
  });

  it('says where Wasm wins and loses, the machine, its load and the versions', () => {
    const text = headline(RECORDED);
    expect(text).toContain(
      'Wasm against the Node process, medians: cold start 0.25 ×, login 2.00 ×; CPU: login 3.00 ×.',
    );
    expect(text).toContain('Measured 2026-01-02 on 2 cores of A CPU with 1024.0 MiB (Linux 6.1, nice 5)');
    expect(text).toContain('0.1 and 1.0 cores were busy with other things just before and after.');
    expect(text).toContain('workerd 1.2, Node 24.0.0, podman 4.');
    expect(text).not.toContain('No container');
  });

  it.each([
    [1, false],
    [1.1, true],
  ])('warns of the times where more than half of the cores had other work: %d of 2', (before, warned) => {
    const text = headline({ ...RECORDED, others: { before, after: 0 } });
    expect(text.includes('longer than on a quiet machine')).toBe(warned);
  });

  it('says why there is no container, and shows nothing in its place', () => {
    const { sizes, cold, memory: of, routes } = RECORDED;
    const without: NodeRecord = {
      ...RECORDED,
      skipped: 'it takes Linux and root.',
      sizes: { ...sizes, image: null },
      cold: { ...cold, container: null },
      routes: routes.map((route) => ({ ...route, container: null, cpu: { ...route.cpu, container: null } })),
      memory: { ...of, container: null },
    };
    expect(headline(without)).toMatch(/ No container: it takes Linux and root\.$/);
    for (const row of rowsOf(without).slice(2)) expect(row.at(-1)).toBe('–');
  });
});

describe('how many fit into one GiB', () => {
  it.each([
    [64 * MIB, 0, 16],
    [65 * MIB, 0, 15],
    [2 * MIB, 24 * MIB, 500],
  ])('%i bytes each, beside %i: %i', (each, base, wanted) => {
    expect(perGib(each, base)).toBe(wanted);
  });
});

it('the README has the table of what was recorded', () => {
  expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain(`\n${headline(readRecord())}\n`);
});
