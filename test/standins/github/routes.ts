/** Every operation that the stand-in answers, by the name that GitHub's description gives it. */
import type { Handler } from './answer.ts';
import { artifacts } from './routes/artifacts.ts';
import { checks } from './routes/checks.ts';
import { comments } from './routes/comments.ts';
import { commits } from './routes/commits.ts';
import { deploymentStatuses } from './routes/deployment-statuses.ts';
import { deployments } from './routes/deployments.ts';
import { issues } from './routes/issues.ts';
import { pulls } from './routes/pulls.ts';
import { assets } from './routes/release-assets.ts';
import { releases } from './routes/releases.ts';
import { repositories } from './routes/repositories.ts';
import { runs } from './routes/runs.ts';
import { statuses } from './routes/statuses.ts';
import { users } from './routes/users.ts';
import type { Permission } from './tokens.ts';

export interface Route {
  /** Permissions of which a token needs one: to read in a private repository, to write in any. */
  readonly needs: readonly Permission[];
  readonly handle: Handler;
}

type Topic = Readonly<Record<string, Handler>>;

function behind(needs: readonly Permission[], topic: Topic): [string, Route][] {
  return Object.entries(topic).map(([operation, handle]) => [operation, { needs, handle }]);
}

export const ROUTES: Readonly<Record<string, Route>> = Object.fromEntries([
  ...behind([], { ...repositories, ...users }),
  ...behind(['issues', 'pull_requests'], { ...comments, ...issues }),
  ...behind(['pull_requests'], pulls),
  ...behind(['contents'], { ...commits, ...releases, ...assets }),
  ...behind(['deployments'], { ...deployments, ...deploymentStatuses }),
  ...behind(['statuses'], statuses),
  ...behind(['checks'], checks),
  ...behind(['actions'], { ...artifacts, ...runs }),
]);
