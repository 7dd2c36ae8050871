// What is being written to whom: drafts by target, marked Pods, and what is on its way. No text is ever dropped.
import type { PodLife } from '../../podList/sameLife';
import { EMPTY_FIELD, type FieldEdit, fieldOf, fieldText, type TextField } from '../kit/textField';
import { type EditHistory, editWithHistory, NO_HISTORY, pastWith } from './editHistory';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly composer: {
      readonly mode: 'composer';
      readonly slice: ComposerState;
    };
  }
}

/** Text that has not been taken by its target yet. Never empty: an empty draft is none. */
export interface Draft {
  readonly field: TextField;
  /** Why its last delivery did not work; null = it has not been tried. */
  readonly failure: string | null;
}

export interface DeliveryFailure {
  readonly key: string;
  readonly reason: string;
}

/** One Enter: the same text to one Pod or to several, until the last of them has answered. */
export interface Delivery {
  readonly id: number;
  readonly text: string;
  /** Where the text goes back to if it was not taken. */
  readonly draftKey: string;
  /** Keys of the Pods that have not answered. */
  readonly waiting: ReadonlySet<string>;
  readonly sent: readonly string[];
  /** How many of these get it only when the turn that runs has ended. */
  readonly queued: number;
  readonly failures: readonly DeliveryFailure[];
}

export interface ComposerState {
  readonly focused: boolean;
  /** The Pod written to while it is focused: only the user's own moves change it, whatever becomes of the selection. */
  readonly target: string | null;
  /** By Pod key, or BROADCAST. */
  readonly drafts: ReadonlyMap<string, Draft>;
  /** Keys of the marked Pods. */
  readonly marks: ReadonlySet<string>;
  /** Which Pods the marks, the drafts and the target are for: their names may go to others. */
  readonly lives: ReadonlyMap<string, PodLife>;
  readonly deliveries: readonly Delivery[];
  /** What each draft was before, also one that is empty now; by its key. */
  readonly histories: ReadonlyMap<string, EditHistory>;
  /** What was deleted by the word or the line, the newest last. */
  readonly kills: readonly string[];
}

/** The draft for the marked Pods; no Pod has this key. */
export const BROADCAST = '';

export const EMPTY_COMPOSER: ComposerState = {
  focused: false,
  target: null,
  drafts: new Map(),
  marks: new Set(),
  lives: new Map(),
  deliveries: [],
  histories: new Map(),
  kills: [],
};

/** What is being written to whom is addressed. */
export function draftField({ drafts }: ComposerState, draftKey: string): TextField {
  return drafts.get(draftKey)?.field ?? EMPTY_FIELD;
}

/** Whether a text for this Pod has not been answered yet. */
export function isSendingTo({ deliveries }: ComposerState, key: string): boolean {
  return deliveries.some(({ waiting }) => waiting.has(key));
}

/** Whether there is something to see of it while it is not focused. */
export function isInUse({ drafts, marks, deliveries }: ComposerState): boolean {
  return drafts.size > 0 || marks.size > 0 || deliveries.length > 0;
}

/** One edit of a draft, which can be taken back. */
export function editedDraft(composer: ComposerState, draftKey: string, edit: FieldEdit): ComposerState {
  const field = draftField(composer, draftKey);
  const history = composer.histories.get(draftKey) ?? NO_HISTORY;
  const edited = editWithHistory({ field, history, kills: composer.kills }, edit);
  if (edited.field === field) return composer;
  const failure = composer.drafts.get(draftKey)?.failure ?? null;
  const histories = new Map(composer.histories).set(draftKey, edited.history);
  return withDraft({ ...composer, histories, kills: edited.kills }, draftKey, { field: edited.field, failure });
}

/** The last change of the draft put in what was deleted: another text can stand in its place. */
export function hasJustYanked({ histories }: ComposerState, draftKey: string): boolean {
  return histories.get(draftKey)?.yanked !== undefined;
}

