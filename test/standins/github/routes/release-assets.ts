/** Files attached to a release. */
import { createHash } from 'node:crypto';
import { type Call, created, found, type Handler, invalid, listed, nothing, numberOf, ok, Refusal } from '../answer.ts';
import type { Asset, Release } from '../world.ts';
import { nodeId } from './views.ts';

const DOCS = 'https://docs.github.com/rest';

export function assetView({ world, repo }: Call, release: Release): (asset: Asset) => unknown {
  return ({ bytes, state = 'uploaded', ...asset }) => ({
    ...asset,
    node_id: nodeId('RA', asset.id),
    state,
    size: bytes.length,
    digest: state === 'starter' ? null : `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    updated_at: asset.created_at,
    url: `${world.url}/repos/${repo.full_name}/releases/assets/${asset.id}`,
    browser_download_url: `${world.url}/${repo.full_name}/releases/download/${release.tag_name}/${asset.name}`,
  });
}

function assetOf(call: Call): { asset: Asset; release: Release } {
  const id = numberOf(call, 'asset_id');
  const all = [...call.repo.releases.values()].flatMap((release) =>
    release.assets.map((asset) => ({ asset, release })),
  );
  return found(all.find(({ asset }) => asset.id === id));
}

function releaseOf(call: Call): Release {
  return found(call.repo.releases.get(numberOf(call, 'release_id')));
}

/** GitHub's own renaming: what is not a letter, digit, dot, hyphen or underscore becomes a dot. */
function safeName(name: string): string {
  return name.replace(/[^\w.+-]+/g, '.').replace(/^\.+|\.+$/g, '');
}

const upload: Handler = (call) => {
  const release = releaseOf(call);
  if (release.immutable) throw new Refusal(422, 'Cannot upload assets to an immutable release.', { docs: DOCS });
  const name = safeName(call.query.get('name') ?? '');
  if (name === '') throw invalid('ReleaseAsset', 'name', 'missing_field');
  if (release.assets.some((asset) => asset.name === name)) throw invalid('ReleaseAsset', 'name', 'already_exists');
  const asset: Asset = {
    id: call.world.id(),
    name,
    label: call.query.get('label') ?? '',
    content_type: call.headers['content-type'] ?? 'application/octet-stream',
    bytes: call.raw,
    uploader: call.token.user,
    created_at: call.world.now(),
  };
  release.assets.push(asset);
  return created(assetView(call, release)(asset));
};

const get: Handler = (call) => {
  const { asset, release } = assetOf(call);
  if (!call.headers.accept?.includes('application/octet-stream')) return ok(assetView(call, release)(asset));
  const location = `${call.world.url}/${call.repo.full_name}/releases/download/${release.tag_name}/${asset.name}`;
  return { status: 302, headers: { location } };
};

const remove: Handler = (call) => {
  const { asset, release } = assetOf(call);
  if (release.immutable) throw new Refusal(422, 'Cannot delete assets from an immutable release.', { docs: DOCS });
  release.assets.splice(release.assets.indexOf(asset), 1);
  return nothing();
};

const list: Handler = (call) => {
  const release = releaseOf(call);
  return listed(call, release.assets, assetView(call, release));
};

export const assets = {
  'repos/delete-release-asset': remove,
  'repos/get-release-asset': get,
  'repos/list-release-assets': list,
  'repos/upload-release-asset': upload,
} satisfies Record<string, Handler>;
