/**
 * Normal and Student's t distribution, from their upper tails: chances of a thousandth of a percent are asked of them, which
 * 1 − (lower tail) has no digits for. Held against SciPy in the tests. A library was looked for: @stdlib's t alone bundles
 * to 426 kB, simple-statistics' probit is right to two digits in such a tail.
 */

const TERMS = 200;
const EXACT = 1e-16;
/** Where the series of the normal distribution gives way to its continued fraction. */
const FAR = 3;

/** The chance that a standard normal is above `z`. Marsaglia 2004 (near); Abramowitz and Stegun 26.2.14 (far). */
export function normalUpper(z: number): number {
  if (z < 0) return 1 - normalUpper(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < FAR) {
    let term = z;
    let sum = z;
    for (let i = 3; term > EXACT * sum; i += 2) {
      term *= (z * z) / i;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let i = TERMS; i >= 1; i--) fraction = z + i / fraction;
  return density / fraction;
}

/** What a standard normal is above with the chance `upper`. */
export function normalAbove(upper: number): number {
  return above(normalUpper, upper);
}

/** The chance that Student's t with `freedom` degrees is above `t`. Abramowitz and Stegun 26.7.1 and 26.5.27. */
export function tUpper(t: number, freedom: number): number {
  if (t < 0) return 1 - tUpper(-t, freedom);
  if (t === Number.POSITIVE_INFINITY) return 0;
  return 0.5 * incompleteBeta(freedom / 2, 0.5, freedom, t * t);
}

/** What Student's t with `freedom` degrees is above with the chance `upper`. */
export function tAbove(upper: number, freedom: number): number {
  return above((t) => tUpper(t, freedom), upper);
}

/** What chi-square with `freedom` degrees is above with the chance `upper`, to 3 % in a tail of 5 to 1 %: by Wilson and Hilferty (1931). */
export function chiSquareAbove(upper: number, freedom: number): number {
  const of = 2 / (9 * freedom);
  return freedom * (1 - of + normalAbove(upper) * Math.sqrt(of)) ** 3;
}

/** The place at which a symmetric distribution's upper tail is `upper`: bisection, which needs no start and cannot run away. */
function above(tail: (x: number) => number, upper: number): number {
  if (!(upper > 0 && upper < 1)) return upper >= 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (upper > 0.5) return -above(tail, 1 - upper);
  let [low, high] = [0, 1];
  while (tail(high) > upper) [low, high] = [high, 2 * high];
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tail(middle) > upper) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The regularized incomplete beta function at x = u / (u + v), by the continued fraction of DLMF 8.17.22, evaluated by
 * Lentz's method (Numerical Recipes, 3rd ed., §6.4). `u` and `v` rather than x: 1 − x would lose its digits.
 */
function incompleteBeta(a: number, b: number, u: number, v: number): number {
  const x = u / (u + v);
  const y = v / (u + v);
  if (y === 0 || x === 0) return y === 0 ? 1 : 0;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * (Math.log(u) - Math.log(u + v)) + b * Math.log(y),
  );
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, y)) / b;
}

function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const safe = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < EXACT) break;
  }
  return fraction;
}

/** Lanczos's approximation with g = 7 and nine terms (Godfrey's coefficients): 15 digits for x ≥ 0.5. */
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
  const at = x - 1;
  const sum = LANCZOS.reduce((total, coefficient, i) => total + coefficient / (at + i + 1), 0.99999999999980993);
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}
