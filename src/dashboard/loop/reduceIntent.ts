// What the user wants → the next state: panes, questions, the prompt, the help.

import { displayName } from '../../cells/displayText';
import { eligibility } from '../../podList/eligibility';
import { endExpected, jumpToAttention, readAbout, seeing, seenAfterJump } from '../attention/reduceAttention';
import {
  clearMarks,
  focusComposer,
  isComposerIntent,
  reduceComposer,
  toggleMark,
  withTarget,
} from '../composer/reduceComposer';
import { reduceConversation } from '../conversation/reduceConversation';
import { DENSITIES } from '../grid/gridShape';
import { NEW_PROMPT, reducePrompt } from '../prompt/reducePrompt';
import { noticingQuestion, reducePermission, showNextQuestion } from '../question/reduceQuestion';
import { isSearching, reduceScope, reduceSearch, wholeScope } from '../scope/reduceScope';
import { isScoped } from '../scope/scopeState';
import { reduceZoom, zoomSelected } from '../zoom/reduceZoom';
import type { Intent } from './intent';
import { modeOf } from './keymap';
import { openSelected } from './openPod';
import { reduceMove, select } from './reduceMove';
import { type DashboardState, selectedEntry, selectedKey } from './state';
import { ask, type Step, stay, withMessage, withRunning } from './step';

/** Two clicks on one Pod within this time open it, in ms. */
const DOUBLE_CLICK = 400;

/** The next state after what the user did. Any key takes the message line away. */
export function reduceIntent(state: DashboardState, intent: Intent): Step {
  if (state.attached !== null) return stay(state);
  if (intent.kind === 'toShell') return ask(state, intent);
  // Who asks why is told before it counts as seen.
  const isReading = intent.kind === 'why' || state.overlay?.kind === 'why';
  const looked = isReading ? stay(state) : seenAfterJump(state);
  const { state: next, effects } = noticingQuestion(seeing(answer(looked.state, intent)));
  return { state: next, effects: [...looked.effects, ...effects] };
}

function answer(state: DashboardState, intent: Intent): Step {
  const clean = state.message === null ? state : { ...state, message: null };
  const { overlay, pane } = clean;
  const talk = overlay === null && pane.kind === 'conversation' ? reduceConversation(clean, pane, intent) : null;
  const step = talk ?? onTop(clean, intent);
  return { ...step, state: withTarget(step.state, clean) };
}

/** What lies on top answers. */
function onTop(clean: DashboardState, intent: Intent): Step {
  const { overlay } = clean;
  if (modeOf(clean) === 'composer' && isComposerIntent(intent)) return reduceComposer(clean, intent);
  if (overlay === null && isSearching(clean)) {
    const searched = reduceSearch(clean, intent);
    if (searched !== null) return stay(searched);
  }
  if (overlay?.kind === 'prompt') return reducePrompt(clean, overlay, intent);
  if (overlay?.kind === 'permission') return reducePermission(clean, overlay, intent);
  switch (intent.kind) {
    case 'close':
      return stay(close(clean));
    case 'move':
    case 'page':
    case 'edge':
    case 'scroll':
      if (overlay === null && clean.pane.kind === 'zoom') return reduceZoom(clean, clean.pane, intent);
      return stay(overlay?.kind === 'confirm' ? clean : reduceMove(clean, intent));
    case 'confirm':
      return overlay?.kind === 'confirm' ? confirmed(clean, overlay.action, overlay.entry.key) : stay(clean);
    default:
      return overlay === null ? reducePane(clean, intent) : stay(clean);
  }
}

function close(state: DashboardState): DashboardState {
  if (state.overlay?.kind === 'why') return readAbout({ ...state, overlay: null }, state.overlay.key);
  if (state.overlay !== null) return { ...state, overlay: null };
  return state.pane.kind === 'zoom' ? { ...state, pane: { kind: state.pane.back } } : state;
}

