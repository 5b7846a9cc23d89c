import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import { ShipError } from '../../error.ts';
import type { Command, Host } from '../../host/host.ts';
import type { DeployPlan } from '../../plan.ts';
import type { Declined, Deployment } from '../edge.ts';
import { type Config, previewConfig, productionConfig, reachingKeys } from './config.ts';

const DEPLOY_MS = 5 * 60_000;
/** Read by wrangler; the second two choose another API, as Cloudflare's own tests do. */
const FROM_ENVIRONMENT = [
  'CLOUDFLARE_API_TOKEN',
  'CLOUDFLARE_ACCOUNT_ID',
  'CLOUDFLARE_API_BASE_URL',
  'WRANGLER_API_ENVIRONMENT',
];

/** Uploads the bundle as it is with wrangler and puts it live under the Worker that the plan means. */
export async function deployWorker(
  bundle: Bundle,
  config: Config,
  plan: DeployPlan,
  modules: string,
  host: Host,
): Promise<Deployment | Declined> {
  const reaching = plan.to === 'preview' ? reachingKeys(config) : [];
  if (reaching.length > 0) {
    return {
      declined: `a preview must not touch production's data, and the configuration has ${reaching.map((key) => `\`${key}\``).join(', ')}. Previews with bindings of their own are planned.`,
    };
  }
  await using dir = await host.files.temp('deploy');
  await host.files.copy(bundle.folder, path.join(dir.path, 'bundle'));
  const main = `bundle/${bundle.entry}`;
  const derived = plan.to === 'preview' ? previewConfig(config, main, plan.pr) : productionConfig(config, main);
  await host.files.write(path.join(dir.path, 'wrangler.json'), JSON.stringify(derived, null, 2));
  const wrangler = path.join(modules, 'wrangler', 'bin', 'wrangler.js');
  const name = String(derived.name);
  const done = await deploy(wrangler, name, bundle, dir.path, host);
  const live = await liveDeployment(wrangler, name, dir.path, host);
  if (live.versions.length === 0 || live.versions.some((version) => version !== done.versionId)) {
    throw new ShipError(
      'deploy',
      `wrangler deployed version ${done.versionId} of ${name}, but Cloudflare serves ${live.versions.join(', ') || 'none'}.`,
      {
        hint: 'Did somebody else deploy at the same time? Deploy again.',
      },
    );
  }
  return { url: done.url, name, versionId: done.versionId, deploymentId: live.id, environment: plan.environment };
}

function wranglerCommand(wrangler: string, args: readonly string[], cwd: string, host: Host): Command {
  return {
    file: host.platform.node,
    args: [wrangler, ...args],
    cwd,
    env: {
      CI: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      WRANGLER_OUTPUT_FILE_PATH: path.join(cwd, 'output.ndjson'),
      WRANGLER_LOG_PATH: path.join(cwd, 'logs'),
      FORCE_COLOR: '0',
    },
    secrets: FROM_ENVIRONMENT,
    trust: 'ours',
    timeoutMs: DEPLOY_MS,
  };
}

async function deploy(
  wrangler: string,
  name: string,
  bundle: Bundle,
  cwd: string,
  host: Host,
): Promise<{ url: string; versionId: string }> {
  const args = [
    'deploy',
    '--config',
    'wrangler.json',
    '--tag',
    bundle.digest.slice(0, 25),
    '--message',
    `wasm-ship sha256 ${bundle.digest}`,
  ];
  const output = await host.run(wranglerCommand(wrangler, args, cwd, host), { onLine: host.log.echo, codes: 'any' });
  const file = path.join(cwd, 'output.ndjson');
  const records = parseWranglerOutput((await host.files.exists(file)) ? await host.files.text(file) : '');
  if (output.code !== 0) throw refused(name, records, `${output.stdout}\n${output.stderr}`);
  const deployed = records.find((record) => record.type === 'deploy');
  if (deployed?.version_id === undefined || deployed.version_id === null) {
    throw new ShipError('deploy', `wrangler deployed ${name} and did not say which version.`, {
      tail: output.stdout.trim().slice(-2000),
    });
  }
  return { url: addressOf(deployed.targets ?? []), versionId: deployed.version_id };
}

/**
 * Where a Worker answers, of wrangler's targets: `https://NAME.….workers.dev`, `example.com/* (zone name: …)`,
 * `schedule: …`. Empty where none of them is an address.
 */
export function addressOf(targets: readonly string[]): string {
  const addresses = targets.flatMap((target) => {
    const [place = ''] = target.split(' ');
    if (/^https?:\/\//.test(place)) return [place];
    return /^\w[\w-]*(\.[\w-]+)+(\/[^*]*)?\*?$/.test(place) ? [`https://${place.replace(/\*$/, '')}`] : [];
  });
  return addresses[0] ?? '';
}

async function liveDeployment(
  wrangler: string,
  name: string,
  cwd: string,
  host: Host,
): Promise<{ id: string; versions: readonly string[] }> {
  const output = await host.run(
    wranglerCommand(wrangler, ['deployments', 'status', '--name', name, '--json'], cwd, host),
    { codes: 'any' },
  );
  try {
    const status = JSON.parse(output.stdout.slice(output.stdout.indexOf('{'))) as Status;
    return { id: status.id, versions: status.versions.map((version) => version.version_id) };
  } catch (cause) {
    throw new ShipError('deploy', `${name} was deployed, but wrangler cannot tell which version is live.`, {
      cause,
      hint: 'Look at the deployments of the Worker in the dashboard, or deploy again.',
      tail: lastLines(`${output.stdout}\n${output.stderr}`),
    });
  }
}

/** `wrangler deployments status --json`: what we read of it. */
interface Status {
  readonly id: string;
  readonly versions: readonly { readonly version_id: string }[];
}

function lastLines(printed: string): string {
  return printed.trim().split('\n').slice(-20).join('\n');
}

/** A line of WRANGLER_OUTPUT_FILE_PATH (wrangler 4.164): what we read of it. */
export interface WranglerRecord {
  readonly type: string;
  readonly version_id?: string | null;
  readonly targets?: readonly string[];
  readonly code?: number;
  readonly message?: string;
}

/** The records of wrangler's output file; lines that are no JSON are left out. */
export function parseWranglerOutput(ndjson: string): readonly WranglerRecord[] {
  return ndjson.split('\n').flatMap((line) => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line) as WranglerRecord];
    } catch {
      return []; // a line that was cut off when wrangler ended
    }
  });
}

