// Stopping and removing a Pod: asked about first, and decided by what holds when the answer comes.
import { displayName } from '../../cells/displayText';
import { eligibility } from '../../podList/eligibility';
import type { Intent } from '../loop/intent';
import { select, selectedEntry, selectedKey } from '../loop/podSelection';
import type { Report } from '../loop/report';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage, withOutcome, withRunning } from '../loop/step';
import type { ConfirmOverlay } from './confirmState';

/** Asks whether it is meant; null: it is another key. */
export function askFirst(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'stop' && intent.kind !== 'remove') return null;
  const chosen = select(state, selectedKey(state));
  const entry = selectedEntry(chosen);
  const refused = refusal(chosen, intent.kind, entry?.key ?? null);
  if (refused !== null || entry === null) return stay(withMessage(chosen, 'error', refused ?? 'No Pod is selected.'));
  return stay({ ...chosen, overlay: { kind: 'confirm', action: intent.kind, entry } });
}

/** Answers a key while it is asked; null: it is none of the answers. */
export function reduceConfirm(state: DashboardState, overlay: ConfirmOverlay, intent: Intent): Step | null {
  if (intent.kind === 'close') return stay({ ...state, overlay: null });
  return intent.kind === 'confirm' ? confirmed({ ...state, overlay: null }, overlay) : null;
}

/** Why `action` cannot be asked for now, in a sentence; null = it can. */
function refusal(state: DashboardState, action: ConfirmOverlay['action'], key: string | null): string | null {
  const entry = state.list.entries.find((candidate) => candidate.key === key);
  if (entry === undefined) return key === null ? 'No Pod is selected.' : 'That Pod is gone.';
  const name = displayName(entry.id.name);
  const running = state.running.get(entry.key);
  if (running !== undefined) return `${name}: still ${running}…`;
  const allowed = eligibility(entry, action);
  return allowed.allowed ? null : `Cannot ${action} ${name}: ${allowed.reason}.`;
}

/** The Pod may have changed while it was asked: what holds now decides. */
function confirmed(state: DashboardState, { action, entry: asked }: ConfirmOverlay): Step {
  const { key } = asked;
  const entry = state.list.entries.find((candidate) => candidate.key === key);
  const refused = refusal(state, action, key);
  if (refused !== null || entry === undefined) {
    return stay(withMessage(state, 'error', refused ?? 'That Pod is gone.'));
  }
  const running = withRunning(state, key, action === 'stop' ? 'stopping' : 'removing');
  return withEffect(running, { kind: action, id: entry.id, key });
}

/** How it ended; null: the report is of something else. */
export function actionEnded(state: DashboardState, report: Report): Step | null {
  if (report.kind !== 'stopEnded' && report.kind !== 'removeEnded') return null;
  return stay(withOutcome(withRunning(state, report.key, null), report.outcome));
}
