import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { gitServer } from '../../../src/build/git-server.ts';
import { gitEnvironment, refusedByGit } from '../../../src/build/private-git.ts';
import { basicOf, redact } from '../../../src/host/node.ts';

const CARGO_GIT_TOKEN = 'let-me-in-12345';

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ['no token, no server', { CARGO_GIT_HOST: 'git.example.com' }, undefined],
  ['an empty token is none', { CARGO_GIT_TOKEN: '' }, undefined],
  ['GitHub', { CARGO_GIT_TOKEN }, 'https://github.com'],
  [
    'the server of the workflow',
    { CARGO_GIT_TOKEN, GITHUB_SERVER_URL: 'https://ghe.example.com' },
    'https://ghe.example.com',
  ],
  ['the host that is named', { CARGO_GIT_TOKEN, CARGO_GIT_HOST: ' git.example.com ' }, 'https://git.example.com'],
  ['with a port', { CARGO_GIT_TOKEN, CARGO_GIT_HOST: 'git.example.com:8443' }, 'https://git.example.com:8443'],
  ['with https', { CARGO_GIT_TOKEN, CARGO_GIT_HOST: 'https://git.example.com/' }, 'https://git.example.com'],
  ['this machine without', { CARGO_GIT_TOKEN, CARGO_GIT_HOST: 'http://127.0.0.1:8080' }, 'http://127.0.0.1:8080'],
])('the server that a token is for: %s', (_, env, wanted) => {
  expect(gitServer(env)).toBe(wanted);
});

test.each([
  ['http', 'http://git.example.com'],
  ['what only begins as loopback does', 'http://127.0.0.1.example.com'],
  ['another protocol', 'ssh://git.example.com'],
  ['a pattern, which git would take for any host', '*.example.com'],
  ['a repository', 'github.com/owner/name'],
  ['a name in it', 'https://mona@github.com'],
  ['a line end', 'git.example.com\n[core]'],
])('no host: %s', (_, given) => {
  expect(() => gitServer({ CARGO_GIT_TOKEN, CARGO_GIT_HOST: given })).toThrow(
    expect.objectContaining({ fault: 'input', message: expect.stringMatching(/^The variable CARGO_GIT_HOST is /) }),
  );
});

/** What git itself finds for an address, by these variables and no file. */
function filled(address: string, env: Readonly<Record<string, string>>): string {
  const nothing = { GIT_CONFIG_NOSYSTEM: '1', HOME: '/nowhere', PATH: process.env.PATH };
  try {
    return execFileSync('git', ['credential', 'fill'], {
      input: `url=${address}\n`,
      encoding: 'utf8',
      env: { ...nothing, ...gitEnvironment('https://git.example.com'), ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch {
    return 'refused';
  }
}

test('git gets the token for that server alone, from the environment', () => {
  const found = 'protocol=https\nhost=git.example.com\nusername=x-access-token\npassword=let-me-in-12345\n';
  expect(filled('https://git.example.com/a.git', { CARGO_GIT_TOKEN })).toBe(found);
  for (const other of [
    'https://other.example.com/',
    'http://git.example.com/',
    'https://git.example.com.evil.example/',
  ])
    expect(filled(other, { CARGO_GIT_TOKEN }), other).toBe('refused');
  const odd = 'it\'s "$(id)" %s \\n `id`'; // no part of a command line
  expect(filled('https://git.example.com/a.git', { CARGO_GIT_TOKEN: odd })).toContain(`password=${odd}\n`);
});

test('the token is in none of what is set', () => {
  const env = gitEnvironment('https://git.example.com');
  expect(env.GIT_CONFIG_COUNT).toBe('4');
  expect(Object.keys(env).filter((name) => name.startsWith('GIT_CONFIG_KEY_'))).toHaveLength(4);
  expect(JSON.stringify(env)).toContain('$CARGO_GIT_TOKEN');
});

test('on the wire it is base64: that is masked as well', () => {
  const wire = Buffer.from(`x-access-token:${CARGO_GIT_TOKEN}`).toString('base64');
  expect(basicOf(CARGO_GIT_TOKEN)).toBe(wire);
  expect(redact(`Basic ${wire}, ${CARGO_GIT_TOKEN}`, { CARGO_GIT_TOKEN })).toBe('Basic ***, ***');
});

const FETCH = "process didn't exit successfully: `git fetch` (exit status: 128)";
const UPDATE = 'Caused by:\n  unable to update https://git.example.com/a/b.git#63f207d6\n';
const OWN = 'Caused by:\n  failed to authenticate when downloading repository\n';
const A = 'https://git.example.com/a/b.git';

test.each<[string, string, string | undefined, string | undefined]>([
  [
    "cargo's own git without a token",
    `${UPDATE}${OWN}`,
    undefined,
    `${A} asks for a token, and the step has none (CARGO_GIT_TOKEN).`,
  ],
  [
    "cargo's own git without a token, behind a proxy",
    `${UPDATE}Caused by:\n  failed to receive HTTP 200 response: got 401; class=Net (12)\n`,
    undefined,
    `${A} asks for a token, and the step has none (CARGO_GIT_TOKEN).`,
  ],
  [
    'git without one',
    `fatal: could not read Username for 'https://git.example.com': terminal prompts disabled\n${UPDATE}${FETCH}`,
    undefined,
    `${A} asks for a token, and the step has none (CARGO_GIT_TOKEN).`,
  ],
  [
    'a submodule',
    `Caused by:\n  unable to update https://git.example.com/open.git\nCaused by:\n  failed to fetch submodule \`b\` from ${A}\n${OWN}`,
    undefined,
    `${A} asks for a token, and the step has none (CARGO_GIT_TOKEN).`,
  ],
  [
    'a wrong one',
    `fatal: Authentication failed for '${A}/'\n${UPDATE}`,
    'https://git.example.com',
    `${A} is not to be had with CARGO_GIT_TOKEN.`,
  ],
  [
    'one that may not',
    `fatal: unable to access '${A}/': The requested URL returned error: 403\n`,
    'https://git.example.com',
    `${A} is not to be had with CARGO_GIT_TOKEN.`,
  ],
  [
    'what is hidden from it',
    `remote: Repository not found.\nfatal: repository '${A}/' not found\n`,
    'https://git.example.com',
    `${A} is not to be had with CARGO_GIT_TOKEN.`,
  ],
  [
    'one for another server',
    `fatal: could not read Username for 'https://git.example.com': terminal prompts disabled\n${UPDATE}`,
    'https://github.com',
    `${A} asks for a token, and CARGO_GIT_TOKEN is for https://github.com alone.`,
  ],
  [
    'an address with a password',
    `fatal: Authentication failed for 'https://mona:s3cret@git.example.com/a/b.git/'\n`,
    'https://git.example.com',
    `${A} is not to be had with CARGO_GIT_TOKEN.`,
  ],
  ['a repository that nobody has', `fatal: repository '${A}/' not found\n`, undefined, undefined],
  ['anything else', 'error: could not compile `tiny`\n', 'https://git.example.com', undefined],
])('why it is refused: %s', (_, stderr, server, wanted) => {
  const error = refusedByGit(stderr, server);
  expect(error?.message).toBe(wanted === undefined ? undefined : `The git dependency ${wanted}`);
  if (wanted !== undefined) expect([error?.fault, (error?.hint ?? '') !== '']).toEqual(['build', true]);
});
