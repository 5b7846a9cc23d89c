import { manifestOf } from '../../crate.ts';
import { ShipError } from '../../error.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Config } from './config.ts';

/** How a crate becomes a Worker. Its parts happen in this order. */
export interface Recipe {
  /** Part of `[build] command` to run before anything is built, as its author wrote it; empty: nothing. */
  readonly before: string;
  /** Our worker-build makes the entry module and its glue. */
  readonly workerBuild: boolean;
  /** What of the command comes after worker-build. */
  readonly after: string;
  /** The entry module that wrangler bundles, from the configuration's folder; undefined: what worker-build makes ships as it is. */
  readonly main: string | undefined;
  /** The module of the crate has to go through wasm-bindgen. */
  readonly wasmBindgen: boolean;
}

/** Where worker-build puts the entry module: 0.8 and newer, and before. */
const ENTRIES = ['build/index.js', 'build/worker/shim.mjs'];

/** `cargo install` of worker-build itself, which we bring. */
const INSTALLS =
  /^cargo install( -q| --quiet| --locked| --force| --version[ =]\S+)* ['"]?worker-build(@[^\s'"]+)?['"]?( -q| --quiet| --locked| --force| --version[ =]\S+)*$/;
/** worker-build as we run it. What profile is built, the input `profile` says. */
const BUILDS = /^worker-build( --release)?$/;

/** Crates whose functions wasm-bindgen has to connect with JavaScript. */
const OF_WASM_BINDGEN = ['wasm-bindgen', 'wasm-bindgen-futures', 'js-sys', 'web-sys', 'worker'];

/**
 * How the configuration says that the Worker is made. What our own build would leave out is refused, never dropped.
 * `file`: the configuration's name, for the messages.
 * @throws ShipError
 */
export function recipeOf(
  crate: Pick<PackagePlan, 'name' | 'dir' | 'dependencies'>,
  config: Config,
  file: string,
): Recipe {
  const main = mainOf(config, file);
  const own = main !== undefined && !ENTRIES.includes(main) ? main : undefined;
  const steps = stepsOf(config).filter((step) => !INSTALLS.test(step.plain));
  const at = steps.findIndex((step) => BUILDS.test(step.plain));
  const [before, after] = [textOf(at < 0 ? steps : steps.slice(0, at)), at < 0 ? '' : textOf(steps.slice(at + 1))];
  const wasmBindgen = crate.dependencies.some((name) => OF_WASM_BINDGEN.includes(name));
  refuseOtherFlags(steps, file);
  if (!crate.dependencies.includes('worker')) {
    if (at >= 0) throw noWorker(crate, 'it is built by worker-build');
    if (main === undefined || (own === undefined && before === ''))
      throw noWorker(crate, `${file} has no other \`main\``);
    return { before, workerBuild: false, after, main, wasmBindgen };
  }
  if (own !== undefined) return { before, workerBuild: at >= 0 || before === '', after, main: own, wasmBindgen };
  if (at < 0 && before !== '') throw noWorkerBuild(before, file);
  return { before, workerBuild: true, after, main: after === '' ? undefined : (main ?? ENTRIES[0]), wasmBindgen };
}

function mainOf({ main }: Config, file: string): string | undefined {
  if (main === undefined || typeof main === 'string') return main?.replace(/^\.\//, '');
  throw new ShipError('input', `${file}: \`main\` is ${JSON.stringify(main)}; wanted: the path of a module.`, {
    place: { file },
  });
}

function noWorker(crate: Pick<PackagePlan, 'name' | 'dir'>, why: string): ShipError {
  return new ShipError('plan', `${crate.name} does not use the crate \`worker\`, and ${why}.`, {
    hint: 'Write the Worker with the crate `worker` (workers-rs), or let `main` name a module of your own that imports the crate\u2019s wasm.',
    place: { file: manifestOf(crate) },
  });
}

function noWorkerBuild(command: string, file: string): ShipError {
  return new ShipError(
    'plan',
    `Not yet: ${file} has a build command that does not name worker-build: \`${command}\`.`,
    {
      hint: 'Write worker-build into the command itself: `npm run css && worker-build --release`. What a script does after it would be left out.',
      place: { file },
    },
  );
}

function refuseOtherFlags(steps: readonly Step[], file: string): void {
  const strange = steps.filter((step) => /\bworker-build\b/.test(step.plain) && !BUILDS.test(step.plain));
  if (strange.length === 0) return;
  const shown = strange.map((step) => `\`${step.plain}\``).join(', ');
  throw new ShipError('plan', `Not yet: ${file} calls worker-build in a way of its own: ${shown}.`, {
    hint: 'Cargo features and profile are inputs (`features`, `profile`): `worker-build --release` is enough.',
    place: { file },
  });
}

/** One command of a command line. */
interface Step {
  /** As it stands. */
  readonly text: string;
  /** With one space between words. */
  readonly plain: string;
  /** What stands after it: `&&`, `;`, a line's end. */
  readonly end: string;
}

/** The commands of `[build] command`, parted where a shell parts them outside of quotes. */
function stepsOf(config: Config): readonly Step[] {
  const { build } = config;
  const command = typeof build === 'object' && build !== null ? (build as { command?: unknown }).command : undefined;
  if (command === undefined) return [];
  const steps: Step[] = [];
  let text = '';
  const close = (end: string): void => {
    if (text.trim() !== '') steps.push({ text: text.trim(), plain: text.trim().replace(/\s+/g, ' '), end });
    text = '';
  };
  for (const [part] of String(command).matchAll(/"(?:\\.|[^"\\])*"|'[^']*'|\\.|&&|[;\n]|[^"'\\&;\n]+|./gs)) {
    if (part === '&&' || part === ';' || part === '\n') close(part);
    else text += part;
  }
  close('');
  return steps;
}

/** Commands as one command line again, without what stood after the last. */
function textOf(steps: readonly Step[]): string {
  return steps.map(({ text, end }, i) => (i === steps.length - 1 ? text : `${text} ${end} `)).join('');
}
