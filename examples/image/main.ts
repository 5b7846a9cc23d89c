/** HTTP for the Rust in src/. wasm-bindgen writes this import's file when the crate is built: see README.md. */
import { resize, sample } from './pkg/thumbnail.js';

const LARGEST = 8 * 1024 * 1024;
const STATUS: Readonly<Record<string, number>> = { width: 400, 'no-image': 415, 'too-large': 413 };

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /health':
        return Response.json({ ok: true });
      case 'GET /sample':
        return resized(sample(), url.searchParams);
      case 'POST /resize': {
        if (Number(request.headers.get('content-length') ?? 0) > LARGEST) return refused('too-large');
        const bytes = await request.bytes();
        return bytes.length > LARGEST ? refused('too-large') : resized(bytes, url.searchParams);
      }
      default:
        return Response.json({ error: 'GET /health, GET /sample, POST /resize' }, { status: 404 });
    }
  },
};

/** `?width=320&format=jpeg`; a PNG where no format is named. */
function resized(bytes: Uint8Array, query: URLSearchParams): Response {
  const jpeg = query.get('format') === 'jpeg';
  try {
    const made = resize(bytes, Number(query.get('width')), jpeg);
    return new Response(made, { headers: { 'content-type': jpeg ? 'image/jpeg' : 'image/png' } });
  } catch (failure) {
    if (typeof failure === 'string') return refused(failure);
    throw failure; // not one of ours: Deno answers 500 and logs it
  }
}

function refused(failure: string): Response {
  return Response.json({ error: failure }, { status: STATUS[failure] ?? 500 });
}
