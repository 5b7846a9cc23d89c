/**
 * Writes test/standins/github/openapi.json: the part of GitHub's own OpenAPI description that the stand-in answers.
 *
 *   node script/github-openapi.ts                write it
 *   node script/github-openapi.ts --check        compare with the committed file; exit code 1 when it differs
 *   node script/github-openapi.ts --from FOLDER  use the tarball in FOLDER, made by `npm pack`, instead of fetching it
 *
 * The package unpacks to about 385 MB, so it is no dependency: its tarball is fetched, checked and read once.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ROUTES } from '../test/standins/github/routes.ts';

const PACKAGE = '@octokit/openapi';
const VERSION = '23.0.2';
const INTEGRITY = 'sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==';
const DESCRIPTION = 'package/generated/api.github.com.json';
const LICENCE = 'package/LICENSE';
const TARGET = fileURLToPath(new URL('../test/standins/github/openapi.json', import.meta.url));

/** Prose and examples: three quarters of the bytes, and nothing that a validator reads. */
const PROSE = new Set(['description', 'example', 'examples', 'summary', 'tags', 'title', 'x-github', 'x-octokit']);
/** Below these keys stand names that somebody chose, so that a property called "description" is kept. */
const NAME_MAPS = new Set(['properties', 'patternProperties']);

type Node = { [key: string]: unknown };
type Tree = { [key: string]: Node };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(value: unknown, key: string): Node {
  const found = isNode(value) ? value[key] : undefined;
  if (!isNode(found)) throw new Error(`the description has no "${key}" where one is expected`);
  return found;
}

function run(file: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}\n${stderr}`);
}

/** The package's tarball, fetched into a folder or found in one, and only if its bytes are the ones we know. */
function tarball(folder: string, fetch: boolean): string {
  if (fetch) run('npm', ['pack', `${PACKAGE}@${VERSION}`, '--silent', '--pack-destination', folder]);
  const name = readdirSync(folder).find((file) => file.endsWith(`octokit-openapi-${VERSION}.tgz`));
  if (!name) throw new Error(`no octokit-openapi-${VERSION}.tgz in ${folder}`);
  const path = join(folder, name);
  const found = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (found !== INTEGRITY)
    throw new Error(`${name} is not the package we know\n  expected ${INTEGRITY}\n  found    ${found}`);
  return path;
}

/** A copy without prose, with sorted keys; tells every `$ref` that it meets. */
function lean(value: unknown, meet: (ref: string) => void, namesBelow = false): unknown {
  if (Array.isArray(value)) return value.map((item) => lean(item, meet));
  if (!isNode(value)) return value;
  const copy: Node = {};
  for (const key of Object.keys(value).sort()) {
    if (!namesBelow && PROSE.has(key)) continue;
    const inner = value[key];
    if (key === '$ref' && !namesBelow && typeof inner === 'string') meet(inner);
    copy[key] = lean(inner, meet, !namesBelow && NAME_MAPS.has(key));
  }
  return copy;
}

/** An operation with the answers that succeed; what GitHub refuses, and how, is the stand-in's own to say. */
function leanOperation(operation: Node, meet: (ref: string) => void): unknown {
  const responses = Object.entries(child(operation, 'responses')).filter(([status]) => /^[23]/.test(status));
  return lean({ ...operation, responses: Object.fromEntries(responses) }, meet);
}

/** The operations asked for, each under its path, and every component that they need, directly or not. */
function subset(description: Node, wanted: ReadonlySet<string>): { paths: Tree; components: Tree } {
  const components: Tree = {};
  const meet = (ref: string): void => {
    const [kind = '', name = ''] = ref.replace('#/components/', '').split('/');
    components[kind] ??= {};
    const ofKind = components[kind];
    if (name in ofKind) return;
    ofKind[name] = {}; // taken, before its own references are followed: they may lead back here
    ofKind[name] = lean(child(child(child(description, 'components'), kind), name), meet);
  };
  const paths: Tree = {};
  const missing = new Set(wanted);
  for (const [path, item] of Object.entries(child(description, 'paths'))) {
    for (const [method, operation] of Object.entries(isNode(item) ? item : {})) {
      if (!isNode(operation) || typeof operation.operationId !== 'string') continue;
      if (!missing.delete(operation.operationId)) continue;
      paths[path] = { ...paths[path], [method]: leanOperation(operation, meet) };
    }
  }
  if (missing.size > 0) throw new Error(`not in the description: ${[...missing].join(', ')}`);
  return { paths, components };
}

function byName(node: Node): Node {
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function compose(unpacked: string): string {
  const description: unknown = JSON.parse(readFileSync(join(unpacked, DESCRIPTION), 'utf8'));
  if (!isNode(description)) throw new Error(`${DESCRIPTION} is not an object`);
  const { paths, components } = subset(description, new Set(Object.keys(ROUTES)));
  const source = {
    package: PACKAGE,
    version: VERSION,
    integrity: INTEGRITY,
    file: DESCRIPTION,
    licence: 'MIT',
    notice: readFileSync(join(unpacked, LICENCE), 'utf8'),
    changes: 'the operations in routes.ts only; no prose, no examples, no answers but those that succeed; keys sorted',
    madeBy: 'script/github-openapi.ts',
  };
  const info = { title: 'GitHub REST API, the part that the stand-in answers', version: VERSION };
  const document = { openapi: description.openapi, info, 'x-source': source, paths: byName(paths) };
  const kinds = Object.entries(components).map(([kind, named]) => [kind, byName(named)] as const);
  return `${JSON.stringify({ ...document, components: byName(Object.fromEntries(kinds)) }, null, 1)}\n`;
}

function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, from: { type: 'string' } } });
  const temporary = mkdtempSync(join(tmpdir(), 'github-openapi-'));
  try {
    const path = tarball(values.from ? resolve(values.from) : temporary, !values.from);
    run('tar', ['-xzf', path, '-C', temporary, DESCRIPTION, LICENCE]);
    const text = compose(temporary);
    if (!values.check) writeFileSync(TARGET, text);
    else if (readFileSync(TARGET, 'utf8') !== text) {
      console.error('test/standins/github/openapi.json differs: run node script/github-openapi.ts');
      process.exitCode = 1;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

main();
