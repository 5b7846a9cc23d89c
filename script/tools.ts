import { tmpdir } from 'node:os';
import path from 'node:path';
import { edgeTools, equip } from '../src/build/equip.ts';
import { terminalHost } from '../src/host/terminal.ts';

/**
 * Brings the tools that a run of examples/auth needs onto the shelf, by the same code as a run does.
 * `node script/tools.ts FOLDER [edge]` (the runner's tool cache); prints a line for each tool that it had to get.
 * `edge`: only what serves and deploys, which is there in seconds; a run compiles the others beside the crate.
 */
const root = path.dirname(import.meta.dirname);
const [cache = '', only] = process.argv.slice(2);
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
const cloudflare = edgeTools('cloudflare', host);
const got = only === 'edge' ? ['workerd'] : await buildTools();
await cloudflare;
console.log(`${got.join(', ')}, wrangler`);

async function buildTools(): Promise<readonly string[]> {
  const wished = ['wasm-bindgen', 'worker-build', 'wasm-opt'] as const;
  const equipment = await equip({ dir, target: 'wasm32-unknown-unknown', channel: undefined, tools: wished }, host);
  return Promise.all(wished.map(async (name) => `${name} ${(await equipment.tool(name)).version}`));
}
