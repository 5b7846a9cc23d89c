import path from 'node:path';
import type { RustTarget } from '../edge/names.ts';
import { type Place, ShipError } from '../error.ts';
import type { Command, Host } from '../host/host.ts';
import { type Artifact, type Diagnostic, parseCargoMessage, type Script } from './cargo-messages.ts';
import { unmapped } from './path-mapping.ts';
import { gitEnvironment, refusedByGit } from './private-git.ts';
import type { Notes } from './reads.ts';
import type { Rust } from './rust.ts';
import { reachOf, type Workspace } from './workspace.ts';

type World = Pick<Host, 'run' | 'log' | 'folders'>;

/** A package that cargo builds. */
export interface Member {
  readonly name: string;
  readonly features: readonly string[];
  /** The program to build; undefined: the library. */
  readonly program?: string | undefined;
  /** What names it to cargo, where its name alone does not. */
  readonly spec?: string;
}

export interface CargoBuild extends Member {
  /** Absolute folder of the crate. */
  readonly dir: string;
  readonly target: RustTarget;
  readonly profile: string;
  readonly workspace: Workspace;
  /** More members of the workspace that the same call builds: all of them libraries, or all of them programs. */
  readonly beside?: readonly Member[];
  /** Names of the secrets that registries and git servers ask for; where there are some, crates are fetched with them first. */
  readonly registryTokens?: readonly string[];
  /** The git server that CARGO_GIT_TOKEN, one of them, is for. */
  readonly gitServer?: string;
  /** They are fetched already. */
  readonly fetched?: true;
}

/** What cargo made, and how it was asked: a tool that calls cargo once more asks the same, and cargo builds nothing. */
export interface Built {
  /** Path of the .wasm file. */
  readonly module: string;
  /** Flags that choose what is built. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it is noted what the build read. */
  readonly notes: Notes;
  readonly dependencies: Dependencies;
}

/** What one call of cargo has made. */
export interface BuiltMembers extends Pick<Built, 'dependencies'> {
  /** Folders of packages that never change. */
  readonly fixed: readonly string[];
  /** Some were built without the others, which do not compile: what they share may have other features than asked for. */
  readonly partly: boolean;
  /** @throws ShipError where that package does not compile */
  of(name: string): Built;
}

/** What was made of packages that never change: those of a registry, or of a git commit. */
export interface Dependencies {
  /** Files and folders; each has the hash of its unit in its path. */
  readonly made: readonly string[];
  /** How many were compiled, and not there already. */
  readonly compiled: number;
  /** Some of a registry lie in the repository (`cargo vendor`). */
  readonly vendored: boolean;
}

const BUILD_MS = 45 * 60_000;
const FETCH_MS = 15 * 60_000;

/** For every cargo that builds the crate: with another environment it would build a second time. */
export function buildEnv(build: CargoBuild, rust: Rust): Record<string, string> {
  const profile = build.profile.toUpperCase().replaceAll('-', '_');
  return {
    ...rust.env,
    ...build.workspace.env,
    WASM_BINDGEN_USE_JS_SYS: '1', // as worker-build sets it
    ...(asksRegistries(build) ? { CARGO_NET_OFFLINE: 'true' } : {}), // for commands of the repository too
    // `strip = true` would take the names, and target_features, which wasm-opt reads: we strip last. What is cargo's own
    // default goes here too: the standard library's debug information, 3 MB that nothing here reads
    [`CARGO_PROFILE_${profile}_STRIP`]: 'debuginfo',
  };
}

/** Whether crates are fetched with tokens, before anything of the repository runs. */
export function asksRegistries({ registryTokens = [] }: CargoBuild): boolean {
  return registryTokens.length > 0;
}

/** Every package of a call, as it was asked for. */
export function membersOf({ name, features, program, spec, beside = [] }: CargoBuild): readonly Member[] {
  return [{ name, features, program, ...(spec === undefined ? {} : { spec }) }, ...beside];
}

/** Flags that choose what is built. Of several packages all have to be named each time: together they choose the features of what they share. */
function selection(build: CargoBuild): string[] {
  const offline = asksRegistries(build) ? ['--offline'] : []; // what was fetched with the tokens is there
  const members = membersOf(build);
  const alone = members.length === 1;
  const features = members.flatMap(({ name, features: of }) =>
    alone ? of : of.map((feature) => `${name}/${feature}`),
  );
  return [
    '--locked',
    ...offline,
    ...(alone ? [] : members.flatMap(({ name, spec = name }) => ['--package', spec])),
    ...(features.length > 0 ? ['--features', features.join(',')] : []),
  ];
}

export function cargoCommand(build: CargoBuild, rust: Rust): Command {
  return {
    file: 'cargo',
    args: [
      'build',
      ...(build.program === undefined ? ['--lib'] : membersOf(build).flatMap(({ program = '' }) => ['--bin', program])),
      ...(build.beside === undefined ? [] : ['--keep-going']), // one that does not compile keeps no other one
      '--target',
      build.target,
      '--profile',
      build.profile,
      '--message-format',
      'json',
      ...selection(build),
    ],
    cwd: build.dir,
    env: buildEnv(build, rust),
    trust: 'theirs',
    timeoutMs: BUILD_MS,
  };
}

