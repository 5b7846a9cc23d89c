import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';

type World = Pick<Host, 'files' | 'variable' | 'platform'>;

/** npm's own default is the registry of this domain. */
const NPM = 'npmjs.org';
const DEFAULT = `https://registry.${NPM}/`;

/** Where packages come from, as npm is set up on this machine. */
export interface NpmRegistry {
  /** Address of the registry of a package, with `/` at its end. */
  of(name: string): string;
  /** Whether we know all that it takes to ask for a package: of proxies and certificates only npm knows. */
  plain(name: string): boolean;
  /** What a request has to say of who asks. */
  headers(url: string): Readonly<Record<string, string>>;
}

/**
 * Reads npm's configuration where npm itself is not there: `npm_config_registry`, then the user's .npmrc, then that of the
 * machine; registries of scopes, and tokens for the addresses that they are written down for.
 */
export async function npmRegistry(host: World): Promise<NpmRegistry> {
  const table = new Map<string, string>();
  for (const file of await npmrcFiles(host))
    for (const [key, value] of settingsOf(await host.files.text(file), host)) table.set(key, value);
  const main = config('registry', host) ?? table.get('registry') ?? DEFAULT;
  const of = (name: string): string =>
    asFolder((name.startsWith('@') && table.get(`${name.split('/')[0]}:registry`)) || main);
  const known =
    ![...table.keys()].some((key) => NPMS_OWN.includes(key.replace(/^.*:/, ''))) &&
    NPMS_OWN.every((key) => config(key.replaceAll('-', '_'), host) === undefined);
  return {
    of,
    plain: (name) => known && !hasProxy(of(name), host),
    headers: (url) => headersOf(url, table),
  };
}

/** Settings of npm that we do not follow; for one registry they are written as `//host/:cafile`. */
const NPMS_OWN = [
  ...['proxy', 'https-proxy', 'ca', 'cafile', 'cert', 'certfile', 'key', 'keyfile', 'strict-ssl', 'local-address'],
];

/** Whether the environment names a proxy for such an address. */
function hasProxy(url: string, { variable }: World): boolean {
  const names = ['ALL_PROXY', url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY'];
  return names.flatMap((name) => [name, name.toLowerCase()]).some((name) => (variable(name) ?? '') !== '');
}

/** Where the tarball of a version is, on each registry that follows npm's own. */
export function tarballUrl(registry: string, name: string, version: string): string {
  return `${registry}${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
}

/** Those that win last. */
async function npmrcFiles(host: World): Promise<readonly string[]> {
  const home = host.variable('USERPROFILE') ?? host.variable('HOME');
  const prefix = config('prefix', host) ?? prefixOf(host.platform);
  const files = [
    config('globalconfig', host) ?? path.join(prefix, 'etc', 'npmrc'),
    config('userconfig', host) ?? (home === undefined ? undefined : path.join(home, '.npmrc')),
  ];
  const there: string[] = [];
  for (const file of files) if (file !== undefined && (await host.files.exists(file))) there.push(file);
  return there;
}

/** npm takes the folder of the Node that runs it. */
function prefixOf({ os, node }: World['platform']): string {
  return os === 'win32' ? path.dirname(node) : path.dirname(path.dirname(node));
}

/** npm reads these names in small and in capital letters. */
function config(name: string, { variable }: World): string | undefined {
  const value = variable(`npm_config_${name}`) ?? variable(`NPM_CONFIG_${name.toUpperCase()}`);
  return value === '' ? undefined : value;
}

/** `key = value` of an .npmrc. A variable that we do not see stays as it is written, as npm has it. */
function settingsOf(text: string, { variable }: World): readonly (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, key, value] = /^\s*([^;#\s[][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) return [];
    const plain = value.replace(/^(["'])(.*)\1$/, '$2');
    return [[key, plain.replace(/\$\{([^}]+)\}/g, (whole, name: string) => variable(name) ?? whole)] as const];
  });
}

function asFolder(registry: string): string {
  const url = URL.canParse(registry) ? new URL(registry) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === '')
    return url.href.replace(/\/*$/, '/');
  throw new ShipError('toolchain', "npm's `registry` is no address of http or https without a name and password.", {
    hint: 'Look at `npm_config_registry` and at `.npmrc` in the home folder; credentials stand there as `//HOST/:_auth`.',
  });
}

/** What is written down for the nearest folder above an address: `//host/path/:_authToken=…`. */
function headersOf(url: string, table: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const { host, pathname } = new URL(url);
  for (let folder = pathname; ; folder = path.posix.dirname(folder)) {
    const place = `//${host}${folder.replace(/\/*$/, '/')}`;
    const token = table.get(`${place}:_authToken`);
    const basic = table.get(`${place}:_auth`);
    const said = token !== undefined ? `Bearer ${token}` : basic !== undefined ? `Basic ${basic}` : undefined;
    if (said !== undefined) return said.includes('${') ? {} : { authorization: said };
    if (folder === '/') return {};
  }
}
