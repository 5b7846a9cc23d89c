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
  | 'cancelled';

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

  constructor(fault: Fault, message: string, options: ShipErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fault = fault;
    this.hint = options.hint;
    this.place = options.place;
    this.tail = options.tail;
  }
}

/** A stage's outcome kept as a value, so that what was measured before a failure is still reported. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ShipError };

/** Runs `work`; a ShipError becomes a value, any other error is a bug and is thrown on. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof ShipError) return { ok: false, error };
    throw error;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
