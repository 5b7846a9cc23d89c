import path from 'node:path';
import type { Advice, Tip, Tried } from './advice.ts';
import type { Equipment } from './build/equip.ts';
import { type Better, variableOf } from './build/profile.ts';
import type { Sizes } from './candidate.ts';
import { attempt, ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { equipFor, make } from './make.ts';
import type { Wanted } from './together.ts';

/** For all builds of it. */
const LONGEST_MS = 15 * 60_000;

/**
 * Builds a package again with each setting that its advice names, and with those that helped at once: in a target folder of
 * its own, packed, optimized and measured as what ships. It never fails: where there is no number, it is told why.
 * @param shipped sizes of what ships
 */
export async function advise(of: Advice, wanted: Omit<Wanted, 'into'>, shipped: Sizes, host: Host): Promise<Advice> {
  if (!of.tips.some(({ setting }) => setting !== undefined)) return of;
  const bounded = boundedHost(host, host.clock.now() + LONGEST_MS);
  const made = await attempt(async () => {
    await using dir = await bounded.files.temp('advise');
    const equipment = await equipFor([{ ...wanted, into: dir.path }], bounded);
    let count = 0;
    const build = (settings: readonly Better[]): Promise<Tried | string> =>
      tried(
        settings,
        { ...wanted, into: path.join(dir.path, `bundle-${count++}`) },
        equipment,
        dir.path,
        shipped,
        bounded,
      );
    const tips: Tip[] = [];
    for (const tip of of.tips)
      tips.push(tip.setting === undefined ? tip : { ...tip, tried: await build([tip.setting]) });
    const best = helpful(tips);
    if (best.length < 2) return { tips };
    return { tips, together: { lines: best.map(({ line }) => line), tried: await build(best) } };
  });
  if (made.ok) return made.value;
  host.log.info(`Nothing was built for \`advise\`: ${made.error.message}`);
  return { tips: of.tips.map((tip) => (tip.setting === undefined ? tip : { ...tip, tried: made.error.message })) };
}

/** Settings that made it smaller: of several values of one setting the best. */
export function helpful(tips: readonly Tip[]): readonly Better[] {
  const best = new Map<string, { readonly setting: Better; readonly after: number }>();
  for (const { setting, tried: of } of tips) {
    if (setting === undefined || of === undefined || typeof of === 'string' || of.after >= of.before) continue;
    const other = best.get(setting.setting);
    if (other === undefined || of.after < other.after) best.set(setting.setting, { setting, after: of.after });
  }
  return [...best.values()].map(({ setting }) => setting);
}

/** One more build. @returns why there is none, where it fails */
async function tried(
  settings: readonly Better[],
  wanted: Wanted,
  equipment: Equipment,
  dir: string,
  shipped: Sizes,
  host: Host,
): Promise<Tried | string> {
  const { profile, budgets } = wanted.pkg;
  const measure = budgets[0]?.measure ?? 'brotli';
  const variables = Object.fromEntries(settings.map(({ setting, value }) => [variableOf(profile, setting), value]));
  const built = await attempt(async () => {
    const [made] = await make(
      [wanted],
      [wanted],
      { cargo: undefined, before: new Map() },
      apart(equipment, variables, dir),
      host,
    );
    if (made?.ok !== true) throw made?.error ?? new Error('nothing was asked for');
    return made.value.candidate;
  });
  if (!built.ok) return built.error.message;
  const { sizes, warnings } = built.value;
  const partly = warnings.length === 0 ? {} : { partly: true as const };
  return { measure, before: shipped[measure], after: sizes[measure], ...partly };
}

/** The same compiler with other settings, in folders that nothing else is built in. */
function apart(equipment: Equipment, variables: Readonly<Record<string, string>>, dir: string): Equipment {
  const { rust, workspace } = equipment;
  const target = path.join(dir, 'target');
  const buildDir = 'CARGO_BUILD_BUILD_DIR' in workspace.env ? { CARGO_BUILD_BUILD_DIR: path.join(dir, 'build') } : {};
  return {
    ...equipment,
    rust: { ...rust, env: { ...rust.env, ...variables } },
    workspace: { ...workspace, env: { ...workspace.env, CARGO_TARGET_DIR: target, ...buildDir }, shared: [] },
  };
}

/** What runs in it ends in time; what a compiler warns of was told already, with the build that ships. */
function boundedHost(host: Host, until: number): Host {
  const info = (message: string): void => host.log.info(message);
  return {
    ...host,
    log: { ...host.log, warning: info, error: info, notice: info },
    async run(command, options) {
      const left = until - host.clock.now();
      if (left <= 0) throw new ShipError('build', `there was no time left of ${LONGEST_MS / 60_000} min for all.`);
      return host.run({ ...command, timeoutMs: Math.min(command.timeoutMs, left) }, options);
    },
  };
}
