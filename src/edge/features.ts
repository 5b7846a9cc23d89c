import type { Feature } from '../wasm/features.ts';
import type { EdgeName } from './names.ts';

/** When something was looked up or tried, and where it can be looked up again. */
export interface Known {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  /** An address, or the runtime in which it was tried: test/slow/features.test.ts tries each. */
  readonly source: string;
}

/** Whether an edge takes modules with a feature. `partly`: it takes them, and not all works. */
export type Support = Known & {
  readonly taken: 'yes' | 'no' | 'partly' /** What has to be known of it. */;
  readonly note?: string;
};

/** Versions of rustc that an edge does not take. */
export type RustRule = Known & {
  /** Refused: older than this one, or these very ones. */
  readonly refused: { readonly before: string } | { readonly versions: readonly string[] };
  /** A version that is taken. */
  readonly mend: string;
};

export interface EdgeSupport {
  /** Of a feature that is not here nothing is known: it passes, and that is said. */
  readonly features: Readonly<Partial<Record<Feature, Support>>>;
  /** None: its vendor names no version that it refuses. What a version turns on by default is a feature, and judged as one. */
  readonly rust: readonly RustRule[];
}

/** The same of several features. */
function all(features: readonly Feature[], support: Support): Partial<Record<Feature, Support>> {
  return Object.fromEntries(features.map((feature) => [feature, support]));
}

/** What V8 has on without a flag, in each of the runtimes of V8 below. */
const OF_V8: readonly Feature[] = [
  ...(['mutable-globals', 'sign-ext', 'nontrapping-fptoint', 'bulk-memory', 'reference-types', 'multivalue'] as const),
  ...(['simd128', 'relaxed-simd', 'tail-call', 'extended-const', 'exception-handling', 'legacy-exceptions'] as const),
  ...(['multi-memory', 'memory64', 'atomics', 'function-references', 'gc'] as const),
];
const NOT_OF_V8: readonly Feature[] = [
  ...(['wide-arithmetic', 'custom-page-sizes', 'memory-control', 'stack-switching', 'shared-everything'] as const),
  ...(['fp16', 'custom-descriptors', 'strings', 'relaxed-atomics', 'multibyte'] as const),
];

const WORKERD = { asOf: '2026-11-26', source: 'workerd 1.20261117.1' };
const DENO = { asOf: '2026-11-26', source: 'deno 2.9.6' };
const WASMTIME = { asOf: '2026-11-26', source: 'wasmtime 49.0.3' };
const FASTLY_GUIDE = 'https://www.fastly.com/documentation/guides/compute/rust';

/** wasmtime has had them on for long: docs/stability-wasm-proposals.md of 36.0.7 has each. */
const OF_WASMTIME: readonly Feature[] = [
  ...(['mutable-globals', 'sign-ext', 'nontrapping-fptoint', 'bulk-memory', 'reference-types', 'multivalue'] as const),
  ...(['simd128', 'relaxed-simd', 'tail-call', 'extended-const', 'multi-memory', 'memory64', 'atomics'] as const),
];

function sinceWasmtime(version: number, asOf: string): Support {
  return {
    ...{ taken: 'yes', asOf, note: `A host with an older wasmtime than ${version} refuses it.` },
    source: `https://github.com/bytecodealliance/wasmtime/releases/tag/v${version}.0.0`,
  };
}

