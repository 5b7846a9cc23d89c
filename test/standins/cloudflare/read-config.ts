import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cloudflareTools, toolCache } from './tools.ts';

/** A configuration, and the environment that it is read for. */
export interface Reading {
  readonly config: object;
  readonly env?: string;
}

/** What wrangler makes of it, or why it refuses it. */
export type Read = { readonly config: Readonly<Record<string, unknown>> } | { readonly refused: string };

const SCRIPT = `
const { readFileSync, writeFileSync } = require('node:fs');
const { unstable_readConfig } = require(process.argv[1]);
const read = ({ config, env }) => {
  writeFileSync('wrangler.json', JSON.stringify(config));
  try {
    return { config: unstable_readConfig({ config: 'wrangler.json', env }, { hideWarnings: true }) };
  } catch (error) {
    return { refused: String(error.message) };
  }
};
writeFileSync('answers.json', JSON.stringify(JSON.parse(readFileSync('readings.json', 'utf8')).map(read)));
process.exit(0);
`;

/** Reads configurations by the real wrangler's own code, all in one process, since it takes a second to start. */
export async function readByWrangler(readings: readonly Reading[]): Promise<readonly Read[]> {
  const modules = await cloudflareTools(toolCache());
  const cwd = await mkdtemp(path.join(tmpdir(), 'read-config-'));
  try {
    await writeFile(path.join(cwd, 'readings.json'), JSON.stringify(readings));
    await writeFile(path.join(cwd, 'Dockerfile'), ''); // wrangler looks for that of a container
    await promisify(execFile)(process.execPath, ['--eval', SCRIPT, path.join(modules, 'wrangler')], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, CI: '1', WRANGLER_SEND_METRICS: 'false' },
      timeout: 120_000,
    });
    return JSON.parse(await readFile(path.join(cwd, 'answers.json'), 'utf8')) as readonly Read[];
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** wrangler's own JSON schema of a configuration. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}
/** Its parts by name: `RawConfig` is the top level, `RawEnvironment` an environment. */
export type Schemas = Readonly<Record<string, Schema>>;

export async function configSchemas(): Promise<Schemas> {
  const file = path.join(await cloudflareTools(toolCache()), 'wrangler', 'config-schema.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { definitions: Schemas }).definitions;
}

/** A small value of a schema's form; its texts are `word`, so that another word makes another value. */
export function sampleOf(schema: Schema, schemas: Schemas, word: string): unknown {
  const { $ref, anyOf, items, properties = {}, required, additionalProperties } = schema;
  if ($ref !== undefined) {
    return sampleOf(schemas[decodeURIComponent($ref.replace('#/definitions/', ''))] ?? {}, schemas, word);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum.at(-1);
  if (anyOf !== undefined) return sampleOf(anyOf[0] ?? {}, schemas, word);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'number' || type === 'integer') return word.length;
  if (type === 'boolean') return word.length % 2 === 0;
  if (type === 'array') return [sampleOf(items ?? {}, schemas, word)];
  if (type !== 'object') return word;
  const wanted = required ?? Object.keys(properties).slice(0, 1);
  const fields = wanted.map((name) => [name, sampleOf(properties[name] ?? {}, schemas, word)]);
  if (fields.length === 0 && typeof additionalProperties === 'object')
    return { [word]: sampleOf(additionalProperties, schemas, word) };
  return Object.fromEntries(fields);
}