/** What cargo asks for its version while it fetches: not what the repository's configuration puts in its place. */
const PLAIN_RUSTC = { RUSTC: 'rustc', RUSTC_WRAPPER: '', RUSTC_WORKSPACE_WRAPPER: '' };

/** cargo, which fetches and runs nothing of what it has fetched: it alone gets the tokens of registries and git servers. */
export function fetchCommand(build: CargoBuild, rust: Rust): Command {
  const git = build.gitServer === undefined ? {} : gitEnvironment(build.gitServer);
  return {
    file: 'cargo',
    args: ['fetch', '--locked'], // of all platforms: build scripts and proc macros are of this one
    cwd: build.dir,
    env: { ...buildEnv(build, rust), ...PLAIN_RUSTC, ...git, CARGO_NET_OFFLINE: 'false' },
    secrets: build.registryTokens ?? [],
    trust: 'ours',
    timeoutMs: FETCH_MS,
  };
}

/**
 * Fetches crates with their tokens, where some are set: before anything of the repository runs, which is then offline.
 * @throws ShipError where a server refuses
 */
export async function fetchCrates(build: CargoBuild, rust: Rust, host: World): Promise<void> {
  if (!asksRegistries(build)) return;
  const output = await host.run(fetchCommand(build, rust), { onLine: (line) => host.log.echo(line), codes: 'any' });
  if (output.code !== 0) throw buildFailed(build.name, build, output.stderr, []);
}

/**
 * Builds the crate's library, or its program, as a wasm module.
 * @throws ShipError where cargo fails
 */
export async function cargoBuild(build: CargoBuild, rust: Rust, host: World): Promise<Built> {
  return (await cargoBuildAll(build, rust, host)).of(build.name);
}

/**
 * Builds a package, and those beside it, by one call. Compiler messages are shown as cargo shows them, and as annotations.
 * @throws ShipError where nothing could be built
 */
export async function cargoBuildAll(build: CargoBuild, rust: Rust, host: World): Promise<BuiltMembers> {
  refuseSharedFolder(build.profile);
  if (build.fetched !== true) await fetchCrates(build, rust, host);
  const modules = new Map<string, string>();
  const errors: Diagnostic[] = [];
  const notes = noteTaker(build.workspace, host.folders.workspace);
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    if (stream === 'stderr') host.log.echo(line);
    const message = stream === 'stdout' ? parseCargoMessage(line) : undefined;
    if (message?.reason === 'artifact' && message.wasm !== undefined) {
      const member = makerOf(message, build);
      if (member !== undefined) modules.set(member.name, message.wasm);
    }
    if (message?.reason === 'artifact' || message?.reason === 'script') notes.take(message);
    if (message?.reason !== 'diagnostic') return;
    for (const text of message.rendered.trimEnd().split('\n')) host.log.echo(text);
    if (message.level === 'error' && !message.text.startsWith('aborting due to')) errors.push(message);
    annotate(message, build.workspace.root, host);
  };
  const output = await host.run(cargoCommand(build, rust), { onLine, codes: 'any' });
  const failed = (name: string): ShipError => buildFailed(name, build, output.stderr, errors);
  if (output.code !== 0 && build.beside === undefined) throw failed(build.name);
  const [first, ...rest] = output.code === 0 ? [] : membersOf(build).filter(({ name }) => modules.has(name));
  if (first !== undefined) {
    // whoever asks cargo once more, for some of them, would have it fail again: the others are built without those
    const { beside: _, spec: __, ...call } = build;
    const dir = build.workspace.members.find(({ name }) => name === first.name)?.dir ?? build.dir;
    const again = { ...call, ...first, dir, fetched: true as const, ...(rest.length === 0 ? {} : { beside: rest }) };
    const built = await cargoBuildAll(again, rust, host);
    return {
      ...built,
      partly: true,
      of(name) {
        if (modules.has(name)) return built.of(name);
        throw failed(name);
      },
    };
  }
  return {
    ...notes.all(),
    partly: false,
    of(name) {
      const module = modules.get(name);
      if (output.code !== 0) throw failed(name);
      if (module !== undefined)
        return { module, flags: selection(build), env: buildEnv(build, rust), ...notes.of(name, membersOf(build)) };
      throw new ShipError('build', `cargo built ${name} and named no .wasm file.`, {
        hint: 'Does its [lib] have crate-type = ["cdylib", "rlib"]?',
      });
    },
  };
}

/** The member that an artifact is what was asked for of. A package of another folder may have the same name. */
function makerOf(artifact: Artifact, build: CargoBuild): Member | undefined {
  if (build.beside === undefined) return artifact.package === build.name ? build : undefined;
  const of = build.workspace.members.find(({ dir }) => dir === artifact.dir);
  const member = membersOf(build).find(({ name }) => name === of?.name);
  return member?.program === undefined || member.program === artifact.target ? member : undefined;
}

