import type { Host } from '../host/host.ts';

const SERVER = 'https://static.rust-lang.org';
const ANSWER_MS = 10_000;
/** The manifest of a channel is about 1 MB. */
const LONGEST = 16 * 1024 * 1024;

/** Path of a channel's manifest on rustup's server; undefined where the name is of none, as that of a linked toolchain. */
export function manifestPath(channel: string): string | undefined {
  const [, name, date] = /^(stable|beta|nightly|\d+\.\d+(?:\.\d+)?)(?:-(\d{4}-\d\d-\d\d))?$/.exec(channel) ?? [];
  if (name === undefined) return undefined;
  return `/dist/${date === undefined ? '' : `${date}/`}channel-rust-${name}.toml`;
}

/** The compiler of a manifest, as `rustc -V` says it without the program's name: `1.97.1 (8bab26f4f 2026-07-14)`. */
export function compilerIn(manifest: string): string | undefined {
  return /^\[pkg\.rustc\]\r?\nversion = "([^"]+)"/m.exec(manifest)?.[1];
}

/**
 * The compiler that rustup would install for a channel now, of its server's manifest. Where that cannot be told, it is not
 * known: nothing fails for it.
 */
export async function compilerOfChannel(
  channel: string,
  host: Pick<Host, 'fetch' | 'signal' | 'variable'>,
): Promise<string | undefined> {
  const asked = manifestPath(channel);
  if (asked === undefined) return undefined;
  const given = host.variable('RUSTUP_DIST_SERVER') ?? '';
  const server = (given === '' ? SERVER : given).replace(/\/+$/, '');
  try {
    const signal = AbortSignal.any([host.signal, AbortSignal.timeout(ANSWER_MS)]);
    const response = await host.fetch(`${server}${asked}`, { signal });
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > LONGEST) {
      await response.body?.cancel();
      return undefined;
    }
    return compilerIn(await response.text());
  } catch {
    return undefined; // not reachable, slow, or cancelled: what comes next finds out
  }
}
