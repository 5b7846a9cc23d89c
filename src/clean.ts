import { type Attempt, attempt, type ShipError } from './error.ts';
import { within } from './host/deadline.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan, Plan } from './plan.ts';
import type { DeployRecords } from './records.ts';
import { amendComment } from './report/publish.ts';
import { openService } from './service.ts';
import { warned } from './tell.ts';

export type CleanPlan = Extract<Plan, { do: 'clean' }>;

/** What became of one package's preview. */
interface Cleaned {
  readonly name: string;
  /** What is still there, and why; undefined: nothing. */
  readonly left: Attempt<string | undefined>;
}

/** For the comment as a whole. */
const COMMENT_MS = 60_000;

/**
 * What was made for a pull request goes, now that it is closed; what the edge cannot take away is said.
 * @returns failures: previews that are still there
 */
export async function clean(plan: CleanPlan, records: DeployRecords, host: Host): Promise<readonly ShipError[]> {
  const { pr, packages, tell } = plan;
  const made = packages.filter((pkg) => pkg.deploy?.to === 'preview');
  const cleaned: Cleaned[] = [];
  for (const pkg of made) cleaned.push({ name: pkg.name, left: await attempt(() => removed(pkg, host)) });
  if (cleaned.length === 0) host.log.info('No preview was made without credentials: there is nothing to take away.');
  const environments = new Set(made.flatMap(({ deploy }) => deploy?.environment ?? []));
  for (const environment of environments) await records.retire(environment);
  const said = cleaned.map(sentence);
  for (const line of said) host.log.info(line);
  const { github } = host;
  if (said.length > 0 && tell.comment !== undefined && github !== undefined) {
    const names = packages.map(({ name }) => name);
    await warned(host, () =>
      within('Commenting on the pull request: GitHub', COMMENT_MS, host.signal, () =>
        amendComment(pr, names, (body) => closed(body, said), github),
      ),
    );
  }
  await warned(host, () => host.tell.summary(said.map((line) => `${line}\n`).join('\n')));
  return cleaned.flatMap(({ left }) => (left.ok ? [] : [left.error]));
}

async function removed(pkg: PackagePlan, host: Host): Promise<string | undefined> {
  const { deploy } = pkg;
  const service = await openService(pkg, deploy, host);
  if (service.remove === undefined || deploy?.to !== 'preview') return `${pkg.edge} cannot take previews away`;
  return service.remove(deploy);
}

function sentence({ name, left }: Cleaned): string {
  if (!left.ok) return `The preview of ${name} could not be removed: ${left.error.message}`;
  if (left.value !== undefined) return `The preview of ${name} is still there: ${left.value}.`;
  return `The preview of ${name} was removed.`;
}

/** The comment without its way to the preview, and with what became of it. Closed again, it says so once. */
export function closed(body: string, said: readonly string[]): string {
  const [text = ''] = body.split(`\n\n${CLOSED}`);
  const unlinked = text.replace(/^(###? .*?) · \[preview\]\([^)\n]*\)/m, '$1');
  return `${unlinked}\n\n${CLOSED} ${said.join(' ')}`;
}

const CLOSED = 'The pull request is closed.';
