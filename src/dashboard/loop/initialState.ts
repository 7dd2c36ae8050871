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
  /** What is typed first chooses among the Pods. */
  readonly searching?: boolean;
}

/** `picker`: opened alone with `-r`. */
export function initialState(given: InitialState): DashboardState {
  const { mode, open, isReadOnly = false, mostRows, searching = false, ...options } = given;
  const pane = open === undefined ? { kind: mode } : newConversationPane(open, 'end', { isReadOnly });
  const selection = open?.key ?? null;
  const picker = { ...INITIAL_SLICES.picker, mostRows: mostRows ?? null };
  const scope = { ...INITIAL_SLICES.scope, searching, choosing: searching };
  const common = commonState({ ...options, alone: mode === 'picker', pane, selection });
  return { ...common, ...INITIAL_SLICES, picker, scope };
}
