/**
 * The GitHub stand-in as a process of its own, with a results stand-in beside it:
 *
 *   node test/standins/github/main.ts ['{"repositories": [{"owner": "octo", "name": "auth"}], "results": {"runId": 1}}']
 *
 * It prints one line of JSON, `{ url, results, env }` with the environment of both, and ends on SIGTERM, SIGINT or when
 * its stdin ends. control.ts tells how another process reads its log and injects faults.
 */
import { type RunOptions, startResults } from '../results/server.ts';
import { standalone } from '../results/standalone.ts';
import { type GitHubOptions, startGitHub } from './server.ts';

type Options = Omit<GitHubOptions, 'now' | 'results'> & { readonly results?: RunOptions };

await standalone(async (options: Options) => {
  const results = await startResults(options.results);
  const github = await startGitHub({ ...options, results });
  return {
    told: { url: github.url, results: results.url, env: { ...github.env, ...results.env } },
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await results[Symbol.asyncDispose]();
    },
  };
});
