// Both files go up as they are, and Cloudflare reads them: developers.cloudflare.com/workers/static-assets/{redirects,headers}.
// A line that is none is left out there as well.

/** One rule of `_redirects`: `FROM TO [STATUS]`. */
interface Redirect {
  readonly to: string;
  readonly status: number;
  readonly lineNumber: number;
}

const STATUSES: readonly number[] = [200, 301, 302, 303, 307, 308];

/** Rules of `_redirects`, those without `*` and `:name` apart: they are looked up, whatever their place. */
export function parseRedirects(text: string): object {
  const all = text.split('\n').flatMap((line, index): [string, Redirect][] => {
    const [from = '', to, status = '302'] = line.trim().split(/\s+/);
    if (!from.startsWith('/') || to === undefined || !STATUSES.includes(Number(status))) return [];
    return [[from, { to, status: Number(status), lineNumber: index + 1 }]];
  });
  const first = [...all].reverse(); // of the same path the first counts
  const isDynamic = ([from]: readonly [string, Redirect]): boolean => /\*|:[a-z]\w*/i.test(from);
  const rules = first.filter(isDynamic).map(([from, { to, status }]) => [from, { to, status }] as const);
  return {
    version: 1,
    staticRules: Object.fromEntries(first.filter((rule) => !isDynamic(rule))),
    rules: Object.fromEntries(rules.reverse()),
  };
}

/** Rules of `_headers`: a path, and below it, indented, `Name: value` or `! Name`. */
export function parseHeaders(text: string): object {
  const rules = new Map<string, { set: Record<string, string>; unset: string[] }>();
  let rule: { set: Record<string, string>; unset: string[] } | undefined;
  for (const line of text.split('\n')) {
    const said = line.trim();
    if (said === '' || said.startsWith('#')) continue;
    if (/^(\/|https:\/\/)/.test(said)) {
      rule = rules.get(said) ?? { set: {}, unset: [] };
      rules.set(said, rule);
      continue;
    }
    const [, name = '', value] = /^([^:]+):\s*(.+)$/.exec(said) ?? [];
    if (said.startsWith('! ')) rule?.unset.push(said.slice(2).trim());
    else if (rule !== undefined && value !== undefined) {
      const known = rule.set[name.toLowerCase()];
      rule.set[name.toLowerCase()] = known === undefined ? value : `${known}, ${value}`;
    }
  }
  return { version: 2, rules: Object.fromEntries(rules) };
}
