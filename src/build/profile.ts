import { tableOf } from '../crate.ts';

/** What cargo's profiles say of the size of a module. */
export const SETTINGS = ['opt-level', 'lto', 'codegen-units', 'panic'] as const;
export type Setting = (typeof SETTINGS)[number];

/** One setting as cargo takes it, and where it stands; `place` undefined: it is cargo's own default. */
export interface Chosen {
  readonly value: string;
  readonly place: string | undefined;
}

export type Profile = Readonly<Record<Setting, Chosen>>;

/** A file with `[profile.*]` tables. */
export interface ProfileSource {
  /** As it is told. */
  readonly place: string;
  readonly table: unknown;
}

/** doc.rust-lang.org/cargo/reference/profiles.html, of 2026-11-26. rustc for wasm32 aborts, whatever `panic` says here. */
const DEFAULTS: Readonly<Record<'release' | 'dev', Readonly<Record<Setting, string>>>> = {
  release: { 'opt-level': '3', lto: 'false', 'codegen-units': '16', panic: 'unwind' },
  dev: { 'opt-level': '0', lto: 'false', 'codegen-units': '256', panic: 'unwind' },
};

/** Profiles of profiles; cargo refuses circles, and so few are enough. */
const DEEPEST = 10;

/** The variable that sets it, over all files. */
export function variableOf(profile: string, setting: Setting): string {
  return `CARGO_PROFILE_${profile}_${setting}`.toUpperCase().replaceAll('-', '_');
}

/**
 * What cargo takes for a profile: of a variable, else of its configuration files, else of the root's Cargo.toml; what none
 * of them says is of the profile that it inherits.
 * @param sources those that win first: cargo's configuration files, then the Cargo.toml of the workspace's root
 */
export function profileOf(
  name: string,
  sources: readonly ProfileSource[],
  variable: (name: string) => string | undefined,
): Profile {
  const chosen = (setting: Setting): Chosen => settingOf(name, setting, sources, variable);
  return Object.fromEntries(SETTINGS.map((setting) => [setting, chosen(setting)])) as Record<Setting, Chosen>;
}

function settingOf(
  name: string,
  setting: Setting,
  sources: readonly ProfileSource[],
  variable: (name: string) => string | undefined,
  depth = 0,
): Chosen {
  const given = variable(variableOf(name, setting)) ?? '';
  if (given !== '') return { value: given, place: variableOf(name, setting) };
  for (const { place, table } of sources) {
    const value = profileTable(table, name)?.[setting];
    if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return { value: String(value), place };
  }
  if (name === 'release' || name === 'dev') return { value: DEFAULTS[name][setting], place: undefined };
  const parents = sources.map(({ table }) => profileTable(table, name)?.inherits);
  const parent = parents.find((one) => typeof one === 'string') ?? 'release';
  return settingOf(depth < DEEPEST ? parent : 'release', setting, sources, variable, depth + 1);
}

function profileTable(table: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  return tableOf(tableOf(tableOf(table)?.profile)?.[name]);
}

/** A setting that makes modules smaller, and how it is written. */
export interface Better {
  readonly setting: Setting;
  readonly value: string;
  /** As it stands in TOML. */
  readonly line: string;
}

/**
 * What a profile could say for a smaller module: nothing that it says already. `opt-level` in both forms, since which of
 * the two is smaller is known only of a module that was built.
 */
export function smaller(profile: Profile): readonly Better[] {
  const is = (setting: Setting): string => profile[setting].value;
  return [
    ...['s', 'z'].flatMap((level) => (is('opt-level') === level ? [] : [better('opt-level', level)])),
    ...(['fat', 'true'].includes(is('lto')) ? [] : [better('lto', 'fat')]),
    ...(is('codegen-units') === '1' ? [] : [{ ...better('codegen-units', '1'), line: 'codegen-units = 1' }]),
    // without a word of it rustc for wasm32 aborts anyway
    ...(is('panic') === 'unwind' && profile.panic.place !== undefined ? [better('panic', 'abort')] : []),
  ];
}

function better(setting: Setting, value: string): Better {
  return { setting, value, line: `${setting} = "${value}"` };
}
