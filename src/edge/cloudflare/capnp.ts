import type { Bundle } from '../../candidate.ts';
import type { Config } from './config.ts';
import { type ModuleType, moduleType } from './modules.ts';

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
  const worker = isolates === 'one' ? plainWorker(bundle, config, bindings) : loaderWorker(bundle, config);
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
    (file) =>
      `    (name = ${quote(file.name)}, ${KINDS[moduleType(file.name, config)]} = embed ${quote(`bundle/${file.name}`)}),`,
  );
  return `  modules = [\n${modules.join('\n')}\n  ],
  compatibilityDate = ${quote(dateOf(config))},
  compatibilityFlags = [${flagsOf(config).map(quote).join(', ')}],
  bindings = [${bindings.map(bindingText).join(', ')}],`;
}

/** A Worker that makes a new one, in a new isolate, for each value of a header. */
function loaderWorker(bundle: Bundle, config: Config): string {
  const files = bundle.files.map(
    (file, i) =>
      `(name = "file${i}", ${IN_LOADER[moduleType(file.name, config)] === undefined ? 'data' : 'text'} = embed ${quote(`bundle/${file.name}`)})`,
  );
  return `  modules = [(name = "loader.js", esModule = embed "loader.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental"],
  bindings = [(name = "LOADER", workerLoader = (id = "isolates")), ${files.join(', ')}],`;
}

/** A module's type as workerd.capnp names it. */
const KINDS: Readonly<Record<ModuleType, string>> = {
  ESModule: 'esModule',
  CommonJS: 'commonJsModule',
  CompiledWasm: 'wasm',
  Text: 'text',
  Data: 'data',
};
/** Types whose content the loader takes as text, by the loader's names for them. */
const IN_LOADER: Readonly<Partial<Record<ModuleType, string>>> = { ESModule: 'js', CommonJS: 'cjs', Text: 'text' };

/**
 * The loader's code. Each wasm module gets a custom section of random bytes, so that V8, which keeps the compiled code
 * of bytes that it has seen, compiles it anew.
 */
export function loaderScript(bundle: Bundle, config: Config, bindings: readonly Binding[]): string {
  const vars = Object.fromEntries(
    bindings.map((binding) => [binding.name, 'text' in binding ? binding.text : JSON.parse(binding.json)]),
  );
  const modules = bundle.files.map(
    (file, i) => `${JSON.stringify(file.name)}: ${moduleExpression(moduleType(file.name, config), i)}`,
  );
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

function moduleExpression(type: ModuleType, index: number): string {
  if (type === 'CompiledWasm') return `{ wasm: fresh(env.file${index}) }`;
  return `{ ${IN_LOADER[type] ?? 'data'}: env.file${index} }`;
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
