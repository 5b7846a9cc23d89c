import { expect, test } from 'vitest';
import { pulledIn } from '../../src/pulled-in.ts';
import { recordedHost } from './recorded-host.ts';

const LOCK = `version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "both-ways",
 "cc",
 "fancy-name",
 "insta",
]

[[package]]
name = "both-ways"
version = "1.0.0"
source = "registry+x"

[[package]]
name = "cc"
version = "1.0.0"
source = "registry+x"
dependencies = [
 "shlex",
]

[[package]]
name = "fancy-name"
version = "1.0.0"
source = "registry+x"
dependencies = [
 "similar",
]

[[package]]
name = "insta"
version = "1.0.0"
source = "registry+x"
dependencies = [
 "similar",
]

[[package]]
name = "shlex"
version = "1.0.0"
source = "registry+x"

[[package]]
name = "similar"
version = "1.0.0"
source = "registry+x"
`;
const MANIFEST = `[package]
name = "app"

[dependencies]
both-ways = "1"
nice = { package = "fancy-name", version = "1" }

[dev-dependencies]
both-ways = { version = "1", features = ["test"] }
insta = "1"

[target.'cfg(unix)'.build-dependencies]
c = { package = "cc", version = "1" }
`;

test('crates have the names that code gives them; what tests and build scripts need ships nothing', async () => {
  const files = {
    'workspace/Cargo.toml': '[workspace]\nmembers = ["services/*"]\n',
    'workspace/Cargo.lock': LOCK,
    'workspace/services/app/Cargo.toml': MANIFEST,
  };
  await using recorded = await recordedHost({ files });
  expect(await pulledIn({ name: 'app', dir: 'services/app' }, recorded.host)).toEqual(
    new Map([
      ['both_ways', ['app']],
      ['fancy_name', ['app']],
      ['similar', ['app', 'fancy-name']],
    ]),
  );
});

test('without a Cargo.lock nobody tells', async () => {
  await using recorded = await recordedHost({ files: { 'workspace/Cargo.toml': MANIFEST } });
  await expect(pulledIn({ name: 'app', dir: '.' }, recorded.host)).rejects.toThrow('Cargo.lock');
});
