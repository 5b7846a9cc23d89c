import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ShipError } from '../../src/error.ts';
import type { GitHub, Host } from '../../src/host/host.ts';
import type { Outcome } from '../../src/ship.ts';
import { presentable, tell } from '../../src/tell.ts';
import { recordedHost, type Setting } from './recorded-host.ts';
import { reportOf } from './report/sample.ts';
import { SILENT } from './silent-github.ts';

/** A run whose build failed: what is told of it, and in which order. */
const failed = {
  candidate: { ok: false, error: new ShipError('build', 'cargo ended with exit code 101.') },
} as Outcome;
const hangs = (): Promise<never> => new Promise(() => undefined);

afterEach(() => vi.useRealTimers());

/** A host that notes what it is told, in order; `more` is what is different. */
async function listening(setting: Setting = {}, more: Partial<Host> = {}) {
  const recorded = await recordedHost(setting);
  const told: string[] = [];
  const github: GitHub = {
    ...SILENT,
    login: async () => 'github-actions[bot]',
    comments: async () => [],
    createComment: async (_, body) => {
      told.push(`comment ${/artifacts\/\d+/.exec(body)?.[0] ?? 'without a link'}`);
      return { id: 5, body, url: '', author: 'github-actions[bot]', bot: true };
    },
    updateComment: async () => undefined,
    artifacts: async () => [],
  };
  const host: Host = {
    ...recorded.host,
    github,
    tell: {
      output: (name, value) => void (value !== '' && ['report-path', 'comment-id'].includes(name) && told.push(name)),
      summary: async (text) => void told.push(`summary ${text.startsWith('###') ? 'headline' : text}`),
      state: () => undefined,
    },
    store: {
      available: true,
      get: async () => undefined,
      take: async () => false,
      put: async (name) => {
        told.push(name);
        return { id: 9 };
      },
    },
    ...more,
  };
  const into = path.join(host.folders.work, 'x');
  const one = { report: reportOf(), outcome: failed, into, cache: 'none' as const };
  const telling = (outcome = failed) => ({ told: [{ ...one, outcome }], pr: 7 });
  return { recorded, host, told, into, telling, tell: () => tell(telling(), host) };
}

test('what is on this machine comes first, then the artifact, then what needs its address', async () => {
  const run = await listening();
  await using _recorded = run.recorded;
  await run.tell();
  expect(run.told).toEqual([
    'report-path',
    'summary headline',
    'wasm-ship-auth-report',
    'summary <sub>[report.json](https://github.com/acme/shop/actions/runs/99/artifacts/9)</sub>',
    'comment artifacts/9',
    'comment-id',
  ]);
  expect(JSON.parse(await readFile(path.join(run.into, 'report', 'report.json'), 'utf8'))).toEqual(reportOf());
});

const built = {
  ...failed,
  candidate: { ok: true, value: { bundle: { folder: 'x' }, module: { file: 'y' } } },
} as Outcome;

test('whether other jobs can have the bundle is told: with its report, or not at all', async () => {
  for (const refused of ['', 'report', 'bundle', 'symbols']) {
    const put = async (name: string) => {
      if (name.endsWith(`-${refused}`)) throw new ShipError('report', 'refused');
      return { id: 9 };
    };
    const run = await listening(
      {},
      { store: { available: true, get: async () => undefined, take: async () => false, put } },
    );
    await using _recorded = run.recorded;
    for (const what of ['bundle', 'symbols']) await run.host.files.write(path.join(run.into, what, 'a'), '');
    const names = ['', 'symbols'].includes(refused) ? ['auth'] : [];
    expect([...(await tell(run.telling(built), run.host))], refused).toEqual(names);
    expect([...(await tell(run.telling(), run.host))], 'a build that failed').toEqual([]);
  }
});

test('a job that only deploys keeps its report beside that of the job that built, and nothing else', async () => {
  const run = await listening();
  await using _recorded = run.recorded;
  await tell({ ...run.telling(built), reportAs: 'deployment' }, run.host);
  expect(run.told.filter((what) => what.startsWith('wasm-ship'))).toEqual(['wasm-ship-auth-deployment']);
});

