import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The workflows of the README are those of examples/auth, which script/act and the slow tests run. */
const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What GitHub reads of a workflow: no comments, no empty lines. */
function bare(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/(^|\s+)#.*$/, ''));
  return lines.filter((line) => line.trim() !== '').join('\n');
}

function inReadme(name: string): string {
  const blocks = [...read('README.md').matchAll(/```yaml\n(?<text>[\s\S]*?)```/g)].map(
    ({ groups }) => groups?.text ?? '',
  );
  return blocks.find((text) => text.startsWith(`name: ${name}\n`)) ?? '';
}

/** What examples/auth alone has: its secret. */
const OF_AUTH = /^.*\bSIGNING_KEY\b.*\n/gm;

test.each(['ship', 'rollback'])('%s.yml of the README and of examples/auth do the same', (name) => {
  const example = bare(read(`examples/auth/.github/workflows/${name}.yml`));
  expect(`${bare(inReadme(name))}\n`).toBe(`${example}\n`.replace(OF_AUTH, ''));
});
