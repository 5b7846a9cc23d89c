import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Keeps each core busy with a child of ours. They end with what is given back, and with us. */
export function busy(): Disposable {
  // ends by itself once its parent is gone: then its standard input is at its end
  const script =
    'process.stdin.on("end", () => process.exit()).resume(); const spin = () => { const until = Date.now() + 50; while (Date.now() < until); setImmediate(spin); }; spin();';
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'ignore', 'inherit'] }),
  );
  for (const child of children) child.unref();
  return {
    [Symbol.dispose]: () => {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
