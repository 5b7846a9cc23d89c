import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnnotationProperties } from '@actions/core';
import type { Place } from '../error.ts';
import { artifactStore } from '../store/artifacts.ts';
import { actionsCache } from '../store/cache.ts';
import { realFiles } from './files.ts';
import { gitHubOf } from './github.ts';
import type { Folders, Host, Log, Platform } from './host.ts';
import { run, start } from './process.ts';
import type { Runner } from './runner.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Core = typeof import('@actions/core');

const KEPT_DAYS = 90;

/** The host on a GitHub runner. `token`: of the `github-token` input; it stays in here. */
export async function actionsHost(
  runner: Runner,
  env: Environment,
  token: string,
  action: string,
  signal: AbortSignal,
): Promise<Host> {
  const core = await import('@actions/core');
  if (token !== '') core.setSecret(token);
  const log = actionsLog(core);
  const [owner = '', repo = ''] = runner.repository.split('/');
  const spawner = { environment: env, signal };
  const folders: Folders = { workspace: runner.workspace, tools: runner.tools, work: runner.temp, action };
  return {
    run: (command, options = {}) => run(command, options, spawner),
    start: (command) => start(command, spawner),
    has: (secret) => (env[secret] ?? '') !== '',
    files: realFiles(runner.temp, env.PATH ?? env.Path ?? ''),
    fetch: (url, init) => fetch(url, init),
    clock: { now: () => performance.now(), date: () => new Date(), sleep: (ms) => sleep(ms) },
    random: (bytes) => randomBytes(bytes).toString('hex'),
    log,
    signal,
    store: artifactStore(env, KEPT_DAYS),
    cache: actionsCache(env, (message) => log.warning(message)),
    folders,
    platform: platform(),
    ...(token === '' || owner === '' ? {} : { github: await gitHubOf(token, { owner, repo }, runner.apiUrl, signal) }),
  };
}

function platform(): Platform {
  const os = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
  return { os, arch: process.arch, node: process.execPath };
}

function actionsLog(core: Core): Log {
  const properties = (title?: string, place?: Place): AnnotationProperties => ({
    ...(title === undefined ? {} : { title }),
    ...(place === undefined ? {} : { file: place.file }),
    ...(place?.line === undefined ? {} : { startLine: place.line }),
    ...(place?.column === undefined ? {} : { startColumn: place.column }),
  });
  return {
    info: (message) => core.info(harmless(message)),
    debug: (message) => core.debug(message),
    notice: (message, title) => core.notice(message, properties(title)),
    warning: (message, options = {}) => core.warning(message, properties(options.title, options.place)),
    error: (message, options = {}) => core.error(message, properties(options.title, options.place)),
    echo: (line) => core.info(harmless(line)),
    async group(title, work) {
      // groups do not nest, and stages overlap: a title line is all that is safe
      core.info(`\u001b[1m${harmless(title)}\u001b[0m`);
      return work();
    },
  };
}

/** A line that the runner cannot take for a workflow command: those begin with `::`, or hold `##[`. */
export function harmless(line: string): string {
  return line
    .split('\n')
    .map((part) => part.replace(/^(\s*)::/, '$1: :').replaceAll('##[', '## ['))
    .join('\n');
}

/** The folder that holds action.yml, dist and tools: two above the running file, through links. */
export function actionFolder(script: string): string {
  return path.dirname(path.dirname(script));
}
