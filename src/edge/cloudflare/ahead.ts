import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import { attempt, ShipError } from '../../error.ts';
import { type Host, PIPE_BYTES, type Pipe, type Running } from '../../host/host.ts';
import type { ReleasePlan } from '../../plan.ts';
import type { VersionNote } from '../../release/staged.ts';
import type { Ahead } from '../edge.ts';
import { CONFIG, FILES, recordsIn, uploadArgs, uploaded } from './at-once.ts';
import type { Config } from './config.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { annotate } from './note.ts';
import { quickStart } from './quick-start.ts';
import { type WranglerRecord, wranglerCommand } from './wrangler.ts';

/** The longest that it waits (ms): enough of its own time is left for the upload. Then another one is started. */
const HELD_MS = 120_000;
/** How often its records are looked at (ms). */
const LOOK_MS = 10;
const MKFIFO_MS = 10_000;

/**
 * A shell that becomes the program of its arguments. What it leaves beside it reads our end of a pipe: a line, or its end since we
 * are no more, ends the whole process group. For the program itself neither would do: while it waits for its configuration it
 * minds no signal that it has a handler for, and where we are no more it would wait forever.
 */
const GUARDED = `exec 3<&0
{ trap '' INT TERM; read -r _; kill -KILL 0; } <&3 >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-`;

/** An upload whose wrangler is loaded already, or is being so, and waits for its configuration. */
export interface UploadAhead extends Ahead {
  /**
   * Lets it upload.
   * @returns what it wrote down of the version; undefined: it has ended before or cannot do it, and has done nothing
   * @throws ShipError where the upload fails
   */
  go(note: VersionNote, bundle: Bundle, config: Config): Promise<WranglerRecord | undefined>;
}

/** A wrangler that has no configuration yet. */
interface Waiting extends AsyncDisposable {
  readonly cwd: string;
  readonly pipe: Pipe;
  readonly child: Running;
  readonly since: number;
  /** Shows what it has said, and all that it says from now on; a cancelled run gives it the time that any other child has. */
  letGo(): void;
}

/**
 * Starts the wrangler that will upload a version, which takes it a second or two, before it is known whether anything goes up
 * at all. Its configuration is a named pipe: at the first read it waits, without having asked for anything, until it is told
 * what to do. It runs in a folder that nothing is put into before that.
 * @param note that it goes up with
 */
export function startAhead(
  note: VersionNote,
  plan: ReleasePlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
): Ahead & UploadAhead {
  let over = false;
  let starting: Promise<Waiting> | undefined;
  const begun = (async () => {
    if (host.platform.os === 'win32') return undefined; // no pipe has a place in a folder there
    const found = await chosen();
    if (over) return undefined;
    starting = startWaiting(found, note, plan, host);
    return starting;
  })();
  const started = attempt(() => begun); // a failure only means that nothing is done ahead
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    over = true;
    ending ??= (async () => {
      const waiting = await attempt(async () => starting);
      if (waiting.ok) await waiting.value?.[Symbol.asyncDispose]();
    })();
    ending.catch(() => undefined); // seen where it is awaited
    return ending;
  };
  return {
    started: started.then(() => undefined),
    async go(now, bundle, config) {
      const waiting = await started;
      if (over || now.sha !== note.sha || now.digest !== note.digest || !waiting.ok || waiting.value === undefined)
        return undefined;
      const { child, cwd, pipe, since, letGo } = waiting.value;
      const text = JSON.stringify(config, null, 2);
      const late = host.clock.now() - since > HELD_MS;
      if (late || child.exitCode() !== undefined || Buffer.byteLength(text) > PIPE_BYTES) return undefined;
      await host.files.copy(bundle.folder, path.join(cwd, FILES));
      letGo();
      // first in the pipe's place: whoever has not opened that yet opens this. Then to whoever has
      await host.files.write(path.join(cwd, CONFIG), text);
      await pipe.fill(text);
      try {
        return await recordOf(child, cwd, String(config.name), host);
      } finally {
        void end(); // a release goes on for as long as it is watched, and the file of secrets need not
      }
    },
    [Symbol.asyncDispose]: end,
  };
}

async function startWaiting(
  found: FoundWrangler,
  note: VersionNote,
  { version, secrets }: ReleasePlan,
  host: Host,
): Promise<Waiting> {
  await using held = new AsyncDisposableStack();
  const { path: cwd } = held.use(await host.files.temp('deploy'));
  const file = path.join(cwd, CONFIG);
  await host.run({ file: 'mkfifo', args: ['-m', '600', file], trust: 'ours', timeoutMs: MKFIFO_MS });
  const pipe = held.use(await host.files.pipe(file));
  const confided = secrets.length === 0 ? undefined : held.use(await host.secretsFile(secrets));
  const args = uploadArgs(['versions', 'upload'], annotate(note, host.random(4), version), confided?.path);
  const command = wranglerCommand(await quickStart(found, cwd, host), args, host);
  const guarded = { ...command, file: '/bin/sh', args: ['-c', GUARDED, 'sh', command.file, ...command.args] };
  const lines: string[] = [];
  let free = false;
  const onLine = (line: string): void => void (free ? host.log.echo(line) : lines.push(line));
  const child = await host.start({ ...guarded, listens: true }, { onLine });
  const end = (): void => child.write('\n');
  host.signal.addEventListener('abort', end, { once: true });
  held.defer(async () => {
    host.signal.removeEventListener('abort', end);
    end();
    await child[Symbol.asyncDispose]();
  });
  const owned = held.move();
  return {
    ...{ cwd, pipe, child, since: host.clock.now() },
    letGo() {
      host.signal.removeEventListener('abort', end);
      free = true;
      for (const line of lines) host.log.echo(line);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What a wrangler writes down of its upload, which it does last: its way out is not waited for. */
async function recordOf(child: Running, cwd: string, name: string, host: Host): Promise<WranglerRecord> {
  for (;;) {
    const code = child.exitCode();
    const record = (await recordsIn(cwd, host)).find(
      ({ type, version_id }) => type === 'version-upload' && typeof version_id === 'string',
    );
    if (record !== undefined) return record;
    if (host.signal.aborted) throw new ShipError('cancelled', 'wrangler was ended: the run was cancelled.');
    if (code !== undefined) {
      const output = { code, stdout: child.stdout(), stderr: child.stderr(), ms: 0 };
      return uploaded(cwd, 'version-upload', name, output, host);
    }
    await host.clock.sleep(LOOK_MS);
  }
}
