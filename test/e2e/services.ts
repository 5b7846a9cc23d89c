import path from 'node:path';
import { type CloudflareStandin, startCloudflare } from '../standins/cloudflare/cloudflare.ts';
import { cloudflareTools } from '../standins/cloudflare/tools.ts';
import { type GitHubStandin, startGitHub } from '../standins/github/server.ts';
import { type ResultsStandin, startResults } from '../standins/results/server.ts';

/** What a run talks to, on loopback: GitHub's API, its artifacts and cache, and Cloudflare. */
export interface Services extends AsyncDisposable {
  readonly github: GitHubStandin;
  readonly results: ResultsStandin;
  readonly cloudflare: CloudflareStandin;
}

/** Starts all three. `toolCache`: the runner's tool cache, where script/bootstrap has put wrangler and workerd. */
export async function startServices(toolCache: string): Promise<Services> {
  const workerd = path.join(await cloudflareTools(toolCache), '@cloudflare', 'workerd-linux-64', 'bin', 'workerd');
  await using started = new AsyncDisposableStack();
  const results = started.use(await startResults({ runId: 77 }));
  const github = started.use(await startGitHub({ results, strict: true }));
  // those that the triggers tell of: GitHub refuses a record of a commit that it does not know
  github.seed({ commits: ['1', '2', '3'].map((digit) => ({ sha: digit.repeat(40) })) });
  // npm and cargo find their registries through it too, where something is not there yet
  const { HTTPS_PROXY: via, NODE_EXTRA_CA_CERTS: authorities } = process.env;
  const cloudflare = started.use(
    await startCloudflare({ workerd, zones: ['example.com'], onward: { via, authorities } }),
  );
  const services = started.move();
  return { github, results, cloudflare, [Symbol.asyncDispose]: () => services.disposeAsync() };
}
