import { execFileSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionResult, cacheFolder, root, runAction, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** A pull request that does more work on one route, counted and raced against its base through dist, in real deno and wasmtime. */
let services: Services;
beforeAll(async () => {
  services = await startServices(toolCache());
});
afterAll(() => services?.[Symbol.asyncDispose]());

interface Raced {
  readonly edge: string;
  readonly example: string;
  readonly runtime: RegExp;
  /** File, a text of it, and what stands there in the head: it calls `more_work`. */
  readonly change: readonly [file: string, from: string, to: string];
  /** How often the head goes round a loop that nobody needs. */
  readonly rounds: number;
  readonly slower: string;
  readonly unchanged: readonly string[];
  /** Requests that the head alone answers, by the change above: their names, and what Cargo.toml says of them. */
  readonly added?: { readonly names: readonly string[]; readonly requests: string };
  /** In place of the example's own: its sample takes long, and a race has time for few of it. */
  readonly requests?: readonly object[];
}

const MORE_HEALTH = `=> {
            parse::more_work();
            answer(StatusCode::OK, r#"{"ok":true}"#.into())
        }
        (&Method::GET, "/version") => answer(StatusCode::OK, parse::version_text()),`;

const ADDED = `
[[package.metadata.wasm-ship.requests]]
name = "version"
path = "/version"
expect = 200
take = { version = "/version" }

[[package.metadata.wasm-ship.requests]]
name = "of-version"
path = "/health?version={{version}}"
expect = 200
`;

const RACED: readonly Raced[] = [
  {
    edge: 'wasi',
    example: 'parse',
    runtime: /^wasmtime /,
    change: ['src/main.rs', '=> answer(StatusCode::OK, r#"{"ok":true}"#.into()),', MORE_HEALTH],
    rounds: 5_000_000,
    slower: 'health',
    unchanged: ['access-log', 'ndjson', 'csv', 'unknown-format'],
    // the second one takes a value of the first: of the base nobody can ask it
    added: { names: ['version', 'of-version'], requests: ADDED },
  },
  {
    edge: 'deno',
    example: 'image',
    runtime: /^deno /,
    change: [
      'src/resize.rs',
      'if width == 0 || width > WIDEST {',
      'if width > WIDEST {\n        crate::more_work();\n    }\n    if width == 0 || width > WIDEST {',
    ],
    rounds: 5_000_000,
    slower: 'too-wide',
    unchanged: ['health', 'no-image'],
    requests: [
      { name: 'health', path: '/health' },
      { name: 'no-image', path: '/resize?width=100', method: 'POST', body: 'this is no image', expect: 415 },
      { name: 'too-wide', path: '/resize?width=100000', method: 'POST', body: '', expect: 400 },
    ],
  },
];

const moreWork = (rounds: number): string => `
#[inline(never)]
pub fn more_work() {
    (0..${rounds}_u32).for_each(|n| {
        std::hint::black_box(n);
    });
}
#[inline(never)]
pub fn version_text() -> String {
    let digits: String = (0..1000_u32).map(|n| char::from(b'0' + (n % 10) as u8)).collect();
    [r#"{"version":""#, &digits, r#""}"#].concat()
}
`;

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', dir, ...who, ...args], { encoding: 'utf8' }).trim();
}

