import { type Prices, parsePrices } from '../edge/prices.ts';
import { type Places, parsePlaces } from '../latency/places.ts';
import { parseRequests, parseVars, type ReplayRequest } from '../latency/requests.ts';
import type { Optimize } from '../plan.ts';
import { parseRollout } from '../release/traffic.ts';
import { type Budgets, parseAllBudgets } from './budgets.ts';
import {
  asText,
  duration,
  flag,
  type Input,
  list,
  oneOf,
  optionalText,
  parsed,
  type Raw,
  text,
  Unfit,
  urlPath,
} from './kinds.ts';

function parseOptimize(raw: Raw): Optimize {
  const value = asText(raw);
  if (value === 'smallest' || value === 'fastest' || value === 'off') return { level: value };
  const flags = value.split(/\s+/);
  if (flags.every((item) => /^-[A-Za-z0-9-]+(=[\w@,.-]+)?$/.test(item))) return { flags };
  throw new Unfit('smallest, fastest, off, or flags of wasm-opt such as -Oz --converge');
}

/** What gives power over the run, the repository or an edge; a build has nothing to do with it. */
const NOT_FOR_BUILDS =
  /^(GITHUB|ACTIONS|RUNNER|INPUT|STATE|CLOUDFLARE|FASTLY|DENO|AWS|GLOBALPING)_|^CARGO_(REGISTRY|REGISTRIES_\w+|GIT)_TOKEN$|^(NODE_OPTIONS|LD_PRELOAD|BASH_ENV)$/i;

/** What the service may not be given: tokens of the runner and of the edge itself. */
const NOT_FOR_SERVICES = /^(GITHUB|ACTIONS|RUNNER|INPUT|STATE|CLOUDFLARE|FASTLY|DENO|GLOBALPING)_/i;

function parseSecrets(raw: Raw): readonly string[] {
  const names = namesIn(raw);
  if (names.every((name) => /^[A-Za-z_]\w*$/.test(name) && !NOT_FOR_SERVICES.test(name))) return names;
  throw new Unfit('names of variables of the step, none of the runner or of an edge: `SIGNING_KEY, DATABASE_URL`');
}

function namesIn(raw: Raw): readonly string[] {
  const names = Array.isArray(raw) ? raw.map(asText) : asText(raw).split(/[\s,]+/);
  return [...new Set(names.filter((name) => name !== ''))];
}

function parseNames(raw: Raw): readonly string[] {
  const names = namesIn(raw);
  if (names.every((name) => /^[A-Za-z_]\w*$/.test(name) && !NOT_FOR_BUILDS.test(name))) return names;
  throw new Unfit('names of variables, none of the runner or of an edge: `APP_VERSION, SENTRY_RELEASE`');
}

/** Digest of the one bundle, or of several by the name of their package. */
export type Digests = string | Readonly<Record<string, string>>;

const DIGESTS_FORM = '64 hex digits, or `NAME=` before them for each of several packages';

function parseDigests(raw: Raw): Digests {
  const value = asText(raw);
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  const named = value.split(/[\s,]+/).map((item) => /^([\p{L}\p{N}_-]+)=([0-9a-f]{64})$/u.exec(item));
  const pairs = named.flatMap((found) => (found === null ? [] : [[found[1], found[2]] as const]));
  if (pairs.length === named.length && new Set(pairs.map(([name]) => name)).size === pairs.length)
    return Object.fromEntries(pairs);
  throw new Unfit(`${DIGESTS_FORM}: the output \`bundle-digest\` of the job that built`);
}

/** `*`: every package that can ship. */
function parsePackages(raw: Raw): readonly string[] | '*' {
  const value = asText(raw);
  if (value === '*') return value;
  const names = value.split(/[\s,]+/).filter((name) => name !== '');
  if (!names.every((name) => /^[\p{L}\p{N}_-]+$/u.test(name)))
    throw new Unfit('names of packages, parted by commas or spaces, or `*` alone');
  return [...new Set(names)];
}

