import { type Trigger, toolCache } from '../test/e2e/action.ts';
import { runAuthWorkflow, seedCommits, type WorkflowRun } from '../test/e2e/auth-on-act.ts';
import { startServices } from '../test/e2e/services.ts';
import { dispatch, pullRequest, push, release, tag } from '../test/e2e/triggers.ts';

/** Runs the workflows once for each event and shows what the runner saw. */
// ends by `exit`, so that act and the servers' children end too
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(name, () => process.exit(code));

const given = process.argv.slice(2);
const events = given.length === 0 ? ['pull-request'] : given;
const shas = events.map((_, i) => (i + 1).toString(16).padStart(40, '0'));

await using services = await startServices(toolCache());
seedCommits(services, shas); // of each event its own, the newest last
/** The commit of each tag: its published release is of the same one. */
const tagged = new Map<string, string>();
let code = 0;
for (const [i, what] of events.entries()) {
  console.log(`Running a workflow of examples/auth with act, on: ${what} (about half a minute for each job) …`);
  const { trigger, ...run } = of(what, shas[i] ?? '');
  const result = await runAuthWorkflow(trigger, services, { run: 77 + i, ...run });
  console.log(result.log.replace(/^::(debug|add-mask).*\n/gm, ''));
  if (result.code !== 0) console.log(result.stderr);
  console.log('jobs', result.jobs);
  console.log('outputs', result.outputs);
  console.log('annotations', result.annotations);
  code ||= result.code ?? 1;
}
process.exitCode = code;

/** The event that a word stands for, with its commit and the workflow that is about it. */
function of(what: string, sha: string): Pick<WorkflowRun, 'workflow' | 'sha'> & { readonly trigger: Trigger } {
  const [word = '', name] = what.split(':');
  switch (word) {
    case 'pull-request':
      return { trigger: pullRequest({ sha }), sha };
    case 'synchronize':
    case 'closed':
      return { trigger: pullRequest({ action: word, sha }), sha };
    case 'main':
      return { trigger: push('main'), sha };
    case 'rollback': {
      const [from = 'v0.0.0'] = [...tagged.keys()].slice(-1);
      return { trigger: dispatch(from, name === undefined ? {} : { to: name }), sha, workflow: 'rollback.yml' };
    }
    case 'release': {
      const called = name ?? 'v1.0.0';
      return { trigger: release(called), sha: tagged.get(called) ?? sha };
    }
    default:
      tagged.set(what, sha);
      return { trigger: tag(what), sha };
  }
}
