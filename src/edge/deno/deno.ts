import path from 'node:path';
import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Edge, Service } from '../edge.ts';
import { type DenoConfig, readConfig } from './config.ts';
import { packDeno } from './pack.ts';
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
      packDeno({ built, crate, config, into, equipment, deno: denoFile(await tools, host) }, host),
    runtime: async (tools) => {
      const manifest = await host.files.text(path.join(await tools, 'deno', 'package.json'));
      return `deno ${(JSON.parse(manifest) as { version: string }).version}`;
    },
    async serve(bundle, options, tools) {
      const file = denoFile(await tools, host);
      const start = () => serveDeno(bundle, options, file, host);
      return options.isolates === 'one' ? start() : newProcessEach(start);
    },
  };
}

/** Its npm package has the program itself in one package for each platform; no install script is needed for that. */
function denoFile(modules: string, host: Host): string {
  const { os, arch } = host.platform;
  const name = `${os}-${arch}${os === 'linux' ? '-glibc' : ''}`;
  return path.join(modules, '@deno', name, os === 'win32' ? 'deno.exe' : 'deno');
}
