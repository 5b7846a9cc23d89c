import type { Edge } from './edge.ts';
import type { EdgeName } from './names.ts';

/** Adapters, loaded when a plan asks for one. Those that are not here are refused by the plan. */
const ADAPTERS: Partial<Record<EdgeName, () => Promise<Edge>>> = {
  cloudflare: async () => (await import('./cloudflare/cloudflare.ts')).cloudflare,
  deno: async () => (await import('./deno/deno.ts')).deno,
  wasi: async () => (await import('./wasi/wasi.ts')).wasi,
};

/** The adapter of an edge. */
export async function edgeNamed(name: EdgeName): Promise<Edge> {
  const load = ADAPTERS[name];
  if (load === undefined) throw new Error(`no adapter for ${name}: the plan should have refused it`);
  return load();
}
