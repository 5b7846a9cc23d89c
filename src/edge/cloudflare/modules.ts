import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import type { Config } from './config.ts';

/** How Cloudflare takes a file of a bundle: the `type` of wrangler's module rules. */
export type ModuleType = 'ESModule' | 'CommonJS' | 'CompiledWasm' | 'Text' | 'Data';

/** A rule of wrangler: developers.cloudflare.com/workers/wrangler/bundling. */
export interface ModuleRule {
  readonly type: string;
  readonly globs: readonly string[];
  readonly fallthrough?: boolean;
}

/** wrangler's own, which come after those of the configuration. */
const DEFAULTS: readonly ModuleRule[] = [
  { type: 'ESModule', globs: ['**/*.js', '**/*.mjs'] },
  { type: 'CompiledWasm', globs: ['**/*.wasm', '**/*.wasm?module'] },
  { type: 'Text', globs: ['**/*.txt', '**/*.html', '**/*.sql'] },
];
const TYPES: readonly ModuleType[] = ['ESModule', 'CommonJS', 'CompiledWasm', 'Text', 'Data'];

/**
 * The type of a file, by the configuration's rules and wrangler's own; `Data` where none tells. wrangler names a module
 * `HASH-NAME` without its folder, so that of a glob its last part decides.
 */
export function moduleType(name: string, config: Config): ModuleType {
  const plain = path.posix.basename(name).replace(/^[0-9a-f]{40}-/, '');
  const fits = (glob: string): boolean =>
    path.posix.matchesGlob(name, glob) || path.posix.matchesGlob(plain, path.posix.basename(glob));
  const type = [...rulesOf(config), ...DEFAULTS].find((rule) => rule.globs.some(fits))?.type;
  return TYPES.find((known) => known === type) ?? 'Data';
}

function rulesOf({ rules }: Config): readonly ModuleRule[] {
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule: Partial<ModuleRule> | null) =>
    typeof rule?.type === 'string' && Array.isArray(rule.globs)
      ? [{ type: rule.type, globs: rule.globs.map(String) }]
      : [],
  );
}

/** Rules that name each file of a bundle but the entry, and nothing else: wrangler's own would guess by the ending. */
export function exactRules(bundle: Bundle, config: Config): readonly ModuleRule[] {
  const others = bundle.files.map((file) => file.name).filter((name) => name !== bundle.entry);
  return TYPES.map((type) => ({
    type,
    globs: others.filter((name) => moduleType(name, config) === type),
    fallthrough: false,
  }));
}
