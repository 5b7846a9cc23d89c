import { expect, test } from 'vitest';
import { liveWorker } from '../../../../src/edge/cloudflare/staged.ts';
import { recordedHost } from '../../recorded-host.ts';

const ID = '0a1b2c3d-0000-4000-8000-000000000000';
const config = (name: string, more: object = {}) => ({ name, compatibility_date: '2026-11-01', ...more });
const answer = (result: object) => ({ stdout: `200\n${JSON.stringify({ success: true, result })}` });
const told = (previews: boolean) => [
  [/workers\/scripts\/\S+\/subdomain/, answer({ enabled: true, previews_enabled: previews })] as const,
  [/workers\/subdomain/, answer({ subdomain: 'box' })] as const,
];

test.each([
  ['auth', true],
  ['auth-2_b', true],
  ['2fa', false],
  ['auth-Staging', false], // of an environment that is called so
])('whether a version of %s can be named in a header: %s', async (name, can) => {
  await using recorded = await recordedHost({});
  const headers = liveWorker(config(name), undefined, recorded.host).headersFor(ID);
  expect(headers).toEqual(can ? { 'Cloudflare-Workers-Version-Overrides': `${name}="${ID}"` } : undefined);
});

test.each([
  ['2fa', true, 'https://0a1b2c3d-2fa.box.workers.dev'],
  ['2fa', false, undefined],
  [`2${'a'.repeat(55)}`, true, undefined], // longer than a name of a host may be
])('a version of %s, previews %s, has the address %s', async (name, previews, address) => {
  await using recorded = await recordedHost({ answers: told(previews) });
  await expect(liveWorker(config(name), undefined, recorded.host).ownAddress(ID)).resolves.toBe(address);
});

test.each([
  [{}, true],
  [{ triggers: { crons: ['* * * * *'] } }, true],
  [{ workers_dev: true }, false],
  [{ workers_dev: false }, false],
  [{ routes: ['example.com/*'] }, false],
])('of a Worker with %j: the hint for what answers nothing is given: %s', async (more, given) => {
  await using recorded = await recordedHost({});
  const { mend } = liveWorker(config('jobs', more), undefined, recorded.host);
  expect(mend?.includes('`workers_dev = false`') ?? false).toBe(given);
});
