import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Link } from './link.ts';
import { type Registry, serve } from './loopback.ts';
import { bytesOf } from './machine.ts';
import { type Component, makeComponents, type Toolchain, toolchainOfScripts } from './rust-installer.ts';

/**
 * rustup's server, with the stable channel: the compiler that script/bootstrap chose, as rustup would unpack it.
 * @param into an empty folder for the archives
 */
export async function startRustupServer(into: string, link?: Link): Promise<Registry> {
  const toolchain = await toolchainOfScripts();
  const components = await makeComponents(toolchain, into);
  const hashes = new Map<string, string>();
  for (const { archive } of components) hashes.set(archive, sha256(await readFile(path.join(into, archive))));
  return serve(async (asked, url) => {
    const manifest = channelManifest(toolchain, components, hashes, url);
    if (asked === '/dist/channel-rust-stable.toml') return manifest;
    if (asked === '/dist/channel-rust-stable.toml.sha256') return `${sha256(manifest)}  channel-rust-stable.toml\n`;
    const one = components.find(({ archive }) => asked === `/dist/${archive}`);
    return one === undefined ? undefined : bytesOf(path.join(into, one.archive));
  }, link);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** rustup's manifest of a channel, version 2. */
function channelManifest(
  { version, host }: Toolchain,
  components: readonly Component[],
  hashes: ReadonlyMap<string, string>,
  url: string,
): string {
  const wanted = (list: readonly Component[]): string =>
    list.map(({ name, target }) => `{ pkg = "${name}", target = "${target}" }`).join(', ');
  const own = components.filter(({ target }) => target === host);
  const more = components.filter(({ target }) => target !== host);
  const packages = components.map(
    ({ name, target, archive }) =>
      `[pkg.${name}.target.${target}]\navailable = true\nurl = "${url}/dist/${archive}"\nhash = "${hashes.get(archive)}"`,
  );
  return `${[
    'manifest-version = "2"\ndate = "2026-01-01"',
    ...new Set(['rust', ...components.map(({ name }) => name)].map((name) => `[pkg.${name}]\nversion = "${version}"`)),
    `[pkg.rust.target.${host}]\navailable = true\ncomponents = [${wanted(own)}]\nextensions = [${wanted(more)}]`,
    ...packages,
    `[profiles]\nminimal = ["rustc", "cargo", "rust-std"]`,
  ].join('\n\n')}\n`;
}
