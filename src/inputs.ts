import { ShipError } from './error.ts';
import { PATH, PATH_FORM, parseRequests, parseVars, type ReplayRequest } from './latency/requests.ts';
import type { Optimize } from './plan.ts';
import { type Budget, parseBudgets } from './size/budget.ts';
import { parseDuration } from './units.ts';

/** Text from a workflow, or any value of a Cargo.toml metadata table. */
export type Raw = unknown;

/** Thrown by a parser: the form that it wanted. `parseInputs` adds name, value and place, and gathers all of them. */
export class Unfit extends Error {}

export interface Input<T> {
  readonly description: string;
  /**
   * `workflow`: from the workflow file alone, because it grants power and a pull request may edit Cargo.toml.
   * `either`: also from `[package.metadata.wasm-ship]` or `[workspace.metadata.wasm-ship]`.
   */
  readonly from: 'workflow' | 'either';
  /** As documented; undefined where the default is "none". */
  readonly default: string | undefined;
  readonly form: string;
  /** Its value may hold a secret: it is never shown, not even a wrong one (the runner masks whole secrets, not parts). */
  readonly hidden?: true;
  readonly parse: (raw: Raw) => T;
}

type From = Input<unknown>['from'];

function text(from: From, description: string, preset: string): Input<string> {
  return { description, from, default: preset, form: 'text', parse: asText };
}

function optionalText(from: From, description: string): Input<string | undefined> {
  return { description, from, default: undefined, form: 'text', parse: asText };
}

function oneOf<const V extends readonly string[]>(
  from: From,
  description: string,
  values: V,
  preset: V[number],
): Input<V[number]> {
  const form = values.map((value) => `\`${value}\``).join(' | ');
  const parse = (raw: Raw): V[number] => {
    const value = values.find((candidate) => candidate === asText(raw));
    if (value === undefined) throw new Unfit(`one of ${values.join(', ')}`);
    return value;
  };
  return { description, from, default: preset, form, parse };
}

function flag(from: From, description: string, preset: boolean): Input<boolean> {
  const parse = (raw: Raw): boolean => {
    const value = typeof raw === 'string' ? raw.trim() : raw;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw new Unfit('true or false');
  };
  return { description, from, default: String(preset), form: '`true` | `false`', parse };
}

function list(from: From, description: string): Input<readonly string[]> {
  const parse = (raw: Raw): readonly string[] => {
    const items = Array.isArray(raw) ? raw.map(asText) : asText(raw).split(/[\s,]+/);
    return items.filter((item) => item !== '');
  };
  return { description, from, default: '', form: 'names, parted by commas or spaces', parse };
}

function duration(from: From, description: string, preset: string, most: string): Input<number> {
  const parse = (raw: Raw): number => {
    const ms = parseDuration(asText(raw));
    if (ms === undefined || ms <= 0 || ms > (parseDuration(most) ?? 0)) {
      throw new Unfit(`a time above 0 and up to ${most}, such as ${preset}`);
    }
    return ms;
  };
  return { description, from, default: preset, form: 'time: `ms`, `s`, `min`', parse };
}

function urlPath(from: From, description: string, preset: string): Input<string> {
  const parse = (raw: Raw): string => {
    const value = asText(raw);
    if (!PATH.test(value)) throw new Unfit(PATH_FORM);
    return value;
  };
  return { description, from, default: preset, form: 'path', parse };
}

function asText(raw: Raw): string {
  if (typeof raw === 'string') return raw.trim();
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  throw new Unfit('text');
}

function parsed<T>(input: Omit<Input<T>, 'parse'>, parse: (raw: Raw) => T | string): Input<T> {
  return {
    ...input,
    parse: (raw) => {
      const value = parse(raw);
      if (typeof value === 'string') throw new Unfit(value);
      return value;
    },
  };
}

function parseOptimize(raw: Raw): Optimize {
  const value = asText(raw);
  if (value === 'smallest' || value === 'fastest' || value === 'off') return { level: value };
  const flags = value.split(/\s+/);
  if (flags.every((item) => /^-[A-Za-z0-9-]+(=[\w@,.-]+)?$/.test(item))) return { flags };
  throw new Unfit('smallest, fastest, off, or flags of wasm-opt such as -Oz --converge');
}

