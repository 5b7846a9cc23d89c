import { describe, expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { release } from '../../../src/release/release.ts';
import { type Behaviour, HEALTH, lost, Model, type ModelOptions, OLD, SHA, wishOf } from './edge-model.ts';

const whole = (versionId: string) => [{ versionId, percentage: 100 }];
/** What users had, one entry for each deployment: `v-old`, or `v-old 90 + v-new-1 10`. */
const users = ({ seen }: Model): string[] =>
  seen.map(({ shares }) =>
    shares.length === 1
      ? String(shares[0]?.versionId)
      : shares.map((one) => `${one.versionId} ${one.percentage}`).join(' + '),
  );

test('a good version is there unseen, answers, and has all requests then', async () => {
  const model = new Model();
  const done = await release(model.edge, wishOf({ rollout: [10, 50, 100] }), model.host);
  expect(users(model)).toEqual(['v-old', 'v-old', 'v-old 90 + v-new-1 10', 'v-old 50 + v-new-1 50', 'v-new-1']);
  expect(done).toMatchObject({
    versionId: 'v-new-1',
    before: 'v-old',
    how: 'staged',
    url: 'https://auth.example.com/',
  });
  expect(done.proof).toMatchObject({ answers: 3, told: true });
  expect(done.watched).toMatchObject({ answers: 6, bad: 0 });
  expect(done.steps.map(({ percentage }) => percentage)).toEqual([0, 10, 50, 100]);
  expect(model.settled).toHaveLength(1);
});

test('all that the live service has to answer is asked before any user is', async () => {
  const model = new Model();
  const requests = [
    { ...HEALTH, path: '/a' },
    { ...HEALTH, path: '/b' },
  ];
  const done = await release(model.edge, wishOf({ requests }), model.host);
  expect(done.proof?.answers).toBe(5);
  const strict = new Model();
  const missing = release(strict.edge, wishOf({ requests: [{ ...HEALTH, path: '/a', expect: 204 }] }), strict.host);
  await expect(missing).rejects.toThrow(/GET \/a answered 200, expected 204.*No user saw it: v-old stays live/s);
  expect(users(strict)).toEqual(['v-old', 'v-old', 'v-old']);
});

describe('a version that fails', () => {
  test.each<[string, Behaviour, RegExp]>([
    ['with a status', () => 500, /answered 500/],
    ['in all its requests but the first', (_, nth) => (nth === 1 ? 200 : 500), /answered 500/],
    ['with a redirect', () => 302, /answered 302/],
  ])('%s, before any user has it: none ever has', async (_, fresh, why) => {
    const model = new Model({ fresh });
    await expect(release(model.edge, wishOf(), model.host)).rejects.toMatchObject({
      fault: 'deploy',
      message: expect.stringMatching(new RegExp(`${why.source}.*No user saw it: v-old stays live\\.`)),
    });
    expect(new Set(users(model))).toEqual(new Set(['v-old']));
    expect(model.live).toEqual(whole('v-old'));
    expect(model.settled).toHaveLength(0);
  });

  test('at 10 %: users are back on what was live, and 50 % is never reached', async () => {
    const model = new Model({ fresh: (at) => (at < 600 ? 200 : 500) });
    await expect(release(model.edge, wishOf({ rollout: [10, 50, 100] }), model.host)).rejects.toThrow(
      /3 of \d+ probes failed after .* Users are back on v-old\./,
    );
    expect(users(model)).toEqual(['v-old', 'v-old', 'v-old 90 + v-new-1 10', 'v-old']);
    expect(model.said.join('\n')).toContain('was taken back');
  });

  test('once all users have it: they are back', async () => {
    const model = new Model({ fresh: (at) => (at < 2000 ? 200 : 500) });
    await expect(release(model.edge, wishOf({ watchMs: 20_000 }), model.host)).rejects.toThrow(
      /Users are back on v-old/,
    );
    expect(users(model)).toEqual(['v-old', 'v-old', 'v-new-1', 'v-old']);
  });

  test('now and then: one bad answer of ten is the network’s', async () => {
    const model = new Model({ fresh: (_, nth) => (nth > 4 && nth % 10 === 0 ? 500 : 200) });
    const done = await release(model.edge, wishOf({ watchMs: 30_000 }), model.host);
    expect(done.watched).toMatchObject({ answers: 31, bad: 3 });
  });
});

describe('readiness', () => {
  test('what another version answers proves nothing', async () => {
    const model = new Model({ propagationMs: 4000 });
    const done = await release(model.edge, wishOf(), model.host);
    expect(done.proof?.ms).toBeGreaterThan(4000);
  });

  test('where answers do not tell their version, it is waited until the change is everywhere', async () => {
    const model = new Model({ told: false, fresh: () => 500, propagationMs: 2500 });
    await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(/answered 500/);
    expect(new Set(users(model))).toEqual(new Set(['v-old']));
  });

  test('a version that is never there is given up after four minutes', async () => {
    const model = new Model({ propagationMs: 1e9, empty: true });
    const done = await release(model.edge, wishOf(), model.host);
    expect(done.failure?.message).toMatch(/a service that is not there yet.*It is live all the same/);
    expect(model.at).toBeGreaterThan(240_000);
    expect(model.at).toBeLessThan(260_000);
  });
});

describe('where it is proved', () => {
  const TWO = ['https://new.example.com/', 'https://auth.example.com/'];
  test('is the first address that answers now: a domain that comes with this commit is not there yet', async () => {
    const model = new Model({ addresses: TWO, silent: ['new.example.com'] });
    await expect(release(model.edge, wishOf(), model.host)).resolves.toMatchObject({ url: TWO[1] });
    const both = new Model({ addresses: TWO });
    await expect(release(both.edge, wishOf(), both.host)).resolves.toMatchObject({ url: TWO[0] });
  });

  describe('and a domain is new, on a host that another service has answered so far', () => {
    const OLD_HOST = { addresses: TWO, now: ['https://auth.example.com/'] };

    test('it is proved where it is already, and watched at the new one once it has it', async () => {
      const model = new Model({ ...OLD_HOST, told: false });
      const done = await release(model.edge, wishOf(), model.host);
      expect(done).toMatchObject({ how: 'staged', url: TWO[0], proof: { answers: 3 } });
      expect([[...model.hosts.before], [...model.hosts.after]]).toEqual([['auth.example.com'], ['new.example.com']]);
    });

    test('a bad version is not taken for what answers there', async () => {
      const model = new Model({ ...OLD_HOST, told: false, fresh: () => 500 });
      await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(/answered 500.*No user saw it/s);
      expect(users(model)).toEqual(['v-old', 'v-old', 'v-old']);
    });

    test('an address that is leaving is good enough for the proof', async () => {
      const model = new Model({ addresses: [TWO[0] ?? ''], now: ['https://left.example.com/'] });
      await expect(release(model.edge, wishOf(), model.host)).resolves.toMatchObject({ url: TWO[0] });
      expect([...model.hosts.before]).toEqual(['left.example.com']);
    });

    test('one that never answers there is live all the same, and that is said', async () => {
      const model = new Model({ ...OLD_HOST, silent: ['new.example.com'] });
      const done = await release(model.edge, wishOf(), model.host);
      expect(done.failure?.message).toMatch(/That was at https:\/\/new\.example\.com\/, which it has only since now/);
      expect([done.url, model.live]).toEqual([TWO[1], whole('v-new-1')]);
    });

    test.each<[string, Behaviour, string]>([
      ['a good one stays', () => 200, 'v-new-1'],
      ['a bad one is taken back', () => 500, OLD],
    ])('where it answers nowhere yet, it is proved once it is live: %s', async (_, fresh, live) => {
      const model = new Model({ addresses: TWO, now: [], fresh });
      const done = await release(model.edge, wishOf(), model.host).catch((error: unknown) => String(error));
      expect(model.live).toEqual(whole(live));
      expect(model.said.join('\n')).toContain('answers nowhere yet: it is proved at https://new.example.com/');
      if (live === OLD) expect(done).toMatch(/Users are back on v-old/);
      else expect(done).toMatchObject({ proof: { answers: 3 }, url: TWO[0] });
    });
  });

  test('has the path that is asked: another one would prove another service', async () => {
    const addresses = ['https://example.com/api/'];
    const model = new Model({ addresses });
    await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(
      '`/` is asked for the proof, and auth is at https://example.com/api/ alone.',
    );
    expect(model.uploads).toEqual([]);
    const health = { ...HEALTH, path: '/api/health' };
    await expect(release(model.edge, wishOf({ health }), model.host)).resolves.toMatchObject({ url: addresses[0] });
  });

  test('without any, nothing is proved, and that is said', async () => {
    const model = new Model({ addresses: [] });
    await expect(release(model.edge, wishOf(), model.host)).resolves.toMatchObject({
      proof: undefined,
      watched: undefined,
    });
    expect(model.said.join('\n')).toContain('nothing of it can be proved');
  });
});

describe('what is live already', () => {
  test('and does not answer is a failure, not a success once more', async () => {
    const model = new Model({ fresh: (at) => (at < 5000 ? 200 : 500) });
    await release(model.edge, wishOf({ watchMs: 0 }), model.host);
    model.at = 6000;
    const again = await release(model.edge, wishOf(), model.host);
    expect(again).toMatchObject({ how: 'unchanged', versionId: 'v-new-1' });
    expect(again.failure?.message).toMatch(
      /^v-new-1 was live already, and does not answer as it should: GET \/ answered 500/,
    );
  });

  test('in part, since a run of ours was ended: users are on one version before anything else, a refusal too', async () => {
    const model = new Model();
    model.deploy(
      [
        { versionId: OLD, percentage: 90 },
        { versionId: 'v-half', percentage: 10 },
      ],
      'wasm-ship 1 v1.0.1 at 10 %',
    );
    const mayReplace = () => Promise.reject(new ShipError('deploy', 'newer'));
    await expect(release(model.edge, wishOf({ mayReplace }), model.host)).rejects.toThrow('newer');
    expect(model.live).toEqual(whole(OLD));
    expect(model.said.join('\n')).toContain('was ended half way');
  });

  test('the same bundle of the same commit is left as it is; what belongs to no version is applied', async () => {
    const model = new Model();
    const wish = wishOf({ note: { sha: SHA.old, digest: 'old' } });
    await expect(release(model.edge, wish, model.host)).resolves.toMatchObject({
      how: 'unchanged',
      versionId: 'v-old',
    });
    expect([model.uploads, model.deployments.length, model.settled.length]).toEqual([[], 1, 1]);
    await expect(release(model.edge, { ...wish, leaveSame: false }, model.host)).resolves.toMatchObject({
      how: 'staged',
    });
  });

  test('a newer commit is not replaced', async () => {
    const model = new Model();
    const mayReplace = (sha: string) => Promise.reject(new ShipError('deploy', `newer: ${sha}`));
    await expect(release(model.edge, wishOf({ mayReplace }), model.host)).rejects.toThrow(`newer: ${SHA.old}`);
    expect(model.uploads).toEqual([]);
  });

  test('a rollout of somebody else is not touched', async () => {
    const model = new Model();
    model.deploy([
      { versionId: 'v-old', percentage: 60 },
      { versionId: 'v-theirs', percentage: 40 },
    ]);
    await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(
      /not ours is under way: 60 % v-old, 40 % v-theirs/,
    );
    expect(model.uploads).toEqual([]);
  });

  test('somebody else’s deploy in between stays, and the release says that it is not live', async () => {
    const model = new Model({
      onCall: (call, when, at) => {
        if (call === 'upload' && when === 'after' && at.uploads.length === 1) at.deploy(whole('v-theirs'));
      },
    });
    await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(
      /Somebody else deployed in between: v-theirs 100 % is live of auth, and v1\.1\.0 is not/,
    );
    expect(model.live).toEqual(whole('v-theirs'));
  });

  test('the first release is said to be seen, and what cannot go up unseen is refused unless asked for', async () => {
    const empty = new Model({ empty: true });
    await expect(release(empty.edge, wishOf(), empty.host)).resolves.toMatchObject({ how: 'first', before: undefined });
    expect(empty.said.join('\n')).toContain('It could not be tried elsewhere first: it has bindings.');
    const tried = new Model({ empty: true, rehearsal: 'tried.example.com' });
    await expect(release(tried.edge, wishOf(), tried.host)).resolves.toMatchObject({ how: 'first' });
    expect(tried.said.join('\n')).toMatch(
      /gone.*first release .* It has answered at https:\/\/tried\.example\.com\/ before/s,
    );
    const bad = new Model({ empty: true, rehearsal: 'tried.example.com', fresh: () => 500 });
    await expect(release(bad.edge, wishOf(), bad.host)).rejects.toThrow(
      /answered 500.* That was at .*, which is gone: nothing is live/s,
    );
    expect([bad.uploads, bad.said.includes('gone')]).toEqual([[], true]);
    const refused = new Model({ onlyDirect: 'a migration' });
    await expect(release(refused.edge, wishOf(), refused.host)).rejects.toThrow(
      /cannot be released unseen: a migration\. Nothing was deployed/,
    );
    expect(refused.uploads).toEqual([]);
    const asked = new Model({ onlyDirect: 'a migration' });
    await expect(release(asked.edge, wishOf({ atOnce: true }), asked.host)).resolves.toMatchObject({ how: 'direct' });
  });
});

test('a call that was done and whose answer was lost is not done again; one that was not is', async () => {
  for (const when of ['before', 'after'] as const) {
    let left = 1;
    const model = new Model({
      onCall: (call, at) => {
        if (call === 'serve' && at === when && left-- > 0) throw lost();
      },
    });
    await expect(release(model.edge, wishOf(), model.host)).resolves.toMatchObject({ versionId: 'v-new-1' });
    expect(users(model)).toEqual(['v-old', 'v-old', 'v-new-1']);
  }
});

test('a way back that the edge refuses is said, with the version and the command', async () => {
  const model = new Model({
    fresh: () => 500,
    onCall: (call, when, { deployments }) => {
      if (call === 'serve' && when === 'before' && deployments.length === 2) throw new ShipError('deploy', 'refused');
    },
  });
  await expect(release(model.edge, wishOf(), model.host)).rejects.toMatchObject({
    message: expect.stringMatching(/And the way back to v-old failed: refused/),
    hint: expect.stringContaining('wrangler rollback v-old'),
    unsure: true,
  });
});

test('a way back that gets no answer is tried for minutes: users wait', async () => {
  const model = new Model({
    fresh: (at) => (at < 2000 ? 200 : 500),
    onCall: (call, when, { at }) => {
      const down = at > 4000 && at < 90_000;
      if (down && when === 'before' && (call === 'serve' || call === 'served')) throw lost();
    },
  });
  await expect(release(model.edge, wishOf({ watchMs: 20_000 }), model.host)).rejects.toThrow(/Users are back on v-old/);
  expect(model.at).toBeGreaterThan(90_000);
  expect(model.live).toEqual(whole(OLD));
});

test('somebody else’s deploy while it is watched stays, whether the watch fails or not', async () => {
  for (const fresh of [() => 200, (at: number) => (at < 3000 ? 200 : 500)]) {
    const model = new Model({
      fresh,
      onSleep: (at, { deploy, live }) => {
        if (at > 2500 && live[0]?.versionId === 'v-new-1' && live.length === 1)
          deploy.call(model, whole(OLD), 'a hotfix');
      },
    });
    const done = release(model.edge, wishOf({ watchMs: 8000 }), model.host);
    await expect(done).rejects.toThrow(/Somebody else deployed in between: v-old 100 % is live/);
    expect(model.deployments[0]?.message).toBe('a hotfix');
  }
});

test('long names leave what tells calls apart', async () => {
  const model = new Model();
  const version = 'v'.repeat(120);
  await release(model.edge, wishOf({ version, rollout: [10, 100] }), model.host);
  const messages = model.deployments.map(({ message = '' }) => message);
  expect(new Set(messages).size).toBe(messages.length);
  expect(Math.max(...messages.map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test('a cancelled release goes back by one call', async () => {
  const cancel = new AbortController();
  const model = new Model({
    signal: cancel.signal,
    onSleep: (at) => {
      if (at > 1500) cancel.abort();
    },
  });
  await expect(release(model.edge, wishOf({ rollout: [10, 100] }), model.host)).rejects.toMatchObject({
    fault: 'cancelled',
    message: expect.stringContaining('Users are back on v-old'),
  });
  expect(users(model)).toEqual(['v-old', 'v-old', 'v-old 90 + v-new-1 10', 'v-old']);
});

class Killed extends Error {}

/** Runs a release that is killed at the n-th point of its calls. @returns the model, and whether it came so far */
async function killedAt(n: number, options: ModelOptions): Promise<{ model: Model; point: string | undefined }> {
  let count = 0;
  let point: string | undefined;
  const model = new Model({
    ...options,
    onCall: (call, when) => {
      if (point !== undefined && count > n) return; // the next run
      if (count++ !== n) return;
      point = `${when} ${call}`;
      throw new Killed(point);
    },
  });
  const never = new Promise<never>(() => undefined);
  const died = new Promise<void>((resolve) => {
    // a killed process does nothing any more: not even its way back
    const dead = <T>(work: Promise<T>): Promise<T> =>
      work.catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        resolve();
        return never;
      });
    const { edge } = model;
    const mortal = {
      ...edge,
      served: () => dead(edge.served()),
      noteOf: (id: string) => dead(edge.noteOf(id)),
      onlyDirect: () => dead(edge.onlyDirect()),
      upload: (note: Parameters<typeof edge.upload>[0]) => dead(edge.upload(note)),
      direct: (note: Parameters<typeof edge.direct>[0]) => dead(edge.direct(note)),
      serve: (...args: Parameters<typeof edge.serve>) => dead(edge.serve(...args)),
      settle: () => dead(edge.settle()),
    };
    release(mortal, wishOf({ rollout: [10, 100] }), model.host).then(
      () => resolve(),
      () => resolve(),
    );
  });
  await died;
  return { model, point };
}

test('killed before or after any call: users have the old or the new version, and the next run ends with the new one', async () => {
  let points = 0;
  for (let n = 0; ; n++) {
    const { model, point } = await killedAt(n, {});
    if (point === undefined) break;
    points += 1;
    const known = new Set(['v-old', ...model.uploads]);
    for (const { versionId } of model.live) expect([point, known.has(versionId)]).toEqual([point, true]);
    const again = await release(model.edge, wishOf({ rollout: [10, 100] }), model.host);
    expect([point, model.live]).toEqual([point, whole(again.versionId)]);
    expect([point, model.settled.length > 0]).toEqual([point, true]);
  }
  expect(points).toBeGreaterThan(20);
});

test('killed while a bad version goes up: the next run leaves what was live', async () => {
  for (let n = 0; ; n++) {
    const { model, point } = await killedAt(n, { fresh: () => 500 });
    if (point === undefined) break;
    await expect(release(model.edge, wishOf(), model.host)).rejects.toThrow(/v-old stays live/);
    expect([point, model.live, new Set(users(model))]).toEqual([point, whole('v-old'), new Set(['v-old'])]);
  }
});
