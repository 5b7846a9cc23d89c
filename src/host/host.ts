import type { Place } from '../error.ts';
import type { StoredArtifact, WorkflowRun } from '../store/trust.ts';
import type { Ahead } from './priority.ts';

/** The environment name of a secret. Its value is read by the host alone, for the one child that names it. */
export type SecretName = string;

/**
 * A program to run, as data: an argv, never a shell string.
 * `theirs` runs code of the repository or of its dependencies (cargo, the served bundle); `ours` does not.
 * Both get an environment from an allowlist; secrets reach only a command of ours that names them.
 */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** What messages call it; the file's own name where this is left out. */
  readonly name?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: readonly SecretName[];
  readonly trust: 'ours' | 'theirs';
  /** It is ended after this time. */
  readonly timeoutMs: number;
  /** It is started, and runs to its end, though the run is cancelled: what puts things right that are half done. Seconds, no more. */
  readonly despiteCancel?: true;
  /** What `start` starts is told more by its standard input (`write`). */
  readonly listens?: true;
}

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  /** Each line as it comes. Without it nothing of the child is shown. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Exit codes that are an answer, not a failure; 0 when left out. */
  readonly codes?: readonly number[] | 'any';
}

/** What a child and those that it has started have used so far, as the system counts it. */
export interface Usage {
  /** Time on processors, its own and the kernel's for it. Linux may know it to 10 ms alone. */
  readonly cpuMs: number;
  /** Memory that is there now. */
  readonly rssBytes: number;
  /** The most that there was, of each process for itself; absent where the system does not tell. */
  readonly peakRssBytes?: number;
}

/** A child in its own process group; the whole group is ended on dispose. */
export interface Running extends AsyncDisposable {
  readonly pid: number;
  /** performance.now() just before the child was started. */
  readonly startedAt: number;
  /** Exit code, or undefined while it runs. */
  exitCode(): number | undefined;
  readonly exited: Promise<number>;
  stderr(): string;
  stdout(): string;
  /** Says something to a child that `listens`; one that has ended hears nothing. */
  write(text: string): void;
  /** undefined where the system does not tell it, or the child has ended. */
  usage(): Promise<Usage | undefined>;
}

export interface TempDir extends AsyncDisposable {
  readonly path: string;
}

/** A named pipe that we hold open: whoever reads it waits until it is filled. On dispose a reader that waits gets nothing. */
export interface Pipe extends AsyncDisposable {
  /** What a reader gets that has it open, with its end. No more than a pipe takes at once: `PIPE_BYTES`. */
  fill(text: string): Promise<void>;
}

/** What each pipe takes at once (bytes): Linux 64 KiB, macOS 16 KiB at least. */
export const PIPE_BYTES = 16 * 1024;

