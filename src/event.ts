import { ShipError } from './error.ts';

/** The facts of the triggering event that change what may be done. */
export type Event =
  | {
      readonly on: 'pull-request';
      readonly pr: number;
      readonly headSha: string;
      /** The tip of the branch that it is to go into. */
      readonly baseSha: string;
      /** The head is in another repository, or Dependabot opened it: no secrets, a token that can only read. */
      readonly foreign: 'fork' | 'dependabot' | undefined;
      /** Whoever may sort pull requests sets them: not its author as such. */
      readonly labels: readonly string[];
    }
  | { readonly on: 'pull-request-closed'; readonly pr: number }
  | { readonly on: 'push'; readonly branch: string; readonly isDefault: boolean; readonly before: string | undefined }
  | { readonly on: 'tag'; readonly tag: string }
  | { readonly on: 'release'; readonly tag: string; readonly prerelease: boolean }
  | { readonly on: 'merge-group'; readonly baseSha: string }
  | { readonly on: 'dispatch'; readonly ref: string }
  | { readonly on: 'workflow-run'; readonly run: number }
  | { readonly on: 'schedule' };

/** What the runner says of the event, before it is parsed. */
export interface Triggered {
  readonly name: string;
  /** The payload's text; undefined where its file is missing. */
  readonly payload: string | undefined;
  readonly payloadPath: string;
  readonly repository: string;
  readonly ref: string;
}

const REFUSED: Readonly<Record<string, string>> = {
  pull_request_target:
    'it runs code of the pull request with the secrets of the repository. Use `on: pull_request`: forks get everything but the preview and the comment',
  issue_comment:
    'anybody can comment, and the checked-out commit is not the one that was discussed. Use `on: pull_request` or `workflow_dispatch`',
};

type Table = Readonly<Record<string, unknown>>;

/**
 * The event of a run.
 * @throws ShipError where the payload is missing, is not JSON, lacks what the event must have, or the event is refused
 */
export function parseEvent(triggered: Triggered): Event {
  const refused = REFUSED[triggered.name];
  if (refused !== undefined) throw new ShipError('event', `\`on: ${triggered.name}\` is refused: ${refused}.`);
  const payload = parsePayload(triggered);
  const parse = EVENTS[triggered.name];
  if (parse === undefined) {
    const known = Object.keys(EVENTS).join(', ');
    throw new ShipError('event', `\`on: ${triggered.name}\` is not an event that wasm-ship knows.`, {
      hint: `Use one of: ${known}.`,
    });
  }
  return parse(payload, triggered);
}

/** The default branch of the repository, as the payload of any event names it. */
export function defaultBranchOf(payload: string | undefined): string | undefined {
  const { default_branch: branch } = repositoryIn(payload);
  return typeof branch === 'string' ? branch : undefined;
}

/** Whether the repository is known not to be public. */
export function isPrivate(payload: string | undefined): boolean {
  return repositoryIn(payload).private === true;
}

function repositoryIn(payload: string | undefined): Table {
  try {
    return (JSON.parse(payload ?? '') as { readonly repository?: Table }).repository ?? {};
  } catch {
    return {}; // parseEvent says what is wrong with it
  }
}

const EVENTS: Readonly<Record<string, (payload: Table, triggered: Triggered) => Event>> = {
  pull_request: pullRequest,
  push,
  release: (payload) => {
    if (payload.action !== undefined && payload.action !== 'published' && payload.action !== 'released') {
      throw new ShipError('event', `\`on: release\` with the action \`${String(payload.action)}\` ships nothing.`, {
        hint: 'Use `on: { release: { types: [published] } }`.',
      });
    }
    const release = table(payload, 'release');
    return { on: 'release', tag: text(release, 'tag_name', 'release.'), prerelease: release.prerelease === true };
  },
  merge_group: (payload) => ({
    on: 'merge-group',
    baseSha: text(table(payload, 'merge_group'), 'base_sha', 'merge_group.'),
  }),
  workflow_dispatch: (_, { ref }) => ({ on: 'dispatch', ref }),
  workflow_run: (payload) => ({
    on: 'workflow-run',
    run: number(table(payload, 'workflow_run'), 'id', 'workflow_run.'),
  }),
  schedule: () => ({ on: 'schedule' }),
};

function pullRequest(payload: Table, { repository }: Triggered): Event {
  const pull = table(payload, 'pull_request');
  const pr = number(payload, 'number');
  if (payload.action === 'closed') return { on: 'pull-request-closed', pr };
  const head = table(pull, 'head');
  const user = pull.user as Table | null | undefined;
  // compared by name, not by the `fork` flag: a pull request inside a repository that is itself a fork is no foreign one
  const repo = head.repo as Table | null | undefined; // null where the fork was deleted
  const foreign =
    repo?.full_name !== repository ? 'fork' : user?.login === 'dependabot[bot]' ? 'dependabot' : undefined;
  const baseSha = text(table(pull, 'base'), 'sha', 'pull_request.base.');
  const labels = (Array.isArray(pull.labels) ? pull.labels : []).flatMap((label: Table | null) =>
    typeof label?.name === 'string' ? [label.name] : [],
  );
  return { on: 'pull-request', pr, headSha: text(head, 'sha', 'pull_request.head.'), baseSha, foreign, labels };
}

function push(payload: Table, { ref }: Triggered): Event {
  const pushed = typeof payload.ref === 'string' ? payload.ref : ref;
  if (pushed.startsWith('refs/tags/')) return { on: 'tag', tag: pushed.slice('refs/tags/'.length) };
  const branch = pushed.replace(/^refs\/heads\//, '');
  const repository = payload.repository as Table | undefined;
  const before = typeof payload.before === 'string' && !/^0+$/.test(payload.before) ? payload.before : undefined;
  return { on: 'push', branch, isDefault: repository?.default_branch === branch, before };
}

function parsePayload({ payload, payloadPath, name }: Triggered): Table {
  const hint =
    'The runner writes it and names it in GITHUB_EVENT_PATH; outside a runner, point that at a file with the payload.';
  if (payload === undefined) {
    throw new ShipError(
      'event',
      `The payload of \`on: ${name}\` is missing: no file at ${payloadPath || '(GITHUB_EVENT_PATH is not set)'}.`,
      { hint },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch (cause) {
    throw new ShipError('event', `The payload of \`on: ${name}\` is not JSON: ${payloadPath}.`, { hint, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShipError('event', `The payload of \`on: ${name}\` is not a JSON object: ${payloadPath}.`, { hint });
  }
  return value as Table;
}

function table(of: Table, key: string): Table {
  const value = of[key];
  if (typeof value !== 'object' || value === null) throw lacking(key, 'an object');
  return value as Table;
}

function text(of: Table, key: string, where = ''): string {
  const value = of[key];
  if (typeof value !== 'string' || value === '') throw lacking(`${where}${key}`, 'a text');
  return value;
}

function number(of: Table, key: string, where = ''): number {
  const value = of[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw lacking(`${where}${key}`, 'a number');
  return value;
}

function lacking(what: string, form: string): ShipError {
  return new ShipError('event', `The event's payload has no \`${what}\` (wanted: ${form}).`, {
    hint: 'Is GITHUB_EVENT_NAME the event that made this payload?',
  });
}
