import { type Attribution, DATA, type Row, STRUCTURE, UNKNOWN } from './attribute.ts';

/** What became of a row: one that is there on one side only has appeared, or went. */
export interface Mover {
  readonly name: string;
  /** undefined: it is a crate itself. */
  readonly crate: string | undefined;
  readonly before: number;
  readonly after: number;
  readonly what: 'appeared' | 'grew' | 'shrank' | 'went';
}

/** Head against base: what moved, the most bytes first. */
export interface Movers {
  readonly functions: readonly Mover[];
  /** Crates, and data and structure beside them. */
  readonly crates: readonly Mover[];
  /** Crates that were not there before, with what they cost. */
  readonly newCrates: readonly Row[];
  readonly goneCrates: readonly Row[];
}

/** Functions are the same where their crate and their path are: hashes and arguments of generics do not count. */
export function movers(base: Attribution, head: Attribution): Movers {
  const functions = moved(base.functions, head.functions);
  const crates = moved(base.crates, head.crates);
  // without names on one side every crate would be new
  const named = ({ crates: of }: Attribution): boolean => of.some(({ name }) => isCrate(name));
  const both = named(base) && named(head);
  const only = (what: Mover['what'], bytes: (of: Mover) => number): readonly Row[] =>
    both
      ? crates.filter((of) => of.what === what && isCrate(of.name)).map((of) => ({ name: of.name, bytes: bytes(of) }))
      : [];
  return {
    functions: both ? functions : [],
    crates,
    newCrates: only('appeared', ({ after }) => after),
    goneCrates: only('went', ({ before }) => before),
  };
}

function isCrate(name: string): boolean {
  return name !== UNKNOWN && name !== DATA && name !== STRUCTURE;
}

interface Named extends Row {
  readonly crate?: string;
}

function moved(base: readonly Named[], head: readonly Named[]): readonly Mover[] {
  const rows = new Map<string, Omit<Mover, 'what'>>();
  const key = ({ name, crate = '' }: Named): string => `${crate} ${name}`;
  for (const of of base) rows.set(key(of), { name: of.name, crate: of.crate, before: of.bytes, after: 0 });
  for (const of of head) {
    const before = rows.get(key(of))?.before ?? 0;
    rows.set(key(of), { name: of.name, crate: of.crate, before, after: of.bytes });
  }
  const by = ({ before, after }: Omit<Mover, 'what'>): number => Math.abs(after - before);
  return [...rows.values()]
    .filter((row) => by(row) > 0)
    .map((row) => ({ ...row, what: whatOf(row) }))
    .sort((a, b) => by(b) - by(a) || (a.name < b.name ? -1 : 1));
}

function whatOf({ before, after }: Omit<Mover, 'what'>): Mover['what'] {
  if (before === 0) return 'appeared';
  if (after === 0) return 'went';
  return after > before ? 'grew' : 'shrank';
}
