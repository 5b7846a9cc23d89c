import path from 'node:path';
import { bundleOf } from './build/bundle.ts';
import type { Optimized } from './build/optimize.ts';
import type { EdgeTools, Packed, Service } from './edge/edge.ts';
import { type Attempt, attempt, ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { type Answer, clientOf } from './latency/client.ts';
import { sessionOf } from './latency/replay.ts';
import type { ReplayRequest } from './latency/requests.ts';
import type { ReplayPlan } from './plan.ts';
import { strip } from './wasm/sections.ts';

/** The module as the compiler made it, and what wasm-opt has made of it. */
export type Form = 'unoptimized' | 'optimized';

/** Starts the bundle with one of the two. */
export type Serve = (form: Form) => Promise<AsyncDisposable & { readonly url: string }>;

/** What came of the check; `told` says it in words. */
export interface Checked {
  /** `same`: whatever could be compared is. `different`: the optimized module does not do what it should. */
  readonly kind: 'same' | 'different' | 'cannot tell';
  readonly told: string;
}

type World = Pick<Host, 'clock' | 'signal'>;

/** What was optimized, where the bundle with it answers as it does with the original; else the original, and a warning. */
export async function heldToAnswers(
  { original, made, packed }: { readonly original: Uint8Array; readonly made: Optimized; readonly packed: Packed },
  plan: ReplayPlan,
  { service, tools }: { readonly service: Pick<Service, 'serve'>; readonly tools: EdgeTools },
  host: Pick<Host, 'files' | 'log'> & World,
): Promise<Optimized> {
  const forms: Readonly<Record<Form, Uint8Array>> = { unoptimized: strip(original), optimized: strip(made.module) };
  const serve: Serve = async (form) => {
    await host.files.write(path.join(packed.folder, packed.module), forms[form]);
    const bundle = await bundleOf(packed.folder, packed.entry, host);
    return service.serve(bundle, { vars: plan.vars, isolates: 'one' }, tools);
  };
  const checked = await checkOptimized(plan, serve, host);
  if (checked.kind === 'same') host.log.info(`optimize-check: ${checked.told}.`);
  return believed(checked, original, made);
}

/**
 * Asks the bundle with the optimized module what it is asked with the module before wasm-opt, each time in a runtime that
 * was just started. The unoptimized one is asked before and after: only what it says both times can be held against the
 * other one, for tokens and times differ by themselves. A difference counts if it is there a second time.
 */
export async function checkOptimized(plan: ReplayPlan, serve: Serve, host: World): Promise<Checked> {
  const { health } = plan;
  const listed = plan.requests.some(({ method, path: at }) => method === health.method && at === health.path);
  const requests = listed ? plan.requests : [health, ...plan.requests];
  const play = (form: Form): Promise<Played> => played(form, requests, serve, host);
  const before = await play('unoptimized');
  const optimized = await play('optimized');
  const after = await play('unoptimized');
  const first = requests.map((_, i) => compared(before[i], optimized[i], after[i]));
  if (!first.some(({ differs }) => differs !== undefined)) return summed(requests, first, before);
  const again = await play('optimized');
  const last = await play('unoptimized');
  const both = requests.map((_, i): Compared => {
    const [one, other] = [first[i], compared(after[i], again[i], last[i])];
    if (one?.differs === undefined) return one ?? NOTHING;
    return other.differs === undefined ? NOTHING : one; // else it differs by itself
  });
  return summed(requests, both, before);
}

/** What ships after a check, and the warning that it takes. */
export function believed({ kind, told }: Checked, original: Uint8Array, made: Optimized): Optimized {
  if (kind === 'same') return made;
  const more = made.warning === undefined ? '' : ` ${made.warning}`;
  return kind === 'different'
    ? {
        module: original,
        warning: `Not optimized: what wasm-opt made answers otherwise than the module before it (${told}).`,
      }
    : {
        module: made.module,
        warning: `optimize-check could hold nothing against the optimized module: ${told}.${more}`,
      };
}

/** Answers of one start, in the order of the requests; a failure: there was none. */
type Played = readonly Attempt<Answer>[];

async function played(form: Form, requests: readonly ReplayRequest[], serve: Serve, host: World): Promise<Played> {
  const answers = await attempt(async () => {
    await using server = await serve(form);
    using client = clientOf(server.url, host.clock.now);
    const session = sessionOf(requests, client);
    const given: Attempt<Answer>[] = [];
    for (const request of requests) {
      given.push(await attempt(() => session.play(request)));
      stopIfCancelled(host);
    }
    return given;
  });
  stopIfCancelled(host); // the runtime was ended under our hands
  return answers.ok ? answers.value : requests.map(() => answers);
}

/** Of one request. */
interface Compared {
  /** What of the answer was the same both times: undefined where nothing was. */
  readonly by: 'all' | 'parts' | 'status' | undefined;
  /** What the optimized module says otherwise. */
  readonly differs?: string | undefined;
}

const NOTHING: Compared = { by: undefined };

/** Holds an answer of the optimized module against those of the other one before and after it. */
function compared(
  before: Attempt<Answer> | undefined,
  optimized: Attempt<Answer> | undefined,
  after: Attempt<Answer> | undefined,
): Compared {
  if (before?.ok !== true || after?.ok !== true || before.value.status !== after.value.status) return NOTHING;
  const [one, two] = [before.value, after.value];
  const whole = Buffer.compare(one.bytes, two.bytes) === 0;
  const parts = whole ? undefined : sameParts(one.body, two.body);
  const by = whole ? 'all' : parts === undefined ? 'status' : 'parts';
  if (optimized?.ok !== true) return { by, differs: 'no answer' };
  const { status, bytes, body } = optimized.value;
  if (status !== one.status) return { by, differs: `status ${status} and not ${one.status}` };
  if (whole) return { by, differs: Buffer.compare(bytes, one.bytes) === 0 ? undefined : 'another body' };
  if (parts === undefined) return { by };
  const given = partsOf(body);
  const other = [...parts].find(([at, value]) => given?.get(at) !== value);
  return { by, differs: other === undefined ? undefined : `another value of \`${shown(other[0])}\` in the body` };
}

/** Values of a JSON text that are the same in another one, by where they stand; undefined where there are none. */
function sameParts(one: string, two: string): ReadonlyMap<string, string> | undefined {
  const [first, second] = [partsOf(one), partsOf(two)];
  if (first === undefined || second === undefined) return undefined;
  const same = new Map([...first].filter(([at, value]) => second.get(at) === value));
  return same.size === 0 ? undefined : same;
}

/** The values of a JSON text that have no others in them, by where they stand; undefined where it is none. */
function partsOf(text: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  const walk = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) parts.set(place, JSON.stringify(value));
    else for (const [key, inner] of Object.entries(value)) walk(inner, `${place}/${key}`);
  };
  try {
    walk(JSON.parse(text), '');
  } catch {
    return undefined; // no JSON, or nested beyond what can be walked
  }
  return parts;
}

