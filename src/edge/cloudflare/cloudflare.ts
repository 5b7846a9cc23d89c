import path from 'node:path';
import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Edge, EdgeTools, Service } from '../edge.ts';
import { refuseOtherBuilds, refuseOtherKinds } from './build.ts';
import { type Config, forRuntime, readConfig, refuseLocalPaths, refuseProductionEnvironment } from './config.ts';
import { deployWorker } from './deploy.ts';
import { packWorker } from './pack.ts';
import { serveWorkerd } from './serve.ts';

/** Cloudflare Workers: worker-build makes the bundle, workerd serves it, wrangler deploys it. */
export const cloudflare: Edge = {
  open: async (crate, plan, host) => {
    const { config, file } = await readConfig(crate.dir, host);
    refuseOtherKinds(crate);
    refuseOtherBuilds(config, file);
    if (plan?.to === 'production') {
      refuseLocalPaths(config);
      refuseProductionEnvironment(config, file);
    }
    return serviceOf(crate, config, host);
  },
};

function serviceOf(crate: PackagePlan, config: Config, host: Host): Service {
  let warned = false;
  return {
    target: 'wasm32-unknown-unknown',
    needs: ['wasm-bindgen', 'worker-build'],
    pack: (built, into, equipment, tools) => packWorker(built, crate, into, equipment, tools, host),
    runtime: async (tools) => `workerd ${await workerdVersion(tools, host)}`,
    async serve(bundle, options, tools) {
      const { config: served, warning } = forRuntime(config, await workerdVersion(tools, host));
      if (warning !== undefined && !warned) host.log.warning(warning, { title: 'wasm-ship' });
      warned = true;
      return serveWorkerd(bundle, served, options, workerdFile(await tools, host), host);
    },
    deploy: async (bundle, plan, tools) => deployWorker(bundle, config, plan, await tools, host),
  };
}

async function workerdVersion(tools: EdgeTools, host: Host): Promise<string> {
  const manifest = await host.files.text(path.join(await tools, 'workerd', 'package.json'));
  return (JSON.parse(manifest) as { version: string }).version;
}

function workerdFile(modules: string, host: Host): string {
  const { os, arch } = host.platform;
  const name = os === 'win32' ? 'windows' : os;
  const cpu = arch === 'arm64' ? 'arm64' : '64';
  return path.join(modules, '@cloudflare', `workerd-${name}-${cpu}`, 'bin', os === 'win32' ? 'workerd.exe' : 'workerd');
}
