/** One entry of `errors` in Cloudflare's reply envelope. */
export interface ApiError {
  readonly code: number;
  readonly message: string;
  readonly documentation_url?: string;
  /** What of it is for programs. */
  readonly meta?: object;
}

/** A request that Cloudflare would not do: thrown by a route, written as the envelope by the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly ApiError[];

  constructor(status: number, errors: readonly ApiError[]) {
    super(errors.map((error) => `${error.message} [code: ${error.code}]`).join('; '));
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
  }
}

const DOCS = 'https://developers.cloudflare.com/workers';

/** A refusal for one reason, with the page that Cloudflare names for it. */
export function refuse(status: number, code: number, message: string, page?: string): Refusal {
  return new Refusal(status, [{ code, message, ...(page && { documentation_url: `${DOCS}${page}` }) }]);
}

/** 400/9106: no Authorization header at all. */
export const noCredentials = (): Refusal =>
  refuse(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers');

/** 401/1000: `user/tokens/verify` with a token nobody knows. */
export const invalidToken = (): Refusal => refuse(401, 1000, 'Invalid API Token');

/** 10000: an unknown token (401), or one without the right that the call needs (403). */
export const notAuthorized = (status: 401 | 403): Refusal => refuse(status, 10000, 'Authentication error');

/** 403/9109: the account itself is out of the token's sight. */
export const noAccess = (): Refusal => refuse(403, 9109, 'Unauthorized to access requested resource');

/** 404/7003: no such route, or an account id that cannot be one. */
export const noRoute = (path: string): Refusal =>
  new Refusal(404, [
    { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` },
    { code: 7000, message: 'No route for that URI' },
  ]);

/** 405/10405: the path is known, the method is not. */
export const wrongMethod = (method: string): Refusal => refuse(405, 10405, `Method ${method} not available`);

/** 404/10007: what almost every Workers route says of a Worker that is not there. */
export const noWorker = (): Refusal => refuse(404, 10007, 'This Worker does not exist on your account.');

/** 404/10090: what `workers/services/NAME` says instead. */
export const noService = (): Refusal => refuse(404, 10090, 'workers.api.error.service_not_found');

/** 404/10071: an unknown version. */
export const noVersion = (): Refusal => refuse(404, 10071, 'The requested Worker version could not be found');

/** 400/10004: an id that is not a UUID. */
export const malformed = (parameter: string): Refusal =>
  refuse(400, 10004, `The parameter '${parameter}' is malformed`);

/** 404/100146: an unknown deployment. */
export const noDeployment = (): Refusal => refuse(404, 100146, 'workers.api.error.deployment_not_found');

/** 400/10006: a body that is not what the route takes. */
export const unparsable = (why: string): Refusal => refuse(400, 10006, `Could not parse the request body: ${why}`);

/** 400/10016: a name that cannot be a Worker's. */
export const badName = (): Refusal => refuse(400, 10016, 'workers.api.error.invalid_script_name');

/** 400/10021: the module was read but did not pass validation: it threw at start, named a future date, … */
export const invalidScript = (message: string): Refusal =>
  refuse(400, 10021, message, '/observability/errors/#validation-errors-10021');

/** 413/10027: more than 64 MiB before compression. */
export const tooLarge = (bytes: number): Refusal =>
  refuse(
    413,
    10027,
    `Your Worker exceeded the size limit of ${Math.round(bytes / 2 ** 20)} MiB. Refer to the Workers documentation (${DOCS}/observability/errors/#errors-on-worker-upload) for more details.`,
  );

/** 400/10057: `inherit` names a binding that the version before does not have. wrangler reads the name out of it. */
export const cannotInherit = (names: readonly string[]): Refusal =>
  new Refusal(
    400,
    names.map((name) => ({
      code: 10057,
      message: `inherit binding '${name}' is invalid: the previous version has no such binding`,
    })),
  );

/** 400/10210: percentages, number or ids of the versions of a deployment. */
export const invalidDeployment = (why: string): Refusal => refuse(400, 10210, `Invalid deployment: ${why}`);

/** 400/10211: Durable Object migrations only go with a full deploy. */
export const versionWithMigration = (): Refusal =>
  refuse(
    400,
    10211,
    'Version upload failed. You attempted to upload a version of a Worker that includes a Durable Object migration, but migrations must be fully applied via a non-versioned deployment. Refer to the documentation for more information.',
    '/configuration/versions-and-deployments/gradual-deployments/#gradual-deployments-for-durable-objects',
  );

/** 400/10214 (settings, bulk) and 10215 (one secret): only when the newest version is fully deployed. */
export const newestNotDeployed = (code: 10214 | 10215): Refusal =>
  refuse(
    400,
    code,
    code === 10215
      ? "Secret edit failed. You attempted to modify a secret, but the latest version of your Worker isn't currently deployed. Please ensure that the latest version of your Worker is fully deployed (wrangler versions deploy) before modifying secrets."
      : "Script edit failed. You attempted to deploy the latest version with modified settings, but the latest version isn't currently deployed.",
  );

/** 400/10220: going back to a version whose secrets differ from today's, without `force`. */
export const secretsChanged = (names: readonly string[]): Refusal =>
  refuse(400, 10220, `Cannot roll back without force. The following secrets have changed: ${names.join(', ')}`);

/** 404/10056: an unknown secret. */
export const noSecret = (name: string): Refusal => refuse(404, 10056, `The secret '${name}' could not be found`);

/** 500/10013: Cloudflare's word for its own failures. */
export const unknownError = (): Refusal => refuse(500, 10013, 'An unknown error has occurred');