/** Profiles that cargo builds into another one's folder, where worker-build does not look. `dev` it knows by a flag. */
const SHARED: Readonly<Record<string, string>> = { bench: 'release', test: 'dev' };

function refuseSharedFolder(profile: string): void {
  const other = SHARED[profile];
  if (other === undefined) return;
  throw new ShipError(
    'input',
    `input: \`profile\` is \`${profile}\`, which cargo builds into the folder of \`${other}\`.`,
    {
      hint: `Use \`${other}\`, or a profile of your own: \`[profile.edge]\` with \`inherits = "${other}"\`.`,
    },
  );
}

function annotate(message: Diagnostic, root: string, host: World): void {
  const place = message.place === undefined ? undefined : placeInRepository(message.place, root, host);
  if (place === undefined) return; // of a dependency: shown above, but there is no line of the repository to put it on
  const options = {
    title: message.code === undefined ? `cargo ${message.level}` : `cargo ${message.level} ${message.code}`,
    place,
  };
  if (message.level === 'error') host.log.error(message.text, options);
  else host.log.warning(message.text, options);
}

/** rustc names files from the workspace's root, or absolutely; annotations name them from the repository's. */
function placeInRepository(place: Place, root: string, host: World): Place | undefined {
  const file = path.relative(host.folders.workspace, path.resolve(root, unmapped(place.file, host)));
  return file.split(path.sep)[0] === '..' || path.isAbsolute(file)
    ? undefined
    : { ...place, file: file.replaceAll('\\', '/') };
}

/** Why a package was not built: what its own code says; else what a package says that is none of the call's, but a dependency. */
function buildFailed(name: string, build: CargoBuild, stderr: string, errors: readonly Diagnostic[]): ShipError {
  const tail = stderr.trimEnd().split('\n').slice(-20).join('\n');
  const members = membersOf(build).map((member) => member.name);
  const own = errors.filter((error) => error.package === name);
  const about = own.length > 0 ? own : errors.filter((error) => !members.includes(error.package));
  const [first] = about;
  if (first !== undefined) {
    const more = about.length > 1 ? ` (and ${about.length - 1} more)` : '';
    return new ShipError('build', `${name} does not compile: ${first.text}${more}`, { tail });
  }
  if (/lock file .* needs to be updated|cannot update the lock file/.test(stderr)) {
    return new ShipError('build', `Cargo.lock does not fit the Cargo.toml of ${name}.`, {
      hint: 'Run `cargo update --workspace` and commit Cargo.lock: the build is `--locked`.',
      tail,
    });
  }
  return refusedByGit(stderr, build.gitServer) ?? new ShipError('build', `cargo could not build ${name}.`, { tail });
}

/**
 * Gathers where cargo notes what it read. A package that is of a registry or of a git commit never changes; one that the
 * repository has a copy of (`cargo vendor`) is called the same, and can.
 */
function noteTaker({ root, members, env }: Workspace, repository: string) {
  const artifacts: Artifact[] = [];
  const dirs = new Map<string, string>();
  const scripts: Script[] = [];
  const made: string[] = [];
  let compiled = 0;
  const copied = (id: string): boolean => !path.relative(repository, dirs.get(id) ?? '/').startsWith('..');
  const isOwn = (id: string): boolean => id.startsWith('path+') || copied(id);
  const { CARGO_BUILD_BUILD_DIR: to, CARGO_TARGET_DIR: from = path.join(root, 'target') } = env;
  const all = (): Pick<BuiltMembers, 'fixed' | 'dependencies'> => ({
    fixed: [...new Set([...dirs].flatMap(([id, dir]) => (isOwn(id) ? [] : [dir])))],
    dependencies: { made, compiled, vendored: [...dirs.keys()].some((id) => !id.startsWith('path+') && copied(id)) },
  });
  return {
    all,
    take(message: Artifact | Script): void {
      if (message.reason === 'artifact') dirs.set(message.id, message.dir);
      const own = isOwn(message.id);
      if (!own) made.push(...(message.reason === 'script' ? [message.outDir] : message.files));
      if (message.reason === 'script') scripts.push(message);
      else {
        if (!own && !message.fresh) compiled++;
        artifacts.push(message);
      }
    },
    /** Those of a package: without those of packages that were built beside it, unless it depends on them. */
    of(name: string, call: readonly Member[]): Pick<Built, 'notes' | 'dependencies'> {
      const reach = reachOf(members.find((member) => member.name === name)?.dir ?? '', members);
      const others = members.filter((member) => call.some((one) => one.name === member.name) && member.name !== name);
      const strange = new Set(others.flatMap(({ dir }) => (reach.has(dir) ? [] : [dir])));
      const { fixed, dependencies } = all();
      return {
        notes: {
          root,
          artifacts: artifacts.flatMap(({ dir, files }) => (strange.has(dir) ? [] : files)),
          scripts: scripts
            .map(({ id, outDir }) => ({ outDir, dir: dirs.get(id) ?? root }))
            .filter(({ dir }) => !strange.has(dir)),
          fixed,
          ...(to === undefined ? {} : { apart: { from, to } }),
        },
        dependencies,
      };
    },
  };
}
