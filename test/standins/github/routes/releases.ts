/** Releases. A published one may be immutable: what belongs to it is attached while it is a draft. */
import {
  type Call,
  created,
  flagOf,
  found,
  type Handler,
  invalid,
  listed,
  nothing,
  numberOf,
  ok,
  textOf,
} from '../answer.ts';
import { resolveCommit } from '../graph.ts';
import type { Release, Repository } from '../world.ts';
import { assetView } from './release-assets.ts';
import { nodeId, web } from './views.ts';

function view(call: Call): (release: Release) => unknown {
  return (release) => {
    const url = `${call.world.url}/repos/${call.repo.full_name}/releases/${release.id}`;
    return {
      ...release,
      node_id: nodeId('RE', release.id),
      url,
      html_url: `${web(call.repo)}/releases/tag/${release.tag_name}`,
      assets_url: `${url}/assets`,
      upload_url: `${url}/assets{?name,label}`,
      assets: release.assets.map(assetView(call, release)),
    };
  };
}

function published(repo: Repository): Release[] {
  return [...repo.releases.values()].filter(({ draft }) => !draft).reverse();
}

/** A reader sees no drafts. */
function visible(call: Call): Release[] {
  const drafts = [...call.repo.releases.values()].filter(({ draft }) => draft).reverse();
  return [...(call.token.may('contents', 'write') ? drafts : []), ...published(call.repo)];
}

function releaseOf(call: Call): Release {
  const id = numberOf(call, 'release_id');
  return found(visible(call).find((release) => release.id === id));
}

/** Publishing makes the tag if it is not there yet, and freezes the release where the repository says so. */
function publish(call: Call, release: Release): void {
  const taken = published(call.repo).some(({ id, tag_name }) => id !== release.id && tag_name === release.tag_name);
  if (taken) throw invalid('Release', 'tag_name', 'already_exists');
  const target = resolveCommit(call.repo, release.target_commitish);
  if (!target && !call.repo.refs.has(`tags/${release.tag_name}`)) {
    throw invalid('Release', 'target_commitish', 'invalid');
  }
  if (target && !call.repo.refs.has(`tags/${release.tag_name}`)) {
    call.repo.refs.set(`tags/${release.tag_name}`, target.sha);
  }
  release.draft = false;
  release.immutable = call.repo.immutable_releases;
  release.published_at ??= call.world.now();
}

const create: Handler = (call) => {
  const { body, world } = call;
  const release: Release = {
    id: world.id(),
    author: call.token.user,
    created_at: world.now(),
    assets: [],
    tag_name: textOf(body, 'tag_name') ?? '',
    target_commitish: textOf(body, 'target_commitish') ?? call.repo.default_branch,
    name: textOf(body, 'name') ?? null,
    body: textOf(body, 'body') ?? null,
    draft: true,
    prerelease: flagOf(body, 'prerelease') ?? false,
    immutable: false,
    published_at: null,
  };
  if (!flagOf(body, 'draft')) publish(call, release);
  call.repo.releases.set(release.id, release);
  return created(view(call)(release));
};

const update: Handler = (call) => {
  const release = releaseOf(call);
  const { body } = call;
  const tag = textOf(body, 'tag_name') ?? release.tag_name;
  if (release.immutable && tag !== release.tag_name) throw invalid('Release', 'tag_name', 'custom', 'is immutable');
  release.tag_name = tag;
  release.target_commitish = textOf(body, 'target_commitish') ?? release.target_commitish;
  release.name = textOf(body, 'name') ?? release.name;
  release.body = textOf(body, 'body') ?? release.body;
  release.prerelease = flagOf(body, 'prerelease') ?? release.prerelease;
  if (release.draft && flagOf(body, 'draft') === false) publish(call, release);
  return ok(view(call)(release));
};

const remove: Handler = (call) => {
  call.repo.releases.delete(releaseOf(call).id);
  return nothing();
};

const byTag: Handler = (call) =>
  ok(view(call)(found(published(call.repo).find(({ tag_name }) => tag_name === call.params.tag))));

const latest: Handler = (call) => ok(view(call)(found(published(call.repo).find(({ prerelease }) => !prerelease))));

export const releases = {
  'repos/create-release': create,
  'repos/delete-release': remove,
  'repos/get-latest-release': latest,
  'repos/get-release': (call) => ok(view(call)(releaseOf(call))),
  'repos/get-release-by-tag': byTag,
  'repos/list-releases': (call) => listed(call, visible(call), view(call)),
  'repos/update-release': update,
} satisfies Record<string, Handler>;
