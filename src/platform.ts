import { ShipError } from './error.ts';
import type { Platform } from './host/host.ts';

/**
 * What programs and packages are called on each system: one table, so that a name is right on machines that nobody has
 * tried it on.
 */

type Machine = Pick<Platform, 'os' | 'arch' | 'libc'>;

/** `linux-x64`: how tables of ours name a system and its processor. */
export function machineName({ os, arch }: Machine): string {
  return `${os}-${arch}`;
}

/** The file name of a program. */
export function programName(name: string, { os }: Pick<Machine, 'os'>): string {
  return os === 'win32' ? `${name}.exe` : name;
}

/** Programs that npm packages hold, by what npm calls them; each has a package of its own for each machine. */
const IN_PACKAGES = {
  workerd: {
    'linux-x64': '@cloudflare/workerd-linux-64/bin/workerd',
    'linux-arm64': '@cloudflare/workerd-linux-arm64/bin/workerd',
    'darwin-x64': '@cloudflare/workerd-darwin-64/bin/workerd',
    'darwin-arm64': '@cloudflare/workerd-darwin-arm64/bin/workerd',
    'win32-x64': '@cloudflare/workerd-windows-64/bin/workerd.exe',
  },
  esbuild: {
    'linux-x64': '@esbuild/linux-x64/bin/esbuild',
    'linux-arm64': '@esbuild/linux-arm64/bin/esbuild',
    'darwin-x64': '@esbuild/darwin-x64/bin/esbuild',
    'darwin-arm64': '@esbuild/darwin-arm64/bin/esbuild',
    'win32-x64': '@esbuild/win32-x64/esbuild.exe',
    'win32-arm64': '@esbuild/win32-arm64/esbuild.exe',
  },
  deno: {
    'linux-x64': '@deno/linux-x64-glibc/deno',
    'linux-arm64': '@deno/linux-arm64-glibc/deno',
    'darwin-x64': '@deno/darwin-x64/deno',
    'darwin-arm64': '@deno/darwin-arm64/deno',
    'win32-x64': '@deno/win32-x64/deno.exe',
    'win32-arm64': '@deno/win32-arm64/deno.exe',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Linked to glibc on Linux. */
const NEEDS_GLIBC: readonly string[] = ['workerd', 'deno'];

/**
 * The program of an npm package, from node_modules, with `/`.
 * @throws ShipError where it is not published for this machine
 */
export function packagedProgram(name: keyof typeof IN_PACKAGES, machine: Machine): string {
  const files: Readonly<Record<string, string>> = IN_PACKAGES[name];
  const file = files[machineName(machine)];
  const musl = machine.os === 'linux' && NEEDS_GLIBC.includes(name) && machine.libc === 'musl';
  if (file !== undefined && !musl) return file;
  throw new ShipError('toolchain', `${name} is not published for ${machineName(machine)}${musl ? ' with musl' : ''}.`, {
    hint: 'Run this job on a machine that it is published for, such as `runs-on: ubuntu-latest`.',
  });
}

/** The file names that a program may have in a folder of PATH, those that win first. */
export function programNames(name: string, os: Platform['os']): readonly string[] {
  return os === 'win32' ? [`${name}.exe`, `${name}.cmd`, name] : [name];
}

/** How a child and all that it has started are ended: a signal to its group; on Windows, which has none, by a program. */
export function ending(
  pid: number,
  signal: NodeJS.Signals,
  os: Platform['os'],
  systemRoot = 'C:\\Windows',
): { readonly group: number; readonly signal: NodeJS.Signals } | { readonly file: string; readonly args: string[] } {
  if (os !== 'win32') return { group: -pid, signal };
  // not the one that PATH has; /F: what has no window takes no other asking
  return { file: `${systemRoot}\\System32\\taskkill.exe`, args: ['/PID', String(pid), '/T', '/F'] };
}