/** Every input, once. action.yml's inputs and the README's table are written from this by script/docs. */
export const INPUTS = {
  'working-directory': text('workflow', 'Folder of the crate or workspace, from the root of the repository.', '.'),
  package: {
    description:
      'Which packages of a workspace to ship: a name, several, or `*` for every one that can ship and has files that tell its edge. Needed where more than one could be meant. Several are built by one call of cargo for each target and profile, and told in one comment.',
    from: 'workflow',
    default: undefined,
    form: 'names, parted by commas or spaces | `*`',
    parse: parsePackages,
  } as Input<readonly string[] | '*' | undefined>,
  edge: oneOf(
    'either',
    'The edge to ship to. `auto` reads it from the files of the crate (`wrangler.toml` or `.json`, `deno.json`, `spin.toml` …). `deno` and `wasi`: all but the deploy. `fastly`: not yet.',
    ['auto', 'cloudflare', 'deno', 'fastly', 'wasi'],
    'auto',
  ),
  toolchain: optionalText(
    'either',
    'Rust toolchain channel, over that of the nearest `rust-toolchain.toml`. A toolchain that is already there and has the target is used as it is.',
  ),
  profile: text('either', 'Cargo profile to build with.', 'release'),
  features: list('either', 'Cargo features to build with.'),
  'build-env': {
    description:
      'Names of more variables of the step that the build may see (`APP_VERSION` for `env!`). Every build script and proc macro sees them: no secrets.',
    from: 'workflow',
    default: '',
    form: 'names, parted by commas or spaces',
    parse: parseNames,
  } as Input<readonly string[]>,
  ignore: list(
    'either',
    'Globs of files that do not matter to the build, from the root of the repository (`docs/**, **/*.md`). A bundle that an earlier run has stored is taken where nothing else differs.',
  ),
  optimize: {
    description:
      'What wasm-opt is asked for: `smallest` (each of -O1 to -Oz and further passes; the best of them in what the first budget measures, else in brotli), `fastest` (-O3), `off`, or its own flags. The features are always those that the module names.',
    from: 'either',
    default: 'smallest',
    form: '`smallest` | `fastest` | `off` | flags',
    parse: parseOptimize,
  } as Input<Optimize>,
  'optimize-time': duration('either', 'How long `smallest` may look for the smallest module.', '60 s', '10 min'),
  'optimize-check': flag(
    'either',
    "Hold the optimized module to the answers of the module before wasm-opt: `health` and `requests`, in the edge's own runtime on the runner. Where status or body differ, the module before wasm-opt ships, and a warning says so. It starts the runtime three times: some seconds wherever a bundle is built.",
    false,
  ),
  budget: parsed<Budgets>(
    {
      description:
        'Sizes that the bundle may not exceed: `raw`, `gzip` (as wrangler counts it) or `brotli` (quality 11), each with a size in B, kB, MB, KiB or MiB; with a `+`, what it may grow by against the base, in bytes or percent. Percentiles of latency (`p50`, `p95`, `p99`, in ms or s): of all `requests`, on the runner; and of `health`, from the runner to the edge and back, for a release. With a `+` and percent, what each route may get slower by against its base. `cold-start` (of a new process, in ms or s; with a `+` and percent, what a new process and a new isolate may each take longer than the same of the base), `memory` (linear, of the module), and `work`, what executed instructions may grow by: `work +2 %`.',
      from: 'either',
      default: '',
      form: 'for example `brotli 300 kB, raw +2 %, work +2 %, p50 +10 %`',
    },
    parseAllBudgets,
  ),
  'over-budget': oneOf(
    'either',
    'What comes of a budget that is exceeded. `auto`: size, work and memory fail the check, latency and cold start warn, since runners differ by more than two times. `fail`: those too: a release that exceeds one goes back. `warn`: none of them fails.',
    ['auto', 'fail', 'warn'],
    'auto',
  ),
  'accept-label': optionalText(
    'workflow', // a pull request may edit Cargo.toml
    'A label of a pull request with which a size over its budget only warns there (`accept-size`). With `types: [opened, synchronize, reopened, closed, labeled, unlabeled]` the check runs again once it is set or taken away. Whoever has the triage role can set it, a bot with that right too, and it holds for what is pushed later until it is taken away. The merge queue, pushes and releases are held to the budget all the same.',
  ),
  'allow-imports': list(
    'either',
    'What the module may ask of its host: names of imports (`env.open`, `wasi:http/*`, `./index_bg.js.*`), in which `*` stands for anything. Another one fails the check, and goes nowhere. Without it all may be asked.',
  ),
  advise: flag(
    'either',
    'Build the package again with each setting of the profile that may make it smaller, and tell what it comes to. Costs a build for each, at most a quarter of an hour in all; a release does without, and so do several packages at once.',
    false,
  ),
  latency: flag('either', "Serve the bundle in the edge's own runtime on the runner and measure it.", true),
  'latency-duration': duration(
    'either',
    'How long the head may race against its base, at most: it ends once all that has a budget is decided. Without a base the warm latency is measured for so long, 10 s at most.',
    '30 s',
    '5 min',
  ),
  'live-latency': flag(
    'either',
    'Once it is deployed, measure from the runner how long the first request of a connection takes (name, connection, TLS, answer), and later ones; a preview beside production, where that is live. GETs and HEADs alone, production is asked for `health` alone; at most 49 within 5 s, once a preview is ready. It fails nothing.',
    true,
  ),
  globalping: parsed<Places | undefined>(
    {
      description:
        'Ask what was deployed from elsewhere, too, by [Globalping](https://globalping.io): `world` from each continent once, or places as Globalping reads them (`Berlin, New York, AS`), 10 at most; the same probes ask production. Globalping is told the address, and anybody can read its results. Each place is a test of its quota (250 an hour for the address of the runner, or your own by `GLOBALPING_TOKEN`), twice with production. Out of quota it is not measured.',
      from: 'workflow',
      default: 'off',
      form: '`off` | `world` | places, parted by commas',
    },
    (raw) => parsePlaces(asText(raw)),
  ),
  plan: oneOf(
    'either',
    "The edge's price list: what a million requests cost by it is in the report, and a request that takes more CPU than it allows is a warning.",
    ['free', 'paid'],
    'paid',
  ),
  prices: parsed<Prices | undefined>(
    {
      description:
        'Your own prices instead of those of the list: US dollars for a million requests, and for a million ms of CPU.',
      from: 'either',
      default: '',
      unset: 'those of the list',
      form: 'for example `requests 0.30, cpu 0.02`',
    },
    (raw) => (raw === '' ? undefined : parsePrices(raw)),
  ),
  health: urlPath(
    'either',
    'Path that answers with a 2xx status (200 to 299) when the service is ready: its first good answer ends the cold start.',
    'the first GET of `requests` that needs nothing of an earlier one, with the status that it expects, or else `/`',
  ),
  requests: parsed<readonly ReplayRequest[]>(
    {
      description:
        'The requests that the latency run plays: an array of `{name, method, path, headers, body, expect, answer, take, weight, live}`; in a workflow as JSON; or a file that has it, from the folder of the crate (`requests.json`, `requests.toml`). `expect` is the status (200), `weight` how often it comes in the latency of all, and in what a million cost (the race judges each by itself), `live` whether a release asks it of the live service, too (GET and HEAD, where there are no `test-vars`). `answer` is the body wanted, `take` what later requests use of it as `{{NAME}}`.',
      from: 'either',
      default: '',
      unset: 'GET of `health`',
      form: 'array of tables, JSON, or a file',
      hidden: true,
      file: 'requests',
    },
    parseRequests,
  ),
  'test-vars': parsed<Readonly<Record<string, string>>>(
    {
      description:
        'Text bindings for the run on the runner alone, never deployed: what the service needs to answer (demo keys, test users). In a workflow as JSON.',
      from: 'either',
      default: '',
      form: 'table of texts, or JSON',
      hidden: true,
    },
    parseVars,
  ),
  deploy: oneOf(
    'workflow',
    'Where this run may deploy to. `auto`: a preview on pull requests of the same repository, production on version tags and published releases, staging on pushes to the default branch and prereleases where `staging-environment` is set, nothing otherwise.',
    ['auto', 'none', 'preview', 'staging', 'production'],
    'auto',
  ),
  base: oneOf(
    'either',
    'What a change is held against: the first parent of a merge commit, the commit before a push. `auto`: its bundle that an earlier run has stored, else it is built too. `stored`: only where it is stored. `off`: nothing.',
    ['auto', 'stored', 'off'],
    'auto',
  ),
  phase: oneOf(
    'workflow',
    'Which part of the pipeline this job does. `build` and `deploy` are for the two jobs of the production flow. `rollback`, on `workflow_dispatch`, builds nothing and makes an earlier version live again.',
    ['ship', 'build', 'deploy', 'rollback'],
    'ship',
  ),
  'bundle-digest': {
    description:
      'For `phase: deploy`, which needs it: the output `bundle-digest` of the job with `phase: build`. Nothing but those bundles is deployed.',
    from: 'workflow',
    default: undefined,
    form: DIGESTS_FORM,
    parse: parseDigests,
  } as Input<Digests | undefined>,
  'rollback-to': optionalText(
    'workflow',
    'For `phase: rollback`: the version to go back to, by its id or by the tag that it was released with. Left out: what was live before.',
  ),
  preview: oneOf(
    'workflow',
    '`own`: a Worker of its own per pull request. `shared-bindings`: a version of the production Worker with an alias, which has the bindings and secrets of production: code of the pull request can reach all of them.',
    ['own', 'shared-bindings'],
    'own',
  ),
  rollout: {
    description:
      'The steps in which a release gets its users, once it has proved itself unseen; each is watched, and what fails goes back. `10% 50% 100%` gives one request of ten to the new version first.',
    from: 'workflow',
    default: '100%',
    form: 'percentages that rise, the last of them 100%',
    parse: (raw) => {
      const steps = parseRollout(asText(raw));
      if (steps === undefined) throw new Unfit('percentages that rise, the last of them 100%: `10% 50% 100%`');
      return steps;
    },
  } as Input<readonly number[]>,
  watch: duration(
    'workflow',
    'How long each step of a release that users see is watched by our own probes, one a second. At the third bad answer of any ten what was live before comes back. `0 s`: not at all.',
    '30 s',
    '30 min',
    'none',
  ),
  'replace-newer': flag(
    'workflow',
    'Release a commit although a newer one is live, which is refused otherwise.',
    false,
  ),
  'release-assets': oneOf(
    'workflow',
    'What a version that has gone live gets attached to the GitHub release of its tag: the bundle and its sha256. `publish`: a draft is published after that.',
    ['auto', 'publish', 'off'],
    'auto',
  ),
  'at-once': flag(
    'workflow',
    'What cannot go up unseen (Durable Object migrations) is released all the same: it is live at once, proved afterwards, and there is no way back.',
    false,
  ),
  address: {
    description:
      'Where users find what is released, for the proof and the watch: `https://example.com`. Needed where the configuration tells no host (`*.example.com/*`).',
    from: 'workflow',
    default: undefined,
    form: '`https://` and a host',
    parse: (raw) => {
      const value = asText(raw);
      if (/^https:\/\/[\w.-]+(:\d+)?\/?$/.test(value)) return value.replace(/\/$/, '');
      throw new Unfit('`https://` and a host, without a path');
    },
  } as Input<string | undefined>,
  secrets: {
    description:
      'Names of variables of the step that go up with the version as its secrets, in one step with it. What it had before stays. No preview has them without `preview-environment`.',
    from: 'workflow',
    default: '',
    form: 'names, parted by commas or spaces',
    parse: parseSecrets,
  } as Input<readonly string[]>,
  'preview-environment': optionalText(
    'workflow',
    'The environment of the wrangler configuration whose vars and bindings a preview has: what it names, previews may touch. Left out: a Worker with bindings has no preview.',
  ),
  'staging-environment': optionalText(
    'workflow',
    'The environment of the wrangler configuration that pushes to the default branch and prereleases go to.',
  ),
  'production-environment': optionalText(
    'workflow',
    'The environment of the wrangler configuration that is production. Left out: the top level is.',
  ),
  'command-reads': oneOf(
    'either', // like `ignore`: at worst its own source ships an older bundle of its own
    "What the `[build] command` of the edge's configuration reads. `commit`: files of the commit, installed packages and variables, and nothing else (no network, no clock, no history of git), so that its bundle is stored and taken over. Nobody can check that: what else it reads makes an old bundle ship.",
    ['unknown', 'commit'],
    'unknown',
  ),
  cache: oneOf(
    'workflow',
    'Keep the tools that we install, and what cargo has fetched and compiled of dependencies, between runs. `auto`: not for a release, and not on a self-hosted runner. `off`: take no stored bundle either.',
    ['auto', 'on', 'off'],
    'auto',
  ),
  sccache: oneOf(
    'workflow',
    '`on`: rustc through the `sccache` that is on PATH, with a server of our own; the variables of its backend (`SCCACHE_*`, `AWS_*` …) reach that server alone. Not in a release, and not for a push to the default branch.',
    ['off', 'on'],
    'off',
  ),
  comment: oneOf('workflow', 'Comment on the pull request.', ['auto', 'off'], 'auto'),
  'github-token': {
    description: 'Token for the comment (`pull-requests: write`) and for stored bundles (`actions: read`).',
    from: 'workflow',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
    default: '${{ github.token }}',
    form: 'secret',
    parse: () => undefined,
  } as Input<undefined>,
} as const satisfies Readonly<Record<string, Input<unknown>>>;

export type InputName = keyof typeof INPUTS;

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
type Value<N extends InputName> = ReturnType<(typeof INPUTS)[N]['parse']>;

export type Inputs = {
  readonly [N in InputName as Camel<N>]: Value<N> | (undefined extends Value<N> ? undefined : never);
};
