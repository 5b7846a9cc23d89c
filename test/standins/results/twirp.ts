/** Twirp over JSON: what a method is given, and how it says no. */
import type { Grant } from './tokens.ts';

export type Message = Readonly<Record<string, unknown>>;

export type Method = (message: Message, grant: Grant) => Message;

const STATUS = {
  already_exists: 409,
  bad_route: 404,
  invalid_argument: 400,
  not_found: 404,
  permission_denied: 403,
  unauthenticated: 401,
} as const;

/** A refusal in Twirp's words. */
export class TwirpError extends Error {
  readonly code: keyof typeof STATUS;

  constructor(code: keyof typeof STATUS, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** A text, bare or wrapped as protobuf's StringValue and Int64Value may be. */
export function text(message: Message, name: string): string | undefined {
  const field = message[name];
  const value = typeof field === 'object' && field !== null && 'value' in field ? field.value : field;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A text that must be there. */
export function required(message: Message, name: string): string {
  const value = text(message, name);
  if (value === undefined) throw new TwirpError('invalid_argument', `${name} is required`);
  return value;
}

/** A list of texts. */
export function texts(message: Message, name: string): string[] {
  const value = message[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
