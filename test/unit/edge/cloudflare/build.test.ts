import { expect, test } from 'vitest';
import { refuseOtherBuilds, refuseOtherKinds } from '../../../../src/edge/cloudflare/build.ts';

const CONFIG = { name: 'auth', compatibility_date: '2026-11-01' };

test.each([
  [{}],
  [{ main: 'build/index.js' }],
  [{ main: './build/index.js', build: { command: 'worker-build --release' } }],
  [{ main: 'build/worker/shim.mjs', build: { command: 'worker-build' } }],
  [{ build: {} }],
  [{ build: { command: 'cargo install -q worker-build && worker-build --release' } }],
  [{ build: { command: "cargo install -q 'worker-build@^0.8' && worker-build --release" } }],
  [{ build: { command: 'cargo install --locked --version 0.8.7 worker-build;\nworker-build  --release' } }],
])('%j is what we do ourselves', (more) => {
  expect(() => refuseOtherBuilds({ ...CONFIG, ...more }, 'wrangler.toml')).not.toThrow();
});

test.each([
  [{ main: 'src/index.ts' }, /`main`: "src\/index\.ts", which is not what worker-build makes/],
  [{ main: 5 }, /`main`: 5/],
  [{ build: { command: 'npm run css && worker-build --release' } }, /more than worker-build: `npm run css`\.$/],
  [{ build: { command: 'worker-build --release -- --features x' } }, /`worker-build --release -- --features x`/],
  [{ build: { command: 'cargo install -q worker-build && ./build.sh; rm -r x' } }, /`\.\/build\.sh`, `rm -r x`/],
  [{ build: { command: 'cargo install -q worker-build-fork' } }, /worker-build-fork/],
])('%j would leave something out: refused', (more, message) => {
  expect(() => refuseOtherBuilds({ ...CONFIG, ...more }, 'a/wrangler.toml')).toThrow(
    expect.objectContaining({
      fault: 'plan',
      message: expect.stringMatching(message),
      place: { file: 'a/wrangler.toml' },
    }),
  );
});

test('a crate that is no worker is refused before anything is built', () => {
  const crate = { name: 'auth', dir: 'services/auth', dependencies: ['serde'] };
  expect(() => refuseOtherKinds(crate)).toThrow(
    expect.objectContaining({
      fault: 'plan',
      message: expect.stringMatching(/Not yet: auth does not use the crate `worker`/),
      place: { file: 'services/auth/Cargo.toml' },
    }),
  );
  expect(() => refuseOtherKinds({ ...crate, dependencies: ['worker'] })).not.toThrow();
});
