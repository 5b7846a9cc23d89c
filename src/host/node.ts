import { createHash, randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { realFiles } from './files.ts';
import type { Attest, Cache, Folders, GitHub, Host, Log, Platform, SecretName, Store, Tell } from './host.ts';
import { goAhead } from './priority.ts';
import { allowedEnvironment, run, start } from './process.ts';
import { secretsFile } from './secrets-file.ts';

export interface NodeHostParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of more variables that code of the repository may see. */
  readonly passed?: readonly string[];
  /** Names of variables that are secrets, whatever they are called. */
  readonly secrets?: readonly SecretName[];
  readonly folders: Folders;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly tell: Tell;
  readonly store: Store;
  readonly cache: Cache;
  readonly github?: GitHub;
  readonly attest?: Attest;
  /** The machine is this run's alone, and thrown away afterwards: what it takes to measure well may be asked of sudo. */
  readonly mayAskSudo?: boolean;
}

let opened = 0;
// Node's own fetch is undici, and tells so
subscribe('undici:client:connected', () => {
  opened += 1;
});

/** The world as Node has it: real processes, files, network and time. What a runner adds comes as parts. */
export function nodeHost(parts: NodeHostParts): Host {
  const { env, passed = [], secrets = [], folders, signal, log, tell, store, cache, github, attest } = parts;
  const { mayAskSudo = false } = parts;
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const live = new Set<Promise<unknown>>();
  const spawner = { environment: env, passed, signal: ended, over: over.signal, live };
  return {
    run: (command, options = {}) => run(command, options, spawner),
    start: (command, options = {}) => start(command, spawner, options),
    ahead: () => goAhead(process.platform, (command) => run(command, {}, spawner), log.warning, mayAskSudo),
    secretsFile: (names) => secretsFile(folders.work, names, env),
    redact: (text) => redact(text, env, secrets),
    fingerprint: (names) => fingerprint(names, allowedEnvironment(env, passed)),
    variable: (name) => allowedEnvironment(env, passed)[name],
    files: realFiles(folders.work, env.PATH ?? env.Path ?? '', ended, { say: log.info }),
    fetch: (url, init, bearer) => fetch(url, withBearer(init, bearer === undefined ? undefined : env[bearer])),
    ...(env.NODE_USE_ENV_PROXY === '1' ? { proxies: proxiesOf(env) } : {}),
    connections: () => opened,
    clock: { now: () => performance.now(), date: () => new Date(), sleep: (ms) => sleep(ms) },
    random: (bytes) => randomBytes(bytes).toString('hex'),
    log,
    tell,
    signal: ended,
    store,
    cache,
    folders,
    platform: platform(),
    ...(github === undefined ? {} : { github }),
    ...(attest === undefined ? {} : { attest }),
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(live);
    },
  };
}

function withBearer(init: RequestInit | undefined, token: string | undefined): RequestInit | undefined {
  if (token === undefined || token === '') return init;
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}

function proxiesOf(env: NodeHostParts['env']): Readonly<Record<string, string>> {
  const known = Object.entries(env).filter(([name]) => /^(https?|no)_proxy$/i.test(name));
  return Object.fromEntries(known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function platform(): Platform {
  const os = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
  let known: Platform['libc'];
  return {
    os,
    arch: process.arch,
    node: process.execPath,
    cores: availableParallelism(),
    // asked by few, and Node's report takes its time
    get libc() {
      known ??= os === 'linux' ? libc() : undefined;
      return known;
    },
  };
}

/** As Node itself is linked. */
function libc(): 'glibc' | 'musl' {
  // without that it would look up the names of all who are connected; @types/node does not have it
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** Names of variables whose value is a secret; GitHub's own and the edges' all fit. */
const SECRET = /TOKEN|SECRET|PASSWORD|_KEY$|CONNECTION_STRING$|^SCCACHE_REDIS$/i;
/** A shorter value would also be a part of other words. */
const LEAST = 8;

/** A token as basic authentication has it on the wire, with the name that GitHub's clients give it. */
export function basicOf(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}

/**
 * The text with `***` in place of each secret of the environment.
 * @param more names of secrets that are not called like one
 */
export function redact(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  more: readonly SecretName[] = [],
): string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    (SECRET.test(name) || more.includes(name)) && value !== undefined && value.length >= LEAST
      ? [value, basicOf(value)]
      : [],
  );
  return secrets.sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** Variables by the sha256 of their values: enough to tell a change by, and nothing that a report could give away. */
export function fingerprint(
  names: readonly string[] | RegExp,
  env: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const asked = names instanceof RegExp ? Object.keys(env).filter((name) => names.test(name)) : names;
  const entries = [...asked].sort().map((name): [string, string | null] => {
    const value = env[name];
    return [name, value === undefined ? null : createHash('sha256').update(value).digest('hex')];
  });
  return Object.fromEntries(entries);
}
