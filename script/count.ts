import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * Adds up what the suites counted, and names what failed once more, since the end is what is read of a long log.
 * A suite that left no count is a failure. `node script/count.ts FOLDER SUITE…`
 */
const [folder = '', ...suites] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

for (const suite of suites) {
  const file = path.join(folder, `${suite}.json`);
  if (!existsSync(file)) {
    console.log(`${suite}: it did not finish`);
    total.failed += 1;
    continue;
  }
  const counted = JSON.parse(readFileSync(file, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = counted;
  for (const { name, status, message, assertionResults } of counted.testResults) {
    const failures = assertionResults.filter((test: { status: string }) => test.status === 'failed');
    for (const { fullName, failureMessages } of failures)
      tellFailure(`${suite}: ${fullName}`, failureMessages.join('\n'));
    if (status === 'failed' && failures.length === 0) tellFailure(`${suite}: ${path.basename(name)}`, message);
  }
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
if (total.failed > 0) for (const line of cargo.match(/^test .* FAILED$/gm) ?? []) tellFailure('example', line);

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** @param text the failure as the suite told it; its first lines are shown */
function tellFailure(name: string, text: string): void {
  const lines = stripVTControlCharacters(text).split('\n');
  console.log(`\nFAILED ${name}\n${lines.slice(0, 40).join('\n')}`);
}
