// Whether a key that acts on Pods could do something with those that are selected or marked now.
import { eligibility, runsElsewhere } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/podList';
import { addressed } from '../composer/composerSelectors';
import type { Intent } from '../loop/intent';
import { markedEntries } from '../loop/markedEntries';
import { selectedEntry } from '../loop/podSelection';
import { type DashboardState, paneEntry } from '../loop/state';

/** True of every other key. */
export function wouldAct(state: DashboardState, intent: Intent): boolean {
  const selected = selectedEntry(state);
  switch (intent.kind) {
    case 'open':
      return paneEntry(state) !== null || (selected !== null && canOpen(state, selected));
    // Worth a word where the way in is closed.
    case 'why':
      return selected !== null && !canBe(state, selected, 'open');
    case 'stop':
    case 'remove':
    case 'restore': {
      const meant = state.composer.marks.size > 0 ? markedEntries(state) : selected === null ? [] : [selected];
      // Of a host that is not reached the same key tries again.
      if (intent.kind === 'restore' && meant.some(({ lastSeenAt }) => lastSeenAt !== undefined)) return true;
      return meant.some((entry) => canBe(state, entry, intent.kind));
    }
    case 'compose':
      return addressed(state).targets.some(({ refusal }) => refusal === null);
    default:
      return true;
  }
}

/** To say where it runs is something, too. */
function canOpen(state: DashboardState, entry: PodEntry): boolean {
  return canBe(state, entry, 'open') || (runsElsewhere(entry) && !state.running.has(entry.key));
}

function canBe(state: DashboardState, entry: PodEntry, action: 'open' | 'stop' | 'remove' | 'restore'): boolean {
  if (state.running.has(entry.key)) return false;
  const asksWhere = entry.foreign?.lacksDirectory === true && (action === 'open' || action === 'restore');
  return asksWhere || eligibility(entry, action).allowed;
}
