// Stopping, restoring and removing Pods: asked about first, and decided by what holds when the answer comes.

import { displayName } from '../../cells/displayText';
import { eligibility, runsElsewhere } from '../../podList/eligibility';
import { rowWord } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { hostOf } from '../../podList/podPlace';
import { sameLife } from '../../podList/sameLife';
import type { Effect } from '../loop/effect';
import type { Intent } from '../loop/intent';
import { markedEntries } from '../loop/markedEntries';
import { noPodWords, selectedEntry, settledSelection } from '../loop/podSelection';
import type { Report } from '../loop/report';
import type { DashboardState, RunningAction } from '../loop/state';
import { type Step, stay, withEffect, withMessage, withOutcome, withRunning } from '../loop/step';
import type { ConfirmOverlay } from './confirmState';

type Asked = ConfirmOverlay['action'];

const RUNNING: Readonly<Record<Asked, RunningAction>> = {
  stop: 'stopping',
  restore: 'restoring',
  remove: 'removing',
};

/** Asks whether it is meant, of what is marked or else of what is selected; null: it is another key. */
export function askFirst(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'stop' && intent.kind !== 'remove' && intent.kind !== 'restore') return null;
  const action = intent.kind;
  if (state.composer.marks.size > 0) return stay(askOfMarked(state, action));
  const chosen = settledSelection(state);
  const entry = selectedEntry(chosen);
  if (entry === null) return stay(withMessage(chosen, 'info', noPodWords(chosen)));
  const host = hostOf(entry.id);
  if (action === 'restore' && host !== null && entry.lastSeenAt !== undefined) {
    return withEffect(withMessage(chosen, 'info', `${host} is tried again.`), { kind: 'wakeHost', host });
  }
  if (action === 'restore' && entry.foreign?.lacksDirectory === true && !chosen.running.has(entry.key)) {
    return withEffect(withRunning(chosen, entry.key, 'restoring'), { kind: 'restore', id: entry.id, key: entry.key });
  }
  const refused = refusal(chosen, action, entry);
  if (refused !== null) return stay(withMessage(chosen, 'error', refused));
  const overlay: ConfirmOverlay = { kind: 'confirm', action, entries: [entry], marked: null };
  return stay({ ...chosen, overlay });
}

function askOfMarked(state: DashboardState, action: Asked): DashboardState {
  const marked = markedEntries(state);
  const entries = marked.filter((entry) => refusal(state, action, entry) === null);
  const [first] = marked;
  if (entries.length > 0) {
    return { ...state, overlay: { kind: 'confirm', action, entries, marked: state.composer.marks.size } };
  }
  const why = first === undefined ? 'they are gone' : refusal(state, action, first);
  return withMessage(state, 'error', marked.length === 1 ? `${why}` : `None of the marked Pods: ${why}`);
}

/** Answers a key while it is asked; null: it is none of the answers. */
export function reduceConfirm(state: DashboardState, overlay: ConfirmOverlay, intent: Intent): Step | null {
  if (intent.kind === 'close') return stay({ ...state, overlay: null });
  return intent.kind === 'confirm' ? confirmed({ ...state, overlay: null }, overlay) : null;
}

/** Why `action` cannot be done now with the Pod that was asked about, in a sentence; null = it can. */
function refusal(state: DashboardState, action: Asked, asked: PodEntry): string | null {
  const name = displayName(rowWord(asked));
  const entry = state.list.entries.find(({ key }) => key === asked.key);
  if (entry === undefined) return `${name} is gone.`;
  if (!sameLife(asked, entry)) return `${name} is another Pod by now: nothing was done with it.`;
  const running = state.running.get(entry.key);
  if (running !== undefined) return `${name}: still ${running}…`;
  const allowed = eligibility(entry, action);
  if (action === 'restore' && runsElsewhere(entry)) return `${name}: ${entry.notRestorableReason}.`;
  return allowed.allowed ? null : `Cannot ${action} ${name}: ${allowed.reason}.`;
}

/** The Pods may have changed while it was asked: what holds now decides. What is done takes its mark away. */
function confirmed(state: DashboardState, { action, entries }: ConfirmOverlay): Step {
  const refused = entries.flatMap((entry) => refusal(state, action, entry) ?? []);
  const able = entries.filter((entry) => refusal(state, action, entry) === null);
  const running = able.reduce((next, { key }) => withRunning(next, key, RUNNING[action]), state);
  const done = new Set(able.map(({ key }) => key));
  const marks = new Set([...state.composer.marks].filter((key) => !done.has(key)));
  const unmarked = { ...running, composer: { ...running.composer, marks } };
  const told = refused[0] === undefined ? unmarked : withMessage(unmarked, 'error', refused.join(' '));
  return { state: told, effects: able.map(({ id, key }): Effect => ({ kind: action, id, key })) };
}

/** How it ended; null: the report is of something else. */
export function actionEnded(state: DashboardState, report: Report): Step | null {
  if (report.kind !== 'stopEnded' && report.kind !== 'removeEnded') return null;
  return stay(withOutcome(withRunning(state, report.key, null), report.outcome));
}
