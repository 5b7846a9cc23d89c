import * as v from 'valibot';
import { invalidToken, unparsable } from './refusal.ts';
import { type Call, type Reply, type Route, read, route, SCRIPT, WORKERS } from './routing.ts';
import { formOf } from './upload.ts';

const Manifest = v.object({ manifest: v.record(v.string(), v.object({ hash: v.string(), size: v.number() })) });

/** Static files: told first, then those that are not known yet are sent with the token of the first answer. */
export const assetRoutes: readonly Route[] = [
  route('POST', `${SCRIPT}/assets-upload-session`, 'edit', (call) => {
    const { manifest } = read(Manifest, call);
    const hashes = new Map(Object.entries(manifest).map(([path, { hash }]) => [path, hash]));
    const { jwt, missing } = call.account.assets.begin(call.param('name'), hashes);
    return { result: { jwt, buckets: missing.length === 0 ? [] : [missing] } };
  }),
  route('POST', `${WORKERS}/assets/upload`, 'edit', upload),
];

async function upload(call: Call): Promise<Reply> {
  const { assets } = call.account;
  // Not the account's token: the one that the session began with.
  if (!assets.isSession(call.token)) throw invalidToken();
  if (call.query.get('base64') !== 'true') throw unparsable('this stand-in has no upload of files but in base64');
  for (const [hash, part] of await formOf(call.body, call.contentType)) {
    if (typeof part === 'string') throw unparsable(`${hash} is not a file`);
    const bytes = Buffer.from(await part.text(), 'base64');
    assets.keep(hash, { bytes, type: part.type === 'application/null' ? undefined : part.type });
  }
  return { result: { jwt: assets.isComplete(call.token) ? call.token : null } };
}
