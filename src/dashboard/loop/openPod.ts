// Enter: attach, open as a conversation, restore and then attach, or say why none of them.

import { displayName } from '../../cells/displayText';
import { eligibility } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/types';
import { openedConversation } from '../conversation/conversationSelectors';
import { keyOfIntent } from './keyRow';
import type { ActionOutcome } from './ports';
import { selectedEntry } from './selection';
import { type DashboardState, openEntry } from './state';
import { ask, type Step, stay, withMessage, withOutcome, withRunning } from './step';

/** Answers Enter on whatever is selected. */
export function openSelected(state: DashboardState): Step {
  const entry = selectedEntry(state);
  if (entry === null) {
    const hint =
      state.list.entries.length === 0 ? 'There is no Pod yet' : 'No Pod is selected: choose one with the arrows';
    const start = keyOfIntent(state.keymap, 'newPod');
    return stay(withMessage(state, 'info', start === null ? `${hint}.` : `${hint}, or press ${start} for a new one.`));
  }
  const name = displayName(entry.id.name);
  const running = state.running.get(entry.key);
  if (running !== undefined) return stay(withMessage(state, 'info', `${name}: still ${running}…`));
  if (entry.canAttach) return openLive(state, entry);
  if (state.pane.kind === 'grid') {
    const list = keyOfIntent(state.keymap, 'togglePicker');
    return stay(
      withMessage(
        state,
        'error',
        `${name} is no longer live.${list === null ? '' : ` Press ${list} for the list of all Pods.`}`,
      ),
    );
  }
  const restore = eligibility(entry, 'restore');
  if (restore.allowed) {
    const restoring = withRunning(state, entry.key, 'restoring');
    const next = { ...restoring, attachWhenLive: { key: entry.key, restored: false } };
    return ask(next, { kind: 'restore', id: entry.id, key: entry.key });
  }
  const open = eligibility(entry, 'open');
  const reason = open.allowed ? restore.reason : open.reason;
  return stay(withMessage(state, 'error', `Cannot open ${name}: ${reason}.`));
}

/** Attaches a live Pod; one without a terminal opens as a conversation. */
export function openLive(state: DashboardState, entry: PodEntry): Step {
  const free = { ...state, attachWhenLive: null };
  if (!entry.extensions.includes('terminal')) {
    const { pane } = state;
    const under = 'back' in pane ? pane.back : pane.kind;
    // Opened alone with -r, one Pod is all that is wanted, as with an attach.
    const back = state.alone ? 'end' : under;
    return stay({ ...free, pane: openedConversation(free, entry, back) });
  }
  return ask({ ...withRunning(free, entry.key, 'attaching'), attached: entry }, { kind: 'attach', entry });
}

/**
 * Attaches the restored Pod once both are true: its restore is done, and its socket has said what it can do. With
 * `atLast` the wait is over, and an answer without a word must do.
 */
export function openRestored(state: DashboardState, atLast: boolean): Step {
  const wait = state.attachWhenLive;
  if (wait === null || !wait.restored) return stay(state);
  const entry = state.list.entries.find(({ key }) => key === wait.key);
  const hasSpoken = entry !== undefined && (entry.extensions.length > 0 || entry.status !== null);
  if (entry === undefined || !entry.canAttach || !(hasSpoken || atLast)) return stay(state);
  const done = withRunning({ ...state, attachWhenLive: null }, entry.key, null);
  // Never takes the terminal from somebody who has gone on to something else.
  const isBusy = state.overlay !== null || state.composer.focused;
  if (isBusy || state.attached !== null || openEntry(state) !== null) {
    return stay(withMessage(done, 'info', `${displayName(entry.id.name)} is live again.`));
  }
  return openLive(done, entry);
}

/** The terminal is back. */
export function attachEnded(state: DashboardState, key: string, outcome: ActionOutcome): Step {
  const entry = state.attached;
  const back = withOutcome(withRunning({ ...state, attached: null }, key, null), outcome);
  if (!state.alone || outcome.kind === 'failed' || entry === null) return stay(back);
  return ask(back, { kind: 'end', result: { kind: 'attached', entry, message: outcome.message } });
}

/** It is done, or has failed. */
export function restoreEnded(state: DashboardState, key: string, outcome: ActionOutcome): Step {
  const isAwaited = state.attachWhenLive?.key === key;
  if (outcome.kind === 'failed') {
    const failed = { ...state, attachWhenLive: isAwaited ? null : state.attachWhenLive };
    return stay(withOutcome(withRunning(failed, key, null), outcome));
  }
  if (!isAwaited) return stay(withOutcome(withRunning(state, key, null), outcome));
  const opened = openRestored({ ...state, attachWhenLive: { key, restored: true } }, false);
  if (opened.state.attachWhenLive === null) return opened;
  return ask(opened.state, { kind: 'waitForLive', key });
}

/** The restored Pod has not become live in time. */
export function liveWaitEnded(state: DashboardState, key: string): Step {
  if (state.attachWhenLive?.key !== key) return stay(withRunning(state, key, null));
  const opened = openRestored(state, true);
  if (opened.state.attachWhenLive === null) return opened;
  const name = displayName(state.list.entries.find((entry) => entry.key === key)?.id.name ?? 'The Pod');
  const given = withRunning({ ...opened.state, attachWhenLive: null }, key, null);
  return stay(withMessage(given, 'error', `${name} was restored, but its socket does not answer yet.`));
}
