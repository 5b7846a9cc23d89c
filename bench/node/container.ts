import { realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startServer } from '../../src/edge/listen.ts';
import type { Command, Host } from '../../src/host/host.ts';
import { authNode, type Measured, measured, NODE_LISTENS, ON_LOOPBACK } from './service.ts';

/**
 * examples/auth-node in a container of podman, by its own Containerfile. Its base, which stands for the official image of
 * Node (`node:24-slim`), is made here: Debian's smallest, without documentation, with this Node and its npm.
 */

const SUITE = 'bookworm'; // as node:24-slim has it
/** Where a machine has cgroups of both kinds, crun and systemd's manager fail. */
const PODMAN = ['--runtime', 'runc', '--cgroup-manager', 'cgroupfs'];
const PROGRAMS = ['podman', 'runc', 'debootstrap'];
const PACKAGES = [...PROGRAMS, 'netavark'];
const STEP_MS = 10 * 60_000;
const LIFE_MS = 20 * 60_000;
const END_MS = 30_000;

/** The image, and how to run it. On dispose image and containers are gone; the base stays for the next time. */
export interface ContainerService extends AsyncDisposable {
  readonly image: string;
  readonly podman: string;
  /** Bytes of its file system. */
  readonly bytes: number;
  /** Ready once it listens. `keeper`: the process that podman leaves beside it. */
  serve(vars: Readonly<Record<string, string>>): Promise<Measured & { readonly keeper: number }>;
}

/** @returns the service, or why there is none here */
export async function buildContainer(
  install: boolean,
  work: string,
  host: Host,
  quiet: Host,
): Promise<ContainerService | string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes Linux and root.';
  const missing = await missingPrograms(host);
  if (missing.length > 0 && !install)
    return `${missing.join(', ')} is not installed; BENCH_INSTALL=1 takes it from Debian.`;
  if (missing.length > 0) {
    await did('apt-get', ['update', '--quiet'], work, host);
    await did('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...PACKAGES], work, host);
  }
  const base = await baseImage(path.join(work, 'base'), host);
  const image = `localhost/wasm-ship-bench-auth-node:${process.pid}`;
  const args = ['--tag', image, '--build-arg', `BASE=${base}`, '--file', path.join(authNode, 'Containerfile')];
  await did('podman', ['build', ...BUILD, ...authorities(), ...args, authNode], work, host);
  return running(image, work, host, quiet);
}

async function missingPrograms(host: Host): Promise<readonly string[]> {
  const found = await Promise.all(PROGRAMS.map((name) => host.files.which(name)));
  return PROGRAMS.filter((_, i) => found[i] === undefined);
}

async function did(file: string, args: readonly string[], cwd: string, host: Host): Promise<string> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  return (await host.run({ file, args, cwd, env, trust: 'ours', timeoutMs: STEP_MS })).stdout.trim();
}

/** Without a layer for each line: nothing is built twice here. */
const BUILD = ['--isolation', 'chroot', '--layers=false', '--quiet'];
const IN_IMAGE = '/etc/ssl/certs/ca-certificates.crt';

/** Where this machine's npm trusts more authorities, that of the build does too. They are not in the image. */
function authorities(): readonly string[] {
  const { NODE_EXTRA_CA_CERTS: file } = process.env;
  return file === undefined ? [] : ['--volume', `${file}:${IN_IMAGE}:ro`];
}

async function baseImage(work: string, host: Host): Promise<string> {
  const image = `localhost/wasm-ship-bench-node:${process.version}-${SUITE}`;
  const there = await host.run(
    { file: 'podman', args: ['image', 'exists', image], trust: 'ours', timeoutMs: END_MS },
    { codes: [0, 1] },
  );
  if (there.code === 0) return image;
  const root = path.join(work, 'root');
  await host.files.write(path.join(work, 'Containerfile'), 'FROM scratch\nCOPY root/ /\n');
  await did('debootstrap', ['--variant=minbase', SUITE, root], work, host);
  for (const name of [
    'var/cache/apt',
    'var/lib/apt/lists',
    ...['doc', 'man', 'info', 'locale'].map((of) => `usr/share/${of}`),
  ])
    rmSync(path.join(root, name), { recursive: true, force: true });
  const local = path.join(root, 'usr', 'local');
  const modules = path.join(local, 'lib', 'node_modules');
  await did('mkdir', ['-p', path.join(local, 'bin'), modules], work, host);
  await did('cp', ['--dereference', process.execPath, path.join(local, 'bin', 'node')], work, host);
  const npm = path.resolve(realpathSync((await host.files.which('npm')) ?? 'npm'), '../..'); // of bin/npm-cli.js
  await did('cp', ['--archive', npm, modules], work, host);
  await did('ln', ['-s', '../lib/node_modules/npm/bin/npm-cli.js', path.join(local, 'bin', 'npm')], work, host);
  if (authorities().length > 0) await host.files.write(path.join(local, 'etc', 'npmrc'), `cafile=${IN_IMAGE}\n`);
  await did('podman', ['build', ...BUILD, '--tag', image, '.'], work, host);
  return image;
}

async function running(image: string, work: string, host: Host, quiet: Host): Promise<ContainerService> {
  const names: string[] = [];
  const remove = async (name: string): Promise<void> => {
    const args = [...PODMAN, 'rm', '--force', '--ignore', '--time', '0', name];
    await host.run({ file: 'podman', args, trust: 'ours', timeoutMs: END_MS, despiteCancel: true });
  };
  const bytes = Number(await did('podman', ['image', 'inspect', '--format', '{{.Size}}', image], work, host));
  const podman = (await did('podman', ['--version'], work, host)).replace(/^podman version /, '');
  return {
    ...{ image, podman, bytes },
    async serve(vars) {
      const name = `${path.basename(image).replace(':', '-')}-${names.length}`;
      names.push(name);
      const server = await measured(quiet, (noting) =>
        startServer(runCommand(name, image, vars), NODE_LISTENS, noting),
      );
      const format = '{{.State.Pid}} {{.State.ConmonPid}}';
      const [pid, keeper] = (await did('podman', ['inspect', '--format', format, name], work, host))
        .split(' ')
        .map(Number);
      if (!pid || !keeper) throw new Error(`podman does not tell the processes of ${name}`);
      return {
        ...{ ...server, pid, keeper },
        async [Symbol.asyncDispose]() {
          await remove(name);
          await server[Symbol.asyncDispose]();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      for (const name of names) await remove(name);
      const args = ['rmi', '--force', image];
      await host.run({ file: 'podman', args, trust: 'ours', timeoutMs: END_MS, despiteCancel: true });
    },
  };
}

/** On the network of the machine, and with its values by name: they are in no argument. */
function runCommand(name: string, image: string, vars: Readonly<Record<string, string>>): Command {
  const env = { ...vars, ...ON_LOOPBACK };
  const limits = ['nofile', 'nproc'].flatMap((limit) => ['--ulimit', `${limit}=1024:1024`]);
  const values = Object.keys(env).flatMap((variable) => ['--env', variable]);
  const args = [...PODMAN, 'run', '--rm', '--name', name, '--network', 'host', ...limits, ...values, image];
  return { file: 'podman', args, env, trust: 'theirs', timeoutMs: LIFE_MS };
}
