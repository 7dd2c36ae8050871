// In which Pod's program we run, for what is started from here.
import path from 'node:path';
import type { CommandContext } from './commandContext';

/** Nothing where we run in none, or in one of another home: a name means a Pod of the same home. */
export function parentPod({ env, homes: [own] }: Pick<CommandContext, 'env' | 'homes'>): { readonly parent?: string } {
  const { PODWATCH_POD: name, PODWATCH_SOCKET: socket } = env;
  if (!name || !socket) return {};
  return path.dirname(path.dirname(path.resolve(socket))) === own.runtime ? { parent: name } : {};
}
