import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ShipError } from '../../error.ts';
import type { Host, Output } from '../../host/host.ts';
import type { EdgeTools } from '../edge.ts';
import type { Config } from './config.ts';
import { hasOurFlags, nearestWrangler } from './find-wrangler.ts';
import { type BundlerReads, readsIn } from './metafile.ts';
import { lastLines } from './wrangler.ts';

const DRY_RUN_MS = 5 * 60_000;

/** What wrangler is to bundle. */
export interface Bundling {
  readonly config: Config;
  /** Absolute folder of the configuration. */
  readonly dir: string;
  /** The configuration's name, for messages. */
  readonly file: string;
  /** The entry module, from `dir`. */
  readonly main: string;
  /** Folder for what it makes. */
  readonly out: string;
}

/** What wrangler made: names in the `out` folder. */
export interface DryRun {
  readonly entry: string;
  readonly files: readonly string[];
  /** Version of the wrangler that made it. */
  readonly wrangler: string;
  /** What it read; undefined where it does not tell. */
  readonly read: BundlerReads | undefined;
}

/** What does not change the bundle, or would run or look for things: builds, environments, static files, containers. */
const LEFT_OUT = ['$schema', 'build', 'env', 'assets', 'site', 'containers', 'pages_build_output_dir', 'dev'];

/**
 * Bundles `main` as `wrangler deploy` would, and deploys nothing: no secret is in its environment, since it runs the user's
 * wrangler where there is one. It is done once; what is served, measured and deployed are these files.
 * @throws ShipError where wrangler cannot bundle it
 */
export async function bundleMain(bundling: Bundling, tools: EdgeTools, host: Host): Promise<DryRun> {
  const { dir, out, main } = bundling;
  const wrangler = await nearestWrangler(dir, tools, host);
  // beside the user's own, since the bundle names its sources from here: the same names in each checkout
  const ours = path.join(dir, '.wasm-ship');
  const meta = path.join(ours, 'metafile.json');
  const tells = hasOurFlags(wrangler.version);
  let read: BundlerReads | undefined;
  try {
    await host.files.remove(out);
    await host.files.write(path.join(ours, 'wrangler.json'), JSON.stringify(configFor(bundling), null, 2));
    const output = await host.run(
      {
        file: host.platform.node,
        args: [
          ...[wrangler.program, 'deploy', '--dry-run', '--config', path.join(ours, 'wrangler.json'), '--outdir', out],
          ...(tells ? ['--metafile', meta] : []),
        ],
        name: 'wrangler',
        cwd: dir,
        env: {
          CI: '1',
          WRANGLER_SEND_METRICS: 'false',
          WRANGLER_HIDE_BANNER: 'true',
          WRANGLER_LOG_PATH: path.join(ours, 'logs'),
          FORCE_COLOR: '0',
        },
        trust: 'theirs',
        timeoutMs: DRY_RUN_MS,
      },
      { codes: 'any', onLine: host.log.echo },
    );
    if (output.code !== 0) throw notBundled(bundling, output);
    if (await host.files.exists(meta)) read = readsIn(await host.files.text(meta), path.resolve(dir, main));
  } finally {
    await host.files.remove(ours);
  }
  const files = (await host.files.list(out)).filter((name) => !name.endsWith('.map') && name !== 'README.md');
  return { entry: entryOf(main, files), files, wrangler: wrangler.version, read };
}

/** The user's configuration with paths that hold from another folder. */
function configFor({ config, dir, main }: Bundling): Config {
  const rest = Object.entries(config).filter(([key]) => !LEFT_OUT.includes(key));
  const paths = ['tsconfig', 'base_dir'].flatMap((key) => {
    const value = config[key];
    return typeof value === 'string' ? [[key, path.resolve(dir, value)]] : [];
  });
  return { ...Object.fromEntries(rest), ...Object.fromEntries(paths), main: path.resolve(dir, main) };
}

/** wrangler names the entry module by `main`. */
function entryOf(main: string, files: readonly string[]): string {
  const { name } = path.parse(main);
  const entry = [`${name}.js`, `${name}.mjs`].find((candidate) => files.includes(candidate));
  if (entry !== undefined) return entry;
  throw new ShipError('build', `wrangler bundled ${main} into ${files.join(', ') || 'nothing'}, and no ${name}.js.`);
}

function notBundled({ main, file, dir }: Bundling, output: Output): ShipError {
  const printed = stripVTControlCharacters(`${output.stdout}\n${output.stderr}`).replace(/^ +at .*\n/gm, '');
  const errors = [...printed.matchAll(/\[ERROR\]\s*(\S[^\n]*?)\s*(?:\[plugin [^\]]*\])?[.:]?\s*$/gm)].map(
    (match) => match[1] ?? '',
  );
  const said = errors.find((error) => !error.startsWith('Build failed with')) ?? 'it did not say why';
  const absent = /^Could not resolve "([^"]+)"|open '([^']+)'/.exec(said);
  const hint = /^(\.{0,2}\/|[A-Za-z]:)/.test(absent?.[1] ?? absent?.[2] ?? '')
    ? 'The module of the crate is in `target/` of its workspace, what wasm-bindgen makes of it in `pkg/` beside its Cargo.toml; anything else a `[build] command` has to make.'
    : 'Run `npm ci` before this step, and look that package.json has what `main` imports.';
  return new ShipError('build', `wrangler cannot bundle \`main\` (${main}): ${said.replaceAll(dir + path.sep, '')}.`, {
    tail: lastLines(printed),
    place: { file },
    ...(absent === null ? {} : { hint }),
  });
}
