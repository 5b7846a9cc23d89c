import type { ActionResult, ActionRun } from './action.ts';
import { quick, ship } from './on-auth.ts';
import type { Services } from './services.ts';
import { tag } from './triggers.ts';

/** The two jobs of one run, on examples/auth, for a version tag where nothing else is said. */
const RELEASE = tag('v1.2.3');
/** git, npm and tar, and neither rustc nor cargo nor rustup: whatever builds fails. */
const NO_RUST = { PATH: '/usr/bin:/bin' };

/** A job of a run: its own token of the artifact service, and the run's artifacts. */
function job(services: Services, id: number, more: Partial<ActionRun>): Promise<ActionResult> {
  const { env, inputs, trigger = RELEASE, ...rest } = more;
  return ship(services, {
    ...{ trigger, inputs: { ...quick, ...inputs }, ...rest },
    env: { ...services.results.run({ runId: id, ref: trigger.ref }), ...env },
  });
}

/** The first job of run `id`, without secrets. */
export function build(services: Services, id: number, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  return job(services, id, { credentials: false, ...more, inputs: { phase: 'build', ...more.inputs } });
}

/** The second one, with the secrets, on a machine without Rust. */
export function deploy(
  services: Services,
  id: number,
  digest: string,
  more: Partial<ActionRun> = {},
): Promise<ActionResult> {
  const inputs = { phase: 'deploy', 'bundle-digest': digest, ...more.inputs };
  return job(services, id, { ...more, inputs, env: { ...NO_RUST, ...more.env } });
}

/** What was asked of Cloudflare while `work` ran. */
export async function uploads(
  services: Services,
  work: () => Promise<ActionResult>,
): Promise<{ readonly result: ActionResult; readonly asked: number }> {
  const before = services.cloudflare.requests.length;
  const result = await work();
  return { result, asked: services.cloudflare.requests.length - before };
}