export interface Files {
  read(path: string): Promise<Uint8Array>;
  text(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** Writes whole or not at all; makes the folder. `secret`: mode 0600. `program`: it can be started. */
  write(
    path: string,
    content: string | Uint8Array,
    options?: { readonly secret?: boolean; readonly program?: boolean },
  ): Promise<void>;
  /** The path without symbolic links; undefined where there is nothing. */
  real(path: string): Promise<string | undefined>;
  /** Paths of all files below a folder, relative to it, sorted, with `/`. */
  list(folder: string): Promise<readonly string[]>;
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /**
   * The same file or folder at a second place: a file by a hard link where the file system can, else a copy with its times.
   * What is there already stays.
   */
  link(from: string, to: string): Promise<void>;
  /** Size of a file, or of all files below a folder. */
  bytes(path: string): Promise<number>;
  /** Holds a named pipe open that is there (`mkfifo`). Not on Windows. */
  pipe(path: string): Promise<Pipe>;
  /** A folder of ours that is removed on dispose. */
  temp(name: string): Promise<TempDir>;
  /** Where a program of that name is on PATH, with PATH's own order. */
  which(name: string): Promise<string | undefined>;
  /** Runs `work` while no other process of ours holds the same lock; waits at most `timeoutMs`. */
  locked<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T>;
}

export interface Log {
  info(message: string): void;
  notice(message: string, title?: string): void;
  warning(message: string, options?: { readonly title?: string; readonly place?: Place }): void;
  error(message: string, options?: { readonly title?: string; readonly place?: Place }): void;
  debug(message: string): void;
  /** A line of a tool, shown so that it cannot act as a workflow command. */
  echo(line: string): void;
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** Folders that the host gives us; all absolute. */
export interface Folders {
  /** The checked-out repository. */
  readonly workspace: string;
  /** Where packages of npm are installed, where that is another checkout of the same repository. */
  readonly packages?: string;
  /** Tools that we install; kept between runs where the runner keeps it. */
  readonly tools: string;
  /** For this run alone. */
  readonly work: string;
  /** Where this action is: its `tools/` lock files are below it. */
  readonly action: string;
}

/** What is told to whoever runs us, besides the log. */
export interface Tell {
  output(name: string, value: string): void;
  /** Adds Markdown to the job's summary. */
  summary(markdown: string): Promise<void>;
  /** For the `post` of the same step. */
  state(name: string, value: string): void;
}

/** Bundles, symbols and reports kept between runs: workflow artifacts. */
export interface Store {
  readonly available: boolean;
  /** Fetches what an earlier run has kept and unpacks it. @throws ShipError */
  get(artifact: StoredArtifact, folder: string): Promise<void>;
  /** Unpacks what an earlier job of this same run has kept under a name; false where there is none. @throws ShipError */
  take(name: string, folder: string): Promise<boolean>;
  /** Keeps files (absolute paths below `root`) under a name. */
  put(
    name: string,
    root: string,
    files: readonly string[],
  ): Promise<{ readonly id: number | undefined; readonly url?: string }>;
}

/** A convenience: nothing that ships is believed because it came from here. */
export interface Cache {
  readonly available: boolean;
  restore(paths: readonly string[], key: string, prefixes: readonly string[]): Promise<string | undefined>;
  /** Whether there is one of exactly this key. */
  has(paths: readonly string[], key: string): Promise<boolean>;
  /** @returns whether it is kept now */
  save(paths: readonly string[], key: string): Promise<boolean>;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
  readonly author: string;
  /** Written by an app, not by a person. */
  readonly bot: boolean;
}

/** Comments of a pull request. Errors are ShipError with what the token would need. */
export interface Comments {
  /** Who the token is, as comments name it (`mona`, `github-actions[bot]`); undefined where GitHub does not tell. */
  login(): Promise<string | undefined>;
  /** All comments of a pull request, through all pages. */
  comments(pr: number): Promise<readonly Comment[]>;
  /** undefined: GitHub did not say whether it was written. Not tried again in here: it could be there twice. */
  createComment(pr: number, body: string): Promise<Comment | undefined>;
  /** undefined: it is no longer there. */
  updateComment(id: number, body: string): Promise<Comment | undefined>;
}

/** Runs of workflows, and the artifacts that they keep. */
export interface Runs {
  /** Artifacts of that name in this repository, the newest first, at most 30. */
  artifacts(name: string): Promise<readonly StoredArtifact[]>;
  run(id: number): Promise<WorkflowRun>;
}

/** Where a commit is, seen from another one: `ahead` has all that the other has, and more. */
export type Ancestry = 'ahead' | 'behind' | 'identical' | 'diverged';

export interface Commits {
  /** The commit where two others parted. */
  mergeBase(base: string, head: string): Promise<string>;
  /** Whether a commit is on a branch: its tip, or behind it. A tag of the same name is not meant. */
  branchHas(branch: string, sha: string): Promise<boolean>;
  /** Where `head` is, seen from `base`; undefined: GitHub does not know one of them, or they have nothing in common. */
  ancestry(base: string, head: string): Promise<Ancestry | undefined>;
}

/** GitHub's record of a deploy. */
export interface GitHubDeployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  /** What its creator has noted. Anybody with `deployments: write` may have written it. */
  readonly payload: unknown;
}

export interface NewDeployment {
  readonly sha: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: Readonly<Record<string, string>>;
  /** The environment goes away again. */
  readonly transient: boolean;
  /** End users are served from it. */
  readonly production: boolean;
}

export interface GitHubDeploymentStatus {
  readonly state: 'error' | 'failure' | 'inactive' | 'in_progress' | 'pending' | 'queued' | 'success';
  /** At most 140 characters. */
  readonly description: string;
  /** Where what was deployed answers. */
  readonly url?: string;
  /** Where it is told how it went. */
  readonly logUrl?: string;
}

/** GitHub's records of deploys. */
export interface Deployments {
  /** Of an environment or a commit, the newest first, at most `most`. */
  deployments(
    of: { readonly environment: string } | { readonly sha: string },
    most: number,
  ): Promise<readonly GitHubDeployment[]>;
  /** undefined: GitHub did not say whether it is there. Not tried again in here: it could be there twice. */
  createDeployment(deployment: NewDeployment): Promise<GitHubDeployment | undefined>;
  /** The newest first, at most 30. */
  deploymentStatuses(id: number): Promise<readonly GitHubDeploymentStatus[]>;
  addDeploymentStatus(id: number, status: GitHubDeploymentStatus): Promise<void>;
}

/** A release of GitHub's. */
export interface Release {
  readonly id: number;
  readonly url: string;
  readonly draft: boolean;
  /** Nothing of it can be changed any more. */
  readonly immutable: boolean;
  /** Where files for it go up. */
  readonly uploadUrl: string;
}

/** A file of a release. */
export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  /** Lowercase hex; undefined where GitHub does not tell. */
  readonly sha256: string | undefined;
  /** What is left of an upload that failed. */
  readonly broken: boolean;
}

