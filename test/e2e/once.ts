import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { RunSeed } from '../standins/github/seed.ts';
import type { Artifact } from '../standins/results/artifacts.ts';
import {
  type ActionResult,
  type ActionRun,
  checkout,
  otherTarget,
  runAction,
  type Trigger,
  toolCache,
} from './action.ts';
import { quick } from './on-auth.ts';
import { type Services, startServices } from './services.ts';

/** Neither rustc nor cargo: what has to build fails. */
export const NO_RUST = { PATH: '/usr/bin:/bin' };

/** A repository with runs of its workflow, one after the other, and what they have stored. */
export interface Once {
  services(): Services;
  /** Of the repository. */
  folder(): string;
  git(...args: readonly string[]): string;
  /** examples/auth as a repository of its own, with some files changed; its times: see {@link checkout}. */
  repository(files?: Readonly<Record<string, string>>, times?: 'kept' | 'new'): Promise<void>;
  /** A run of the workflow, as GitHub would tell of it afterwards. */
  run(trigger: Trigger, more?: Partial<ActionRun>, told?: Partial<RunSeed>): Promise<ActionResult>;
  /** The number of a run that is only told of. */
  next(): number;
  /** Artifacts of stored bundles, the newest last. */
  kept(): readonly Artifact[];
  forget(): void;
}

/** `name`: of the checkout; the file's own, since files run beside one another. */
export function useOnce(name: string): Once {
  let started: Services | undefined;
  let repo = '';
  let last = 100;
  const services = (): Services => {
    if (started === undefined) throw new Error('the services are not started yet');
    return started;
  };
  beforeAll(async () => {
    started = await startServices(toolCache());
  });
  afterAll(async () => {
    await started?.[Symbol.asyncDispose]();
    await rm(repo, { recursive: true, force: true });
  });
  beforeEach(() => services().github.repository.comments.clear());
  const git = (...args: readonly string[]): string => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
    return execFileSync('git', ['-C', repo, ...who, ...args], { encoding: 'utf8' });
  };
  const kept = (): readonly Artifact[] =>
    services().results.artifacts.filter((artifact) => /^wasm-ship-auth-source-[0-9a-f]{16}$/.test(artifact.name));
  return {
    services,
    folder: () => repo,
    git,
    async repository(files = {}, times = 'new') {
      // a channel that names a version: known also where no Rust is there
      const channel = { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.97.1"\n' };
      repo = await checkout(name, { ...channel, ...files }, times);
      git('init', '--quiet', '--initial-branch=main');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'auth');
    },
    run(trigger, more = {}, told = {}) {
      const id = ++last;
      const branch = trigger.name === 'pull_request' ? 'feature' : trigger.ref.replace(/^refs\/(heads|tags)\//, '');
      services().github.seed({ runs: [{ id, event: trigger.name, head_branch: branch, ...told }] });
      const { env, inputs, ...rest } = more;
      return runAction({
        ...{ services: services(), workspace: repo, trigger, inputs: { ...quick, ...inputs }, ...rest },
        env: {
          ...services().results.run({ runId: id, ref: trigger.ref }),
          GITHUB_RUN_ID: String(id),
          GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
          CARGO_TARGET_DIR: otherTarget(),
          ...env,
        },
      });
    },
    next: () => ++last,
    kept,
    forget() {
      for (const artifact of kept()) services().results.remove(artifact);
    },
  };
}