/** Every input, once. action.yml's inputs and the README's table are written from this by script/docs. */
export const INPUTS = {
  'working-directory': text('workflow', 'Folder of the crate or workspace, from the root of the repository.', '.'),
  package: optionalText('workflow', 'Which package of a workspace to ship. Needed where more than one could be meant.'),
  edge: oneOf(
    'either',
    'The edge to ship to. `auto` reads it from the files of the crate (`wrangler.toml`, `wrangler.json`, `wrangler.jsonc`).',
    ['auto', 'cloudflare', 'deno', 'fastly', 'wasi'],
    'auto',
  ),
  toolchain: optionalText(
    'either',
    'Rust toolchain channel, over that of the nearest `rust-toolchain.toml`. A toolchain that is already there and has the target is used as it is.',
  ),
  profile: text('either', 'Cargo profile to build with.', 'release'),
  features: list('either', 'Cargo features to build with.'),
  optimize: {
    description:
      'What wasm-opt is asked for: `smallest` (-Oz), `fastest` (-O3), `off`, or its own flags. The features are always those that the module names.',
    from: 'either',
    default: 'smallest',
    form: '`smallest` | `fastest` | `off` | flags',
    parse: parseOptimize,
  } as Input<Optimize>,
  budget: parsed<readonly Budget[]>(
    {
      description:
        'Sizes that the bundle may not exceed: `raw`, `gzip` (as wrangler counts it) or `brotli` (quality 11), each with a size in B, kB, MB, KiB or MiB.',
      from: 'either',
      default: '',
      form: 'for example `brotli 300 kB, raw 1 MB`',
    },
    parseBudgets,
  ),
  'over-budget': oneOf('either', 'What a size over its budget does to the check.', ['fail', 'warn'], 'fail'),
  latency: flag('either', "Serve the bundle in the edge's own runtime on the runner and measure it.", true),
  'latency-duration': duration('either', 'How long the warm latency is measured.', '10 s', '5 min'),
  health: urlPath('either', 'Path that answers 200 when the service is ready.', '/'),
  requests: parsed<readonly ReplayRequest[]>(
    {
      description:
        'The requests that the latency run plays: an array of `{name, method, path, headers, body, expect, weight}`; in a workflow as JSON. `expect` is the status (200), `weight` how often it comes. Default: GET of `health`.',
      from: 'either',
      default: '',
      form: 'array of tables, or JSON',
      hidden: true,
    },
    parseRequests,
  ),
  'test-vars': parsed<Readonly<Record<string, string>>>(
    {
      description:
        'Text bindings for the run on the runner alone, never deployed: what the service needs to answer (demo keys, test users). In a workflow as JSON.',
      from: 'either',
      default: '',
      form: 'table of texts, or JSON',
      hidden: true,
    },
    parseVars,
  ),
  deploy: oneOf(
    'workflow',
    'Where this run may deploy to. `auto`: a preview on pull requests of the same repository, production on version tags and published releases, nothing otherwise.',
    ['auto', 'none', 'preview', 'staging', 'production'],
    'auto',
  ),
  phase: oneOf(
    'workflow',
    'Which part of the pipeline this job does. `build` and `deploy` are for the two jobs of the production flow.',
    ['ship', 'build', 'deploy'],
    'ship',
  ),
  preview: oneOf(
    'workflow',
    '`own`: a Worker of its own per pull request. `shared-bindings`: a version of the production Worker, with its bindings.',
    ['own', 'shared-bindings'],
    'own',
  ),
  'staging-environment': optionalText(
    'workflow',
    'The environment of the edge\u2019s configuration that prereleases go to.',
  ),
  cache: oneOf(
    'workflow',
    'Keep the tools that we install between runs. `auto`: not for a release, and not on a self-hosted runner.',
    ['auto', 'on', 'off'],
    'auto',
  ),
  comment: oneOf('workflow', 'Comment on the pull request.', ['auto', 'off'], 'auto'),
  'github-token': {
    description: 'Token for the comment. Needs `pull-requests: write`.',
    from: 'workflow',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
    default: '${{ github.token }}',
    form: 'secret',
    parse: () => undefined,
  } as Input<undefined>,
} as const satisfies Readonly<Record<string, Input<unknown>>>;

