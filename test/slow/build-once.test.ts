import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { NO_RUST, useOnce } from '../e2e/once.ts';
import { pullRequest, push } from '../e2e/triggers.ts';

/** What of test/e2e/build-once.test.ts takes a build each. */
const { folder, git, repository, run, kept, forget } = useOnce('once-slow');

it('a source whose build reads what git does not have is built, not stored, and that is said', async () => {
  await repository();
  forget();
  await writeFile(path.join(folder(), '.gitignore'), '/target/\n/build/\n/secret.txt\n');
  await writeFile(
    path.join(folder(), 'src/lib.rs'),
    `${await readFile(path.join(folder(), 'src/lib.rs'), 'utf8')}\npub const S: &str = include_str!("../secret.txt");\n`,
  );
  git('commit', '--quiet', '--all', '--message', 'reads');
  await writeFile(path.join(folder(), 'secret.txt'), 'x');
  const result = await run(push('main'));
  expect(result.code, result.log).toBe(0);
  expect(result.log).toContain(
    'The bundle is not stored for later runs of this source: it read `secret.txt`, which is not in the commit.',
  );
  expect(kept()).toEqual([]);
});

it('a variable that the build declares belongs to the source; one of any name, where `build-env` lets the build see it', async () => {
  await repository({
    'build.rs': `fn main() {
    println!("cargo::rerun-if-env-changed=CARGO_LABEL");
    std::env::var("APP_LABEL").expect("APP_LABEL");
}
`,
  });
  forget();
  const inputs = { 'build-env': 'APP_LABEL', deploy: 'none' };
  const env = { CARGO_LABEL: 'one', APP_LABEL: 'one' };
  const built = await run(push('main'), { inputs, env });
  expect(built.code, built.log).toBe(0);
  expect(kept()).toHaveLength(1);
  const other = await run(pullRequest(), { inputs, env: { ...env, CARGO_LABEL: 'other', ...NO_RUST } });
  expect(other.log).toContain('A stored bundle of this source was built with another `CARGO_LABEL`.');
  const another = await run(pullRequest(), { inputs, env: { ...env, APP_LABEL: 'other', ...NO_RUST } });
  expect([another.code, another.outputs['cache-hit']]).toEqual([1, 'none']);
  const same = await run(pullRequest(), { inputs, env: { ...env, ...NO_RUST } });
  expect(same.outputs['cache-hit']).toBe('bundle');
});
