import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pullRequest } from '../test/e2e/triggers.ts';

/**
 * How long until the action has decided what to do: from the start of `node dist/index.js` with a pull request's payload
 * to its first line (the plan), against an empty Node script that prints a line. Interleaved pairs, ratio of medians.
 */
const PAIRS = 40;
const WARM_UP = 5;
const GOAL = 1.5;

const root = path.dirname(import.meta.dirname);
const dir = mkdtempSync(path.join(tmpdir(), 'bench-start-'));
const empty = path.join(dir, 'empty.mjs');
const payload = path.join(dir, 'event.json');
writeFileSync(empty, "console.log('ready');\n");
writeFileSync(payload, JSON.stringify(pullRequest().payload));
const env = {
  PATH: process.env.PATH ?? '',
  HOME: dir,
  RUNNER_TEMP: dir,
  GITHUB_WORKSPACE: path.join(root, 'examples', 'auth'),
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_EVENT_PATH: payload,
  GITHUB_REPOSITORY: 'octo/auth',
  GITHUB_REF: 'refs/pull/7/merge',
};

/** Wall time (ms) from the start of the process to the first line that it prints. */
function firstLine(script: string, wanted: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', (text: Buffer) => {
      const ms = performance.now() - since;
      child.kill('SIGKILL');
      child.once('close', () => (wanted.test(text.toString()) ? resolve(ms) : reject(new Error(`said: ${text}`))));
    });
    child.once('error', reject);
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ours: number[] = [];
const node: number[] = [];
try {
  for (let i = -WARM_UP; i < PAIRS; i++) {
    const order = i % 2 === 0 ? ['node', 'ours'] : ['ours', 'node'];
    for (const which of order) {
      const ms =
        which === 'node'
          ? await firstLine(empty, /^ready/)
          : await firstLine(path.join(root, 'dist', 'index.js'), /^Plan: /);
      if (i >= 0) (which === 'node' ? node : ours).push(ms);
    }
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

const figures = (name: string, values: readonly number[]): string =>
  `${name.padEnd(28)} n=${values.length}  min ${Math.min(...values).toFixed(1)}  median ${median(values).toFixed(1)}  max ${Math.max(...values).toFixed(1)} ms`;
console.log(`Node ${process.version}, ${PAIRS} interleaved pairs`);
console.log(figures('empty script, first line', node));
console.log(figures('dist/index.js, the plan', ours));
const ratio = median(ours) / median(node);
const met = ratio <= GOAL;
console.log(`start: ${ratio.toFixed(2)} × (goal ${GOAL.toFixed(2)} ×) ${met ? 'met' : 'short'}`);
process.exitCode = met ? 0 : 1;
