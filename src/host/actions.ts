import type { AnnotationProperties } from '@actions/core';
import type { Place } from '../error.ts';
import { artifactStore } from './artifacts.ts';
import { attestationsOf } from './attest.ts';
import { actionsCache } from './cache.ts';
import { gitHubOf } from './github.ts';
import type { Host, Log } from './host.ts';
import { basicOf, type NodeHostParts, nodeHost } from './node.ts';
import type { Runner } from './runner.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Core = typeof import('@actions/core');

const KEPT_DAYS = 90;

/** The host on a GitHub runner. `token`: of the `github-token` input; it stays in here. `passed`: variables that code of the repository may see besides; `secrets`: those that go up with a service. */
export async function actionsHost(
  runner: Runner,
  env: Environment,
  token: string,
  action: string,
  signal: AbortSignal,
  { passed = [], secrets = [] }: Pick<NodeHostParts, 'passed' | 'secrets'> = {},
): Promise<Host> {
  const core = await import('@actions/core');
  const { CARGO_GIT_TOKEN: git = '' } = env;
  const given = secrets.flatMap((name) => env[name] ?? []);
  for (const secret of [token, ...given, ...(git === '' ? [] : [git, basicOf(git)])])
    if (secret !== '') core.setSecret(secret);
  const log = actionsLog(core);
  const [owner = '', repo = ''] = runner.repository.split('/');
  const known = token !== '' && owner !== '' && repo !== '';
  const page = `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${runner.repository}/attestations`;
  const attest = known ? attestationsOf(env, token, page, signal) : undefined;
  return nodeHost({
    env,
    ...{ passed, secrets },
    signal,
    log,
    tell: {
      output: (name, value) => core.setOutput(name, value),
      summary: async (markdown) => void (await core.summary.addRaw(markdown, true).write()),
      state: (name, value) => core.saveState(name, value),
    },
    folders: { workspace: runner.workspace, tools: runner.tools, work: runner.temp, action },
    store: artifactStore(env, KEPT_DAYS, signal, known ? { token, owner, repo } : undefined),
    cache: actionsCache(env, (message) => log.warning(message), signal),
    ...(known ? { github: gitHubOf(token, { owner, repo }, runner.apiUrl, signal) } : {}),
    ...(attest === undefined ? {} : { attest }),
    mayAskSudo: runner.gitHubHosted,
  });
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

/**
 * Text in which the runner finds no workflow command: one begins with `::` after any white space as .NET knows it, or holds
 * `##[`. A lone carriage return ends a line there too.
 */
export function harmless(text: string): string {
  return text
    .split(/(\r\n|\r|\n)/)
    .map((part) => part.replace(/^([\s\p{Z}\p{Cc}\ufeff]*):(?=:)/u, '$1: ').replaceAll('##[', '## ['))
    .join('');
}
