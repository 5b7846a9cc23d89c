import type { Command, Host, Log } from './host.ts';

/**
 * The same world, with another checkout as its workspace. Annotations would stand at lines that the reviewer does not
 * see: there are none from here, only lines in the log.
 * @param env for every child, under the command's own
 */
export function elsewhere(host: Host, workspace: string, env: Readonly<Record<string, string>>): Host {
  const there = (command: Command): Command => ({ ...command, env: { ...env, ...command.env } });
  return {
    ...host,
    folders: { ...host.folders, workspace, packages: host.folders.workspace },
    run: (command, options) => host.run(there(command), options),
    start: (command) => host.start(there(command)),
    log: withoutAnnotations(host.log),
  };
}

function withoutAnnotations(log: Log): Log {
  return {
    ...log,
    notice: (message) => log.info(message),
    warning: (message) => log.info(message),
    error: (message) => log.info(message),
  };
}
