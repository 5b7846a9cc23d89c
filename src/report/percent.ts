/** `+2.9 %`, `−11 %`: a fraction as a change. */
export function percent(fraction: number): string {
  const value = Math.abs(fraction * 100);
  const digits = value < 0.1 && value > 0 ? 2 : value < 10 ? 1 : 0;
  return `${fraction < 0 ? '\u2212' : '+'}${value.toFixed(digits)} %`;
}
