// Which names new Pods cannot have, for one that is made up.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { podRuntimeDir } from '../protocol/homePaths';
import type { CommandContext } from './commandContext';

/** By what is stored; a start that comes between is refused as any other. */
export function takenNames({ homes: [own] }: Pick<CommandContext, 'homes'>): (name: string) => boolean {
  return (name) => existsSync(path.join(own.pods, name)) || existsSync(podRuntimeDir(own, name));
}
