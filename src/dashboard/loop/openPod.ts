// Enter: attach, open as a conversation, restore and then one of these, or say why none of them.

import { displayName } from '../../cells/displayText';
import { eligibility, runsElsewhere } from '../../podList/eligibility';
import { rowWord } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { openedConversation } from '../conversation/conversationSelectors';
import { withEnd } from '../failures/failuresState';
import { restoredEntry } from './entryNow';
import type { StepHook } from './hook';
import { keyOfIntent } from './keyRow';
import { selectableEntries, selectedEntry } from './podSelection';
import type { ActionOutcome } from './ports';
import { type DashboardState, openEntry } from './state';
import { type Step, stay, withEffect, withMessage, withOutcome, withRunning } from './step';

/** Answers Enter on whatever is selected. */
export function openSelected(state: DashboardState): Step {
  const entry = selectedEntry(state);
  if (entry === null) {
    const hint =
      state.list.entries.length === 0 ? 'There is no Pod yet' : 'No Pod is selected: choose one with the arrows';
    const start = keyOfIntent(state.keymap, 'newPod');
    const join = state.list.entries.length === 0 ? ': press' : ', or press';
    return stay(withMessage(state, 'info', start === null ? `${hint}.` : `${hint}${join} ${start} for a new one.`));
  }
  const name = displayName(rowWord(entry));
  const running = state.running.get(entry.key);
  if (running !== undefined) return stay(withMessage(state, 'info', `${name}: still ${running}…`));
  if (entry.canAttach) return openLive(state, entry);
  const socketPath = state.restored.get(entry.key);
  if (socketPath !== undefined) return openLive(state, restoredEntry(entry, socketPath));
  if (state.pane.kind === 'grid' && !selectableEntries(state).some(({ key }) => key === entry.key)) {
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
  if (runsElsewhere(entry)) return stay(withMessage(state, 'info', `${name}: ${entry.notRestorableReason}.`));
  // Which other directory it is to be, its end asks.
  if (restore.allowed || entry.foreign?.lacksDirectory === true) {
    const restoring = withRunning(state, entry.key, 'restoring');
    return withEffect({ ...restoring, openWhenRestored: entry.key }, { kind: 'restore', id: entry.id, key: entry.key });
  }
  const open = eligibility(entry, 'open');
  const reason = open.allowed ? restore.reason : open.reason;
  return stay(withMessage(state, 'error', `Cannot open ${name}: ${reason}.`));
}

/** Attaches a live Pod; one without a terminal opens as a conversation. */
export function openLive(state: DashboardState, entry: PodEntry): Step {
  const free = { ...state, openWhenRestored: null };
  // One that has not greeted yet, as right after a restore on a busy machine, is what its record says.
  const isUntold = entry.extensions.length === 0 && entry.launch?.kind === 'terminal';
  if (!entry.extensions.includes('terminal') && !isUntold) {
    const { pane } = state;
    const under = 'back' in pane ? pane.back : pane.kind === 'picker' ? 'picker' : 'grid';
    // Opened alone with -r, one Pod is all that is wanted, as with an attach.
    const back = state.alone ? 'end' : under;
    return stay({ ...free, pane: openedConversation(free, entry, back) });
  }
  return withEffect({ ...withRunning(free, entry.key, 'attaching'), attached: entry }, { kind: 'attach', entry });
}

/** The terminal is back. */
export function attachEnded(state: DashboardState, key: string, outcome: ActionOutcome): Step {
  const entry = state.attached;
  const restored = wasLastWay(entry, outcome) ? without(state.restored, key) : state.restored;
  const back = withOutcome(withRunning({ ...state, attached: null, restored }, key, null), outcome);
  const next = outcome.kind === 'done' ? back.list.entries.find((each) => each.key === outcome.opens) : undefined;
  if (next?.canAttach) return openLive(back, next);
  if (!state.alone || outcome.kind === 'failed' || entry === null) return stay(back);
  return withEffect(back, { kind: 'end', result: { kind: 'attached', entry, message: outcome.message } });
}

/** No list shows a session as live, so that its next restore is the one that knows where its Pod is; what was not reached is not tried again. */
function wasLastWay(entry: PodEntry | null, outcome: ActionOutcome): boolean {
  return entry?.foreign !== undefined || outcome.kind === 'failed' || outcome.ended === true;
}

function without(restored: DashboardState['restored'], key: string): DashboardState['restored'] {
  return new Map([...restored].filter(([each]) => each !== key));
}

/** A restored Pod is opened by the socket that its restore has returned; the list may show it later. */
export function restoreEnded(before: DashboardState, key: string, outcome: ActionOutcome): Step {
  const isAwaited = before.openWhenRestored === key;
  const failures = withEnd(before.failures, key, outcome.kind === 'failed' ? outcome.message : null);
  const ended = { ...before, failures, openWhenRestored: isAwaited ? null : before.openWhenRestored };
  const state = withRunning(ended, key, null);
  const entry = state.list.entries.find((candidate) => candidate.key === key);
  // What fills the screen leaves no room for failures: they are said in its bar, and stand there afterwards.
  if (outcome.kind === 'failed') return stay(openEntry(state) === null ? state : withOutcome(state, outcome));
  if (entry === undefined) return stay(withOutcome(state, outcome));
  const { socketPath } = outcome;
  const known = socketPath === undefined ? state : withRestored(state, key, socketPath);
  if (!isAwaited) return stay(withOutcome(known, outcome));
  const live = entry.canAttach || socketPath === undefined ? entry : restoredEntry(entry, socketPath);
  // Never takes the terminal from somebody who has gone on to something else.
  const isBusy =
    state.overlay !== null || state.composer.focused || state.attached !== null || openEntry(state) !== null;
  if (isBusy || !live.canAttach) {
    return stay(withMessage(known, 'info', `${displayName(rowWord(entry))} is live again.`));
  }
  return openLive(known, live);
}

function withRestored(state: DashboardState, key: string, socketPath: string): DashboardState {
  return { ...state, restored: new Map(state.restored).set(key, socketPath) };
}

/** What the list shows as live, or not at all any more, or what does not answer, needs no word of its restore. */
export const forgettingRestored: StepHook = (step, { cause }) => {
  const { state } = step;
  if (state.restored.size === 0 || cause.kind !== 'report') return step;
  const { report } = cause;
  const lost = report.kind === 'feed' && report.feed.kind === 'lost' ? report.key : null;
  const waiting = new Set(state.list.entries.filter(({ canAttach }) => !canAttach).map(({ key }) => key));
  const kept = [...state.restored].filter(([key]) => waiting.has(key) && key !== lost);
  return kept.length === state.restored.size ? step : { ...step, state: { ...state, restored: new Map(kept) } };
};
