import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { GIT_TOKEN, gitServer } from './build/git-server.ts';
import { sccacheVariables } from './build/sccache-variables.ts';
import { chooseCrate, chooseCrates } from './choose.ts';
import type { Crate } from './crate.ts';
import { EDGES, type EdgeFacts } from './edge/names.ts';
import { asShipError } from './error.ts';
import { defaultBranchOf, isPrivate, parseEvent } from './event.ts';
import { readCrates } from './host/crates.ts';
import { readBeside } from './host/repository-file.ts';
import { inputText, type Runner, readRunner } from './host/runner.ts';
import { parseAll, parseFirst, parseInputs, type Sources } from './inputs/parse.ts';
import type { Inputs } from './inputs/table.ts';
import { type Facts, type PackagePlan, type Plan, packagePlan, plan } from './plan.ts';

/** Everything that is decided before anything is done. */
interface Decided {
  readonly plan: Plan;
  readonly defaultBranch: string | undefined;
  readonly sha: string;
  readonly packageAt: (workspace: string, name: string) => PackagePlan;
}

/** Reads inputs, event and Cargo.toml, and plans. Loads nothing heavy: a refusal is there in milliseconds. */
function decide(runner: Runner, env: NodeJS.ProcessEnv): Decided {
  const workflow = (name: string): string | undefined => inputText(env, name);
  const payload = readPayload(runner.eventPath);
  const event = parseEvent({
    name: runner.event,
    payload,
    payloadPath: runner.eventPath,
    repository: runner.repository,
    ref: runner.ref,
  });
  // where to look for the crates, whose own tables then have a say in the rest
  const workingDirectory = parseFirst('working-directory', workflow);
  const crates = readCrates(runner.workspace, workingDirectory);
  const chosen = chooseCrates({ package: parseFirst('package', workflow), workingDirectory }, crates);
  const inputs = parseAll(chosen.map((crate) => sourcesOf(runner.workspace, crate, workflow)));
  const wishes = chosen.map((crate, i) => ({
    crate,
    inputs: inputs[i] as Inputs,
    secrets: Object.values(EDGES).flatMap((edge) => credentials(edge, crate, runner.workspace, env)),
    given: (inputs[i] as Inputs).secrets.filter((name) => (env[name] ?? '') !== ''),
  }));
  const registryTokens = Object.keys(env).filter((name) => isSourceToken(name) && env[name] !== '');
  const sources = { registryTokens, gitServer: gitServer(env) };
  const facts = {
    crates,
    selfHosted: runner.selfHosted,
    again: Number(env.GITHUB_RUN_ATTEMPT ?? 1) > 1,
    private: isPrivate(payload),
    ...sources,
    sccacheVariables: inputs[0]?.sccache === 'on' ? sccacheVariables(env) : [],
  };
  const decided = plan(wishes, event, facts);
  return {
    plan: decided,
    defaultBranch: defaultBranchOf(payload),
    sha: event.on === 'pull-request' ? event.headSha : runner.sha,
    packageAt: (workspace, name) => packageAt(workspace, name, { workingDirectory, workflow, sources }),
  };
}

/** cargo's own names: doc.rust-lang.org/cargo/reference/registry-authentication.html. */
const REGISTRY_TOKEN = /^CARGO_(REGISTRY|REGISTRIES_[A-Z0-9_]+)_TOKEN$/;

/** Whether a variable is a secret that crates are fetched with. */
function isSourceToken(name: string): boolean {
  return REGISTRY_TOKEN.test(name) || name === GIT_TOKEN;
}

interface Elsewhere {
  readonly workingDirectory: string;
  readonly workflow: (name: string) => string | undefined;
  readonly sources: Pick<Facts, 'registryTokens' | 'gitServer'>;
}

/** A package as another checkout's own Cargo.toml has it, with the same inputs of the workflow. */
function packageAt(workspace: string, name: string, { workingDirectory, workflow, sources }: Elsewhere): PackagePlan {
  const crate = chooseCrate({ workingDirectory, package: name }, readCrates(workspace, workingDirectory));
  return packagePlan(parseInputs(sourcesOf(workspace, crate, workflow)), crate, sources);
}