/** Releases of GitHub's, and the files attached to them. */
export interface Releases {
  /** The published one of a tag, else a draft of it; undefined: there is none, or the token may not see drafts. */
  release(tag: string): Promise<Release | undefined>;
  releaseAssets(release: Release): Promise<readonly ReleaseAsset[]>;
  /** undefined: GitHub did not say whether it is there, or one of that name is. Not tried again in here. */
  uploadAsset(release: Release, name: string, bytes: Uint8Array): Promise<ReleaseAsset | undefined>;
  deleteAsset(asset: ReleaseAsset): Promise<void>;
  /** Makes a draft public. */
  publishRelease(release: Release): Promise<Release>;
}

/** The few things of GitHub's API that we do. Errors are ShipError. */
export interface GitHub extends Comments, Runs, Commits, Deployments, Releases {
  /** The same for what has to be said of a cancelled run, too: all of it ends after `ms`, or `graceMs` after the run was cancelled. */
  lasting(ms: number, graceMs: number): GitHub;
}

/** What a file of ours is known by. */
export interface Subject {
  readonly name: string;
  /** Lowercase hex. */
  readonly sha256: string;
}

/** Signed statements that this run has built something. */
export interface Attest {
  /** @returns where it can be seen; undefined where the service does not tell. @throws ShipError */
  provenance(subjects: readonly Subject[]): Promise<string | undefined>;
}

export interface Platform {
  readonly os: 'linux' | 'darwin' | 'win32';
  readonly arch: string;
  /** On Linux: which C library programs are linked to. */
  readonly libc?: 'glibc' | 'musl' | undefined;
  /** The Node that runs us: what our own tools run on. */
  readonly node: string;
  /** Cores that we may use. */
  readonly cores: number;
}

/** The whole world, as one argument. Disposing of it ends every child that still runs. */
export interface Host extends AsyncDisposable {
  run(command: Command, options?: RunOptions): Promise<Output>;
  start(command: Command, options?: Pick<RunOptions, 'onLine'>): Promise<Running>;
  /** Puts us, and what we start, before other processes, where the system lets us: what is timed must not wait for them. */
  ahead(): Promise<Ahead>;
  /** A file with the values of secrets, as JSON: for the one command of ours whose client takes them in no other way. */
  secretsFile(names: readonly SecretName[]): Promise<TempDir>;
  /** The text without the values of the secrets that this host knows. */
  redact(text: string): string;
  /**
   * The variables that children see, by name, each with the sha256 (hex) of its value; null where children see none.
   * @param names which ones; a pattern: those of them that there are
   */
  fingerprint(names: readonly string[] | RegExp): Readonly<Record<string, string | null>>;
  /** What children see of a variable; undefined where they see none. */
  variable(name: string): string | undefined;
  readonly files: Files;
  /** `bearer`: the secret that goes with it as a bearer token, where it is set. */
  readonly fetch: (url: string, init?: RequestInit, bearer?: SecretName) => Promise<Response>;
  /** The variables that name proxies, where Node's own clients are told to heed them (NODE_USE_ENV_PROXY), as `fetch` does. */
  readonly proxies?: Readonly<Record<string, string>>;
  /** How many connections `fetch` has opened so far: an answer during which one was opened took longer for it. */
  connections(): number;
  readonly clock: { now(): number; date(): Date; sleep(ms: number): Promise<void> };
  /** Random bytes, hex. */
  random(bytes: number): string;
  readonly log: Log;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  readonly store: Store;
  readonly cache: Cache;
  readonly github?: GitHub;
  /** Absent where the job may not sign. */
  readonly attest?: Attest;
  readonly folders: Folders;
  readonly platform: Platform;
}
