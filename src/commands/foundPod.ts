// What finding a Pod needs, and what it gives.
import type { Place } from '../places/place';
import type { PodEntry } from '../podList/podList';
import type { CommandContext } from './commandContext';

/** What finding needs of a command's context. */
export type PodContext = Pick<CommandContext, 'homes' | 'podProgram' | 'env' | 'cwd' | 'config' | 'openHosts'>;

export interface FoundPod {
  readonly kind: 'found';
  readonly entry: PodEntry;
  /** Where it is: whatever is done with it is done there. */
  readonly place: Place;
}
