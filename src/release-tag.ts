/** What the name of a tag says. */
export type Tag =
  | {
      readonly kind: 'version';
      /** The package that the tag is of; undefined where it names none. */
      readonly of: string | undefined;
      readonly prerelease: boolean;
    }
  /** `v1`: moved to each newer release of a major version, which has a tag of its own. */
  | { readonly kind: 'moving' }
  /** Looks like a version and is none, such as `v1.2`: whoever pushed it may wait for a deploy. */
  | { readonly kind: 'almost' }
  | { readonly kind: 'other' };

const VERSION = /^(?:([\w.-]+)[@/-])?v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const MOVING = /^(?:[\w.-]+[@/-])?v\d+$/i;
/** A digit, a dot and a digit, or a word that begins with `v` and a digit. */
const ALMOST = /\d\.\d|(?<![A-Za-z0-9])v\d/i;

/**
 * A version is `v1.2.3` or `1.2.3`, or one of them after `NAME-`, `NAME@` or `NAME/`; with a prerelease part or without
 * (SemVer 2.0.0).
 */
export function parseTag(tag: string): Tag {
  const version = VERSION.exec(tag);
  if (version !== null) return { kind: 'version', of: version[1], prerelease: version[2] !== undefined };
  if (MOVING.test(tag)) return { kind: 'moving' };
  return { kind: ALMOST.test(tag) ? 'almost' : 'other' };
}

/** How a version of a package is tagged, to be said to whoever tagged it otherwise. */
export function formOfTags(name: string): string {
  return `\`v1.2.3\` or \`${name}-v1.2.3\``;
}