/** What each edge takes. Nothing here is a guess: what was not tried or read is not here. */
export const SUPPORT: Readonly<Record<EdgeName, EdgeSupport>> = {
  cloudflare: {
    features: {
      ...all(OF_V8, { taken: 'yes', ...WORKERD }),
      ...all(NOT_OF_V8, { taken: 'no', ...WORKERD }),
      'compact-imports': { taken: 'yes', ...WORKERD },
      'shared-memory': {
        taken: 'partly',
        note: 'A Worker has one thread: there is nobody to share with, and `memory.atomic.wait32` traps.',
        ...{ asOf: '2026-04-23', source: 'https://developers.cloudflare.com/workers/runtime-apis/webassembly/' },
      },
    },
    rust: [],
  },
  deno: {
    features: {
      ...all([...OF_V8, 'shared-memory'], { taken: 'yes', ...DENO }),
      ...all([...NOT_OF_V8, 'compact-imports'], { taken: 'no', ...DENO }),
    },
    rust: [],
  },
  fastly: {
    features: {},
    rust: [
      { refused: { before: '1.78.0' }, mend: '1.91.1', asOf: '2025-10-31', source: FASTLY_GUIDE },
      {
        ...{ refused: { versions: ['1.91.0'] }, mend: '1.91.1', asOf: '2025-10-31' },
        source: 'https://github.com/fastly/cli/pull/1571',
      },
      {
        ...{ refused: { versions: ['1.93.0'] }, mend: '1.91.1', asOf: '2026-02-10' },
        source: 'https://github.com/rust-lang/simpleinfra/pull/966',
      },
    ],
  },
  wasi: {
    features: {
      ...all(OF_WASMTIME, { taken: 'yes', ...WASMTIME }),
      'exception-handling': sinceWasmtime(47, '2026-07-20'),
      gc: sinceWasmtime(47, '2026-07-20'),
      'function-references': { taken: 'yes', ...WASMTIME },
      'wide-arithmetic': sinceWasmtime(49, '2026-09-21'),
      ...all(['legacy-exceptions', 'shared-memory', 'custom-page-sizes'], { taken: 'no', ...WASMTIME }),
      ...all(['memory-control', 'stack-switching', 'shared-everything', 'fp16'], { taken: 'no', ...WASMTIME }),
      ...all(['custom-descriptors', 'strings', 'relaxed-atomics', 'multibyte'], { taken: 'no', ...WASMTIME }),
      'compact-imports': { taken: 'no', ...WASMTIME },
    },
    rust: [],
  },
};

/** What rustc is told so that a module does without a feature; absent: rustc makes nothing of the kind. */
export const MENDS: Readonly<Partial<Record<Feature, string>>> = {
  'mutable-globals': 'Link without `--export` of mutable globals.',
  'sign-ext': withoutStd('sign-ext'),
  'bulk-memory': olderRust('1.86.0', 'bulk-memory'),
  'nontrapping-fptoint': olderRust('1.86.0', 'nontrapping-fptoint'),
  'reference-types': olderRust('1.81.0', 'reference-types'),
  multivalue: olderRust('1.81.0', 'multivalue'),
  simd128: off('simd128'),
  'relaxed-simd': off('relaxed-simd'),
  'tail-call': off('tail-call'),
  'extended-const': off('extended-const'),
  'wide-arithmetic': off('wide-arithmetic'),
  atomics: off('atomics'),
  fp16: off('fp16'),
  'compact-imports': '`--disable-compact-imports` among the `wasm-opt` flags of `optimize`.',
  'exception-handling': '`panic = "abort"` in the profile, without `-Z build-std` and `-C panic=unwind`.',
  'legacy-exceptions': '`panic = "abort"` in the profile, without `-Z build-std` and `-C panic=unwind`.',
  memory64: 'Build for a `wasm32` target.',
  'shared-memory': 'Take `-C target-feature=+atomics` and `-C link-arg=--shared-memory` out of `rustflags`.',
  'custom-page-sizes': 'Take `-C link-arg=--page-size` out of `rustflags`.',
};

function off(feature: string): string {
  return `\`-C target-feature=-${feature}\` in \`rustflags\`, and take \`+${feature}\` out; \`#[target_feature(enable = "${feature}")]\` turns it on for a function alone.`;
}

/** On by default since some version: the standard library that rustup fetches is compiled with it. */
function olderRust(channel: string, feature: string): string {
  return `\`channel = "${channel}"\` in rust-toolchain.toml; later ones have it on by default (or ${withoutStd(feature)})`;
}

function withoutStd(feature: string): string {
  return `\`-C target-feature=-${feature}\` in \`rustflags\`, with \`-Z build-std\` for the standard library.`;
}
