import { ShipError } from '../error.ts';
import { GIT_HOST, GIT_TOKEN } from './git-server.ts';

/** GitHub takes any name beside a token; this one is what its own clients send. */
const USER = 'x-access-token';

/** Run by git's `sh`, with the token in its environment alone: `printf` is built in, so that no argument ever has it. */
const HELPER = `!f() { if test "$1" = get; then printf 'username=${USER}\\npassword=%s\\n' "$${GIT_TOKEN}"; fi; }; f`;

/**
 * For the cargo that fetches: git itself does it, and asks a helper of ours for the token, for this server alone. Nothing
 * of it is a file. Other servers are asked as ever, by what git finds in HOME.
 * @param server as `gitServer` tells
 */
export function gitEnvironment(server: string): Readonly<Record<string, string>> {
  const host = server.replace(/^https?:\/\//, '');
  const settings: readonly (readonly [string, string])[] = [
    // none of the user's own helpers for this server: they would be told to keep the token
    [`credential.${server}.helper`, ''],
    [`credential.${server}.helper`, HELPER],
    [`url.${server}/.insteadOf`, `ssh://git@${host}/`],
    [`url.${server}/.insteadOf`, `git@${host}:`],
  ];
  const numbered = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return {
    CARGO_NET_GIT_FETCH_WITH_CLI: 'true', // cargo's own git knows no helper but those of files
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(numbered),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
  };
}

/** What git and cargo's own git say of a repository that they may not read; the group is its address. */
const REFUSALS = [
  /Authentication failed for '([^']+)'/,
  /unable to access '([^']+)': The requested URL returned error: 40[13]/,
  /fetch submodule `[^`]*` from (\S+)[\s\S]*failed to authenticate/,
  /unable to update (\S+)[\s\S]*failed to authenticate/,
  /unable to update (\S+)[\s\S]*failed to receive HTTP 200 response: got 40[13]/, // by curl, where there is a proxy
  /could not read (?:Username|Password) for [\s\S]*unable to update (\S+)/,
];
/** What a server may say of one that it hides from whom a token is of; without a token there is no such one. */
const HIDDEN = /repository '([^']+)' not found/;

/**
 * Why crates could not be had, where it is a git repository that asks for another token, or for one at all.
 * @param stderr what cargo said
 * @param server that there is a token for; undefined: none
 */
export function refusedByGit(stderr: string, server: string | undefined): ShipError | undefined {
  const patterns = server === undefined ? REFUSALS : [...REFUSALS, HIDDEN];
  const [, named] = patterns.map((pattern) => pattern.exec(stderr)).find((found) => found !== null) ?? [];
  if (named === undefined) return undefined;
  const tail = stderr.trimEnd().split('\n').slice(-20).join('\n');
  return new ShipError('build', ...said(plainAddress(named), server, tail));
}

function said(address: string, server: string | undefined, tail: string): [string, { hint: string; tail: string }] {
  if (server === undefined) {
    const hint = [
      `Give this step a token that may read that repository; \`cargo fetch\` alone gets it:`,
      `env:\n  ${GIT_TOKEN}: $\{{ secrets.NAME }}`,
      `It is for the server of this workflow; ${GIT_HOST} names another one.`,
    ].join('\n');
    return [`The git dependency ${address} asks for a token, and the step has none (${GIT_TOKEN}).`, { hint, tail }];
  }
  if (serverOf(address) !== serverOf(server)) {
    const hint = `Set ${GIT_HOST} to its host, if that is the one that the token is for.`;
    return [`The git dependency ${address} asks for a token, and ${GIT_TOKEN} is for ${server} alone.`, { hint, tail }];
  }
  const hint =
    'Is it spelled right and still valid, and may it read that repository (`contents: read`)? `github.token` reads the repository of its workflow alone.';
  return [`The git dependency ${address} is not to be had with ${GIT_TOKEN}.`, { hint, tail }];
}

/** Without a commit, a name or a password in it. */
function plainAddress(address: string): string {
  return address.replace(/\/\/[^@/]*@/, '//').replace(/[/#]*(#[0-9a-f]+)?$/, '');
}

function serverOf(address: string): string {
  return /^\w+:\/\/([^/]+)/.exec(address)?.[1] ?? address;
}
