import path from 'node:path';
import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import { programName } from '../../platform.ts';
import type { Edge, EdgeTools, Service } from '../edge.ts';
import type { RustTarget } from '../names.ts';
import { packWasi, refuseToServe } from './pack.ts';
import { compiledOnce, serveCountedWasmtime, serveWasmtime } from './serve.ts';

/** WASI hosts: the bundle is what cargo makes, a component or a module of wasip1; wasmtime serves the component. They deploy each in their own way: not yet. */
export const wasi: Edge = {
  async open(crate, _, host, target) {
    if (target === 'wasm32-wasip1') refuseToServe(crate);
    return serviceOf(crate, target, host);
  },
};

const QUICK_MS = 20_000;

function serviceOf(crate: PackagePlan, target: RustTarget, host: Host): Service {
  const compiled = compiledOnce(host);
  return {
    target,
    needs: [],
    pack: (built, into) => packWasi(built, crate, into, host),
    async runtime(tools) {
      const file = await wasmtimeFile(tools, host);
      const { stdout } = await host.run({ file, args: ['--version'], trust: 'ours', timeoutMs: QUICK_MS });
      return stdout.trim().split(' ').slice(0, 2).join(' '); // `wasmtime 49.0.3 (f96eabaa1 2026-10-14)`
    },
    async serve(bundle, options, tools) {
      const wasmtime = await wasmtimeFile(tools, host);
      return serveWasmtime(await compiled(bundle, wasmtime), options, wasmtime, host);
    },
    serveCounted: async (bundle, _, options, tools) =>
      serveCountedWasmtime(bundle, options, await wasmtimeFile(tools, host), host),
  };
}

async function wasmtimeFile(tools: EdgeTools, host: Host): Promise<string> {
  return path.join(await tools, programName('wasmtime', host.platform));
}
