// `podwatch serve --stdio`: this machine's Pods for a podwatch on another one, which has started us over ssh.
import { statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { LINK_MAGIC } from '../protocol/hostWire';
import { HostService, type ServiceRequest } from './hostService';

/** Resolves when the other side has gone, and what it has asked for is done. */
export async function serveStdio(
  input: Readable,
  output: Writable,
  request: Omit<ServiceRequest, 'input' | 'output'>,
): Promise<void> {
  output.write(LINK_MAGIC);
  const service = new HostService({ ...request, input, output });
  await service.ended;
  await service.finish();
}

/**
 * An ssh command often has no `XDG_RUNTIME_DIR`, though the desktop session of the same user has one and starts Pods with
 * it: theirs is then ours too, as it is with a login.
 */
export function withUserRuntime(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env.XDG_RUNTIME_DIR || env.PODWATCH_HOME || env.PODWATCH_RUNTIME_DIR) return env;
  const uid = process.getuid?.();
  if (uid === undefined) return env;
  const directory = `/run/user/${uid}`;
  const stats = statSync(directory, { throwIfNoEntry: false });
  return stats?.isDirectory() && stats.uid === uid ? { ...env, XDG_RUNTIME_DIR: directory } : env;
}
