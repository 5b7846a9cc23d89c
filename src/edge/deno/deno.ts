import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import { countedServer, startedFor, withCounters } from '../counted.ts';
import type { Edge, Service } from '../edge.ts';
import { type DenoConfig, readConfig } from './config.ts';
import { packDeno } from './pack.ts';
import { denoIn } from './program.ts';
import { newProcessEach, serveDeno } from './serve.ts';

/** Deno Deploy: the bundle is the user's entry with all that it imports, deno serves it. Deploying it comes later. */
export const deno: Edge = {
  open: async (crate, _, host) => serviceOf(crate, await readConfig(crate.dir, host), host),
};

function serviceOf(crate: PackagePlan, config: DenoConfig, host: Host): Service {
  return {
    target: 'wasm32-unknown-unknown',
    needs: crate.dependencies.includes('wasm-bindgen') ? ['wasm-bindgen'] : [],
    pack: async (built, into, equipment, tools) =>
      packDeno({ built, crate, config, into, equipment, modules: await tools }, host),
    runtime: async (tools) => `deno ${(await denoIn(await tools, host)).version}`,
    async serve(bundle, options, tools) {
      const { file } = await denoIn(await tools, host);
      const start = () => serveDeno(bundle, options, file, host);
      return options.isolates === 'one' ? start() : newProcessEach(start);
    },
    async serveCounted(bundle, module, options, tools) {
      const { file } = await denoIn(await tools, host);
      const copy = await withCounters(bundle, module, 'by import', host);
      return countedServer(await startedFor(copy, () => serveDeno(copy, options, file, host)), copy);
    },
  };
}
