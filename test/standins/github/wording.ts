/** How GitHub words what its description forbids. */
import type { Fields } from './answer.ts';

/** One finding of the validator. */
export interface Finding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Fields;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Fields | undefined)?.[name], value);
}

function size(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

/** A sentence about a request with this body. */
export function worded({ keyword, instancePath, message, params }: Finding, body: unknown): string {
  const path = instancePath.split('/').slice(2);
  const value = at(body, path);
  const where = path.length > 0 ? `For '${path.map((name) => `properties/${name}`).join('/')}', ` : '';
  const shown = JSON.stringify(value)?.slice(0, 100);
  switch (keyword) {
    case 'required':
      return `${where}"${params.missingProperty}" wasn't supplied.`;
    case 'type':
      return `${where}${shown} is not ${/^[aeiou]/.test(String(params.type)) ? 'an' : 'a'} ${params.type}.`;
    case 'enum':
      return `${where}${shown} is not a member of ${JSON.stringify(params.allowedValues)}.`;
    case 'maxLength':
      return `${where}Only ${params.limit} characters are allowed; ${size(value)} were supplied.`;
    case 'maxItems':
      return `${where}No more than ${params.limit} items are allowed; ${size(value)} were supplied.`;
    default:
      return `${where}${message}.`;
  }
}
