/**
 * The results stand-in as a process of its own:
 *
 *   node test/standins/results/main.ts ['{"runId": 1, "ref": "refs/pull/7/merge", "cache": "read"}']
 *
 * It prints one line of JSON, `{ url, env }`, and ends on SIGTERM, SIGINT or when its stdin ends.
 */
import { type RunOptions, startResults } from './server.ts';
import { standalone } from './standalone.ts';

await standalone(async (options: RunOptions) => {
  const results = await startResults(options);
  return { told: { url: results.url, env: results.env }, [Symbol.asyncDispose]: () => results[Symbol.asyncDispose]() };
});
