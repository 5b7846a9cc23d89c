import path from 'node:path';
import { type CloudflareStandin, fetchEdge, startCloudflare } from '../standins/cloudflare/cloudflare.ts';
import { cloudflareTools } from '../standins/cloudflare/tools.ts';
import { type GitHubStandin, startGitHub } from '../standins/github/server.ts';
import { type GlobalpingStandin, makeGlobalping } from '../standins/globalping/globalping.ts';
import { type ResultsStandin, startResults } from '../standins/results/server.ts';

/** What a run talks to, on loopback: GitHub's API, its artifacts and cache, Cloudflare, and Globalping, whose probes ask Cloudflare. */
export interface Services extends AsyncDisposable {
  readonly github: GitHubStandin;
  readonly results: ResultsStandin;
  readonly cloudflare: CloudflareStandin;
  readonly globalping: GlobalpingStandin;
}

/** Starts all of them. `toolCache`: the runner's tool cache, where script/bootstrap has put wrangler and workerd. */
export async function startServices(toolCache: string): Promise<Services> {
  const workerd = path.join(await cloudflareTools(toolCache), '@cloudflare', 'workerd-linux-64', 'bin', 'workerd');
  await using started = new AsyncDisposableStack();
  const results = started.use(await startResults({ runId: 77 }));
  const github = started.use(await startGitHub({ results, strict: true }));
  // those that the triggers tell of: GitHub refuses a record of a commit that it does not know
  github.seed({ commits: ['1', '2', '3'].map((digit) => ({ sha: digit.repeat(40) })) });
  // npm and cargo find their registries through it too, where something is not there yet
  const { HTTPS_PROXY: via, NODE_EXTRA_CA_CERTS: authorities } = process.env;
  const globalping = makeGlobalping({
    async reach(url) {
      const since = performance.now();
      const { status } = await fetchEdge(cloudflare, url);
      return { status, ms: performance.now() - since };
    },
  });
  const others = { 'api.globalping.io': globalping.handle };
  const cloudflare = started.use(
    await startCloudflare({ workerd, zones: ['example.com'], onward: { via, authorities }, others }),
  );
  const services = started.move();
  return { github, results, cloudflare, globalping, [Symbol.asyncDispose]: () => services.disposeAsync() };
}
