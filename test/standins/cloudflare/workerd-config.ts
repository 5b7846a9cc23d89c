import type { AssetSet } from './assets.ts';
import type { DurableClasses } from './durable-objects.ts';
import { SERVICE } from './services.ts';
import type { Binding } from './state.ts';

/** What workerd calls the kinds of module that it takes. */
export type ModuleKind = 'esModule' | 'commonJsModule' | 'wasm' | 'text' | 'data' | 'json';

/** One file of a Worker. */
export interface Module {
  readonly name: string;
  readonly kind: ModuleKind;
  readonly bytes: Uint8Array;
}

/** What one workerd is to run. */
export interface Payload {
  readonly mainModule: string;
  readonly modules: readonly Module[];
  readonly bindings: readonly Binding[];
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly durable: DurableClasses;
  readonly assets: AssetSet | undefined;
}

/** The folder, below that of the configuration, where Durable Objects keep their data. */
export const OBJECTS = 'objects';

/**
 * workerd's configuration for one payload: its own socket on loopback, on a port that the system picks. Durable Objects are
 * on disk, and each version has its own: two workerd cannot open one object, so a new version begins with empty ones.
 */
export function workerdConfig(payload: Payload, servicesUrl: string): string {
  const main = payload.modules.findIndex((module) => module.name === payload.mainModule);
  const order = payload.modules.map((module, index) => ({ module, index }));
  order.sort((left, right) => Number(right.index === main) - Number(left.index === main));
  const modules = order.map(
    ({ module, index }) => `(name = ${quote(module.name)}, ${module.kind} = embed "m${index}")`,
  );
  const bindings = payload.bindings.map((binding) => bindingOf(binding, payload.assets));
  const behind = new Set(payload.bindings.flatMap((binding) => serviceOf(binding, payload.assets) ?? []));
  const { host } = new URL(servicesUrl);
  const services = [...behind].map(
    (service) =>
      `, (name = ${quote(service)}, external = (address = ${quote(host)}, http = (injectRequestHeaders = [(name = ${quote(SERVICE)}, value = ${quote(service)})])))`,
  );
  const objects = [...payload.durable].map(
    ([name, kind]) =>
      `(className = ${quote(name)}, uniqueKey = ${quote(name)}, enableSql = ${String(kind === 'sqlite')})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "disk", disk = (path = "${OBJECTS}", writable = true))${services.join('')}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (forwardedProtoHeader = "X-Forwarded-Proto"), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  bindings = [${bindings.join(', ')}],
  durableObjectNamespaces = [${objects.join(', ')}],
  durableObjectStorage = (localDisk = "disk"),
  compatibilityDate = ${quote(payload.compatibilityDate)},
  compatibilityFlags = [${payload.compatibilityFlags.map(quote).join(', ')}]
);
`;
}

function bindingOf(binding: Binding, assets: AssetSet | undefined): string {
  const { name, type, text, json, class_name: durableClass } = binding;
  const service = quote(serviceOf(binding, assets) ?? '');
  const value = ((): string => {
    switch (type) {
      case 'json':
      case 'version_metadata':
        return `json = ${quote(JSON.stringify(json ?? null))}`;
      case 'kv_namespace':
        return `kvNamespace = ${service}`;
      case 'assets':
        return `service = ${service}`;
      case 'durable_object_namespace':
        return `durableObjectNamespace = ${quote(durableClass ?? '')}`;
      default:
        return `text = ${quote(text ?? '')}`;
    }
  })();
  return `(name = ${quote(name)}, ${value})`;
}

/** The service behind a binding, as `services.ts` knows it. */
function serviceOf({ type, namespace_id: namespace }: Binding, assets: AssetSet | undefined): string | undefined {
  if (type === 'kv_namespace') return `kv/${namespace}`;
  return type === 'assets' ? `assets/${assets?.id}` : undefined;
}

/** A Cap'n Proto string: C escapes, everything outside printable ASCII as bytes. */
function quote(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}