export type InputName = keyof typeof INPUTS;

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
type Value<N extends InputName> = ReturnType<(typeof INPUTS)[N]['parse']>;

export type Inputs = {
  readonly [N in InputName as Camel<N>]: Value<N> | (undefined extends Value<N> ? undefined : never);
};

/** Where values may come from, first match wins: `workflow` texts, then each metadata table with the file that holds it. */
export interface Sources {
  readonly workflow: (name: string) => string | undefined;
  readonly tables: readonly { readonly place: string; readonly values: Readonly<Record<string, unknown>> }[];
}

const WHEN_UNSET: Partial<Record<InputName, unknown>> = { budget: [], features: [], requests: [], 'test-vars': {} };

/**
 * All inputs, parsed. Empty text means "not set".
 * @throws ShipError naming every bad input at once: name, place, value, the form wanted
 */
export function parseInputs(sources: Sources): Inputs {
  const bad: string[] = sources.tables.flatMap(refusals);
  const inputs: Record<string, unknown> = {};
  for (const name of Object.keys(INPUTS) as InputName[]) {
    try {
      inputs[camel(name)] = settle(name, sources);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      bad.push(error.message);
    }
  }
  if (bad.length > 0) {
    const [first = ''] = bad;
    throw new ShipError('input', bad.length === 1 ? first : `${bad.length} inputs are wrong:\n- ${bad.join('\n- ')}`, {
      hint: 'All inputs, their forms and defaults are in the table of the README.',
    });
  }
  return inputs as Inputs;
}

function settle(name: InputName, sources: Sources): unknown {
  const input: Input<unknown> = INPUTS[name];
  const found = lookUp(name, input, sources);
  if (found === undefined) {
    if (name in WHEN_UNSET) return WHEN_UNSET[name];
    return input.default === undefined ? undefined : input.parse(input.default);
  }
  try {
    return input.parse(found.raw);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const value = input.hidden === true ? 'is not of its form (its value is not shown)' : `is ${shown(found.raw)}`;
    throw new Unfit(`${found.place}: \`${name}\` ${value}; wanted: ${error.message}`);
  }
}

function lookUp(name: InputName, input: Input<unknown>, sources: Sources): { raw: Raw; place: string } | undefined {
  const fromWorkflow = sources.workflow(name);
  if (fromWorkflow !== undefined && fromWorkflow.trim() !== '') return { raw: fromWorkflow, place: 'input' };
  if (input.from === 'workflow') return undefined;
  for (const table of sources.tables) {
    const raw = table.values[name];
    if (raw !== undefined) return { raw, place: table.place };
  }
  return undefined;
}

/** What a metadata table may not say: power-granting inputs, and names that are no input. */
function refusals(table: Sources['tables'][number]): string[] {
  return Object.keys(table.values).flatMap((name) => {
    if (!Object.hasOwn(INPUTS, name)) return [`${table.place}: \`${name}\` is no input; ${nearest(name)}`];
    if (INPUTS[name as InputName].from === 'workflow') {
      return [
        `${table.place}: \`${name}\` may only be set in the workflow file, because it grants power and a pull request may edit Cargo.toml; move it there`,
      ];
    }
    return [];
  });
}

function nearest(name: string): string {
  const names = Object.keys(INPUTS).filter((candidate) => INPUTS[candidate as InputName].from === 'either');
  const close = names.find((candidate) => distance(candidate, name) <= 2);
  return close === undefined ? `those that may stand here: ${names.join(', ')}` : `did you mean \`${close}\`?`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function shown(raw: Raw): string {
  const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw));
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

/** `budget-action` → `budgetAction`. */
export function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
