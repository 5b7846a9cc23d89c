/** Workflow artifacts, version 4: a run reserves a name, puts the bytes into the blob store, and finalizes. */
import { createHash } from 'node:crypto';
import type { Blobs } from './blobs.ts';
import type { Grant } from './tokens.ts';
import { type Message, type Method, required, TwirpError, text } from './twirp.ts';

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly runId: number;
  readonly size: number;
  /** `sha256:` and the hash of the bytes as they lie there. */
  readonly digest: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly blob: string;
  /** Media type; a zip unless one file was uploaded as it is. */
  readonly type: string;
}

/** Finished artifacts, as the GitHub stand-in shows them. */
export interface ArtifactShelf {
  /** Oldest first. */
  readonly artifacts: readonly Artifact[];
  downloadUrl(artifact: Artifact): string;
  remove(artifact: Artifact): void;
}

export interface ArtifactService extends ArtifactShelf {
  readonly methods: Readonly<Record<string, Method>>;
  /** A finished artifact whose bytes are a zip, made without a client. */
  add(runId: number, name: string, zip: Buffer): Artifact;
}

type Reserved = Omit<Artifact, 'digest' | 'size'>;

const DAY = 86_400_000;
const ZIP = 'application/zip';
const FORBIDDEN = /["*/:<>?|\r\n\\]/;

/** A token speaks for its own run only. */
function refuseOthers(message: Message, grant: Grant): void {
  const run = required(message, 'workflow_run_backend_id');
  const job = required(message, 'workflow_job_run_backend_id');
  if (run === grant.runBackendId && job === grant.jobBackendId) return;
  throw new TwirpError('permission_denied', 'the token is not for this workflow run');
}

function reservation(message: Message, { runId }: Grant, id: number, blob: string, now: Date): Reserved {
  const name = required(message, 'name');
  if (FORBIDDEN.test(name)) throw new TwirpError('invalid_argument', `artifact name ${name} is not valid`);
  const expires = text(message, 'expires_at') ?? new Date(now.getTime() + 90 * DAY).toISOString();
  const createdAt = now.toISOString();
  return { id, name, runId, blob, createdAt, expiresAt: expires, type: text(message, 'mime_type') ?? ZIP };
}

/** What lies in the store must be what the client says it has sent. */
function finished(reserved: Reserved, message: Message, bytes: Buffer | undefined): Artifact {
  if (!bytes) throw new TwirpError('invalid_argument', 'nothing was uploaded');
  const digest = digestOf(bytes);
  const size = required(message, 'size');
  if (size !== String(bytes.length)) throw new TwirpError('invalid_argument', `size is ${bytes.length}, not ${size}`);
  if ((text(message, 'hash') ?? digest) !== digest) throw new TwirpError('invalid_argument', `hash is ${digest}`);
  return { ...reserved, size: bytes.length, digest };
}

function listed(artifact: Artifact, grant: Grant): Message {
  return {
    workflow_run_backend_id: grant.runBackendId,
    workflow_job_run_backend_id: grant.jobBackendId,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.size),
    created_at: artifact.createdAt,
    digest: artifact.digest,
  };
}

function guarded(methods: Readonly<Record<string, Method>>): Record<string, Method> {
  const guard = (method: Method): Method => {
    return (message, grant) => {
      refuseOthers(message, grant);
      return method(message, grant);
    };
  };
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, guard(method)]));
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The artifact service over a blob store. */
export function artifactService(blobs: Blobs, clock: () => Date): ArtifactService {
  const pending: Reserved[] = [];
  const artifacts: Artifact[] = [];
  let last = 0;

  const of = <T extends { name: string; runId: number }>(list: readonly T[], message: Message, { runId }: Grant): T => {
    const name = required(message, 'name');
    const hit = list.findLast((one) => one.runId === runId && one.name === name);
    if (!hit) throw new TwirpError('not_found', `no artifact ${name} in this workflow run`);
    return hit;
  };
  const downloadUrl = ({ blob, name, type }: Artifact): string =>
    blobs.sign(blob, 'r', type === ZIP && !name.endsWith('.zip') ? `${name}.zip` : name);
  const remove = (artifact: Artifact): void => {
    if (!artifacts.includes(artifact)) return;
    artifacts.splice(artifacts.indexOf(artifact), 1);
    blobs.remove(artifact.blob);
  };
  const nextId = (): number => {
    last += 1;
    return last;
  };

  const methods: Record<string, Method> = {
    CreateArtifact(message, grant) {
      const reserved = reservation(message, grant, nextId(), blobs.reserve(), clock());
      const taken = [...artifacts, ...pending].some((one) => one.runId === grant.runId && one.name === reserved.name);
      if (taken) {
        throw new TwirpError('already_exists', 'an artifact with this name already exists on the workflow run');
      }
      pending.push(reserved);
      return { ok: true, signed_upload_url: blobs.sign(reserved.blob, 'w') };
    },
    FinalizeArtifact(message, grant) {
      const reserved = of(pending, message, grant);
      const artifact = finished(reserved, message, blobs.bytes(reserved.blob));
      pending.splice(pending.indexOf(reserved), 1);
      artifacts.push(artifact);
      return { ok: true, artifact_id: String(artifact.id) };
    },
    ListArtifacts(message, grant) {
      const [name, id] = [text(message, 'name_filter'), text(message, 'id_filter')];
      const own = artifacts.filter((one) => one.runId === grant.runId);
      const fitting = own.filter((one) => (!name || one.name === name) && (!id || String(one.id) === id));
      return { artifacts: fitting.map((one) => listed(one, grant)) };
    },
    GetSignedArtifactURL: (message, grant) => ({ signed_url: downloadUrl(of(artifacts, message, grant)) }),
    DeleteArtifact(message, grant) {
      const artifact = of(artifacts, message, grant);
      remove(artifact);
      return { ok: true, artifact_id: String(artifact.id) };
    },
  };

  return {
    artifacts,
    downloadUrl,
    remove,
    add(runId, name, zip) {
      const blob = blobs.reserve();
      blobs.put(blob, zip, ZIP);
      const digest = digestOf(zip);
      const createdAt = clock().toISOString();
      const expiresAt = new Date(clock().getTime() + 90 * DAY).toISOString();
      const artifact = { id: nextId(), name, runId, size: zip.length, digest, createdAt, expiresAt, blob, type: ZIP };
      artifacts.push(artifact);
      return artifact;
    },
    methods: guarded(methods),
  };
}
