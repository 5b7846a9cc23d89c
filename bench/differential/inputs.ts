import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';

/** Last answers of a function of the same module, by its number: what one function makes another one takes. */
export type Answers = ReadonlyMap<number, readonly Uint8Array[]>;

/** One call of a function in bench/differential/src/lib.rs. */
export interface Call {
  readonly function: number;
  readonly arguments: (answers: Answers) => Uint8Array;
}

type Argument = number | string | Uint8Array;

/** As the crate's `Reader` takes them. */
function written(args: readonly Argument[]): Uint8Array {
  const u32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    return bytes;
  };
  return Buffer.concat(
    args.flatMap((arg) => {
      if (typeof arg === 'number') return [u32(arg)];
      const bytes = Buffer.from(arg as Uint8Array);
      return [u32(bytes.length), bytes];
    }),
  );
}

const plain = (of: number, args: readonly Argument[]): Call => ({ function: of, arguments: () => written(args) });
const oneOf = <T extends string>(...values: readonly T[]) => fc.constantFrom(...values);

/** Some bytes of it are others, or it ends sooner. */
const damage = fc.record({
  at: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
  keep: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 5 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Uint8Array, { at, keep }: Damage): Uint8Array {
  const other = Uint8Array.from(bytes);
  for (const [place, value] of at) if (other.length > 0) other[place % other.length] = value;
  return keep === null ? other : other.subarray(0, Math.round(keep * other.length));
}

const whole: Damage = { at: [], keep: null };
const seldom = fc.oneof({ weight: 3, arbitrary: fc.constant(whole) }, { weight: 1, arbitrary: damage });

const number = fc.oneof(
  fc.double({ noNaN: true }).map(String),
  fc.integer().map(String),
  oneOf('1e308', '-1e308', '-0', '0', 'NaN', 'inf', '-inf', '5e-324', '12x', ''),
);
const word = fc.oneof(oneOf('NO', 'SE', 'Bergen', 'a b', 'é', '200', ''), fc.string({ unit: 'binary', maxLength: 8 }));
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const LINES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ndjson: fc.oneof(
    fc.tuple(word, number).map(([key, ms]) => `{"user":{"country":${JSON.stringify(key)}},"ms":${ms}}`),
    fc.record({ city: fc.anything({ maxDepth: 1 }), sold: fc.double() }).map((row) => JSON.stringify(row) ?? ''),
    fc.json({ maxDepth: 2 }),
    fc.string({ unit: 'binary' }),
  ),
  csv: fc.oneof(
    fc.tuple(word, number).map(([key, sold]) => `${quoted(key)},${sold}`),
    fc.array(fc.oneof(word, number), { maxLength: 4 }).map((fields) => fields.join(',')),
  ),
  log: fc.oneof(
    fc
      .tuple(fc.ipV4(), word, oneOf('GET', 'POST'), fc.webPath(), fc.nat(999), number)
      .map(
        ([host, user, method, at, status, bytes]) =>
          `${host} - ${user} [24/Nov/2026:10:00:00 +0000] "${method} ${at}?x HTTP/1.1" ${status} ${bytes} "-"`,
      ),
    fc.string(),
  ),
};
/** Those that the rows have, and one that they do not. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ndjson: ['user.country', 'ms', 'city', 'sold', 'none'],
  csv: ['city', 'sold', 'ms', 'none'],
  log: ['user', 'bytes', 'host', 'status', 'path', 'method', 'time', 'none'],
};

/** Rows and what is asked of them. */
const parse: fc.Arbitrary<Call> = fc
  .record({ format: oneOf(...Object.keys(LINES)), by: fc.nat(7), sum: fc.nat(7), top: fc.option(fc.nat(30)) })
  .chain(({ format, top, ...at }) => {
    const fields = FIELDS[format] ?? [];
    const [by, sum] = [fields[at.by % fields.length], fields[at.sum]];
    const more = [...(sum === undefined ? [] : [`sum=${sum}`]), ...(top === null ? [] : [`top=${top}`])];
    const query = [`format=${format}`, `by=${by}`, ...more].join('&');
    const head = format === 'csv' ? 'city,sold,"ms"\n' : '';
    return fc.record({
      query: fc.oneof({ weight: 15, arbitrary: fc.constant(query) }, { weight: 1, arbitrary: fc.string() }),
      rows: fc.array(LINES[format] ?? word, { maxLength: 30 }).map((lines) => Buffer.from(head + lines.join('\n'))),
      harm: seldom,
    });
  })
  .map(({ query, rows, harm }) => plain(0, [query, damaged(rows, harm)]));

/** Parts of a pixel by PNG's colour types: grey, RGB, grey and alpha, RGBA. */
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [4, 2],
  [6, 4],
]);

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name), content]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(content.length);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly colour: number;
  readonly depth: number;
  readonly filters: Uint8Array;
  readonly pixels: Uint8Array;
}

