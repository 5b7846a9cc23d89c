import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../test/e2e/action.ts';
import type { Services } from '../test/e2e/services.ts';

/** Artifacts of earlier demos, as GitHub would have kept them: a folder for each run, in it one for each artifact. */
const kept = path.join(cacheFolder(), 'demo');
const MOST = 20;
export const FIRST_RUN = 77;

/** Gives the stand-ins what earlier demos have stored. @returns the ids of their runs, in order */
export function recall(services: Services): readonly number[] {
  const ids = foldersIn(kept)
    .map(Number)
    .sort((a, b) => a - b);
  for (const id of ids) {
    services.github.seed({ runs: [{ id, event: 'pull_request', head_branch: 'feature' }] });
    for (const name of foldersIn(path.join(kept, String(id)))) {
      const folder = path.join(kept, String(id), name);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const contents = files.map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), readFileSync(file)] as const;
      });
      services.results.addArtifact(id, name, Object.fromEntries(contents));
    }
  }
  return ids;
}

/** Keeps what a demo has stored for later ones of the same source; after many, all of it is forgotten. */
export function remember(services: Services, runId: number, earlier: readonly number[]): void {
  if (earlier.length >= MOST) rmSync(kept, { recursive: true, force: true });
  mkdirSync(path.join(kept, String(runId)), { recursive: true });
  for (const artifact of services.results.artifacts) {
    if (artifact.runId !== runId || !/-source-[0-9a-f]+$/.test(artifact.name)) continue;
    for (const [name, bytes] of services.results.files(artifact)) {
      const file = path.join(kept, String(runId), artifact.name, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the first demo
  }
}
