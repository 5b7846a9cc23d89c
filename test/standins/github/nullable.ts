/** OpenAPI 3.0 says `nullable`; a JSON Schema validator wants null among the values. */

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of the description in which null is allowed wherever `nullable` stands. */
export function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (!isNode(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNull(inner)]));
  if (copy.nullable !== true) return copy;
  if (Array.isArray(copy.enum)) return { ...copy, enum: [...new Set([...copy.enum, null])] };
  if (copy.type !== undefined) return copy;
  const { nullable: _, ...rest } = copy;
  return { anyOf: [{ enum: [null] }, rest] };
}
