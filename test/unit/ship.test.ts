import { expect, test } from 'vitest';
import { ShipError } from '../../src/error.ts';
import { blockedAlone } from '../../src/ship.ts';
import { MEASURED, PACKAGE } from './report/outcome.ts';

const JUDGED = {
  ...{
    pkg: PACKAGE,
    verdicts: [],
    limit: undefined,
    capabilities: undefined,
    preflight: undefined,
    latency: undefined,
  },
};

test.each([
  ['does not answer as it should', new ShipError('probe', 'health: GET /health answered 500, expected 200.')],
  ['could not be measured', new ShipError('toolchain', 'workerd is not to be had')],
] as const)('a bundle that %s goes nowhere', (why, error) => {
  for (const to of ['preview', 'production'] as const) {
    expect(blockedAlone({ to }, { ...JUDGED, latency: { ok: false, error } })).toContain(why);
    // also where it did not do so from the start, and all that came before is there
    const value = { ...MEASURED, failure: error };
    expect(blockedAlone({ to }, { ...JUDGED, latency: { ok: true, value } })).toContain(why);
    expect(blockedAlone({ to }, { ...JUDGED, latency: { ok: true, value: MEASURED } })).toBeUndefined();
  }
});

test('a budget that fails bars production alone; one that nobody can tell bars nothing', () => {
  const gate = { measure: 'p50', route: 'verify', limit: 0.1, of: 'growth', value: 0.2, fails: true } as const;
  const reason = (kind: 'over' | 'cannot tell', to: 'preview' | 'production') =>
    blockedAlone({ to }, { ...JUDGED, latency: { ok: true, value: { ...MEASURED, gates: [{ ...gate, kind }] } } });
  expect([reason('over', 'production'), reason('over', 'preview')]).toEqual([
    'over its budget: that blocks production.',
    undefined,
  ]);
  expect(reason('cannot tell', 'production')).toBeUndefined();
});
