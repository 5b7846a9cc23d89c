import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes test/fixtures/wasmparser-VERSION-operators.json again: every operator that the wasmparser crate reads, with its
 * opcode and the Rust types of what stands after it, one a line.
 *
 *   node script/operators.ts FOLDER     the crate's sources, as cargo unpacks them: …/wasmparser-0.263.0
 */
const folder = process.argv[2] ?? '';
const version = /wasmparser-([\d.]+)\/?$/.exec(folder)?.[1];
if (version === undefined) throw new Error('FOLDER has to be the sources of wasmparser: …/wasmparser-0.263.0');
const reader = readFileSync(path.join(folder, 'src', 'binary_reader.rs'), 'utf8');
const list = readFileSync(path.join(folder, 'src', 'lib.rs'), 'utf8');

/** `Br { relative_depth: u32 } => visit_br (arity custom)` */
const immediates = new Map<string, readonly string[]>();
for (const [, fields = '', name = ''] of list.matchAll(/^ +[A-Z]\w+(?: \{([^{}]*)\})? => visit_(\w+)/gm))
  immediates.set(
    name,
    [...fields.matchAll(/\w+: ([^,\n]+)/g)].map(([, type = '']) => type.trim().replace('$crate::', '')),
  );

const lines: string[] = [];
const seen = new Set<string>();
/** The functions that read the operators: of one byte, and of each prefix. */
for (const part of reader.split(/(?=fn visit_(?:operator|0xf[b-e]_operator)<)/).slice(1)) {
  const prefix = Number.parseInt(/^fn visit_0x(f[b-e])/.exec(part)?.[1] ?? '0', 16);
  const body = part.slice(0, part.indexOf('\n    }\n'));
  const codes = [...body.matchAll(/^ +0x([0-9a-f]+) => /gm)];
  for (const [i, { 1: code = '', index }] of codes.entries()) {
    const arm = body.slice(index, codes[i + 1]?.index);
    for (const [, name = ''] of arm.matchAll(/visitor\s*\.visit_(\w+)\(/g)) {
      const types = immediates.get(name);
      if (types === undefined) throw new Error(`${name} is in no list of operators`);
      seen.add(name);
      lines.push(JSON.stringify([prefix, Number.parseInt(code, 16), name, ...types]));
    }
  }
}
const left = [...immediates.keys()].filter((name) => !seen.has(name));
if (left.length > 0 || lines.length < 600) throw new Error(`${lines.length} operators, without ${left.join(', ')}`);
const file = path.join(import.meta.dirname, '..', 'test', 'fixtures', `wasmparser-${version}-operators.json`);
writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
console.log(`${lines.length} operators of wasmparser ${version}`);
