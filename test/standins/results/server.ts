/** The Actions results service on the loopback interface: artifacts, caches, and the blob store behind both. */
import { randomUUID } from 'node:crypto';
import type { Fault, Injected } from '../github/faults.ts';
import { type Incoming, type LoggedRequest, listen, type Reply } from '../github/loopback.ts';
import { type Artifact, type ArtifactShelf, artifactService } from './artifacts.ts';
import { blobStore } from './blobs.ts';
import { type CacheEntry, cacheService } from './caches.ts';
import { type CacheAccess, type Grant, jwt, scopesOf } from './tokens.ts';
import { type Message, type Method, TwirpError } from './twirp.ts';
import { unzip, zip } from './zip.ts';

export interface RunOptions {
  /** GITHUB_RUN_ID; 1 when not given. */
  readonly runId?: number;
  /** The run's ref, which is the scope of its caches; the default branch when not given. */
  readonly ref?: string;
  /** `refs/heads/main` when not given. */
  readonly defaultBranch?: string;
  /** What the run may do with caches; `write` when not given. */
  readonly cache?: CacheAccess;
}

export interface ResultsOptions extends RunOptions {
  readonly now?: () => Date;
}

/** What the runner sets for the steps of one job. */
export type RunnerEnv = Readonly<Record<string, string>>;

export interface ResultsStandin extends AsyncDisposable, ArtifactShelf {
  readonly url: string;
  /** Of the run that the options describe. */
  readonly env: RunnerEnv;
  readonly log: readonly LoggedRequest[];
  /** Cache entries, the reserved ones too. */
  readonly caches: readonly CacheEntry[];
  /** Another run, or the same one again with another ref or other rights. */
  run(options: RunOptions): RunnerEnv;
  /** An artifact of an earlier run, made without a client. */
  addArtifact(runId: number, name: string, files: Readonly<Record<string, Buffer | string>>): Artifact;
  /** The bytes of an artifact or a cache entry as they lie there. */
  bytes(stored: Artifact | CacheEntry): Buffer;
  /** The files in an artifact by their paths. */
  files(artifact: Artifact): Map<string, Buffer>;
  fail(fault: Fault): Injected;
}

const RPC = /^\/twirp\/github\.actions\.results\.api\.v1\.(ArtifactService|CacheService)\/(\w+)$/;

function json(status: number, message: Message): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) };
}

type Services = Readonly<Record<string, { readonly methods: Readonly<Record<string, Method>> }>>;

function call(request: Incoming, services: Services, grants: ReadonlyMap<string, Grant>): Reply {
  try {
    const [, service = '', name = ''] = RPC.exec(request.url.pathname) ?? [];
    const method = services[service]?.methods[name];
    if (!method || request.method !== 'POST')
      throw new TwirpError('bad_route', `no handler for ${request.url.pathname}`);
    const grant = grants.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (!grant) throw new TwirpError('unauthenticated', 'the token is not valid');
    return json(200, method(JSON.parse(request.body.toString('utf8')), grant));
  } catch (error) {
    if (error instanceof SyntaxError) return json(400, { code: 'malformed', msg: 'the body is not JSON' });
    if (!(error instanceof TwirpError)) throw error;
    return json(error.status, { code: error.code, msg: error.message });
  }
}

/** Starts a results service on a free port of the loopback interface. */
export async function startResults(options: ResultsOptions = {}): Promise<ResultsStandin> {
  const clock = options.now ?? (() => new Date());
  const secret = randomUUID();
  const grants = new Map<string, Grant>();
  const blobs = blobStore(() => server.url, secret);
  const artifacts = artifactService(blobs, clock);
  const caches = cacheService(blobs);
  const services = { ArtifactService: artifacts, CacheService: caches };
  const server = await listen({
    answer: (request) => blobs.answer(request) ?? call(request, services, grants),
    refuse: (_, status) => json(status, { code: 'unavailable', msg: `injected fault ${status}` }),
  });

  const run = ({ runId = 1, ref, defaultBranch = 'refs/heads/main', cache = 'write' }: RunOptions): RunnerEnv => {
    const scopes = scopesOf(ref ?? defaultBranch, defaultBranch, cache);
    const grant = { runId, runBackendId: `run-${runId}`, jobBackendId: `job-${grants.size + 1}`, scopes };
    const token = jwt(grant, secret);
    grants.set(token, grant);
    return {
      ACTIONS_RESULTS_URL: `${server.url}/`,
      ACTIONS_RUNTIME_TOKEN: token,
      ACTIONS_CACHE_SERVICE_V2: 'true',
      GITHUB_RUN_ID: String(runId),
    };
  };
  const bytes = (stored: Artifact | CacheEntry): Buffer => {
    const found = blobs.bytes(stored.blob);
    if (!found) throw new Error('its bytes are not there, or no longer');
    return found;
  };

  return {
    url: server.url,
    env: run(options),
    log: server.log,
    artifacts: artifacts.artifacts,
    caches: caches.entries,
    downloadUrl: artifacts.downloadUrl,
    remove: artifacts.remove,
    run,
    addArtifact: (runId, name, files) => artifacts.add(runId, name, zip(files)),
    bytes,
    files: (artifact) => unzip(bytes(artifact)),
    fail: server.fail,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
