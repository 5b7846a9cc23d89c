import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startGitHub } from '../github/server.ts';
import { startResults } from './server.ts';
import { step } from './step.ts';

const { artifactClient, become, files, folder } = step();

test("another run's artifact is found and downloaded through GitHub's own API", async () => {
  await using results = await startResults({ runId: 70 });
  become(results.env);
  await using github = await startGitHub({ results, strict: true });
  github.seed({ runs: [{ id: 70 }] });
  const [repositoryOwner = '', repositoryName = ''] = github.repository.full_name.split('/');
  vi.stubEnv('GITHUB_API_URL', github.url); // before the client is loaded: it reads it only then
  const client = await artifactClient();
  await client.uploadArtifact('bundle', files({ 'out/worker.wasm': 'good' }), join(folder(), 'out'));

  become(results.run({ runId: 71 }));
  const findBy = { token: github.env.GITHUB_TOKEN ?? '', workflowRunId: 70, repositoryOwner, repositoryName };
  const { artifact } = await client.getArtifact('bundle', { findBy });
  expect((await client.listArtifacts({ findBy })).artifacts).toHaveLength(1);
  await client.downloadArtifact(artifact.id, {
    findBy,
    path: join(folder(), 'in'),
    expectedHash: artifact.digest ?? '',
  });
  expect(readFileSync(join(folder(), 'in/worker.wasm'), 'utf8')).toBe('good');
  await expect(client.getArtifact('nothing', { findBy })).rejects.toThrow('Artifact not found');
  await client.deleteArtifact('bundle', { findBy });
  expect(results.artifacts).toEqual([]);
});