/** Another text in its place, which can be taken back. */
export function replacedDraft(composer: ComposerState, draftKey: string, text: string): ComposerState {
  const field = draftField(composer, draftKey);
  if (fieldText(field) === text) return composer;
  const past = composer.histories.get(draftKey)?.past ?? [];
  const histories = new Map(composer.histories).set(draftKey, { past: pastWith(past, field), isTyping: false });
  return withDraft({ ...composer, histories }, draftKey, { field: fieldOf(text), failure: null });
}

/** An empty draft is none. */
export function withDraft(composer: ComposerState, draftKey: string, draft: Draft | null): ComposerState {
  const drafts = new Map(composer.drafts);
  if (draft === null || draft.field.chars.length === 0) drafts.delete(draftKey);
  else drafts.set(draftKey, draft);
  return { ...composer, drafts };
}

/** The draft has been sent to the Pods `able` (keys), which have not answered yet; `failures`: who cannot be sent to. */
export function delivering(
  composer: ComposerState,
  draftKey: string,
  able: readonly string[],
  failures: readonly DeliveryFailure[],
): { readonly composer: ComposerState; readonly delivery: Delivery } {
  const text = fieldText(draftField(composer, draftKey));
  const id = 1 + Math.max(0, ...composer.deliveries.map((delivery) => delivery.id));
  const delivery: Delivery = { id, text, draftKey, waiting: new Set(able), sent: [], queued: 0, failures };
  const emptied = withDraft(composer, draftKey, null);
  return { composer: { ...emptied, deliveries: [...composer.deliveries, delivery] }, delivery };
}

/** One Pod has answered (`refusal`: why it has not taken the text). `ended`: the delivery whose last answer that was. */
export function answeredBy(
  composer: ComposerState,
  id: number,
  key: string,
  answer: { readonly refusal: string | null; readonly isQueued: boolean },
): { readonly composer: ComposerState; readonly ended: Delivery | null } {
  const before = composer.deliveries.find((delivery) => delivery.id === id);
  if (before === undefined) return { composer, ended: null };
  const waiting = new Set(before.waiting);
  waiting.delete(key);
  const delivery: Delivery =
    answer.refusal === null
      ? { ...before, waiting, sent: [...before.sent, key], queued: before.queued + (answer.isQueued ? 1 : 0) }
      : { ...before, waiting, failures: [...before.failures, { key, reason: answer.refusal }] };
  const others = composer.deliveries.filter((each) => each !== before);
  if (waiting.size > 0) return { composer: { ...composer, deliveries: [...others, delivery] }, ended: null };
  return { composer: kept({ ...composer, deliveries: others }, delivery), ended: delivery };
}

/** What was not taken is a draft again. */
function kept(composer: ComposerState, delivery: Delivery): ComposerState {
  if (delivery.draftKey === BROADCAST) return keptForMarked(composer, delivery);
  const [failed] = delivery.failures;
  return failed === undefined ? composer : putBack(composer, delivery.draftKey, delivery.text, failed.reason);
}

/** The text goes back in front of what has been typed since. */
function putBack(composer: ComposerState, draftKey: string, text: string, failure: string): ComposerState {
  const since = fieldText(draftField(composer, draftKey));
  return withDraft(composer, draftKey, { field: fieldOf(since === '' ? text : `${text}\n${since}`), failure });
}

/**
 * Marks stay with the Pods that failed, and the text for just those. Where the user has begun another broadcast
 * meanwhile, each failed Pod gets the text as its own draft, so that the two never go to the wrong ones.
 */
function keptForMarked(composer: ComposerState, { text, sent, failures }: Delivery): ComposerState {
  const { marks, drafts } = composer;
  const failed = failures.map(({ key }) => key);
  const left = [...marks].filter((key) => !sent.includes(key));
  const isSame = !drafts.has(BROADCAST) && left.every((key) => failed.includes(key));
  const [first] = failures;
  if (first === undefined) return drafts.has(BROADCAST) ? composer : { ...composer, marks: new Set(left) };
  if (isSame) return putBack({ ...composer, marks: new Set(failed) }, BROADCAST, text, first.reason);
  return failures.reduce((next, { key, reason }) => putBack(next, key, text, reason), composer);
}
