// Which names new Pods cannot have, for one that is made up.
import { isTakenIn } from '../actions/checkNewPod';
import type { CommandContext } from './commandContext';

/** By what is stored; a start that comes between is refused as any other. */
export function takenNames({ homes: [own] }: Pick<CommandContext, 'homes'>): (name: string) => boolean {
  return (name) => isTakenIn(own, name);
}