test('artifacts that are refused keep neither summary nor comment', async () => {
  const put = () => Promise.reject(new ShipError('report', 'The artifact x could not be kept: 503.'));
  const run = await listening(
    {},
    { store: { available: true, get: async () => undefined, take: async () => false, put } },
  );
  await using _recorded = run.recorded;
  await run.tell();
  expect(run.told).toEqual(['report-path', 'summary headline', 'comment without a link', 'comment-id']);
  expect(run.recorded.said).toMatchObject([{ level: 'warning', text: 'The artifact x could not be kept: 503.' }]);
});

test('a comment that is not answered is given up after a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const run = await listening();
  await using _recorded = run.recorded;
  const comments = vi.fn(hangs);
  const telling = tell(run.telling(), { ...run.host, github: { ...run.host.github, comments } as GitHub });
  await vi.waitFor(() => expect(comments).toHaveBeenCalled());
  await vi.advanceTimersByTimeAsync(60_000);
  await telling;
  expect(run.recorded.said.map(({ level, text }) => `${level}: ${text}`)).toEqual([
    'warning: Commenting on the pull request: GitHub did not answer within 60 s.',
  ]);
  expect(run.told).not.toContain('comment-id');
});

test('a run that is cancelled tells what is on this machine, and does not wait for GitHub', async () => {
  const cancelled = new AbortController();
  const run = await listening({ signal: cancelled.signal });
  await using _recorded = run.recorded;
  const comments = (): Promise<never> => {
    cancelled.abort();
    return hangs();
  };
  await tell(run.telling(), { ...run.host, github: { ...run.host.github, comments } as GitHub });
  expect(run.told.slice(0, 2)).toEqual(['report-path', 'summary headline']);
  expect(run.recorded.said.map(({ level, text }) => `${level}: ${text}`)).toEqual([
    'info: Commenting on the pull request: GitHub was not waited for: the run was cancelled.',
  ]);
});

test('a report that cannot be written is a warning; the rest is told', async () => {
  const run = await listening({ files: { work: 'a file' } });
  await using _recorded = run.recorded;
  await run.tell();
  expect(run.told).toContain('summary headline');
  expect(run.told).not.toContain('report-path');
  expect(run.recorded.said[0]).toMatchObject({ level: 'warning', text: expect.stringContaining('ENOTDIR') });
});

test('what was quoted has no colours and no secrets, not even one that a colour splits', () => {
  const quoted = '\u001b[1m\u001b[38;5;9merror\u001b[0m: s3cr\u001b[0met';
  const failure = { stage: 'build' as const, message: quoted, hint: quoted, tail: quoted };
  const report = reportOf({ failures: [failure, { ...failure, hint: null, tail: null }], warnings: [quoted] });
  const { failures, warnings } = presentable(report, { redact: (text) => text.replaceAll('s3cret', '***') });
  const clean = { stage: 'build', message: 'error: ***', hint: 'error: ***', tail: 'error: ***' };
  expect(failures).toEqual([clean, { ...clean, hint: null, tail: null }]);
  expect(warnings).toEqual(['error: ***']);
});

test('why something was not measured quotes answers of others, and is made presentable too', () => {
  const quoted = 'health: GET /health answered 500, expected 200. It said: \u001b[31ms3cret';
  const work = { routes: [], movers: [], memory: { base: null, head: null }, noBase: quoted };
  const { latency } = reportOf();
  const cold = latency === null ? null : { ...latency, cold: { ...latency.cold, noBase: quoted, noV8: quoted } };
  const report = reportOf({
    ...{ noBase: quoted, noRace: quoted, noWork: quoted, skipReason: quoted },
    work,
    latency: cold,
  });
  const text = JSON.stringify(presentable(report, { redact: (one) => one.replaceAll('s3cret', '***') }));
  expect(text.match(/It said: \*{3}/g)).toHaveLength(7);
  expect(text).not.toContain('s3cret');
});
