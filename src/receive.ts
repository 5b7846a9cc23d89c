import path from 'node:path';
import * as v from 'valibot';
import { bundleOf } from './build/bundle.ts';
import type { Candidate } from './candidate.ts';
import { ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { inCountingOrder } from './make.ts';
import type { Obtained } from './obtain.ts';
import { type Report, reportSchema } from './report/report.ts';
import { measure } from './size/measure.ts';
import { keptName } from './store/bundles.ts';

type World = Pick<Host, 'files' | 'store' | 'random'>;

/**
 * The candidate that an earlier job of this run has built: its bundle, byte for byte the one of the digest, in `into`. What
 * ships is measured here again; what only the builder can know (tools, the module before wasm-opt) is as its report tells.
 * @throws ShipError where it is not there, or is another bundle
 */
export async function receive(pkg: string, digest: string, into: string, host: World): Promise<Obtained> {
  if (!host.store.available) {
    throw new ShipError(
      'deploy',
      'There is no artifacts service here, and `phase: deploy` takes its bundle from one.',
      {
        hint: 'Leave `phase` out: one job builds and deploys. SECURITY.md tells what that means.',
      },
    );
  }
  const aside = `${into}-${host.random(4)}`;
  const unpacked = await taken(pkg, 'bundle', aside, host);
  const told = await builderTold(pkg, aside, host);
  const { entry, module, tools, warnings } = told;
  await refuseOthers(unpacked, entry, keptName(pkg, 'bundle'), digest, host);
  if (told.digest !== digest) throw tellsOfAnother(pkg);
  const folder = path.join(into, 'bundle');
  await host.files.rename(unpacked, folder);
  const bundle = await bundleOf(folder, entry, host);
  const contents = new Map<string, Uint8Array>();
  for (const { name } of inCountingOrder(bundle)) contents.set(name, await host.files.read(path.join(folder, name)));
  const shipped = [...contents].flatMap(([name, bytes]) => (name === module.file ? [bytes] : []));
  const [sizes, after] = await Promise.all([measure([...contents.values()]), measure(shipped)]);
  const candidate: Candidate = {
    ...{ bundle, sizes, tools, warnings },
    module: { before: module.before, after, file: module.file },
    named: path.join(into, 'symbols', module.file),
  };
  return { candidate, from: undefined, keep: undefined };
}

/** The folder that an artifact of this run was unpacked into. */
async function taken(pkg: string, what: 'bundle' | 'report', aside: string, host: World): Promise<string> {
  const folder = path.join(aside, what);
  const name = keptName(pkg, what);
  if (await host.store.take(name, folder)) return folder;
  throw new ShipError('deploy', `There is no artifact \`${name}\` in this run, and \`phase: deploy\` builds nothing.`, {
    hint: 'Did a job with `phase: build` succeed before, in this same run and for the same `package`? Does this job `needs` it? Where the artifact has expired, run all jobs again.',
  });
}

/** @throws ShipError where the folder, entered there, is not the bundle of the digest */
async function refuseOthers(folder: string, entry: string, name: string, digest: string, host: World): Promise<void> {
  const { digest: there, files } = await bundleOf(folder, entry, host);
  // a line break in a name would make two lines of one file, and one bundle of another's digest
  const odd = files.some((file) => /\p{Cc}/u.test(file.name));
  if (there === digest && !odd) return;
  throw new ShipError(
    'deploy',
    `The artifact \`${name}\` is not the bundle of \`bundle-digest\`: its digest is ${there}, wanted: ${digest}. Nothing was deployed.`,
    {
      hint: 'Is `bundle-digest` the output of the job that has built this package? Then another job of this run has changed the artifact: look at what else runs in this workflow.',
    },
  );
}

interface Told extends Pick<Candidate, 'tools' | 'warnings'> {
  readonly digest: string;
  readonly entry: string;
  readonly module: NonNullable<Report['module']>;
}

/** What the builder's report says of its bundle. @throws ShipError where it is none */
async function builderTold(pkg: string, aside: string, host: World): Promise<Told> {
  const folder = await taken(pkg, 'report', aside, host);
  const told = v.safeParse(reportSchema, parsed(await host.files.text(path.join(folder, 'report.json'))));
  const report = told.success ? told.output : undefined;
  const names = report?.bundle?.files.map((file) => file.name) ?? [];
  const entry = report?.bundle?.entry;
  const module = report?.module;
  const digest = report?.bundle?.digest;
  const there = [entry, module?.file].every((name) => names.includes(name ?? ''));
  if (report === undefined || digest === undefined || entry === undefined || module === undefined || module === null)
    throw tellsOfAnother(pkg);
  if (!there) throw tellsOfAnother(pkg);
  const { rustc = 'unknown', ...others } = report.tools;
  return { digest, entry, module, tools: { rustc, ...others }, warnings: report.warnings };
}

function tellsOfAnother(pkg: string): ShipError {
  return new ShipError('deploy', `The artifact \`${keptName(pkg, 'report')}\` does not tell of this bundle.`, {
    hint: 'Build and deploy with the same version of wasm-ship. If it is the same, another job of this run has changed the artifact.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
