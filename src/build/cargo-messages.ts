import path from 'node:path';
import type { Place } from '../error.ts';

export interface Diagnostic {
  readonly reason: 'diagnostic';
  /** Name of the package that it is about. */
  readonly package: string;
  readonly level: 'error' | 'warning';
  readonly text: string;
  readonly code: string | undefined;
  readonly rendered: string;
  readonly place: Place | undefined;
}

export interface Artifact {
  readonly reason: 'artifact';
  readonly id: string;
  readonly package: string;
  /** The folder of its Cargo.toml. */
  readonly dir: string;
  /** Name of its library, program or build script. */
  readonly target: string | undefined;
  readonly files: readonly string[];
  /** It was there already. */
  readonly fresh: boolean;
  /** The module, where it is a cdylib or a program. */
  readonly wasm: string | undefined;
}

export interface Script {
  readonly reason: 'script';
  readonly id: string;
  readonly outDir: string;
}

type CargoMessage = Diagnostic | Artifact | Script;

/** One line of `cargo --message-format json`: what we use of it, undefined for the rest. */
export function parseCargoMessage(line: string): CargoMessage | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return pickMessage(JSON.parse(line) as CargoJson);
  } catch {
    return undefined; // not cargo's: a proc macro may print what it likes in between
  }
}

function pickMessage(message: CargoJson): CargoMessage | undefined {
  const { reason, package_id: id = '', filenames: files = [], target } = message;
  if (reason === 'build-script-executed' && message.out_dir !== undefined)
    return { reason: 'script', id, outDir: message.out_dir };
  if (reason === 'compiler-artifact') {
    const linked = target?.kind?.some((kind) => kind === 'cdylib' || kind === 'bin') === true;
    const wasm = linked ? files.find((file) => file.endsWith('.wasm')) : undefined;
    return {
      reason: 'artifact',
      id,
      package: packageName(message),
      dir: path.dirname(message.manifest_path ?? ''),
      target: target?.name,
      files,
      fresh: message.fresh === true,
      wasm,
    };
  }
  const inner = message.reason === 'compiler-message' ? message.message : undefined;
  if (inner === undefined || (inner.level !== 'error' && inner.level !== 'warning')) return undefined;
  const span = inner.spans.find((candidate) => candidate.is_primary);
  return {
    reason: 'diagnostic',
    package: packageName(message),
    level: inner.level,
    text: String(inner.message),
    code: inner.code?.code,
    rendered: String(inner.rendered ?? inner.message),
    place: span === undefined ? undefined : { file: span.file_name, line: span.line_start, column: span.column_start },
  };
}

/** The part of cargo's messages that we read: doc.rust-lang.org/cargo/reference/external-tools.html. */
interface CargoJson {
  readonly reason: string;
  readonly package_id?: string;
  readonly manifest_path?: string;
  readonly out_dir?: string;
  readonly fresh?: boolean;
  readonly target?: { readonly kind?: readonly string[]; readonly name: string };
  readonly filenames?: readonly string[];
  readonly message?: {
    readonly level: string;
    readonly message: string;
    readonly rendered: string | null;
    readonly code: { readonly code: string } | null;
    readonly spans: readonly { file_name: string; is_primary: boolean; line_start: number; column_start: number }[];
  };
}

/** `path+file:///…/auth#0.1.0` and `path+file:///…/dir#auth@0.1.0` both name `auth`: cargo's package id specification. */
function packageName(message: CargoJson): string {
  const id = message.package_id ?? '';
  const fragment = id.slice(id.lastIndexOf('#') + 1);
  if (fragment.includes('@')) return fragment.slice(0, fragment.lastIndexOf('@'));
  const url = id.slice(0, id.lastIndexOf('#'));
  return url.slice(url.lastIndexOf('/') + 1);
}
