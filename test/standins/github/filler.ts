/** Makes answers whole: a stand-in says what it knows, the description says what else belongs there. */

export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

type Fill = (schema: Schema, value: unknown) => unknown;

/** A value that says nothing. */
function neutral(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return 0;
  if (schema.type !== 'string') return undefined;
  if (schema.format === 'uri') return 'https://example.invalid/';
  return schema.format === 'date-time' ? '1970-01-01T00:00:00Z' : '';
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function isNull(schema: Schema): boolean {
  return schema.enum?.length === 1 && schema.enum[0] === null;
}

function allowsNull(schema: Schema): boolean {
  return schema.nullable === true || (schema.anyOf ?? []).some(isNull);
}

/** Of several schemas the one that a value is meant for: it has its type, and knows most of its fields. */
function fitting(schemas: readonly Schema[], value: unknown): Schema {
  const score = (schema: Schema): number => {
    const type = schema.type ?? (schema.properties ? 'object' : undefined);
    const kind = kindOf(value);
    if (kind === 'undefined' || type === undefined) return 0;
    if (type !== kind && !(type === 'integer' && kind === 'number')) return -1;
    const names = kind === 'object' ? Object.keys(value as object) : [];
    return 1 + names.filter((name) => schema.properties?.[name]).length;
  };
  return schemas.reduce((best, schema) => (score(schema) > score(best) ? schema : best), schemas[0] ?? {});
}

/** All that a schema asks of an object, `allOf` and the fitting alternative included. */
function flat(schema: Schema, value: unknown): Schema {
  const alternatives = (schema.anyOf ?? schema.oneOf)?.filter((one) => !isNull(one));
  const parts = [...(schema.allOf ?? []), ...(alternatives ? [fitting(alternatives, value)] : [])];
  const inner = parts.map((part) => flat(part, value));
  return {
    ...Object.assign({}, ...inner),
    ...schema,
    required: [schema, ...inner].flatMap(({ required }) => required ?? []),
    properties: Object.assign({}, ...inner.map(({ properties }) => properties), schema.properties),
  };
}

function object(schema: Schema, value: object | undefined, fill: Fill): unknown {
  const given: Record<string, unknown> = { ...value };
  for (const name of new Set([...Object.keys(given), ...(schema.required ?? [])])) {
    const filled = fill(schema.properties?.[name] ?? {}, given[name]);
    if (filled === undefined) delete given[name];
    else given[name] = filled;
  }
  return given;
}

/** A function that adds to a value whatever its schema requires. The schemas must be free of `$ref`. */
export function filler(): Fill {
  const fill: Fill = (described, value) => {
    if (value === undefined && allowsNull(described)) return null;
    if (value === null || (value !== undefined && typeof value !== 'object')) return value;
    const schema = flat(described, value);
    if (value === undefined && allowsNull(schema)) return null;
    if (Array.isArray(value)) return value.map((item) => fill(schema.items ?? {}, item));
    if (value === undefined && schema.type === 'array') return [];
    const isObject = schema.type === 'object' || Object.keys(schema.properties ?? {}).length > 0;
    if (value === undefined && !isObject) return neutral(schema);
    return object(schema, value, fill);
  };
  return fill;
}
