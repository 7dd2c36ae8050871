// What the world said → the next state: facts, tile content, and how actions ended.
import { hasJoined } from '../conversation/conversationSelectors';
import { noteOutput } from '../tile/activity';
import { rowSettled } from './changedRow';
import { ALL_FEATURES } from './features';
import { attachEnded, restoreEnded } from './openPod';
import type { TileFeed } from './ports';
import { reduceList } from './reduceList';
import type { Report, ScreenNews } from './report';
import { type DashboardState, openEntry } from './state';
import { type Step, stay, withOutcome } from './step';
import { withHooks } from './withHooks';

/** The next state after a report; errors stay in the message line until a key is pressed. */
export function reduceReport(state: DashboardState, report: Report): Step {
  return withHooks(state, { kind: 'report', report }, (before) => {
    for (const feature of ALL_FEATURES) {
      const step = feature.hears(before, report);
      if (step !== null) return step;
    }
    return common(before, report);
  });
}

/** What no feature has answered. */
function common(state: DashboardState, report: Report): Step {
  switch (report.kind) {
    case 'list':
      return stay(reduceList(state, report.list));
    case 'size':
      return stay({ ...state, size: report.size });
    case 'feed':
      return stay(withFeed(state, report.key, report.feed, report.at ?? null));
    case 'screens':
      return stay(withScreens(state, report.screens));
    case 'rowSettled':
      return stay(rowSettled(state, report.id));
    case 'attachEnded':
      return attachEnded(state, report.key, report.outcome);
    case 'restoreEnded':
      return restoreEnded(state, report.key, report.outcome);
    case 'copyEnded':
    case 'notifyEnded':
    case 'cancelEnded':
    case 'steered':
      return stay(withOutcome(state, report.outcome));
    case 'coloursLoaded':
      return stay(
        report.colourCode === null ? state : { ...state, theme: { ...state.theme, colourCode: report.colourCode } },
      );
    default:
      return stay(state);
  }
}

/** A lost feed keeps what it last showed: better an old screen that says so than none. */
function withFeed(state: DashboardState, key: string, feed: TileFeed, at: number | null): DashboardState {
  if (openEntry(state)?.key !== key && !state.tileOrder.includes(key)) return state;
  const before = state.tiles.get(key);
  if (feed.kind === 'lost' && before?.lost === feed.reason) return state;
  const content =
    feed.kind === 'lost' ? { shown: before?.shown ?? null, lost: feed.reason } : { shown: feed, lost: null };
  const known = before?.shown?.kind === 'conversation' ? before.shown : null;
  const heard = feed.kind === 'conversation' ? feed : null;
  if (heard?.isReading === true && known !== null && known.isReading !== true) {
    // After a cut it is read anew; what stood there is more.
    return { ...state, tiles: new Map(state.tiles).set(key, { shown: known, lost: null }) };
  }
  // What was said before was not said now.
  const heardAt = heard !== null && hasJoined(known, heard) ? null : at;
  return withActivity({ ...state, tiles: new Map(state.tiles).set(key, content) }, key, feed, heardAt);
}

/** Of many at a time the maps are copied once. */
function withScreens(state: DashboardState, screens: ReadonlyMap<string, ScreenNews>): DashboardState {
  const isShown = new Set(state.tileOrder);
  const open = openEntry(state)?.key ?? null;
  const tiles = new Map(state.tiles);
  const activity = new Map(state.activity);
  for (const [key, { feed, at }] of screens) {
    if (key !== open && !isShown.has(key)) continue;
    tiles.set(key, { shown: feed, lost: null });
    activity.set(key, noteOutput(activity.get(key) ?? null, feed.screen.outputBytes, at));
  }
  return { ...state, tiles, activity };
}

function withActivity(state: DashboardState, key: string, feed: TileFeed, at: number | null): DashboardState {
  if (feed.kind === 'lost') return state;
  const before = state.activity.get(key) ?? null;
  const activity = noteOutput(before, feed.kind === 'screen' ? feed.screen.outputBytes : feed.conversation.heard, at);
  return activity === before ? state : { ...state, activity: new Map(state.activity).set(key, activity) };
}
