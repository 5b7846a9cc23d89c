/** From here on a change is told by how many times. */
const MANY = 9;

/** `+2.9 %`, `−11 %`, `12 ×`: a fraction as a change. */
export function percent(fraction: number): string {
  if (fraction >= MANY) return `${(1 + fraction).toFixed(0)} ×`;
  const value = Math.abs(fraction * 100);
  const digits = value < 0.1 && value > 0 ? 2 : value < 10 ? 1 : 0;
  return `${fraction < 0 ? '\u2212' : '+'}${value.toFixed(digits)} %`;
}
