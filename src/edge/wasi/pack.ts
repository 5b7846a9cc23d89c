import path from 'node:path';
import type { Built } from '../../build/cargo.ts';
import { manifestOf } from '../../crate.ts';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import { componentExports } from '../../wasm/component.ts';
import type { Packed } from '../edge.ts';

/** What a host calls for each request. */
const HANDLER = 'wasi:http/incoming-handler';

/** The component or the module as cargo has made it is the whole bundle. */
export async function packWasi(
  built: Built,
  crate: PackagePlan,
  into: string,
  host: Pick<Host, 'files'>,
): Promise<Packed> {
  refuseCommand(await host.files.read(built.module), crate);
  const folder = path.join(into, 'bundle');
  const module = path.basename(built.module);
  await host.files.copy(built.module, path.join(folder, module));
  return { folder, entry: module, module, wasmBindgen: false };
}

/**
 * A module of wasip1 is no component: no host can call it for a request.
 * @throws ShipError where it is to be measured
 */
export function refuseToServe(crate: Pick<PackagePlan, 'name' | 'dir' | 'latency'>): void {
  if (crate.latency === undefined) return;
  throw new ShipError(
    'plan',
    `${crate.name} is built for wasm32-wasip1, as cargo's configuration says, and what is built for it answers no requests.`,
    {
      hint: 'For a command, set `latency` to `false`: there is nothing to serve. For a service, a `.cargo/config.toml` of its own with `target = "wasm32-wasip2"` in `[build]` decides over the others.',
      place: { file: manifestOf(crate) },
    },
  );
}

/**
 * A command has no requests to answer: it is packed, and cannot be measured.
 * @throws ShipError where it should be
 */
export function refuseCommand(component: Uint8Array, crate: Pick<PackagePlan, 'name' | 'dir' | 'latency'>): void {
  if (crate.latency === undefined) return;
  const exported = componentExports(component);
  if (exported.some((name) => name.startsWith(`${HANDLER}@`))) return;
  throw new ShipError(
    'build',
    `${crate.name} answers no requests: its component exports ${exported.join(', ') || 'nothing'}, and no ${HANDLER}.`,
    {
      hint: 'Write the service with `#[wstd::http_server]`. For a command, set `latency` to `false`: there is nothing to serve.',
      place: { file: manifestOf(crate) },
    },
  );
}
