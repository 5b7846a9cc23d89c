/** Where a run went wrong; the first word of the annotation's title. */
export type Fault =
  | 'input'
  | 'event'
  | 'plan'
  | 'toolchain'
  | 'build'
  | 'optimize'
  | 'deploy'
  | 'probe'
  | 'report'
  | 'cancelled'
  /** Ours to mend, not the user's. */
  | 'bug';

/** A place in the user's repository that an error is about. `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ShipErrorOptions extends ErrorOptions {
  /** What to do about it, in one sentence or a snippet to paste. */
  readonly hint?: string;
  readonly place?: Place;
  /** The last lines that the failing tool printed. */
  readonly tail?: string;
  /** Whether it was done all the same is not known. */
  readonly unsure?: boolean;
  /** A service did not let us: the token lacks a right. */
  readonly denied?: boolean;
}

/**
 * What the user can mend. Its message says what was refused, the value got and the form wanted.
 * Any other thrown value is a bug of ours and is shown with its stack.
 */
export class ShipError extends Error {
  override readonly name = 'ShipError';
  readonly fault: Fault;
  readonly hint: string | undefined;
  readonly place: Place | undefined;
  readonly tail: string | undefined;
  readonly unsure: boolean;
  readonly denied: boolean;

  constructor(fault: Fault, message: string, options: ShipErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fault = fault;
    this.hint = options.hint;
    this.place = options.place;
    this.tail = options.tail;
    this.unsure = options.unsure ?? false;
    this.denied = options.denied ?? false;
  }
}

/** A stage's outcome kept as a value, so that what was measured before a failure is still reported. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ShipError };

/** Runs `work`; what it throws becomes a value. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: asShipError(error) };
  }
}

/** Any thrown value as a ShipError: a refusal of the machine is the user's to mend, the rest is a bug of ours. */
export function asShipError(error: unknown): ShipError {
  if (error instanceof ShipError) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && typeof syscall === 'string') {
    return new ShipError('toolchain', `The machine refused: ${messageOf(error)}`, {
      cause: error,
      hint: 'Is the disk full, the folder not ours to write, or a file where a folder should be?',
    });
  }
  return new ShipError('bug', `This is a bug of wasm-ship, please report it: ${messageOf(error)}`, { cause: error });
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Known and not done yet: refused, never silently left out. */
export function notYet(what: string, hint: string): ShipError {
  return new ShipError('plan', `Not yet: ${what} is planned, and this version does not do it.`, { hint });
}
