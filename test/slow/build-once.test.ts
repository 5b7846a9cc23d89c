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

it('a variable that the build declares belongs to the source', async () => {
  await repository({
    'build.rs': 'fn main() {\n    println!("cargo::rerun-if-env-changed=CARGO_LABEL");\n}\n',
  });
  forget();
  await run(push('main'), { env: { CARGO_LABEL: 'one' } });
  expect(kept()).toHaveLength(1);
  const other = await run(pullRequest(), { inputs: { deploy: 'none' }, env: { CARGO_LABEL: 'other', ...NO_RUST } });
  expect(other.log).toContain('A stored bundle of this source was built with another `CARGO_LABEL`.');
  const same = await run(pullRequest(), { inputs: { deploy: 'none' }, env: { CARGO_LABEL: 'one', ...NO_RUST } });
  expect(same.outputs['cache-hit']).toBe('bundle');
});