/** The example's repository with a merge of `feature` checked out, as for a pull request. */
async function repositoryOf({
  example,
  change: [file, from, to],
  rounds,
  added: { requests } = { names: [], requests: '' },
}: Raced): Promise<{ repo: string; trigger: Trigger }> {
  const repo = path.join(cacheFolder(), 'checkouts', `race-${example}-${path.basename(root)}`);
  await rm(repo, { recursive: true, force: true });
  const filter = (of: string): boolean => !/\/(target|pkg)$/.test(of);
  await cp(path.join(root, 'examples', example), repo, { recursive: true, filter });
  await writeFile(path.join(repo, 'rust-toolchain.toml'), '[toolchain]\nchannel = "1.97.1"\n');
  await writeFile(path.join(repo, '.gitignore'), 'target\npkg\n');
  git(repo, 'init', '--quiet', '--initial-branch=main');
  git(repo, 'add', '--all');
  git(repo, 'commit', '--quiet', '--message', 'example');
  const base = git(repo, 'rev-parse', 'HEAD');
  git(repo, 'checkout', '--quiet', '-b', 'feature');
  const text = await readFile(path.join(repo, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(path.join(repo, file), text.replace(from, to));
  const library = path.join(repo, 'src/lib.rs');
  await writeFile(library, (await readFile(library, 'utf8')) + moreWork(rounds));
  const manifest = path.join(repo, 'Cargo.toml');
  await writeFile(manifest, (await readFile(manifest, 'utf8')) + requests);
  git(repo, 'commit', '--quiet', '--all', '--message', 'more work');
  const head = git(repo, 'rev-parse', 'HEAD');
  git(repo, 'checkout', '--quiet', 'main');
  git(repo, 'merge', '--quiet', '--no-ff', '--no-edit', 'feature');
  return { repo, trigger: pullOf(head, base) };
}

/** Pull request 7, of these commits. */
function pullOf(head: string, base: string): Trigger {
  const { payload, ...trigger } = pullRequest({ sha: head });
  const told = payload as { readonly pull_request: { readonly base: object } };
  const pull = { ...told.pull_request, base: { ...told.pull_request.base, sha: base } };
  return { ...trigger, payload: { ...told, pull_request: pull } };
}

/** A busy machine gets to few pairs in the time of a race: then it is right to say that nobody can tell. */
const ENOUGH_PAIRS = 100;

function canTell({ report }: ActionResult, name: string): boolean {
  const row = report?.race?.rows.find((one) => one.name === name && one.measure === 'p50');
  return (row?.pairs ?? 0) >= ENOUGH_PAIRS || row?.verdict === 'slower';
}

describe.each(RACED)('$edge: examples/$example', (raced) => {
  let result: ActionResult;
  let comment = '';
  let repo: string;
  beforeAll(async () => {
    services.github.repository.comments.clear();
    services.github.seed({ runs: [{ id: 401, event: 'pull_request', head_branch: 'feature' }] });
    const made = await repositoryOf(raced);
    repo = made.repo;
    result = await runAction({
      ...{ services, workspace: repo, trigger: made.trigger, credentials: false },
      inputs: {
        ...{ optimize: 'off', base: 'auto', budget: 'work +2 %, p50 +50 %, memory 64 MiB', 'latency-duration': '60 s' },
        ...(raced.requests === undefined ? {} : { requests: JSON.stringify(raced.requests) }),
      },
      env: {
        ...services.results.run({ runId: 401, ref: made.trigger.ref }),
        GITHUB_RUN_ID: '401',
        GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${made.trigger.ref}`,
        CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? path.join(cacheFolder(), 'target-kinds'),
      },
      timeoutMs: 1_800_000,
    });
    comment = [...services.github.repository.comments.values()][0]?.body ?? '';
  }, 1_800_000);
  afterAll(() => rm(repo, { recursive: true, force: true }));

  it('executes more on the route that does more, to the instruction, and no more on the others', () => {
    const { report, log } = result;
    expect(report?.noWork, log).toBeNull();
    const routes = new Map(report?.work?.routes.map((route) => [route.name, route]));
    const of = routes.get(raced.slower);
    expect((of?.head.least ?? 0) - (of?.base?.most ?? 0)).toBeGreaterThan(raced.rounds);
    for (const name of raced.unchanged) expect(routes.get(name)?.growth?.most, name).toBeLessThan(0.1);
    for (const { name, head } of routes.values()) expect([name, head.most - head.least]).toEqual([name, 0]);
  });

  const { added } = raced; // no other edge has the test: one that is skipped counts as one that could not run
  if (added !== undefined) {
    it('what the head alone answers is counted, and held against nothing; the rest is, against the base', () => {
      const { report, log } = result;
      const { names } = added;
      const routes = report?.work?.routes ?? [];
      expect(report?.work?.noBase, log).toBeNull();
      expect(routes.filter(({ base }) => base === null).map(({ name }) => name)).toEqual(names);
      for (const name of names) {
        expect(routes.find((route) => route.name === name)).toMatchObject({ base: null, growth: null });
        expect(routes.find((route) => route.name === name)?.head.least).toBeGreaterThan(100);
      }
      expect(report?.gates.filter(({ route }) => route !== null && names.includes(route))).toEqual([]);
      expect(report?.race?.rows.filter(({ name }) => names.includes(name))).toEqual([]);
      expect(report?.work?.movers.every(({ name: of }) => !of.includes('version_text'))).toBe(true);
    });
  }

  it('the function with the new work is named', () => {
    const [mover] = result.report?.work?.movers ?? [];
    expect(mover).toMatchObject({ name: expect.stringMatching(/more_work$/), before: 0 });
    expect(mover?.after).toBeGreaterThan(raced.rounds);
    expect(comment).toMatch(/more_work/);
  });

  it('is raced: the same route is slower, and no other one is', () => {
    const { report, log } = result;
    expect(report?.noRace, log).toBeNull();
    const middle = (name: string) => report?.race?.rows.find((row) => row.name === name && row.measure === 'p50');
    expect(middle(raced.slower)).toMatchObject({ verdict: canTell(result, raced.slower) ? 'slower' : 'cannot tell' });
    for (const name of raced.unchanged) expect(middle(name)?.verdict, name).not.toBe('slower');
    expect(report?.latency?.runtime).toMatch(raced.runtime);
  });

  it('memory, CPU, cost and the phases of a cold start, the base beside them, are there', () => {
    const { work, cpu, latency } = result.report ?? {};
    expect(work?.memory.head).toBeGreaterThan(65_536);
    expect(work?.memory.base).toBeGreaterThan(65_536);
    expect(cpu?.requests.find(({ name }) => name === raced.slower)?.cpuMs).toBeGreaterThan(0);
    expect(cpu?.rssBytes).toBeGreaterThan(1e6);
    expect(latency?.cold.base?.process.n).toBeGreaterThan(0); // a busy machine starts few
    expect(latency?.cold.phases.length).toBeGreaterThan(3);
  });

  it('the budget of work fails the check, that of time warns, that of memory is kept, and the comment says so', () => {
    const { report, code } = result;
    const gate = (measure: string, route: string | null) =>
      report?.gates.find((one) => one.measure === measure && one.route === route);
    expect(gate('work', raced.slower)).toMatchObject({ verdict: 'over', fails: true });
    for (const name of raced.unchanged) expect(gate('work', name)).toMatchObject({ verdict: 'within' });
    const told = canTell(result, raced.slower);
    expect(gate('p50', raced.slower)).toMatchObject({ verdict: told ? 'over' : 'cannot tell', fails: false });
    expect(gate('memory', null)).toMatchObject({ verdict: 'within' });
    expect(comment).toContain(`work of ${raced.slower} over +2.0 %`);
    if (told) expect(comment).toMatch(new RegExp(`\\*\\*latency\\*\\* .*${raced.slower}, p50.*slower`));
    else expect(comment).toMatch(new RegExp(`Cannot tell: .*p50 of ${raced.slower}`));
    expect(comment).toContain('what the host does and bulk memory count as one instruction each');
    expect(code).toBe(1);
  });
});
