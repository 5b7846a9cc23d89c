import { actionsHost } from './host/actions.ts';
import type { Runner } from './host/runner.ts';
import { saveTools } from './store/tools.ts';

/** After the job: keeps the tools for later runs, where the plan said so. Never fails a job. @returns the exit code */
export async function post(runner: Runner, env: NodeJS.ProcessEnv, action: string): Promise<number> {
  const state = JSON.parse(env.STATE_WASM_SHIP ?? '{}') as { save?: string };
  if (state.save === undefined) return 0;
  await using host = await actionsHost(runner, env, '', action, new AbortController().signal);
  await saveTools(state.save, host);
  return 0;
}
