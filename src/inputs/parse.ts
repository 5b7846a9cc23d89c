import { type Metadata, tableOf } from '../crate.ts';
import { ShipError } from '../error.ts';
import { NO_BUDGETS } from './budgets.ts';
import { type Input, type Raw, Unfit } from './kinds.ts';
import { arrayIn, type FileRead, fileNamed } from './list-file.ts';
import { nearest } from './nearest.ts';
import { INPUTS, type InputName, type Inputs } from './table.ts';

/** Where values may come from, first match wins: `workflow` texts, then each metadata table with the file that holds it. */
export interface Sources {
  readonly workflow: (name: string) => string | undefined;
  readonly tables: readonly Metadata[];
  /** What stands in Cargo.toml without effect, each as a whole sentence: refused with the rest. */
  readonly misplaced: readonly string[];
  /** Reads a file that a value names, from the folder of the crate; undefined: none can be read. */
  readonly read?: (file: string) => FileRead;
}

/** A metadata table whose form is right. */
interface Table {
  readonly place: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const WHEN_UNSET: Partial<Record<InputName, unknown>> = {
  'allow-imports': [],
  budget: NO_BUDGETS,
  features: [],
  ignore: [],
  requests: [],
  'test-vars': {},
};

/**
 * All inputs, parsed. Empty text means "not set".
 * @throws ShipError naming every bad input at once: name, place, value, the form wanted
 */
export function parseInputs({ workflow, tables: found, misplaced, read }: Sources): Inputs {
  const tables = found.flatMap(({ place, value }) => {
    const values = tableOf(value);
    return values === undefined ? [] : [{ place, values }];
  });
  const bad = [...misplaced, ...found.flatMap(misshapen), ...tables.flatMap(refusals)];
  const inputs: Record<string, unknown> = {};
  for (const name of Object.keys(INPUTS) as InputName[]) {
    try {
      inputs[camel(name)] = settle(name, workflow, tables, read);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      bad.push(error.message);
    }
  }
  if (bad.length > 0) {
    const [first = ''] = bad;
    throw new WrongInputs(bad, first);
  }
  return inputs as Inputs;
}

/** Inputs that are not of their form, each as a sentence. */
class WrongInputs extends ShipError {
  readonly bad: readonly string[];

  constructor(bad: readonly string[], first: string) {
    super('input', bad.length === 1 ? first : `${bad.length} inputs are wrong:\n- ${bad.join('\n- ')}`, {
      hint: TABLE,
    });
    this.bad = bad;
  }
}

/**
 * The inputs of each of several packages.
 * @throws ShipError naming every bad input of all of them at once
 */
export function parseAll(sources: readonly Sources[]): readonly Inputs[] {
  const bad = new Set<string>();
  const parsed = sources.flatMap((source) => {
    try {
      return [parseInputs(source)];
    } catch (error) {
      if (!(error instanceof WrongInputs)) throw error;
      for (const sentence of error.bad) bad.add(sentence);
      return [];
    }
  });
  const [first] = bad;
  if (first !== undefined) throw new WrongInputs([...bad], first);
  return parsed;
}

/**
 * One input that only the workflow can say, before the others: it tells where to look for those.
 * @throws ShipError where it is not of its form
 */
export function parseFirst<N extends InputName>(name: N, workflow: Sources['workflow']): Settled<N> {
  try {
    return settle(name, workflow, []) as Settled<N>;
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    throw new ShipError('input', error.message, { hint: TABLE });
  }
}

const TABLE = 'All inputs, their forms and defaults are in the table of the README.';

type Settled<N extends InputName> = ReturnType<(typeof INPUTS)[N]['parse']>;

function settle(
  name: InputName,
  workflow: Sources['workflow'],
  tables: readonly Table[],
  read: Sources['read'] = () => ({ wanted: 'a value: no file is read here' }),
): unknown {
  const input: Input<unknown> = INPUTS[name];
  const found = lookUp(name, input, workflow, tables);
  if (found === undefined) {
    if (name in WHEN_UNSET) return WHEN_UNSET[name];
    return input.default === undefined ? undefined : input.parse(input.default);
  }
  const file = input.file === undefined ? undefined : fileNamed(found.raw);
  try {
    return input.parse(file === undefined ? found.raw : arrayOf(file, input.file ?? '', read));
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    if (file !== undefined)
      throw new Unfit(`${found.place}: \`${name}\` is the file \`${file}\`; wanted: ${error.message}`);
    const value = input.hidden === true ? 'is not of its form (its value is not shown)' : `is ${shown(found.raw)}`;
    throw new Unfit(`${found.place}: \`${name}\` ${value}; wanted: ${error.message}`);
  }
}

function arrayOf(file: string, key: string, read: NonNullable<Sources['read']>): unknown {
  const found = read(file);
  if ('wanted' in found) throw new Unfit(found.wanted);
  return arrayIn(file, found.text, key);
}

function lookUp(
  name: InputName,
  input: Input<unknown>,
  workflow: Sources['workflow'],
  tables: readonly Table[],
): { raw: Raw; place: string } | undefined {
  const fromWorkflow = workflow(name);
  if (fromWorkflow !== undefined && fromWorkflow.trim() !== '') return { raw: fromWorkflow, place: 'input' };
  if (input.from === 'workflow') return undefined;
  for (const table of tables) {
    const raw = table.values[name];
    if (raw !== undefined) return { raw, place: table.place };
  }
  return undefined;
}

/** A metadata table that is none, and would be ignored with its budget. Its kind alone is told: a value may hold a secret. */
function misshapen({ place, value }: Metadata): string[] {
  if (value === undefined || tableOf(value) !== undefined) return [];
  const kind = Array.isArray(value) ? 'an array' : value instanceof Date ? 'a date' : KINDS[typeof value];
  return [`${place} is ${kind ?? 'no table'}; wanted: a table with a line for each input, such as budget = "raw 1 MB"`];
}

const KINDS: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', boolean: 'true or false' };

/** What a metadata table may not say: power-granting inputs, and names that are no input. */
function refusals(table: Table): string[] {
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

function shown(raw: Raw): string {
  const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw));
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

/** `budget-action` → `budgetAction`. */
export function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
