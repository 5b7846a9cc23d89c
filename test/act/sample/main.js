import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';

const { env } = process;
const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'));
const greeting = `hello ${env.INPUT_WHO}`;
console.log(`node=${process.version} ref=${env.GITHUB_REF} sha=${env.GITHUB_SHA} action=${event.action}`);
console.log(`token=${env.INPUT_TOKEN} sha256=${createHash('sha256').update(env.INPUT_TOKEN).digest('hex')}`);
console.log(`inherited=${env.ACT_TEST_CANARY}`);
console.log('::notice file=a.txt,line=3::a notice');
appendFileSync(env.GITHUB_OUTPUT, `greeting<<EOF\n${greeting}\ntwice\nEOF\n`);
appendFileSync(env.GITHUB_STEP_SUMMARY, `## ${greeting}\n`);
appendFileSync(env.GITHUB_STATE, 'started=yes\n');
if (env.INPUT_FAIL === 'true') process.exitCode = 3;