/** A PNG of these pixels, again and again; each row by a filter of its own, which is what decoders take apart. */
function png({ width, height, colour, depth, filters, pixels }: Drawn): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour], 8);
  const row = (width * (CHANNELS.get(colour) ?? 1) * depth) / 8;
  const rows = Array.from({ length: height }, (_, y) => [
    (filters[y % filters.length] ?? 0) % 5,
    ...Array.from({ length: row }, (_unused, x) => pixels[(y * row + x) % pixels.length] ?? 0),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...[chunk('IHDR', head), chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()))), chunk('IEND', Buffer.alloc(0))],
  ]);
}

/** PNGs of many forms, and images that the module itself has made: JPEGs too. */
const resized: fc.Arbitrary<Call> = fc
  .record({
    drawn: fc.record({
      width: fc.integer({ min: 1, max: 48 }),
      height: fc.integer({ min: 1, max: 48 }),
      colour: fc.constantFrom(...CHANNELS.keys()),
      depth: fc.constantFrom(8, 16),
      filters: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      pixels: fc.uint8Array({ minLength: 1, maxLength: 96 }),
    }),
    again: fc.option(fc.nat(), { freq: 2 }),
    format: fc.nat(1),
    width: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 48 }) }, { weight: 1, arbitrary: fc.nat(3000) }),
    harm: seldom,
  })
  .map(({ drawn, again, format, width, harm }) => ({
    function: 0,
    arguments: (answers) => {
      const made = answers.get(0) ?? [];
      const from = again === null ? undefined : made[again % Math.max(made.length, 1)];
      return written([format, width, damaged(from ?? png(drawn), harm)]);
    },
  }));

/** The image that the example draws is always the same one: seldom. */
const image = fc.oneof({ weight: 99, arbitrary: resized }, { weight: 1, arbitrary: fc.constant(plain(1, [])) });

/** One of these, and of ten one that is not. */
const mostly = <T>(fit: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fit }, { weight: 1, arbitrary: other });
const KEYS = oneOf('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8', '_wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8');
const WORDS = mostly(oneOf('correct horse', 'pw'), fc.string());
const SALT = mostly(fc.uint8Array({ minLength: 8, maxLength: 20 }), fc.uint8Array({ maxLength: 7 }));
/** Far below what a real hash needs: it is the same code. */
const COST = mostly(
  fc.tuple(fc.integer({ min: 16, max: 70 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
  fc.tuple(fc.nat(70), fc.nat(3), fc.nat(3)),
);
const HASHED = { word: WORDS, nth: fc.nat(), harm: seldom };
const NOW = mostly(fc.integer({ min: 990, max: 1700 }), fc.nat());

const text = (bytes: Uint8Array | undefined, harm: Damage): string =>
  Buffer.from(damaged(bytes ?? new Uint8Array(), harm)).toString();
const nthOf = (answers: Answers, of: number, nth: number, like: RegExp): Uint8Array | undefined => {
  const fit = (answers.get(of) ?? []).flatMap((bytes) => like.exec(Buffer.from(bytes).toString())?.[1] ?? []);
  const found = fit[nth % Math.max(fit.length, 1)];
  return found === undefined ? undefined : Buffer.from(found);
};
const hashOf = (answers: Answers, nth: number): Uint8Array | undefined => nthOf(answers, 0, nth, /^(\$argon2id.*)$/);
const CHEAP = '$argon2id$v=19$m=256,t=3,p=1$Ty1r4NsZxfEsbougAtN7Bw$NQaPq2Y2y4qkvWOCyzqSzi7IA4FbccfwsP9tzHSY6CM';
const SERVICE = {
  ...{ key: mostly(KEYS, fc.string()), audience: mostly(oneOf('api'), oneOf('web')), now: NOW },
  ttl: mostly(oneOf('600', '60'), oneOf('0', 'x')),
};

/** Passwords are hashed and checked, users sign in, tokens are checked: of hashes and tokens that it has made before. */
const auth: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ word: WORDS, salt: SALT, cost: COST }).map(({ word, salt, cost }) => plain(0, [word, salt, ...cost])),
  fc.record(HASHED).map(({ word, nth, harm }) => ({
    function: 1,
    arguments: (answers: Answers) => written([word, text(hashOf(answers, nth), harm)]),
  })),
  fc
    .record({ ...HASHED, ...SERVICE, name: mostly(oneOf('alice'), oneOf('nobody', 'a b')), id: SALT })
    .map(({ word, nth, harm, key, audience, ttl, now, name, id }) => ({
      function: 2,
      arguments: (answers: Answers) =>
        written([key, audience, ttl, text(hashOf(answers, nth), harm), CHEAP, now, name, word, id]),
    })),
  fc.record({ ...SERVICE, nth: fc.nat(), harm: seldom }).map(({ key, audience, ttl, now, nth, harm }) => ({
    function: 3,
    arguments: (answers: Answers) => {
      const token = text(nthOf(answers, 2, nth, /^Token\("(.*)"\)$/), harm);
      return written([key, audience, ttl, '', CHEAP, now, token]);
    },
  })),
);

export const CALLS = { parse, image, auth } as const satisfies Readonly<Record<string, fc.Arbitrary<Call>>>;
