import type { Bundle, BundleFile } from '../../candidate.ts';
import type { Config } from './config.ts';

export type Binding =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly json: string };

/** A configuration of workerd (workerd.capnp) that serves the bundle below `bundle/` on a port of its own choice. */
export function workerdConfig(
  bundle: Bundle,
  config: Config,
  bindings: readonly Binding[],
  isolates: 'one' | 'each',
): string {
  const worker = isolates === 'one' ? plainWorker(bundle, config, bindings) : loaderWorker(bundle);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
${worker}
);
`;
}

function plainWorker(bundle: Bundle, config: Config, bindings: readonly Binding[]): string {
  const modules = bundle.files.map(
    (file) => `    (name = ${quote(file.name)}, ${KINDS[file.kind]} = embed ${quote(`bundle/${file.name}`)}),`,
  );
  return `  modules = [\n${modules.join('\n')}\n  ],
  compatibilityDate = ${quote(dateOf(config))},
  compatibilityFlags = [${flagsOf(config).map(quote).join(', ')}],
  bindings = [${bindings.map(bindingText).join(', ')}],`;
}

/** A Worker that makes a new one, in a new isolate, for each value of a header. */
function loaderWorker(bundle: Bundle): string {
  const files = bundle.files.map(
    (file, i) =>
      `(name = "file${i}", ${file.kind === 'javascript' ? 'text' : 'data'} = embed ${quote(`bundle/${file.name}`)})`,
  );
  return `  modules = [(name = "loader.js", esModule = embed "loader.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental"],
  bindings = [(name = "LOADER", workerLoader = (id = "isolates")), ${files.join(', ')}],`;
}

const KINDS: Readonly<Record<BundleFile['kind'], string>> = { javascript: 'esModule', wasm: 'wasm', data: 'data' };

/**
 * The loader's code. Each wasm module gets a custom section of random bytes, so that V8, which keeps the compiled code
 * of bytes that it has seen, compiles it anew.
 */
export function loaderScript(bundle: Bundle, config: Config, bindings: readonly Binding[]): string {
  const vars = Object.fromEntries(
    bindings.map((binding) => [binding.name, 'text' in binding ? binding.text : JSON.parse(binding.json)]),
  );
  const modules = bundle.files.map((file, i) => `${JSON.stringify(file.name)}: ${moduleExpression(file.kind, i)}`);
  return `const fresh = (bytes) => {
  const section = new Uint8Array([0, 22, 5, 110, 111, 110, 99, 101, ...crypto.getRandomValues(new Uint8Array(16))]);
  const copy = new Uint8Array(bytes.byteLength + section.length);
  copy.set(new Uint8Array(bytes));
  copy.set(section, bytes.byteLength);
  return copy.buffer;
};
export default {
  fetch(request, env) {
    const worker = env.LOADER.get(request.headers.get('x-wasm-ship-isolate') ?? 'one', () => ({
      compatibilityDate: ${JSON.stringify(dateOf(config))},
      compatibilityFlags: ${JSON.stringify(flagsOf(config))},
      mainModule: ${JSON.stringify(bundle.entry)},
      modules: { ${modules.join(', ')} },
      env: ${JSON.stringify(vars)},
    }));
    return worker.getEntrypoint().fetch(request);
  },
};
`;
}

function moduleExpression(kind: BundleFile['kind'], index: number): string {
  if (kind === 'wasm') return `{ wasm: fresh(env.file${index}) }`;
  return kind === 'javascript' ? `{ js: env.file${index} }` : `{ data: env.file${index} }`;
}

function dateOf(config: Config): string {
  return String(config.compatibility_date);
}

function flagsOf(config: Config): string[] {
  return Array.isArray(config.compatibility_flags) ? config.compatibility_flags.map(String) : [];
}

function bindingText(binding: Binding): string {
  const value = 'text' in binding ? `text = ${quote(binding.text)}` : `json = ${quote(binding.json)}`;
  return `(name = ${quote(binding.name)}, ${value})`;
}

/** A text literal of Cap'n Proto's schema language. */
function quote(text: string): string {
  const escaped = [...text].map((char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x20 || char === '"' || char === '\\' ? `\\x${code.toString(16).padStart(2, '0')}` : char;
  });
  return `"${escaped.join('')}"`;
}
