import { ASSETS, assetConfig, MANIFEST, ROUTER, routerConfig } from './asset-workers.ts';
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
  const bindings = payload.bindings.map(bindingOf);
  const files = payload.assets === undefined ? [] : [`assets/${payload.assets.id}`];
  const behind = new Set([...payload.bindings.flatMap((binding) => serviceOf(binding) ?? []), ...files]);
  const { host } = new URL(servicesUrl);
  const services = [...behind].map(
    (service) =>
      `, (name = ${quote(service)}, external = (address = ${quote(host)}, http = (injectRequestHeaders = [(name = ${quote(SERVICE)}, value = ${quote(service)})])))`,
  );
  const objects = [...payload.durable].map(
    ([name, kind]) =>
      `(className = ${quote(name)}, uniqueKey = ${quote(name)}, enableSql = ${String(kind === 'sqlite')})`,
  );
  const assets = assetServices(payload);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "disk", disk = (path = "${OBJECTS}", writable = true))${services.join('')}${assets.services}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (forwardedProtoHeader = "X-Forwarded-Proto"), service = "${assets.first}")]
);${assets.workers}
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

/** Where there are static files, Cloudflare's own Workers stand before the user's. */
function assetServices({ assets, compatibilityDate, compatibilityFlags }: Payload): {
  readonly first: string;
  readonly services: string;
  readonly workers: string;
} {
  if (assets === undefined) return { first: 'main', services: '', workers: '' };
  const json = (value: object): string => quote(JSON.stringify(value));
  return {
    first: 'router',
    services: `, (name = "router", worker = .router), (name = "assets", worker = .assets)`,
    workers: `
const router :Workerd.Worker = (
  modules = [(name = "router.js", esModule = embed "${ROUTER}")],
  bindings = [
    (name = "ASSET_WORKER", service = "assets"),
    (name = "USER_WORKER", service = "main"),
    (name = "CONFIG", json = ${json(routerConfig(assets))})
  ],
  compatibilityDate = "2024-07-31",
  compatibilityFlags = ["nodejs_compat", "no_nodejs_compat_v2", "enable_ctx_exports"]
);
const assets :Workerd.Worker = (
  modules = [(name = "assets.js", esModule = embed "${ASSETS}")],
  bindings = [
    (name = "ASSETS_KV_NAMESPACE", kvNamespace = ${quote(`assets/${assets.id}`)}),
    (name = "ASSETS_MANIFEST", data = embed "${MANIFEST}"),
    (name = "CONFIG", json = ${json(assetConfig(assets, compatibilityDate, compatibilityFlags))})
  ],
  compatibilityDate = "2024-07-31",
  compatibilityFlags = ["nodejs_compat", "enable_ctx_exports"]
);`,
  };
}

function bindingOf(binding: Binding): string {
  const { name, type, text, json, class_name: durableClass } = binding;
  const value = ((): string => {
    switch (type) {
      case 'json':
      case 'version_metadata':
        return `json = ${quote(JSON.stringify(json ?? null))}`;
      case 'kv_namespace':
        return `kvNamespace = ${quote(serviceOf(binding) ?? '')}`;
      case 'assets':
        return 'service = "assets"';
      case 'durable_object_namespace':
        return `durableObjectNamespace = ${quote(durableClass ?? '')}`;
      default:
        return `text = ${quote(text ?? '')}`;
    }
  })();
  return `(name = ${quote(name)}, ${value})`;
}

/** The service behind a binding, as `services.ts` knows it. */
function serviceOf({ type, namespace_id: namespace }: Binding): string | undefined {
  return type === 'kv_namespace' ? `kv/${namespace}` : undefined;
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
