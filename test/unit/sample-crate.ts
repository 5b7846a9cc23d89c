import type { Crate } from '../../src/crate.ts';

/** A crate that ships as it is: a worker for Cloudflare in services/auth. */
export function sampleCrate(more: Partial<Crate> = {}): Crate {
  return {
    name: 'auth',
    dir: 'services/auth',
    cdylib: true,
    programs: [],
    dependencies: ['worker'],
    files: ['Cargo.toml', 'wrangler.toml'],
    metadata: [],
    misplaced: [],
    ...more,
  };
}
