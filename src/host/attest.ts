import { messageOf, ShipError } from '../error.ts';
import { within } from './deadline.ts';
import type { Attest } from './host.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Three services take part: the token of the job, the certificate, the time stamp or the log; then GitHub keeps it. */
const LIMIT_MS = 60_000;

/**
 * Build provenance, signed with the identity of the job; undefined where the job has none to sign with.
 * @param token of GitHub, that keeps it
 * @param page where GitHub shows what is kept: `https://github.com/OWNER/NAME/attestations`
 */
export function attestationsOf(
  env: Environment,
  token: string,
  page: string,
  signal: AbortSignal,
  limitMs: number = LIMIT_MS,
): Attest | undefined {
  const names = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (names.some((name) => (env[name] ?? '') === '')) return undefined;
  const failed = (why: string, cause?: unknown): ShipError =>
    new ShipError('report', `The build provenance was not signed: ${why}`, {
      cause,
      hint: 'The job needs `permissions: { id-token: write, attestations: write }`; in a private repository GitHub Enterprise Cloud.',
    });
  return {
    async provenance(subjects) {
      try {
        return await within('The build provenance was not signed: the service', limitMs, signal, async () => {
          const { attestProvenance } = await import('@actions/attest'); // its library is large
          const { attestationID: id } = await attestProvenance({
            subjects: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
            token,
          });
          return id === undefined ? undefined : `${page}/${id}`;
        });
      } catch (cause) {
        throw cause instanceof ShipError ? cause : failed(`${messageOf(cause).replace(/\s+/g, ' ')}.`, cause);
      }
    },
  };
}
