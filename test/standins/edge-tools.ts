import { tmpdir } from 'node:os';
import path from 'node:path';
import { edgeTools } from '../../src/build/equip.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { packagedProgram } from '../../src/platform.ts';
import { root } from '../e2e/action.ts';
import { toolCache } from './cloudflare/tools.ts';

/** The runtime of an edge as a run has it, got by the same code where it is not there yet. */
export async function runtimeOf(edge: 'cloudflare' | 'deno' | 'wasi'): Promise<string> {
  const work = path.join(tmpdir(), 'wasm-ship');
  const folders = { workspace: root, tools: path.join(toolCache(), 'wasm-ship'), work, action: root };
  await using host = terminalHost(process.env, folders, new AbortController().signal);
  const folder = await edgeTools(edge, host);
  if (edge === 'wasi') return path.join(folder, 'wasmtime');
  return path.join(folder, packagedProgram(edge === 'deno' ? 'deno' : 'workerd', host.platform));
}
