import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Command, Host } from '../host/host.ts';
import type { Optimize } from '../plan.ts';
import { isComponent, mainModule, targetFeatures, withMainModule } from '../wasm/sections.ts';
import { compiles } from '../wasm/validate.ts';
import type { Tool } from './equip.ts';

/** LLVM's names of features (target_features) and wasm-opt's flags for them, where the two differ. */
const FLAGS: Readonly<Record<string, string>> = {
  'bulk-memory-opt': 'bulk-memory-opt',
  'call-indirect-overlong': 'call-indirect-overlong',
  'exception-handling': 'exception-handling',
  atomics: 'threads',
  simd128: 'simd',
  'nontrapping-fptoint': 'nontrapping-float-to-int',
  fp16: 'fp16',
};

/**
 * Flags that allow wasm-opt exactly the features that the module names. wasm-opt reads target_features by itself; the
 * flags also hold after a tool (wasm-bindgen) has dropped that section or added instructions of its own.
 */
export function featureFlags(features: readonly string[]): string[] {
  return ['--mvp-features', ...features.map((feature) => `--enable-${FLAGS[feature] ?? feature}`)];
}

/** What the module of a worker crate uses beyond what rustc notes: wasm-bindgen's abort handler is made of try_table. */
const OF_WASM_BINDGEN = ['exception-handling'];

export function optimizeFlags(optimize: Optimize): readonly string[] {
  if ('flags' in optimize) return optimize.flags;
  return optimize.level === 'fastest' ? ['-O3'] : ['-Oz'];
}

export function optimizeCommand(
  tool: Tool,
  from: string,
  to: string,
  optimize: Optimize,
  features: readonly string[],
): Command {
  // names are kept (-g) and stripped by us after: so the named module has the same code and indices as the shipped one
  const args = [
    ...tool.args,
    from,
    '-o',
    to,
    ...optimizeFlags(optimize),
    ...featureFlags(features),
    '--strip-dwarf',
    '-g',
  ];
  return { file: tool.file, args, trust: 'ours', timeoutMs: 10 * 60_000 };
}

export interface Optimized {
  /** With its names. */
  readonly module: Uint8Array;
  readonly warning?: string;
}

/**
 * The module, optimized; of a component the crate's own module in it, since wasm-opt reads core modules alone. Where
 * wasm-opt fails or makes something that is no module, the input is kept and a warning says so: a module that works is
 * worth more than a smaller one.
 * @param module with names and target_features
 */
export async function optimize(
  module: Uint8Array,
  how: Optimize,
  usesWasmBindgen: boolean,
  tool: Tool,
  host: Pick<Host, 'run' | 'files'>,
): Promise<Optimized> {
  if (!isComponent(module)) return optimizeCore(module, how, usesWasmBindgen, tool, host);
  const core = mainModule(module);
  if (core === undefined) return { module, warning: 'Not optimized: the component has no module in it.' };
  const optimized = await optimizeCore(core, how, usesWasmBindgen, tool, host);
  return { ...optimized, module: optimized.module === core ? module : withMainModule(module, optimized.module) };
}

async function optimizeCore(
  module: Uint8Array,
  how: Optimize,
  usesWasmBindgen: boolean,
  tool: Tool,
  host: Pick<Host, 'run' | 'files'>,
): Promise<Optimized> {
  await using dir = await host.files.temp('optimize');
  const [from, to] = [path.join(dir.path, 'in.wasm'), path.join(dir.path, 'out.wasm')];
  await host.files.write(from, module);
  const named = targetFeatures(module) ?? [];
  const features = [...new Set([...named, ...(usesWasmBindgen ? OF_WASM_BINDGEN : [])])];
  try {
    await host.run(optimizeCommand(tool, from, to, how, features));
    if (!(await host.files.exists(to))) throw new ShipError('optimize', 'wasm-opt made no module.');
    const bytes = await host.files.read(to);
    if (!compiles(bytes)) throw new ShipError('optimize', 'wasm-opt made a module that does not compile.');
    return { module: bytes };
  } catch (error) {
    if (!(error instanceof ShipError) || error.fault === 'cancelled') throw error;
    return {
      module,
      warning: `Not optimized: ${error.message}${error.tail === undefined ? '' : ` ${error.tail.split('\n').at(-1)}`}`,
    };
  }
}
