import fc from 'fast-check';

/** Code with blocks in one another and branches of all kinds between them; each of its loops ends. */
type Statement =
  | { readonly kind: 'work'; readonly times: number }
  | { readonly kind: 'block' | 'loop'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly bit: number;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    }
  | { readonly kind: 'br' | 'br_if'; readonly bit: number; readonly label: number }
  | { readonly kind: 'br_table'; readonly labels: readonly number[] }
  | { readonly kind: 'return' };

const label = fc.nat(4);
const bit = fc.nat(6);
const { statements } = fc.letrec<{ statement: Statement; statements: Statement[] }>((tie) => ({
  statements: fc.array(tie('statement'), { minLength: 1, maxLength: 4, size: 'max', depthIdentifier: 'code' }),
  statement: fc.oneof(
    { depthIdentifier: 'code', depthSize: 'max', maxDepth: 4 },
    fc.record({ kind: fc.constant('work' as const), times: fc.nat(3) }),
    fc.record({ kind: fc.constantFrom('br_if' as const, 'br_if' as const, 'br' as const), bit, label }),
    fc.record({ kind: fc.constant('br_table' as const), labels: fc.array(label, { minLength: 1, maxLength: 4 }) }),
    fc.record({ kind: fc.constant('return' as const) }),
    fc.record({ kind: fc.constantFrom('block' as const, 'loop' as const), body: tie('statements') }),
    fc.record({ kind: fc.constant('if' as const), bit, yes: tie('statements'), no: tie('statements') }),
  ),
}));

/** Its local 0 decides the branches and changes with each; its local 1 says how often a loop may still go round. */
const MIX = [0x20, 0, 0x41, 5, 0x6c, 0x41, 1, 0x6a, 0x22, 0];
const ROUNDS = 40;

function bytesOf(statement: Statement, depth: number): readonly number[] {
  const inner = (body: readonly Statement[]): readonly number[] => body.flatMap((one) => bytesOf(one, depth + 1));
  const at = (wanted: number): number => wanted % (depth + 1);
  const decide = (of: number): readonly number[] => [...MIX, 0x41, of, 0x76, 0x41, 1, 0x71];
  switch (statement.kind) {
    case 'work':
      return Array.from({ length: statement.times }, () => [0x41, 7, 0x1a]).flat();
    case 'block':
      return [0x02, 0x40, ...inner(statement.body), 0x0b];
    case 'loop': // local 1 less one; at zero the function returns
      return [0x03, 0x40, 0x20, 1, 0x45, 0x04, 0x40, 0x0f, 0x0b, 0x20, 1, 0x41, 1, 0x6b, 0x21, 1]
        .concat(inner(statement.body))
        .concat(0x0b);
    case 'if':
      return [...decide(statement.bit), 0x04, 0x40, ...inner(statement.yes), 0x05, ...inner(statement.no), 0x0b];
    case 'br':
      return [0x0c, at(statement.label)];
    case 'br_if':
      return [...decide(statement.bit), 0x0d, at(statement.label)];
    case 'br_table':
      return [...MIX, 0x41, 3, 0x71, 0x0e, statement.labels.length - 1, ...statement.labels.map(at)];
    case 'return':
      return [0x0f];
  }
}

/** A module whose export `f` takes a number that decides where it branches to. */
export const randomCode: fc.Arbitrary<Uint8Array> = statements.map((body) => {
  const code = [1, 1, 0x7f, 0x41, ROUNDS, 0x21, 1, ...body.flatMap((one) => bytesOf(one, 0)), 0x0b];
  const size = (value: number): number[] => [(value & 0x7f) | 0x80, (value >> 7) & 0x7f];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 1, 0x7f, 0, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0],
    ...[10, ...size(code.length + 3), 1, ...size(code.length), ...code],
  ]);
});
