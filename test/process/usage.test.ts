import { expect, test } from 'vitest';
import type { Usage } from '../../src/host/host.ts';
import { start } from '../../src/host/process.ts';

/** A program that is busy for so many ms of its own CPU, says so, and goes on. */
const busy = (ms: number): string =>
  `while (process.cpuUsage().user < ${ms * 1000}) for (let i = 0; i < 1e6; i++); console.log('done'); setInterval(() => {}, 1000);`;

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const SPAWNER = { environment: process.env, signal: new AbortController().signal };

test.skipIf(process.platform === 'win32')(
  'what a child and its own child have used: CPU and memory of both, and nothing once they are gone',
  async () => {
    const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy(300))}], { stdio: 'inherit' });`;
    const command = { file: process.execPath, args: ['-e', grandchild + busy(300)], trust: 'ours', timeoutMs: 60_000 };
    const child = await start({ ...command, trust: 'ours' }, SPAWNER);
    let used: Usage | undefined;
    try {
      await until(() => child.stdout().split('done').length === 3);
      used = await child.usage();
      expect(used?.cpuMs).toBeGreaterThanOrEqual(580); // two of 300 ms, each known to 10 ms at worst
      expect(used?.cpuMs).toBeLessThan(5000);
      expect(used?.rssBytes).toBeGreaterThan(2 * 20e6); // two Nodes
      if (process.platform === 'linux') expect(used?.peakRssBytes).toBeGreaterThanOrEqual(used?.rssBytes ?? 0);
    } finally {
      await child[Symbol.asyncDispose]();
    }
    expect(await child.usage()).toBeUndefined();
  },
);