/** What Cloudflare's codes mean for the user: developers.cloudflare.com/api, and wrangler's own texts. */
const HINTS: Readonly<Record<number, string>> = {
  10000:
    'CLOUDFLARE_API_TOKEN is not known to Cloudflare or has expired. Make one with the template "Edit Cloudflare Workers".',
  9109: 'CLOUDFLARE_API_TOKEN may not use this account. Check CLOUDFLARE_ACCOUNT_ID, and the account that the token was made for.',
  9106: 'CLOUDFLARE_API_TOKEN is missing or malformed.',
  7003: 'CLOUDFLARE_ACCOUNT_ID is no account. It is the 32 hex digits in the address of the dashboard.',
  10021: 'The Worker fails at start: what it does at global scope is checked at upload.',
  10027: 'The Worker is larger than Cloudflare takes (64 MiB uncompressed).',
};

function refused(name: string, records: readonly WranglerRecord[], printed: string): ShipError {
  const failure = records.findLast((record) => record.type === 'command-failed');
  const code = failure?.code ?? Number(/\[code: (\d+)\]/.exec(printed)?.[1] ?? Number.NaN);
  const hint = HINTS[code];
  const said = failure?.message ?? 'wrangler failed';
  return new ShipError(
    'deploy',
    `The deploy of ${name} failed: ${said.replace(/\s+/g, ' ').trim()}${Number.isNaN(code) ? '' : ` [code ${code}]`}`,
    {
      tail: lastLines(printed),
      ...(hint === undefined ? {} : { hint }),
    },
  );
}
