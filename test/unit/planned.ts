import { chooseCrate } from '../../src/choose.ts';
import type { Crate } from '../../src/crate.ts';
import type { Event } from '../../src/event.ts';
import { parseInputs } from '../../src/inputs/parse.ts';
import { type Facts, type Plan, plan } from '../../src/plan.ts';
import { sampleCrate } from './sample-crate.ts';

export const CREDENTIALS = ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_ACCOUNT_ID'];

export interface Given extends Partial<Facts> {
  /** All of Cloudflare's where nothing is said. */
  readonly secrets?: readonly string[];
  /** Of the service's own secrets, those that are set. */
  readonly given?: readonly string[];
  /** Of single packages, by name. */
  readonly wishes?: Readonly<Record<string, readonly string[]>>;
  /** Those that ship; the one that could be meant where nothing is said. */
  readonly chosen?: readonly Crate[];
}

/** What is planned on an event, with inputs of the workflow; for the sample crate where no other is given. */
export function planned(event: Event, workflow: Readonly<Record<string, string>> = {}, of: Given = {}): Plan {
  const { secrets = CREDENTIALS, crates = [sampleCrate()], given = [], wishes: own = {}, chosen, ...more } = of;
  const inputs = parseInputs({ workflow: (name) => workflow[name], tables: [], misplaced: [] });
  const crateOf = (): readonly Crate[] => [chooseCrate({ package: undefined, workingDirectory: '.' }, crates)];
  const wishes = (chosen ?? crateOf()).map((crate) => ({ crate, inputs, secrets: own[crate.name] ?? secrets, given }));
  return plan(wishes, event, { crates, selfHosted: false, ...more });
}
