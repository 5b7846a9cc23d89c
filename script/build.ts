import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Makes dist/ from src/: TypeScript first, then one file with what a run always needs, and chunks for the rest. */
const root = path.dirname(import.meta.dirname);
const bin = (name: string): string => path.join(root, 'node_modules', name);
const node = (args: readonly string[]): void => {
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
};

rmSync(path.join(root, 'lib'), { recursive: true, force: true });
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
node([bin('typescript/bin/tsc'), '-p', 'tsconfig.build.json']);
node([bin('@vercel/ncc/dist/ncc/cli.js'), 'build', 'lib/main.js', '-o', 'dist', '--license', 'licenses.txt', '--quiet']);
console.log(`dist: ${readdirSync(path.join(root, 'dist')).sort().join(' ')}`);
