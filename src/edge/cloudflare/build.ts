import { manifestOf } from '../../crate.ts';
import { ShipError } from '../../error.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Config } from './config.ts';

/** @throws ShipError where worker-build could make nothing of a crate */
export function refuseOtherKinds({
  name,
  dir,
  dependencies,
}: Pick<PackagePlan, 'name' | 'dir' | 'dependencies'>): void {
  if (dependencies.includes('worker')) return;
  throw new ShipError(
    'plan',
    `Not yet: ${name} does not use the crate \`worker\`; other kinds of Worker are planned.`,
    {
      hint: 'Write the Worker with the crate `worker` (workers-rs).',
      place: { file: manifestOf({ dir }) },
    },
  );
}

/** Where worker-build puts the entry module: 0.8 and newer, and before. */
const ENTRIES = ['build/index.js', 'build/worker/shim.mjs'];

/** `cargo install` of worker-build itself, which we bring. */
const INSTALLS =
  /^cargo install( -q| --quiet| --locked| --force| --version[ =]\S+)* ['"]?worker-build(@[^\s'"]+)?['"]?( -q| --quiet| --locked| --force| --version[ =]\S+)*$/;
/** worker-build as we run it. What profile is built, the input `profile` says. */
const BUILDS = /^worker-build( --release)?$/;

/**
 * Our own build stands for `[build] command` and makes `main`: what it would leave out is refused, never dropped.
 * `file`: the configuration's name, for the messages.
 * @throws ShipError
 */
export function refuseOtherBuilds(config: Config, file: string): void {
  const { main } = config;
  const entry = typeof main === 'string' ? main.replace(/^\.\//, '') : undefined;
  if (main !== undefined && (entry === undefined || !ENTRIES.includes(entry))) {
    throw new ShipError(
      'plan',
      `Not yet: ${file} has \`main\`: ${JSON.stringify(main)}, which is not what worker-build makes (${ENTRIES.join(' or ')}).`,
      {
        hint: 'A Worker with an entry module of its own is planned. Deploy it with wrangler until then.',
        place: { file },
      },
    );
  }
  const strange = stepsOf(config).filter((step) => !INSTALLS.test(step) && !BUILDS.test(step));
  if (strange.length === 0) return;
  throw new ShipError(
    'plan',
    `Not yet: ${file} has a build command that does more than worker-build: ${strange.map((step) => `\`${step}\``).join(', ')}.`,
    {
      hint: 'Cargo features and profile are inputs (`features`, `profile`). Other steps belong into the workflow, before this one.',
      place: { file },
    },
  );
}

/** The commands of `[build] command`, one space between words. */
function stepsOf(config: Config): readonly string[] {
  const { build } = config;
  const command = typeof build === 'object' && build !== null ? (build as { command?: unknown }).command : undefined;
  if (command === undefined) return [];
  return String(command)
    .split(/&&|\n|;/)
    .map((step) => step.trim().replace(/\s+/g, ' '))
    .filter((step) => step !== '');
}
