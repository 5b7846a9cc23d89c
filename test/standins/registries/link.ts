import { setTimeout as sleep } from 'node:timers/promises';

/** What several servers send through together: so many bytes a second, and a wait before each answer. */
export interface Link {
  /** Writes the bytes piece by piece, as fast as the link lets them through. */
  send(bytes: Uint8Array, write: (piece: Uint8Array) => void): Promise<void>;
}

const PIECE = 64 * 1024;

/** A line of `bytesPerSecond` with `latencyMs` to the first byte; all who send at once share it. */
export function slowLink({
  bytesPerSecond,
  latencyMs,
}: {
  readonly bytesPerSecond: number;
  readonly latencyMs: number;
}): Link {
  let freeAt = 0;
  return {
    async send(bytes, write) {
      await sleep(latencyMs);
      for (let at = 0; at < bytes.length; at += PIECE) {
        const piece = bytes.subarray(at, at + PIECE);
        freeAt = Math.max(freeAt, performance.now()) + (piece.length / bytesPerSecond) * 1000;
        const wait = freeAt - performance.now();
        if (wait > 1) await sleep(wait); // a timer is no finer
        write(piece);
      }
    },
  };
}
