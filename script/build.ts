import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes dist/ from src/: TypeScript first, then one file with what a run always needs, and chunks for the rest.
 * `--if-stale`: only where sources, packages or dist are not those of the last time.
 */
const root = path.dirname(import.meta.dirname);
const stamp = path.join(root, 'lib', '.stamp');
const bin = (name: string): string => path.join(root, 'node_modules', name);
const node = (args: readonly string[]): void => {
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
};

function digestOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    const whole = path.join(root, place);
    if (!existsSync(whole)) continue;
    const files = place.includes('.')
      ? ['']
      : readdirSync(whole, { recursive: true, withFileTypes: true }).flatMap((entry) =>
          entry.isFile() ? path.join(entry.parentPath, entry.name) : [],
        );
    for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(file === '' ? whole : file));
  }
  return hash.digest('hex');
}

const inputs = (): string => digestOf(['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'dist']);
const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs();
if (!(process.argv.includes('--if-stale') && fresh)) {
  for (const folder of ['lib', 'dist']) rmSync(path.join(root, folder), { recursive: true, force: true });
  node([bin('typescript/bin/tsc'), '-p', 'tsconfig.build.json']);
  node([
    bin('@vercel/ncc/dist/ncc/cli.js'),
    'build',
    'lib/main.js',
    '-o',
    'dist',
    '--license',
    'licenses.txt',
    '--quiet',
  ]);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs());
  console.log(`dist: ${readdirSync(path.join(root, 'dist')).sort().join(' ')}`);
}
