/** GitHub's pages: `per_page` 30 unless asked, 100 at most, and a Link header that leads through them. */
import type { Repository } from './world.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly last: number;
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}

/** The page that a query asks for; a page behind the last is empty, not an error. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams): Page<T> {
  const size = Math.min(positive(query.get('per_page'), 30), 100);
  const page = positive(query.get('page'), 1);
  return {
    items: items.slice((page - 1) * size, page * size),
    page,
    last: Math.max(1, Math.ceil(items.length / size)),
  };
}

/** The Link header of a page; like GitHub's it names the repository by its id, not as it was asked for. */
export function linkHeader(url: URL, repo: Repository, page: Page<unknown>): string | undefined {
  const at = (number: number): string => {
    const target = new URL(url);
    target.pathname = url.pathname.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo.id}`);
    target.searchParams.set('page', String(number));
    return target.href;
  };
  const links: (readonly [string, number])[] = [];
  if (page.page > 1) links.push(['prev', Math.min(page.page - 1, page.last)]);
  if (page.page < page.last) links.push(['next', page.page + 1], ['last', page.last]);
  if (page.page > 1) links.push(['first', 1]);
  return links.map(([rel, number]) => `<${at(number)}>; rel="${rel}"`).join(', ') || undefined;
}
