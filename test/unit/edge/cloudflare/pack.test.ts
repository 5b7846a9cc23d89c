import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Equipment } from '../../../../src/build/equip.ts';
import { packWorker } from '../../../../src/edge/cloudflare/pack.ts';
import type { Command } from '../../../../src/host/host.ts';
import type { PackagePlan } from '../../../../src/plan.ts';
import { recordedHost } from '../../recorded-host.ts';

const BUILT = {
  module: '/own/x.wasm',
  flags: ['--locked', '--features', 'a'],
  env: { CARGO_TARGET_DIR: '/own' },
  dependencies: { made: [], compiled: 0, vendored: false },
  notes: { root: '/', artifacts: [], scripts: [], fixed: [] },
};

const tool = (file: string) => Promise.resolve({ file, args: [], version: '1', from: 'shelf' as const });
const EQUIPMENT: Equipment = {
  rust: { version: '1', env: {}, toolsEnv: {} },
  workspace: { root: '/', env: {}, shared: [], members: [] },
  tools: ['wasm-bindgen', 'worker-build'],
  tool: (name) => tool(`/shelf/${name}`),
};

/** Packs with a worker-build that makes what it makes. */
async function packed(profile: string) {
  const make = ({ args }: Command) => ({
    does: () => {
      const out = args[args.indexOf('--out-dir') + 1] ?? '';
      mkdirSync(out, { recursive: true });
      for (const name of ['index.js', 'index_bg.wasm', 'package.json']) writeFileSync(path.join(out, name), name);
    },
  });
  await using recorded = await recordedHost({ answers: [[/^worker-build/, make]] });
  const { host } = recorded;
  const into = path.join(host.folders.work, 'into');
  const plan: PackagePlan = {
    name: 'tiny',
    dir: 'crates/tiny',
    edge: 'cloudflare',
    dependencies: ['worker'],
    files: [],
    toolchain: undefined,
    profile,
    features: ['a'],
    optimize: undefined,
    budgets: [],
    overBudget: 'fail',
    ignore: [],
    buildEnv: [],
  };
  const result = await packWorker(BUILT, plan, into, EQUIPMENT, Promise.resolve('/modules'), host);
  return { result, lines: recorded.lines, command: recorded.commands[0], files: await host.files.list(into) };
}

test.each([
  ['release', '--release'],
  ['dev', '--dev'], // by its name, worker-build would look in `dev/`, and cargo builds it into `debug/`
  ['the-edge', '--profile the-edge'],
])(
  'worker-build is told the profile %s as %s, and builds with the flags and environment of before',
  async (profile, flag) => {
    const { result, lines, command, files } = await packed(profile);
    expect(lines).toEqual([`worker-build ${flag} --no-opt --out-dir <work>/into/made --locked --features a`]);
    expect(command?.env).toEqual({
      CARGO_TARGET_DIR: '/own',
      WASM_BINDGEN_BIN: '/shelf/wasm-bindgen',
      ESBUILD_BIN: '/modules/@esbuild/linux-x64/bin/esbuild',
    });
    expect(result).toMatchObject({ entry: 'index.js', module: 'index_bg.wasm' });
    expect(files).toEqual(['bundle/index.js', 'bundle/index_bg.wasm']);
  },
);
