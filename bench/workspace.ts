import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { runAction, toolCache } from '../test/e2e/action.ts';
import { startServices } from '../test/e2e/services.ts';
import { pullRequest } from '../test/e2e/triggers.ts';
import { workspaceOf } from '../test/slow/workspace-of.ts';

/**
 * Several packages in one step: a workspace of 1, 4, 16 and 64 plain Workers, each compiled, bundled by wrangler, optimized and
 * measured in size, from an empty target folder. The figure: the worst time per package of the larger ones against the time
 * of one package alone; up to 1 it is no worse than linear. Beside it how many cores of the machine were busy. All sizes once
 * in a round, the largest first in every other one; means.
 */
const SIZES = [1, 4, 16, 64];
const ROUNDS = 2;
const GOAL = 1;

const folder = mkdtempSync(path.join(tmpdir(), 'bench-workspace-'));
await using services = await startServices(toolCache());

/** Processor time of the whole machine so far, in ms: with work, and in all. */
function spent(): { readonly busy: number; readonly all: number } {
  const times = cpus().map(({ times: of }) => of);
  const sum = (pick: (of: (typeof times)[number]) => number): number => times.reduce((all, of) => all + pick(of), 0);
  const busy = sum(({ user, nice, sys, irq }) => user + nice + sys + irq);
  return { busy, all: busy + sum(({ idle }) => idle) };
}

/** One run over `size` packages: its wall time (s), and how many cores were busy. */
async function run(size: number): Promise<{ readonly wall: number; readonly cores: number }> {
  const workspace = path.join(folder, String(size));
  rmSync(workspace, { recursive: true, force: true });
  await workspaceOf(
    workspace,
    Array.from({ length: size }, (_, i) => `worker-${i}`),
  );
  services.github.repository.comments.clear();
  const [before, since] = [spent(), performance.now()];
  const result = await runAction({
    ...{ services, workspace, trigger: pullRequest() },
    inputs: { package: '*', latency: 'false', deploy: 'none' },
    env: { ...services.results.run({ runId: ++last, ref: 'refs/pull/7/merge' }), CARGO_TARGET_DIR: undefined },
  });
  const wall = (performance.now() - since) / 1000;
  const after = spent();
  if (result.code !== 0) throw new Error(result.log);
  return { wall, cores: ((after.busy - before.busy) / (after.all - before.all)) * cpus().length };
}

let last = 100;
const took = new Map<number, { wall: number; cores: number }[]>(SIZES.map((size) => [size, []]));
try {
  await run(1); // tools, and what the machine keeps of them
  for (let round = 0; round < ROUNDS; round++)
    for (const size of round % 2 === 0 ? SIZES : SIZES.toReversed()) took.get(size)?.push(await run(size));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const mean = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0) / values.length;
const rows = [...took].map(([size, runs]) => ({
  size,
  wall: mean(runs.map(({ wall }) => wall)),
  cores: mean(runs.map(({ cores }) => cores)),
}));
const alone = rows[0]?.wall ?? Number.NaN;
for (const { size, wall, cores } of rows) {
  const each = wall / size;
  console.log(
    `${String(size).padStart(3)} packages  ${wall.toFixed(1).padStart(6)} s  ${each.toFixed(2)} s each  ${(each / alone).toFixed(2)} of one alone  ${cores.toFixed(2)} of ${cpus().length} cores busy`,
  );
}
const ratio = Math.max(...rows.slice(1).map(({ size, wall }) => wall / size / alone));
const met = ratio <= GOAL;
console.log(`workspace: ${ratio.toFixed(2)} (goal ${GOAL.toFixed(2)}) ${met ? 'met' : 'short'}`);
process.exitCode = met ? 0 : 1;
