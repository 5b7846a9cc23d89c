/** GitHub's own OpenAPI description: which requests it knows, what it refuses in them, and how whole its answers are. */
import { readFile } from 'node:fs/promises';
import { type Document, OpenAPIBackend, type Operation, type Request } from 'openapi-backend';
import { filler, type Schema } from './filler.ts';
import { withNull } from './nullable.ts';
import { type Finding, worded } from './wording.ts';

export interface Description {
  /** The operation that a request is for. */
  match(request: Request): Operation | undefined;
  /** The path parameters, decoded. */
  params(request: Request, operation: Operation): Record<string, string>;
  /** What the description forbids in a request, in GitHub's words; undefined when its path cannot be there. */
  problems(request: Request, operation: Operation): string[] | undefined;
  /** An answer with every required field that it does not name set to a neutral value. */
  whole(operation: Operation, status: number, body: unknown): unknown;
  /** Where an answer breaks the description. */
  faults(operation: Operation, status: number, body: unknown): string[];
}

/** These path parameters may hold slashes, which GitHub takes as they are. */
const SLASHED = /^(\/repos\/[^/]+\/[^/]+\/(?:git\/ref|git\/matching-refs|releases\/tags|compare))\/(.+)$/;

/** A path with the slashes of such a parameter encoded, as the description's router wants them. */
export function routable(path: string): string {
  return path.replace(SLASHED, (_, before: string, name: string) => {
    return `${before}/${encodeURIComponent(decodeURIComponent(name))}`;
  });
}

function answerSchema(operation: Operation, status: number): Schema | undefined {
  const response = operation.responses?.[String(status)];
  if (!response || '$ref' in response) return undefined;
  return response.content?.['application/json']?.schema as Schema | undefined;
}

/** GitHub gives null for the repository of a head whose fork is gone, whatever the description says. */
const GONE = /\/head\/repo must be object$/;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

async function load(): Promise<Description> {
  const text = await readFile(new URL('./openapi.json', import.meta.url), 'utf8');
  const api = new OpenAPIBackend({
    definition: withNull(JSON.parse(text)) as Document,
    quick: true,
    customizeAjv: (ajv) =>
      ajv
        .addFormat('date-time', INSTANT)
        .addFormat('uri', /^(\w+:.*)?$/)
        .addFormat('email', true),
  });
  await api.init();
  const { router, validator } = api;
  const fill = filler();
  return {
    match: (request) => router.matchOperation(request),
    params(request, operation) {
      const { params } = router.parseRequest(request, operation);
      return Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, decodeURIComponent(String(value))]),
      );
    },
    problems(request, operation) {
      const { requestBody } = router.parseRequest(request, operation);
      const findings: readonly Finding[] = validator.validateRequest(request, operation).errors ?? [];
      // GitHub does not mind query parameters that it does not know.
      const minded = findings.filter((one) => one.keyword !== 'additionalProperties');
      const noPath = minded.some((one) => one.instancePath.startsWith('/path'));
      return noPath ? undefined : minded.map((one) => worded(one, requestBody));
    },
    whole(operation, status, body) {
      const schema = answerSchema(operation, status);
      return schema ? fill(schema, body) : body;
    },
    faults(operation, status, body) {
      if (!answerSchema(operation, status)) return [];
      const { errors } = validator.validateResponse(body, operation, status);
      const told = (errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
      return told.filter((error) => !GONE.test(error));
    },
  };
}

let loaded: Promise<Description> | undefined;

/** The description, read once per process. */
export function description(): Promise<Description> {
  loaded ??= load();
  return loaded;
}