const MOST_SHOWN = 60;

function shown(place: string): string {
  const text = place.replace(/[^\w/.-]/g, '?');
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** How much of the answers counted. */
const BY = { parts: 'the part that does not change by itself', status: 'the status alone' } as const;

function summed(requests: readonly ReplayRequest[], of: readonly Compared[], before: Played): Checked {
  const nameOf = (i: number): string => requests[i]?.name ?? '';
  const differing = of.flatMap(({ differs }, i) => (differs === undefined ? [] : [`${nameOf(i)}: ${differs}`]));
  if (differing.length > 0) return { kind: 'different', told: differing.join('; ') };
  const names = (by: Compared['by']): string => of.flatMap((one, i) => (one.by === by ? [nameOf(i)] : [])).join(', ');
  const held = of.filter(({ by }) => by !== undefined).length;
  const parts = [
    ...(['parts', 'status'] as const).flatMap((by) => (names(by) === '' ? [] : [`of ${names(by)} ${BY[by]}`])),
    ...(held === of.length ? [] : [`not comparable: ${names(undefined)}`]),
  ];
  if (held > 0) return { kind: 'same', told: [`${held} of ${of.length} answers are the same`, ...parts].join('; ') };
  const why = before.find((answer) => !answer.ok);
  const reason = why?.ok === false ? `it gave no answer (${why.error.message})` : 'each of its answers is another one';
  return { kind: 'cannot tell', told: `before wasm-opt, ${reason}` };
}

function stopIfCancelled({ signal }: World): void {
  if (signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
}
