/**
 * Chances of several tests, made larger so that the chance of one or more false alarms among all of them is what a level
 * says, however they depend on one another (Holm 1979).
 */
export function holm(chances: readonly number[]): readonly number[] {
  const order = chances.map((_, i) => i).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1));
  const adjusted = [...chances];
  let least = 0;
  for (const [before, at] of order.entries()) {
    least = Math.max(least, Math.min(1, (chances[at] ?? 1) * (chances.length - before)));
    adjusted[at] = least;
  }
  return adjusted;
}
