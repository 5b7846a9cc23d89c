/** A test that is a step of a workflow: the runner's environment, a folder, and the real clients. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ArtifactClient } from '@actions/artifact';
import { afterEach, beforeEach, vi } from 'vitest';
import type { RunnerEnv } from './server.ts';

export interface Step {
  /** The step's workspace, new for each test. */
  folder(): string;
  /** What the clients have told the runner so far. */
  said(): string;
  /** Takes the environment of a run. */
  become(env: RunnerEnv): void;
  /** Writes files below the folder and gives their paths. */
  files(contents: Readonly<Record<string, Buffer | string>>): string[];
  artifactClient(): Promise<ArtifactClient>;
  cacheClient(): Promise<typeof import('@actions/cache')>;
}

/** Makes every test of a file a step. The clients talk to the runner through stdout, so that is kept and not shown. */
export function step(): Step {
  let folder = '';
  let said = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'step-'));
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    said: () => said,
    become(env) {
      const runner = { GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder, GITHUB_SERVER_URL: 'https://github.com' };
      for (const [name, value] of Object.entries({ ...runner, ...env })) vi.stubEnv(name, value);
    },
    files(contents) {
      return Object.entries(contents).map(([path, content]) => {
        const full = join(folder, path);
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, content);
        return full;
      });
    },
    async artifactClient() {
      const { DefaultArtifactClient } = await import('@actions/artifact');
      return new DefaultArtifactClient();
    },
    cacheClient: () => import('@actions/cache'),
  };
}
