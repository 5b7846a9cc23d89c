import type { PostState } from './execute.ts';
import { actionsHost } from './host/actions.ts';
import type { Runner } from './host/runner.ts';
import { sweepSecrets } from './host/secrets-file.ts';
import { type CargoToKeep, saveCargo } from './store/cargo.ts';
import { saveTools } from './store/tools.ts';

/** After the job: keeps tools and dependencies for later runs, where the plan said so. Never fails a job. @returns the exit code */
export async function post(runner: Runner, env: NodeJS.ProcessEnv, action: string): Promise<number> {
  await sweepSecrets(runner.temp);
  const { save, cargo = [] } = JSON.parse(env.STATE_WASM_SHIP ?? '{}') as PostState;
  if (save === undefined && cargo.length === 0) return 0;
  await using host = await actionsHost(runner, env, '', action, new AbortController().signal);
  if (save !== undefined) await saveTools(save, host);
  for (const file of cargo) {
    if (!(await host.files.exists(file))) continue; // a later step has emptied the folder
    await saveCargo(JSON.parse(await host.files.text(file)) as CargoToKeep, host);
  }
  return 0;
}
