import * as v from 'valibot';
import type { Attributed } from '../attributed.ts';
import { cut } from './markdown.ts';

/** Rows that a list shows; the others are one number. */
const MOST = { crates: 40, functions: 40, movers: 40, others: 20 } as const;
/** Paths of generics can fill a page. */
const LONGEST_NAME = 200;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const row = v.strictObject({ name: v.string(), bytes: count });
const functionRow = v.strictObject({ name: v.string(), crate: v.string(), bytes: count, instances: count });
const mover = v.strictObject({
  name: v.string(),
  crate: v.nullable(v.string()),
  before: count,
  after: count,
  what: v.picklist(['appeared', 'grew', 'shrank', 'went']),
});
const newCrate = v.strictObject({
  ...row.entries,
  by: v.pipe(
    v.array(v.string()),
    v.description('packages through which it is needed, the one that ships first; none: Cargo.lock does not tell'),
  ),
});
const rest = v.strictObject({ rows: count, bytes: v.pipe(v.number(), v.integer()) });

export const attributionSchema = v.pipe(
  v.strictObject({
    bytes: v.pipe(count, v.description('of the shipped module, uncompressed')),
    crates: v.pipe(
      v.strictObject({ rows: v.array(row), rest }),
      v.description('all bytes; `(data)`, `(structure)` and `(unknown)` are no crates'),
    ),
    sections: v.pipe(v.strictObject({ rows: v.array(row), rest }), v.description('all bytes')),
    functions: v.pipe(
      v.strictObject({ rows: v.array(functionRow), rest }),
      v.description('bytes of code; instances of a generic function are one row'),
    ),
    data: v.pipe(v.strictObject({ rows: v.array(row), rest }), v.description('bytes of data segments')),
    moved: v.pipe(
      v.nullable(
        v.strictObject({
          crates: v.strictObject({ rows: v.array(mover), rest }),
          functions: v.strictObject({ rows: v.array(mover), rest }),
          newCrates: v.array(newCrate),
          goneCrates: v.array(row),
        }),
      ),
      v.description('head against base; of rest, bytes is the sum of the changes'),
    ),
  }),
  v.description('where the bytes of the module go, by the names that its build has kept'),
);

export type ReportAttribution = v.InferOutput<typeof attributionSchema>;
export type ReportMover = v.InferOutput<typeof mover>;

/** The report's part of an attribution: the largest rows of each list, and what the others come to. */
export function attributionReport({ head, moved, pulledIn }: Attributed): ReportAttribution {
  return {
    bytes: head.bytes,
    crates: cutOff(head.crates, MOST.crates, bytesOf),
    sections: cutOff(head.sections, MOST.others, bytesOf),
    functions: cutOff(head.functions, MOST.functions, bytesOf),
    data: cutOff(head.data, MOST.others, bytesOf),
    moved:
      moved === undefined
        ? null
        : {
            crates: cutOff(moved.crates.map(moverOf), MOST.movers, changeOf),
            functions: cutOff(moved.functions.map(moverOf), MOST.movers, changeOf),
            newCrates: cutOff(moved.newCrates, MOST.others, bytesOf).rows.map((one) => ({
              ...one,
              by: (pulledIn.get(one.name) ?? []).map(shortened),
            })),
            goneCrates: cutOff(moved.goneCrates, MOST.others, bytesOf).rows,
          },
  };
}

type Mover = NonNullable<Attributed['moved']>['crates'][number];

function moverOf({ crate, ...of }: Mover): ReportMover {
  return { ...of, crate: crate === undefined ? null : shortened(crate) };
}

function bytesOf({ bytes }: { readonly bytes: number }): number {
  return bytes;
}

/** What a row's size has changed by. */
export function changeOf({ before, after }: Pick<ReportMover, 'before' | 'after'>): number {
  return after - before;
}

interface CutOff<T> {
  rows: T[];
  rest: { rows: number; bytes: number };
}

function cutOff<T extends { readonly name: string }>(
  all: readonly T[],
  most: number,
  of: (row: T) => number,
): CutOff<T> {
  const others = all.slice(most);
  const rows = all.slice(0, most).map((one) => ({ ...one, name: shortened(one.name) }));
  return { rows, rest: { rows: others.length, bytes: others.reduce((sum, one) => sum + of(one), 0) } };
}

function shortened(name: string): string {
  return cut(name, LONGEST_NAME);
}
