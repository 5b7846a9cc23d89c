import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Adds up what the suites counted; a suite that left no count is a failure. `node script/count.ts FOLDER SUITE…` */
const [folder = '', ...suites] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

for (const suite of suites) {
  const file = path.join(folder, `${suite}.json`);
  if (!existsSync(file)) {
    console.log(`${suite}: it did not finish`);
    total.failed += 1;
    continue;
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  total.passed += numPassedTests;
  total.failed += success || numFailedTests > 0 ? numFailedTests : 1; // a file that does not load counts no test
  total.skipped += numPendingTests + numTodoTests;
}

const cargo = readFileSync(path.join(folder, 'cargo.txt'), 'utf8');
const lines = [...cargo.matchAll(/^test result: .* (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
for (const [, passed, failed, ignored] of lines) {
  total.passed += Number(passed);
  total.failed += Number(failed);
  total.skipped += Number(ignored);
}
if (lines.length === 0) total.failed += 1;

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
