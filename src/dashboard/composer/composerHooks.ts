// The composer's target after each step.

import { displayName } from '../../cells/displayText';
import { type PodLife, sameLife } from '../../podList/sameLife';
import { conversationFeedOf, hasJoined } from '../conversation/conversationSelectors';
import { fieldText } from '../kit/textField';
import type { StepHook } from '../loop/hook';
import { selectedKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { withMessage } from '../loop/step';
import { podName } from './composerSelectors';

/** While it is focused only the user's own moves change its target, whatever becomes of the selection. */
export const targetFollowing: StepHook = (step, { before, cause }) => {
  const { state } = step;
  if (cause.kind !== 'intent' || !state.composer.focused) return step;
  const target = selectedKey(state);
  if (target === selectedKey(before)) return step;
  return { ...step, state: { ...state, composer: { ...state.composer, target } } };
};

/**
 * Marks and drafts are for the Pods that the user saw: where another one has taken the name of a marked Pod, its mark goes;
 * a draft stays with its text, but nothing is sent by a key that meant the earlier one.
 */
export const forgettingReplaced: StepHook = (step, { before }) => {
  const { state } = step;
  const { marks, drafts, target, lives } = state.composer;
  if (state.list === before.list && state.composer === before.composer) return step;
  const held = new Set([...marks, ...drafts.keys(), ...(target === null ? [] : [target])]);
  if (held.size === 0 && lives.size === 0) return step;
  const now = new Map(state.list.entries.filter(({ key }) => held.has(key)).map((entry) => [entry.key, entry]));
  const replaced = [...held].filter((key) => {
    const [was, entry] = [lives.get(key), now.get(key)];
    return was !== undefined && entry !== undefined && !sameLife(was, entry);
  });
  const next = nextLives(lives, held, now, new Set(replaced));
  if (replaced.length === 0) return next === lives ? step : { ...step, state: withLives(state, next) };
  const isTarget = target !== null && replaced.includes(target);
  const composer = {
    ...state.composer,
    lives: next,
    marks: new Set([...marks].filter((key) => !replaced.includes(key))),
    ...(isTarget && { focused: false, target: null }),
  };
  const names = replaced.map((key) => displayName(podName(state, key)));
  const text = `${names.join(', ')}: another Pod has this name now; nothing is sent to it by itself.`;
  return { ...step, state: withMessage({ ...state, composer }, 'error', text) };
};

/**
 * A Pod that did not say in time whether it has taken a text, and now shows it as said, has taken it: the draft that the text
 * went back to goes, unless it has become another text since.
 */
export const droppingTaken: StepHook = (step, { before, cause }) => {
  if (cause.kind !== 'report' || cause.report.kind !== 'feed') return step;
  const { key } = cause.report;
  const { state } = step;
  const draft = state.composer.drafts.get(key);
  if (draft === undefined || draft.failure === null) return step;
  const now = conversationFeedOf(state, key);
  // The same words under another id.
  if (now !== null && hasJoined(conversationFeedOf(before, key), now)) return step;
  const said = lastWords(state, key);
  const isNew = said !== null && said.id !== lastWords(before, key)?.id;
  if (!isNew || said.text.trim() !== fieldText(draft.field).trim()) return step;
  const drafts = new Map(state.composer.drafts);
  drafts.delete(key);
  return { ...step, state: { ...state, composer: { ...state.composer, drafts } } };
};

/** What its user has said last, where its conversation is shown. */
function lastWords({ tiles }: DashboardState, key: string): { readonly id: string; readonly text: string } | null {
  const shown = tiles.get(key)?.shown;
  if (shown?.kind !== 'conversation') return null;
  const { blocks } = shown.conversation;
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks.at(index);
    if (block?.kind === 'user') return block;
  }
  return null;
}

function withLives(state: DashboardState, lives: ReadonlyMap<string, PodLife>): DashboardState {
  return { ...state, composer: { ...state.composer, lives } };
}

/** What was not known of a life is learned; the same map where nothing was. */
function nextLives(
  lives: ReadonlyMap<string, PodLife>,
  held: ReadonlySet<string>,
  now: ReadonlyMap<string, PodLife>,
  replaced: ReadonlySet<string>,
): ReadonlyMap<string, PodLife> {
  const next = new Map<string, PodLife>();
  for (const key of held) {
    const [was, entry] = [lives.get(key), now.get(key)];
    if (was === undefined || replaced.has(key)) {
      if (entry !== undefined) next.set(key, lifeOf(entry));
      continue;
    }
    const isKnown =
      entry === undefined ||
      (was.sessionId === entry.sessionId && was.segmentId === entry.segmentId && was.state === entry.state);
    next.set(key, isKnown ? was : lifeOf({ ...entry, sessionId: entry.sessionId ?? was.sessionId }));
  }
  const isSame = next.size === lives.size && [...next].every(([key, life]) => lives.get(key) === life);
  return isSame ? lives : next;
}

function lifeOf({ key, state, sessionId, segmentId }: PodLife): PodLife {
  return { key, state, sessionId, segmentId };
}
