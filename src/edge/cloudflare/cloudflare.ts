import path from 'node:path';
import type { Host } from '../../host/host.ts';
import type { Edge } from '../edge.ts';
import { readConfig, refuseLocalPaths } from './config.ts';
import { deployWorker } from './deploy.ts';
import { packWorker } from './pack.ts';
import { serveWorkerd } from './serve.ts';

/** Cloudflare Workers: worker-build makes the bundle, workerd serves it, wrangler deploys it. */
export const cloudflare: Edge = {
  check: async (crate, plan, host) => {
    const config = await readConfig(crate.dir, host);
    if (plan?.to === 'production') refuseLocalPaths(config);
  },
  pack: packWorker,
  serve: async (bundle, crate, options, equipment, host) =>
    serveWorkerd(
      bundle,
      await readConfig(crate.dir, host),
      options,
      workerdFile(await equipment.cloudflare, host),
      host,
    ),
  runtime: async (equipment, host) => {
    const manifest = await host.files.text(path.join(await equipment.cloudflare, 'workerd', 'package.json'));
    return `workerd ${(JSON.parse(manifest) as { version: string }).version}`;
  },
  deploy: async (bundle, crate, plan, equipment, host) =>
    deployWorker(bundle, await readConfig(crate.dir, host), plan, await equipment.cloudflare, host),
};

function workerdFile(modules: string, host: Host): string {
  const { os, arch } = host.platform;
  const name = os === 'win32' ? 'windows' : os;
  const cpu = arch === 'arm64' ? 'arm64' : '64';
  return path.join(modules, '@cloudflare', `workerd-${name}-${cpu}`, 'bin', os === 'win32' ? 'workerd.exe' : 'workerd');
}
