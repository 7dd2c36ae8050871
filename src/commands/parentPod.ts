// In which Pod's program we run, for what is started from here.
import path from 'node:path';
import { readRegistry } from '../store/readRegistry';
import type { CommandContext } from './commandContext';

/** Nothing where we run in none, or in one of another home: a name means a Pod of the same home. */
export function parentPod({ env, homes: [own] }: Pick<CommandContext, 'env' | 'homes'>): { readonly parent?: string } {
  const { PODWATCH_POD: name, PODWATCH_SOCKET: socket } = env;
  if (!name || !socket) return {};
  const socketPath = path.resolve(socket);
  if (path.dirname(path.dirname(socketPath)) !== own.runtime) return {};
  // It may have been renamed since its program was started.
  const { value } = readRegistry(own.registry);
  const table = value.kind === 'read' ? (value.table ?? []) : [];
  return { parent: table.find((entry) => entry.socket === socketPath)?.pod_name ?? name };
}
