import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { headline, readRecord } from '../bench/node/record.ts';
import type { Input } from '../src/inputs/kinds.ts';
import { INPUTS, type InputName } from '../src/inputs/table.ts';
import { OUTPUTS } from '../src/report/outputs.ts';
import { reportSchema } from '../src/report/report.ts';

/** Writes action.yml, the tables of the README and report.schema.json from the tables in src and bench/node.json. CI makes them again and compares. */
const root = path.dirname(import.meta.dirname);
const HEAD = `# Written by script/docs.ts from src/inputs/table.ts and src/report/outputs.ts: edit those.
name: wasm-ship
description: One step takes a Rust crate to WebAssembly and ships it to the edge - toolchain, cache, wasm-opt, size budgets, deploy, latency, pull request comment.
author: wasm-ship contributors
branding:
  icon: package
  color: purple
`;
const TAIL = `runs:
  using: node24
  main: dist/index.js
  post: dist/index.js
  post-if: always()
`;

const inputs = Object.entries(INPUTS) as [InputName, Input<unknown>][];

/** Only what can come from nowhere else has its default in action.yml: a default there would hide Cargo.toml's value. */
function actionYml(): string {
  const input = ([name, { description, from, default: preset, unset }]: [InputName, Input<unknown>]): string => {
    const text =
      from === 'either'
        ? `${description} Default: ${preset === undefined || preset === '' ? (unset ?? 'none') : preset}. May also stand in Cargo.toml.`
        : description;
    const lines = [`  ${name}:`, `    description: ${JSON.stringify(text)}`, '    required: false'];
    return [
      ...lines,
      ...(from === 'workflow' && preset !== undefined ? [`    default: ${JSON.stringify(preset)}`] : []),
    ].join('\n');
  };
  const output = ([name, description]: [string, string]): string =>
    `  ${name}:\n    description: ${JSON.stringify(description)}`;
  return `${HEAD}inputs:\n${inputs.map(input).join('\n')}\noutputs:\n${Object.entries(OUTPUTS).map(output).join('\n')}\n${TAIL}`;
}

function inputsTable(): string {
  const rows = inputs.map(([name, { description, from, default: preset, unset, form }]) => {
    const shown = preset === undefined || preset === '' ? (unset ?? 'none') : `\`${preset}\``;
    return `| \`${name}\` | ${cell(form)} | ${shown} | ${from} | ${cell(description)} |`;
  });
  return ['| input | form | default | from | what it says |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function outputsTable(): string {
  return [
    '| output | what it is |',
    '| --- | --- |',
    ...Object.entries(OUTPUTS).map(([name, text]) => `| \`${name}\` | ${cell(text)} |`),
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start (written by script/docs.ts) -->`, `<!-- ${name}:end -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md lacks ${start} … ${end}`);
  return `${before}${start}\n${content}\n${end}${after}`;
}

const readme = path.join(root, 'README.md');
const tables = { node: headline(readRecord()), inputs: inputsTable(), outputs: outputsTable() };
const text = Object.entries(tables).reduce(
  (rest, [name, table]) => between(rest, name, table),
  readFileSync(readme, 'utf8'),
);
writeFileSync(readme, text);
writeFileSync(path.join(root, 'action.yml'), actionYml());
const schema = toJsonSchema(reportSchema, { target: 'draft-2020-12' });
writeFileSync(path.join(root, 'report.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
