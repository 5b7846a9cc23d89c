import path from 'node:path';
import { type ActionRun, root } from './action.ts';
import type { Services } from './services.ts';
import { push } from './triggers.ts';

/** A run that finds no Rust: it fails in a second, and what services are asked before and after a build happens all the same. */
export function early(services: Services, toolCache: string, more: Partial<ActionRun> = {}): ActionRun {
  const workspace = path.join(root, 'examples', 'auth');
  const env = { RUNNER_TOOL_CACHE: toolCache, PATH: '/usr/bin:/bin', ...more.env };
  return { services, workspace, trigger: push('main'), inputs: { latency: 'false' }, ...more, env };
}
