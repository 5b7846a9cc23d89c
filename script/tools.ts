import { tmpdir } from 'node:os';
import path from 'node:path';
import { edgeTools, equip } from '../src/build/equip.ts';
import { terminalHost } from '../src/host/terminal.ts';

/**
 * Brings the tools that a run of examples/auth needs onto the shelf, by the same code as a run does.
 * `node script/tools.ts FOLDER` (the runner's tool cache); prints a line for each tool that it had to get.
 */
const root = path.dirname(import.meta.dirname);
const [cache = ''] = process.argv.slice(2);
const dir = path.join(root, 'examples', 'auth');
const signal = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => signal.abort());
const folders = {
  workspace: root,
  tools: path.join(cache, 'wasm-ship'),
  work: path.join(tmpdir(), 'wasm-ship'),
  action: root,
};
await using host = terminalHost(process.env, folders, signal.signal);
const target = 'wasm32-unknown-unknown';
const wished = ['wasm-bindgen', 'worker-build', 'wasm-opt'] as const;
const cloudflare = edgeTools('cloudflare', host);
const equipment = await equip({ dir, target, channel: undefined, tools: wished }, host);
const got = await Promise.all(wished.map(async (name) => `${name} ${(await equipment.tool(name)).version}`));
await cloudflare;
console.log(`${got.join(', ')}, wrangler`);
