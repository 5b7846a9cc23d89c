import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretsFile, sweepSecrets } from '../../../src/host/secrets-file.ts';

let work: string;
beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'secrets-test-'));
});
afterEach(() => rm(work, { recursive: true }));

test('it holds the values that are asked for, only we can read it, and it is gone afterwards', async () => {
  {
    await using file = await secretsFile(work, ['KEY', 'OTHER'], { KEY: 'a"b\n$c', OTHER: 'x', TOKEN: 'not this one' });
    expect(JSON.parse(await readFile(file.path, 'utf8'))).toEqual({ KEY: 'a"b\n$c', OTHER: 'x' });
    const [own, folder] = await Promise.all([stat(file.path), stat(path.dirname(file.path))]);
    if (process.platform !== 'win32') expect([own.mode & 0o777, folder.mode & 0o777]).toEqual([0o600, 0o700]);
    await sweepSecrets(work); // its process lives
    expect(await readdir(work)).toHaveLength(1);
  }
  expect(await readdir(work)).toEqual([]);
});

test('what a process that is no more has left is swept away, and nothing else', async () => {
  const gone = spawnSync(process.execPath, ['--eval', '']).pid;
  await mkdir(path.join(work, `secrets-${gone}-abc`));
  await mkdir(path.join(work, 'secrets-of-the-user'));
  await sweepSecrets(work);
  expect(await readdir(work)).toEqual(['secrets-of-the-user']);
  await sweepSecrets(path.join(work, 'not-there'));
});
