import { expect, test } from 'vitest';
import { closed } from '../../src/clean.ts';

const BODY =
  '<!-- wasm-ship: auth -->\n### ✅ auth · 94.0 kB brotli · [preview](https://auth-pr-7.box.workers.dev)\n\n| a | b |';

test('a closed comment has no way to the preview, says what became of it, and says it once', () => {
  const said = ['The preview of auth was removed.'];
  const once = closed(BODY, said);
  expect(once).toBe(
    '<!-- wasm-ship: auth -->\n### ✅ auth · 94.0 kB brotli\n\n| a | b |\n\nThe pull request is closed. The preview of auth was removed.',
  );
  expect(closed(once, said)).toBe(once);
});
