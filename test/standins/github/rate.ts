/** The primary rate limit, told with every answer. */
import type { Token } from './tokens.ts';

export interface Rate {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly reset: number;
}

/** What a token has used, and when it may ask anew. */
export function rateOf(token: Token, now: string): Rate {
  const { limit } = token;
  const used = Math.min(token.used, limit);
  return { limit, used, remaining: limit - used, reset: Math.ceil(Date.parse(now) / 3_600_000) * 3600 };
}

/** The same as headers. */
export function rateHeaders(rate: Rate): Record<string, string> {
  const named = Object.entries(rate).map(([name, value]) => [`x-ratelimit-${name}`, String(value)] as const);
  return { ...Object.fromEntries(named), 'x-ratelimit-resource': 'core' };
}