function reducePane(state: DashboardState, intent: Intent): Step {
  switch (intent.kind) {
    case 'quit':
      return ask(state, { kind: 'end', result: { kind: 'quit' } });
    case 'open':
      return openSelected(select(state, selectedKey(state)));
    case 'click':
      return click(state, intent.key, intent.at);
    case 'back':
      return back(state);
    case 'jump':
      return stay(jumpToAttention(state));
    case 'search':
    case 'nextStateFilter':
    case 'toggleHere':
    case 'sort':
      return stay(reduceScope(state, intent));
    case 'stop':
    case 'remove':
      return stay(question(select(state, selectedKey(state)), intent.kind));
    case 'compose':
      return stay(focusComposer(state));
    case 'answer':
      return stay(showNextQuestion(state));
    case 'zoom':
      return zoomSelected(state);
    case 'density':
      return stay(withDensity(state, intent.by));
    case 'mark':
      return stay(toggleMark(state));
    case 'unmarkAll':
      return stay(clearMarks(state));
    case 'newPod':
      return stay({ ...state, overlay: NEW_PROMPT });
    case 'togglePicker':
      return stay({ ...state, pane: { kind: state.pane.kind === 'grid' ? 'picker' : 'grid' } });
    case 'why': {
      const entry = selectedEntry(state);
      if (entry === null) return stay(withMessage(state, 'info', 'No Pod is selected.'));
      return stay({ ...state, overlay: { kind: 'why', key: entry.key, name: entry.id.name, top: 0 } });
    }
    case 'help':
      return stay({ ...state, overlay: { kind: 'help', top: 0 } });
    default:
      return stay(state);
  }
}

function back(state: DashboardState): Step {
  if (state.composer.marks.size > 0) return stay(clearMarks(state));
  if (isScoped(state)) return stay(wholeScope(state));
  if (state.pane.kind === 'grid') return stay(select(state, null));
  return reducePane(state, { kind: state.alone ? 'quit' : 'togglePicker' });
}

function withDensity(state: DashboardState, by: 1 | -1): DashboardState {
  const at = DENSITIES.indexOf(state.density) + by;
  const density = DENSITIES[Math.min(Math.max(0, at), DENSITIES.length - 1)] ?? state.density;
  return density === state.density
    ? withMessage(
        state,
        'info',
        by > 0 ? 'Tiles are as large as they get; z shows one alone.' : 'Tiles are as small as they get.',
      )
    : { ...state, density };
}

function click(state: DashboardState, key: string, at: number): Step {
  const isSecond = state.lastClick?.key === key && at - state.lastClick.at <= DOUBLE_CLICK;
  const clicked = select({ ...state, lastClick: isSecond ? null : { key, at } }, key);
  return isSecond ? openSelected(clicked) : stay(clicked);
}

/** Why `action` cannot be asked for now, in a sentence; null = it can. */
function refusal(state: DashboardState, action: 'stop' | 'remove', key: string | null): string | null {
  const entry = state.list.entries.find((candidate) => candidate.key === key);
  if (entry === undefined) return key === null ? 'No Pod is selected.' : 'That Pod is gone.';
  const name = displayName(entry.id.name);
  const running = state.running.get(entry.key);
  if (running !== undefined) return `${name}: still ${running}…`;
  const allowed = eligibility(entry, action);
  return allowed.allowed ? null : `Cannot ${action} ${name}: ${allowed.reason}.`;
}

function question(state: DashboardState, action: 'stop' | 'remove'): DashboardState {
  const entry = selectedEntry(state);
  const refused = refusal(state, action, entry?.key ?? null);
  if (refused !== null || entry === null) return withMessage(state, 'error', refused ?? 'No Pod is selected.');
  return { ...state, overlay: { kind: 'confirm', action, entry } };
}

/** The Pod may have changed while the question stood: what holds now decides. */
function confirmed(state: DashboardState, action: 'stop' | 'remove', key: string): Step {
  const answered = { ...state, overlay: null };
  const entry = state.list.entries.find((candidate) => candidate.key === key);
  const refused = refusal(answered, action, key);
  if (refused !== null || entry === undefined)
    return stay(withMessage(answered, 'error', refused ?? 'That Pod is gone.'));
  const running = withRunning(answered, key, action === 'stop' ? 'stopping' : 'removing');
  const next = action === 'stop' ? endExpected(running, key) : running;
  return ask(next, { kind: action, id: entry.id, key });
}
