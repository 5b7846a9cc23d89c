// The stand-in as a process of its own: prints one line of JSON, then serves until SIGTERM or the end of its input.
import { parseArgs } from 'node:util';
import { startCloudflare } from './cloudflare.ts';

const { values } = parseArgs({
  options: {
    workerd: { type: 'string' },
    account: { type: 'string' },
    token: { type: 'string' },
    'propagation-ms': { type: 'string', default: '0' },
    zone: { type: 'string', multiple: true, default: [] },
  },
});
if (values.workerd === undefined) throw new Error('--workerd PATH is needed');

await using standin = await startCloudflare({
  workerd: values.workerd,
  propagationMs: Number(values['propagation-ms']),
  zones: values.zone,
  ...(values.account !== undefined && { accountId: values.account }),
  ...(values.token !== undefined && { token: values.token }),
});
const { apiUrl, edgeUrl, proxyUrl, caFile, accountId, token } = standin;
console.log(JSON.stringify({ apiUrl, edgeUrl, proxyUrl, caFile, accountId, token }));

const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
process.on('SIGTERM', () => stop());
process.on('SIGINT', () => stop());
process.stdin.on('end', stop).resume();
await stopped;
process.stdin.destroy();
