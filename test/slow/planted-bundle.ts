import { createHash } from 'node:crypto';
import { digestOf } from '../../src/candidate.ts';
import type { Services } from '../e2e/services.ts';
import { ANSWER_WASM } from '../standins/cloudflare/payload.ts';
import { reportOf } from '../unit/report/sample.ts';

/**
 * What an earlier job of a run would have built, with a Worker of JavaScript that does as a test needs it.
 * @returns its digest
 */
export function plantBundle(services: Services, run: number, source: string): string {
  const contents = { 'index.js': Buffer.from(source), 'index_bg.wasm': Buffer.from(ANSWER_WASM) };
  const files = Object.entries(contents).map(([name, bytes]) => ({
    ...{ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    kind: name.endsWith('.js') ? ('javascript' as const) : ('wasm' as const),
  }));
  const digest = digestOf(files, 'index.js');
  const report = reportOf({ bundle: { digest, entry: 'index.js', files } });
  services.results.addArtifact(run, 'wasm-ship-auth-bundle', contents);
  services.results.addArtifact(run, 'wasm-ship-auth-report', { 'report.json': JSON.stringify(report) });
  return digest;
}
