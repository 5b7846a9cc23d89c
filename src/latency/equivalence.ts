import { tUpper } from './distributions.ts';

/** An estimate with its standard error, judged by Student's t with `freedom` degrees. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
  readonly freedom: number;
}

/** The chance of such an estimate, or a larger one, were the truth `bound` or less. */
export function pAbove({ value, error, freedom }: Estimate, bound: number): number {
  return tUpper((value - bound) / error, freedom);
}

/** The chance of such an estimate, or one further from 0 to either side, were the truth 0. */
export function pOther({ value, error, freedom }: Estimate): number {
  if (value === 0) return 1; // also where all are equal, and the error is 0
  return Math.min(1, 2 * tUpper(Math.abs(value) / error, freedom));
}

/**
 * Two one-sided tests (Schuirmann 1987): the chance of an estimate so far inside of ±`margin`, were the truth outside or
 * on its edge. Both must be unlikely, so that the larger chance is the answer, and nothing is paid for there being two.
 */
export function pOutside({ value, error, freedom }: Estimate, margin: number): number {
  return Math.max(tUpper((margin - value) / error, freedom), tUpper((margin + value) / error, freedom));
}
