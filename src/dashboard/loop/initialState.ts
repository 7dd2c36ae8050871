// The dashboard before any source has spoken.
import type { PodEntry } from '../../podList/podList';
import { newConversationPane } from '../conversation/conversationState';
import { INITIAL_SLICES } from './features';
import { commonState, type DashboardState, type StateOptions } from './state';

export interface InitialState extends Omit<StateOptions, 'alone' | 'pane' | 'selection'> {
  readonly mode: 'grid' | 'picker';
  /** Opened alone with the conversation of this Pod. */
  readonly open?: PodEntry;
  /** Of that conversation. */
  readonly isReadOnly?: boolean;
  /** Rows of the picker at most; missing = as many as there is room for. */
  readonly mostRows?: number;
}

/** `picker`: opened alone with `-r`. */
export function initialState({ mode, open, isReadOnly = false, mostRows, ...options }: InitialState): DashboardState {
  const pane = open === undefined ? { kind: mode } : newConversationPane(open, 'end', { isReadOnly });
  const selection = open?.key ?? null;
  const picker = { ...INITIAL_SLICES.picker, mostRows: mostRows ?? null };
  return { ...commonState({ ...options, alone: mode === 'picker', pane, selection }), ...INITIAL_SLICES, picker };
}
