// What the world said → the next state: facts, tile content, and how actions ended.
import { displayName } from '../../cells/displayText';
import { endExpected, seeing } from '../attention/reduceAttention';
import { sendEnded } from '../composer/reduceComposer';
import { afterConversationNews } from '../conversation/reduceConversation';
import { lastScreenRead } from '../picker/lastScreen';
import { afterQuestionNews, noticingQuestion, permitEnded, questionReady } from '../question/reduceQuestion';
import { noteOutput } from '../tile/activity';
import { scrollbackRead } from '../zoom/reduceZoom';
import { openRestored } from './openPod';
import type { ActionOutcome, TileFeed } from './ports';
import { reduceList, selectWhenLive } from './reduceList';
import type { Report } from './report';
import type { DashboardState } from './state';
import { ask, type Step, stay, withMessage, withRunning } from './step';

/** The next state after a report; errors stay in the message line until a key is pressed. */
export function reduceReport(state: DashboardState, report: Report): Step {
  return noticingQuestion(seeing(answer(state, report)));
}

function answer(state: DashboardState, report: Report): Step {
  switch (report.kind) {
    case 'list':
      return reduceList(state, report.list);
    case 'size':
      return stay({ ...state, size: report.size });
    case 'feed':
      return stay(heard(state, report));
    case 'attachEnded':
      return attachEnded(state, report.key, report.outcome);
    case 'restoreEnded':
      return restoreEnded(state, report.key, report.outcome);
    case 'liveWaitEnded':
      return liveWaitEnded(state, report.key);
    case 'stopEnded': {
      const isOver = report.outcome.kind === 'done';
      const next = isOver ? state : endExpected(state, report.key, false);
      return stay(withOutcome(withRunning(next, report.key, null), report.outcome));
    }
    case 'removeEnded':
      return stay(withOutcome(withRunning(state, report.key, null), report.outcome));
    case 'sendEnded':
      return stay(sendEnded(state, report.delivery, report.key, report.outcome));
    case 'copyEnded':
    case 'notifyEnded':
    case 'cancelEnded':
      return stay(withOutcome(state, report.outcome));
    case 'permitEnded':
      return stay(permitEnded(state, report.key, report.requestId, report.outcome));
    case 'lookEnded':
      return stay(questionReady(state, report.id));
    case 'scrollbackRead':
      return stay(scrollbackRead(state, report.key, report.outcome));
    case 'lastScreenRead':
      return stay(lastScreenRead(state, report.key, report.rows));
    case 'runEnded':
      return stay(runEnded(state, report.name, report.outcome));
  }
}

function heard(state: DashboardState, { key, feed, at }: Extract<Report, { readonly kind: 'feed' }>): DashboardState {
  return afterQuestionNews(afterConversationNews(state, withFeed(state, key, feed, at ?? null), key), key);
}

function withOutcome(state: DashboardState, outcome: ActionOutcome): DashboardState {
  if (outcome.message === null) return state;
  return withMessage(state, outcome.kind === 'done' ? 'info' : 'error', outcome.message);
}

/** A lost feed keeps what it last showed: better an old screen that says so than none. */
function withFeed(state: DashboardState, key: string, feed: TileFeed, at: number | null): DashboardState {
  const isOpen = state.pane.kind === 'conversation' && state.pane.entry.key === key;
  if (!isOpen && !state.tileOrder.includes(key)) return state;
  const before = state.tiles.get(key);
  if (feed.kind === 'lost' && before?.lost === feed.reason) return state;
  const content =
    feed.kind === 'lost' ? { shown: before?.shown ?? null, lost: feed.reason } : { shown: feed, lost: null };
  return withActivity({ ...state, tiles: new Map(state.tiles).set(key, content) }, key, feed, at);
}

function withActivity(state: DashboardState, key: string, feed: TileFeed, at: number | null): DashboardState {
  if (feed.kind === 'lost') return state;
  const before = state.activity.get(key) ?? null;
  const activity = noteOutput(before, feed.kind === 'screen' ? feed.screen.outputBytes : feed.conversation.heard, at);
  return activity === before ? state : { ...state, activity: new Map(state.activity).set(key, activity) };
}

function attachEnded(state: DashboardState, key: string, outcome: ActionOutcome): Step {
  const entry = state.attached;
  const hasEnded = outcome.kind === 'done' && outcome.ended === true;
  const free = { ...(hasEnded ? endExpected(state, key) : state), attached: null };
  const back = withOutcome(withRunning(free, key, null), outcome);
  if (!state.alone || outcome.kind === 'failed' || entry === null) return stay(back);
  return ask(back, { kind: 'end', result: { kind: 'attached', entry, message: outcome.message } });
}

function restoreEnded(state: DashboardState, key: string, outcome: ActionOutcome): Step {
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

function liveWaitEnded(state: DashboardState, key: string): Step {
  if (state.attachWhenLive?.key !== key) return stay(withRunning(state, key, null));
  const opened = openRestored(state, true);
  if (opened.state.attachWhenLive === null) return opened;
  const name = displayName(state.list.entries.find((entry) => entry.key === key)?.id.name ?? 'The Pod');
  const given = withRunning({ ...opened.state, attachWhenLive: null }, key, null);
  return stay(withMessage(given, 'error', `${name} was restored, but its socket does not answer yet.`));
}

/** While the prompt is still open a failure is shown in it, with all that was typed. */
function runEnded(state: DashboardState, name: string, outcome: ActionOutcome): DashboardState {
  const prompt = state.overlay?.kind === 'prompt' && state.overlay.starting ? state.overlay : null;
  if (outcome.kind === 'failed') {
    if (prompt === null) return withOutcome(state, outcome);
    return { ...state, overlay: { ...prompt, starting: false, error: outcome.message } };
  }
  const closed = prompt === null ? state : { ...state, overlay: null };
  return withOutcome(selectWhenLive(closed, name), outcome);
}
