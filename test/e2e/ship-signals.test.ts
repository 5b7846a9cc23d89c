import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { quick, ship, useServices, workspace } from './on-auth.ts';

const services = useServices();

describe('a signal', () => {
  let stop: ((name: NodeJS.Signals) => void) | undefined;

  it('while it compiles ends cargo and rustc too, and the report says that it was cancelled', async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'wasm-ship-signal-'));
    let asked = false;
    let during: string[] = [];
    await cp(workspace, copy, { recursive: true, filter: (from) => !/\/(target|build)$/.test(from) });
    const result = await ship(services(), {
      workspace: copy,
      inputs: quick,
      env: { CARGO_TARGET_DIR: path.join(copy, 'target') }, // in rustc's command line: to be found there below
      onLine: (line) => {
        if (!line.includes('Compiling ') || asked) return;
        asked = true;
        setTimeout(async () => {
          during = await running(copy);
          stop?.('SIGTERM');
        }, 1500);
      },
      onStart: (signal) => {
        stop = signal;
      },
    });
    expect(during).not.toEqual([]);
    expect(await running(copy)).toEqual([]);
    await rm(copy, { recursive: true, force: true });
    expect(result.code, result.log).toBe(143);
    expect(result.report?.failures[0]?.message).toBe('cargo was ended: the run was cancelled.');
    expect(result.report?.deployment).toBeNull();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while it measures ends every child and exits with %i', async (name, code) => {
    const result = await ship(services(), {
      inputs: { optimize: 'off', 'latency-duration': '60 s' },
      onLine: (line) => {
        if (line.startsWith('Measuring in workerd')) setTimeout(() => stop?.(name), 1500);
      },
      onStart: (signal) => {
        stop = signal;
      },
    });
    expect(result.code, result.log).toBe(code);
    expect(await running(result.env.RUNNER_TEMP ?? '-')).toEqual([]);
    expect(result.report?.failures.map((failure) => failure.message)).toContainEqual(
      expect.stringMatching(/the run was cancelled\.$/i),
    );
  });
});

/** Command lines of running processes that hold a text. */
async function running(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(text));
}