/** Where the inputs of a crate may come from; files that they name are those of the same checkout. */
function sourcesOf(workspace: string, crate: Crate, workflow: Sources['workflow']): Sources {
  const { dir, metadata: tables, misplaced } = crate;
  return { workflow, tables, misplaced, read: (file) => readBeside(workspace, dir, file) };
}

/** Names of an edge's credentials that are there: in the environment, or in the crate's configuration of the edge. */
function credentials(edge: EdgeFacts, crate: Crate, workspace: string, env: NodeJS.ProcessEnv): readonly string[] {
  const configuration = edge.marks.find((mark) => crate.files.includes(mark));
  return edge.credentials.filter((name) => {
    if ((env[name] ?? '') !== '') return true;
    const pattern = edge.configured?.[name];
    if (pattern === undefined || configuration === undefined) return false;
    return pattern.test(readFileSync(path.join(workspace, crate.dir, configuration), 'utf8'));
  });
}

function readPayload(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // missing: parseEvent says so, with the mend
  }
}

async function main(): Promise<number> {
  const env = process.env;
  const runner = readRunner(env);
  if (env.STATE_WASM_SHIP !== undefined) return (await import('./post.ts')).post(runner, env, actionRoot());
  const decided = decide(runner, env);
  const { plan: made } = decided;
  if (!('packages' in made)) throw new Error(`no way to do ${made.do}`);
  writeSync(1, `Plan: ${subject(made)}, ${intention(made)}.\n`); // what is behind console.log takes 5 ms to load
  const { execute, executeClean } = await import('./execute.ts');
  if (made.do === 'clean') return executeClean(made, runner, env, actionRoot());
  return execute(made, runner, env, actionRoot(), decided);
}

/** A plan that is about packages. */
type Packaged = Extract<Plan, { readonly packages: readonly PackagePlan[] }>;

/** `auth for cloudflare`, `a and b for cloudflare, c for wasi`. */
function subject({ packages }: Packaged): string {
  const edges = [...new Set(packages.map(({ edge }) => edge))];
  const named = (edge: string): string => {
    const names = packages.filter((pkg) => pkg.edge === edge).map(({ name }) => name);
    return `${names.join(', ')} for ${edge}`;
  };
  return edges.map(named).join(', ');
}

/** What a plan comes to, for the first line of the log. */
function intention(of: Packaged): string {
  if (of.do === 'clean') return `taking away what was made for pull request ${of.pr}`;
  if (of.do === 'rollback') return `going back to ${of.to ?? 'what was live before'}`;
  if (of.do === 'build') return 'building for the job that deploys';
  const places = [...new Set(of.packages.flatMap(({ deploy }) => (deploy === undefined ? [] : [deploy.to])))];
  const where = places.length === 0 ? 'deploying nothing' : `deploying to ${places.join(' and ')}`;
  const digests = of.packages.map(({ digest = '' }) => `sha256 ${digest.slice(0, 12)}…`);
  const bundles = digests.length === 1 ? 'bundle' : 'bundles';
  return of.do === 'deploy' ? `${where}, by the ${bundles} ${digests.join(', ')} alone` : where;
}

/** The folder with action.yml, dist and tools. */
function actionRoot(): string {
  return path.dirname(path.dirname(path.resolve(process.argv[1] ?? '')));
}

async function fail(thrown: unknown): Promise<number> {
  const { error: annotate } = await import('@actions/core');
  const error = asShipError(thrown);
  if (error.fault !== 'bug') {
    const place =
      error.place === undefined
        ? {}
        : { file: error.place.file, ...(error.place.line === undefined ? {} : { startLine: error.place.line }) };
    annotate(error.hint === undefined ? error.message : `${error.message}\n${error.hint}`, {
      title: `wasm-ship: ${error.fault}`,
      ...place,
    });
    return error.fault === 'cancelled' ? 130 : 1;
  }
  const [{ harmless }, { inspect }] = await Promise.all([import('./host/actions.ts'), import('node:util')]);
  console.error(harmless(inspect(error.cause))); // a stack may quote text of others
  annotate(error.message, { title: 'wasm-ship' });
  return 1;
}

process.exitCode = await main().catch(fail);
// a socket that some client keeps open, or a service that was left behind, must not keep the step alive
setTimeout(() => process.exit(), 2000).unref();
