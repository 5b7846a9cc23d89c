import { tAbove } from './distributions.ts';
import { type Estimate, pAbove, pOther, pOutside } from './equivalence.ts';
import { holm } from './holm.ts';

/** One row, measured, before it is known how many others there are. Values are log(head / base). */
export interface Row {
  /** Undefined with too little to say anything of. */
  readonly estimate: Estimate | undefined;
  /** What the distribution-free test says of no change: an alarm must stand by both. */
  readonly p: number;
  /** The least change that both tests call one at a level; infinite where they never do. */
  readonly tells: (estimate: Estimate, level: number) => number;
  /** What `no change` means: less than this, up or down; 0.1 is 10 %. The budget, where there is one. */
  readonly margin: number;
  /** Whether there is a budget of growth. */
  readonly gated: boolean;
  /** Rows of one family are corrected for together. */
  readonly family: string;
}

export interface Verdict {
  readonly kind: 'slower' | 'faster' | 'no change' | 'cannot tell';
  /** The least log ratio that is called an alarm, but for one time of twenty. */
  readonly seeable: number;
  /** Where there is a budget of growth. */
  readonly budget?: 'within' | 'over' | 'cannot tell';
}

/** The chances of error that may be taken. */
export interface Chances {
  /** What of those of the whole run this look may take. */
  readonly share: number;
  /** How the chance of a false alarm is parted among the families; what one that has no rows would have is the others'. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The chance of one or more false alarms (slower or faster) among all rows of a race, or of all cold starts, in which nothing has changed. */
export const FALSE_ALARM = 5e-4;
/** The chance that a row is called unchanged, or within its budget, which is not. */
export const UNLIKELY = 0.05;
/** What a change is that the run would have seen: 19 times of 20. */
export const MISSED = 0.05;
/** Nothing smaller is called slower or faster: two links of the same code may differ so much. */
export const FLOOR = 0.01;

/**
 * What is said of each row, in their order. An alarm takes two witnesses: Student's t, and a test that no heavy tail upsets. It
 * is corrected over all rows of a family together (Holm), each family with its part of the chance of a false alarm; a row without
 * an estimate raises none. "No change" is an equivalence test, corrected for nothing: it takes all rows to be unchanged for a
 * green run (an intersection of tests: Berger 1982).
 */
export function verdicts(rows: readonly Row[], { share, parts }: Chances): readonly Verdict[] {
  const told = Map.groupBy(
    rows.filter(({ estimate }) => estimate !== undefined),
    ({ family }) => family,
  );
  const part = (family: string): number => parts[family] ?? 0;
  const all = [...told.keys()].reduce((sum, family) => sum + part(family), 0);
  const families = new Map(
    [...told].map(([family, of]) => [family, familyOf(of, (FALSE_ALARM * share * part(family)) / all)]),
  );
  return rows.map((row) => judge(row, families.get(row.family), UNLIKELY * share));
}

/** Rows that are corrected for together. */
interface Family {
  readonly size: number;
  /** The chance of a false alarm among them. */
  readonly allowed: number;
  /** Of each, corrected: that of such a change, were there none; and of such a growth, were it within the budget. */
  readonly change: ReadonlyMap<Row, number>;
  readonly growth: ReadonlyMap<Row, number>;
}

function familyOf(rows: readonly Row[], allowed: number): Family {
  const corrected = (chance: (row: Row, estimate: Estimate) => number): ReadonlyMap<Row, number> => {
    const chances = holm(rows.map((row) => (row.estimate === undefined ? 1 : chance(row, row.estimate))));
    return new Map(rows.map((row, i) => [row, chances[i] ?? 1]));
  };
  return {
    ...{ size: rows.length, allowed },
    change: corrected(({ p }, estimate) => Math.max(p, pOther(estimate))),
    growth: corrected(({ p, margin }, estimate) => Math.max(p, 2 * pAbove(estimate, Math.log1p(margin)))),
  };
}

function judge(row: Row, family: Family | undefined, unlikely: number): Verdict {
  const { estimate, margin, gated } = row;
  if (estimate === undefined || family === undefined) {
    const nothing = { kind: 'cannot tell', seeable: Number.POSITIVE_INFINITY } as const;
    return gated ? { ...nothing, budget: 'cannot tell' } : nothing;
  }
  const { size, allowed, change, growth } = family;
  const seeable = seeableBy(row, estimate, allowed / size);
  const clear =
    seeable < Number.POSITIVE_INFINITY &&
    (change.get(row) ?? 1) <= allowed &&
    Math.abs(estimate.value) >= Math.log1p(FLOOR);
  const seen = seeable <= Math.log1p(margin);
  const same = seen && pOutside(estimate, Math.log1p(margin)) <= unlikely;
  const changed = estimate.value > 0 ? 'slower' : 'faster';
  const verdict = { kind: clear ? changed : same ? 'no change' : 'cannot tell', seeable } as const;
  if (!gated) return verdict;
  const over = clear && (growth.get(row) ?? 1) <= allowed;
  // a budget is held where more than it is unlikely, and would have been seen
  const within = seen && pAbove({ ...estimate, value: -estimate.value }, -Math.log1p(margin)) <= unlikely;
  return { ...verdict, budget: over ? 'over' : within ? 'within' : 'cannot tell' };
}

/** The least log ratio that is called an alarm, at such a level of both witnesses, but for one time of MISSED. */
function seeableBy({ tells }: Row, estimate: Estimate, level: number): number {
  const told = Math.max(tells(estimate, level), tAbove(level / 2, estimate.freedom) * estimate.error);
  return Math.max(Math.log1p(FLOOR), told + tAbove(MISSED, estimate.freedom) * estimate.error);
}
