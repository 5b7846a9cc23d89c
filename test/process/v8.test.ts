import { afterAll, beforeAll, expect, test } from 'vitest';
import { v8Times } from '../../src/latency/v8.ts';
import { type RecordedHost, recordedHost } from '../unit/recorded-host.ts';

let recorded: RecordedHost;
beforeAll(async () => {
  recorded = await recordedHost({ answers: [[/./, 'real']], platform: { node: process.execPath } });
});
afterAll(() => recorded[Symbol.asyncDispose]());

const HEAD = '0061736d01000000';
/** `(type (func))` */
const TYPE = '01040160 0000';

/** Modules by their bytes, and whether V8 can make an instance of them with imports that do nothing. */
test.each([
  ['nothing in it', HEAD, 'instance', undefined],
  ['a function imported, and called by start', `${HEAD}${TYPE}0207010161016200000 80100`, 'instance', undefined],
  ['a memory imported', `${HEAD}0208010161016d020001`, 'no instance', 'it imports a.m, a memory'],
  ['a start function that traps', `${HEAD}${TYPE}03020100 080100 0a050103000 00b`, 'no instance', 'unreachable'],
])('V8 alone, in a process of its own: %s', async (name, hex, made, why) => {
  const file = `${recorded.host.folders.work}/${name.replaceAll(/\W/g, '-')}.wasm`;
  await recorded.host.files.write(file, Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  const times = await v8Times(file, recorded.host);
  expect(times.version).toBe(process.versions.v8);
  expect(times.compileMs).toBeGreaterThan(0);
  expect(times.instantiateMs === undefined ? 'no instance' : 'instance').toBe(made);
  expect(times.why).toBe(why);
});

test('what V8 does not compile is a failure', async () => {
  const file = `${recorded.host.folders.work}/broken.wasm`;
  await recorded.host.files.write(file, Buffer.from(`${HEAD}ff`, 'hex'));
  await expect(v8Times(file, recorded.host)).rejects.toMatchObject({ message: /the measurement of V8 ended with/ });
});
