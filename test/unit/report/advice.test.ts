import { expect, test } from 'vitest';
import { adviceReport, adviceText } from '../../../src/report/advice.ts';

const WHY = { line: 'lto = "fat"', place: '`[profile.release]` of `Cargo.toml`', why: 'It is `false` by default.' };
const CODE = { line: undefined, place: undefined, why: '9.6 kB of the module, uncompressed, are for panics.' };
const text = (advice: Parameters<typeof adviceReport>[0]): string => adviceText(adviceReport(advice));

test('without `advise` there is no number, and it is said how to have some', () => {
  expect(text({ tips: [WHY, CODE] })).toBe(
    [
      '**What would make it smaller**',
      '',
      '- `lto = "fat"` in `[profile.release]` of `Cargo.toml`: It is `false` by default.',
      '- 9.6 kB of the module, uncompressed, are for panics.',
      '',
      'Nothing of this was built: with `advise: true` the settings of the profile are, and have numbers.',
    ].join('\n'),
  );
});

test('what was built has its number, and what could not be built its reason', () => {
  const tried = { measure: 'brotli', before: 100_000, after: 90_000 } as const;
  const said = text({
    tips: [
      { ...WHY, tried },
      { ...WHY, line: 'codegen-units = 1', tried: 'auth does not compile.' },
    ],
    together: { lines: ['lto = "fat"', 'codegen-units = 1'], tried: { ...tried, after: 110_000, partly: true } },
  });
  expect(said).toContain('`Cargo.toml`: −10.0 kB (−10.0 %) in brotli. It is `false` by default.');
  expect(said).toContain('`Cargo.toml`: not measured: auth does not compile. It is');
  expect(said).toContain(
    '- All that helped, `lto = "fat"`, `codegen-units = 1`: +10.0 kB (+10.0 %) in brotli, and wasm-opt did not come to its end.',
  );
  expect(said).toContain('what it does to the speed was not');
});

test('nothing to say is nothing said', () => {
  expect([text({ tips: [] }), adviceText(null)]).toEqual(['', '']);
});
