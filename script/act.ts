import { toolCache } from '../test/e2e/action.ts';
import { runAuthWorkflow } from '../test/e2e/auth-on-act.ts';
import { startServices } from '../test/e2e/services.ts';
import { pullRequest, tag } from '../test/e2e/triggers.ts';

/** Runs the workflow once and shows what the runner saw. */
// ends by `exit`, so that act and the servers' children end too
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(name, () => process.exit(code));

const [what = 'pull-request'] = process.argv.slice(2);
await using services = await startServices(toolCache());
console.log(`Running the workflow of examples/auth with act, on: ${what} (about half a minute for each job) …`);
const result = await runAuthWorkflow(what === 'pull-request' ? pullRequest() : tag(what), services);
console.log(result.log.replace(/^::(debug|add-mask).*\n/gm, ''));
if (result.code !== 0) console.log(result.stderr);
console.log('jobs', result.jobs);
console.log('outputs', result.outputs);
console.log('annotations', result.annotations);
process.exitCode = result.code ?? 1;
