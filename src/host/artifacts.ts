import { messageOf, ShipError } from '../error.ts';
import type { Store } from './host.ts';

/** Workflow artifacts, where the runner offers them. GitHub Enterprise Server and others may not. */
export function artifactStore(environment: Readonly<Record<string, string | undefined>>, retentionDays: number): Store {
  const available = (environment.ACTIONS_RUNTIME_TOKEN ?? '') !== '' && (environment.ACTIONS_RESULTS_URL ?? '') !== '';
  return {
    available,
    async put(name, root, files) {
      const { DefaultArtifactClient } = await import('@actions/artifact');
      try {
        const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files], root, { retentionDays });
        return { id };
      } catch (cause) {
        throw new ShipError('report', `The artifact ${name} could not be kept: ${messageOf(cause)}.`, { cause });
      }
    },
  };
}
