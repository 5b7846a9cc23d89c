/**
 * Text with units at the two ends of the program; plain bytes and milliseconds in between.
 * Transfer sizes are decimal (kB = 1000 bytes), memory is binary (MiB): SI and IEC 80000-13.
 */

const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Bytes of a text such as `300 kB`, `1.5 MB` or `2 MiB`; undefined where the form is another, or no file is that large. */
export function parseBytes(text: string): number | undefined {
  const bytes = Math.round(quantity(text, BYTES) ?? Number.NaN);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Milliseconds of a text such as `20 ms`, `1.5 s` or `2 min`; undefined where the form is another. */
export function parseDuration(text: string): number | undefined {
  return quantity(text, MILLISECONDS);
}

function quantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  if (!parts?.[1] || !parts[2]) return undefined;
  const unit = units[parts[2].toLowerCase()];
  return unit === undefined ? undefined : Number(parts[1]) * unit;
}

/** `121.4 kB`, `1.27 MB`, `999 B`; decimal units, one unit a reader can compare. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  if (size < 1000) return `${bytes} B`;
  if (size < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

/** `17.1 MiB`, `64.0 KiB`: memory, in binary units. */
export function formatMemory(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1023.95 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** `+3.5 kB (+2.9 %)`, `−12 B (−0.0 %)`, `no change`: what became of a size, with its sign. */
export function formatChange(from: number, to: number): string {
  const change = to - from;
  if (change === 0) return 'no change';
  const sign = change > 0 ? '+' : '\u2212';
  const share = from === 0 ? '' : ` (${sign}${((Math.abs(change) / from) * 100).toFixed(1)} %)`;
  return `${sign}${formatBytes(Math.abs(change))}${share}`;
}

/** `+2 %`, `+10 kB`: what a size may grow by. */
export function formatGrowth(growth: { readonly bytes: number } | { readonly percent: number }): string {
  return `+${'percent' in growth ? `${growth.percent} %` : formatBytes(growth.bytes)}`;
}

/**
 * Two sizes that round to the same text are shown in bytes, so that "over by 1 B" is not "140.0 kB of 140.0 kB".
 * @returns both texts, in the order given
 */
export function formatBytesApart(a: number, b: number): readonly [string, string] {
  const short = [formatBytes(a), formatBytes(b)] as const;
  return a !== b && short[0] === short[1] ? [`${a} B`, `${b} B`] : short;
}

/** `0.46 ms`, `33.1 ms`, `460 ms`, `1.2 s`: three significant digits at most, below a quarter of an hour. */
export function formatMs(ms: number): string {
  if (ms >= 9_950) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 99.95) return `${ms.toFixed(0)} ms`;
  if (ms >= 9.995) return `${ms.toFixed(1)} ms`;
  return `${ms.toFixed(2)} ms`;
}
