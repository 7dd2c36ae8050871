// The agent's question in a box: what it wants, all that is to be read before the answer, and the keys that answer.
import { displayText } from '../../cells/displayText';
import { rowWidth, type ScreenRow } from '../../cells/podScreen';
import { rowOf, span, splitRow } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { wrapText } from '../../cells/wrapSpans';
import { changeRows } from '../../conversation/changeRows';
import type { AskField, PermissionAsk } from '../../conversation/conversation';
import { markdownRows } from '../../conversation/markdownRows';
import { borderRow } from './box';
import { conversationLookOf } from './conversationLookOf';
import { isPlain, kindWords, optionKey } from './questionOptions';
import type { Theme } from './theme';

const ANSWER_KEYS = [
  { key: 'y', answer: 'allow_once', word: 'allow once' },
  { key: 'a', answer: 'allow_always', word: 'always' },
  { key: 'n', answer: 'reject', word: 'reject' },
] as const;

/** Rows of what is to be read that an open conversation gives up for it, at most; of a high screen this share. */
const MAX_BODY = 12;
const BODY_SHARE = 0.6;
/** Border and one blank on both sides; the two borders. */
const FRAME_WIDTH = 4;
const FRAME_HEIGHT = 2;

/** How the keys stand to the question that is shown. */
export interface QuestionKeys {
  /** Keys answer it: it has stood there long enough. */
  readonly isReady: boolean;
  /** Its end was on the screen, so that what allows it may work. */
  readonly isRead: boolean;
  /** They do with Alt. */
  readonly isAlt: boolean;
  /** Values that were given already, by the field's id. */
  readonly values: Readonly<Record<string, string>>;
}

export interface QuestionPlace extends QuestionKeys {
  readonly ask: PermissionAsk;
  /** How many questions are open in all. */
  readonly open: number;
  readonly width: number;
  readonly height: number;
  /** The first row shown of what is to be read. */
  readonly top: number;
}

/** What is shown of a question: a part of what is to be read, and all of the answers. */
export interface QuestionWindow {
  readonly body: readonly ScreenRow[];
  readonly answers: readonly ScreenRow[];
  readonly top: number;
  /** The largest `top`. */
  readonly end: number;
}

/** `room`: rows for both; `mostBody`: for what is to be read, at most. The keys are the last to go. */
export function questionWindow(
  ask: PermissionAsk,
  place: QuestionKeys & {
    readonly inner: number;
    readonly room: number;
    readonly mostBody: number;
    readonly top: number;
  },
  theme: Theme,
): QuestionWindow {
  const { inner, room, mostBody } = place;
  const all = questionBody(ask, inner, theme);
  const wanted = answerRows(ask, inner, place, theme);
  const answers = wanted.slice(-Math.max(1, room - Math.min(all.length, 1)));
  const height = Math.max(0, Math.min(all.length, mostBody, room - answers.length));
  const end = Math.max(0, all.length - height);
  const top = Math.min(Math.max(0, place.top), end);
  return { body: all.slice(top, top + height), answers, top, end };
}

/** How many rows the box takes where there are `height` for it and the conversation. */
export function questionHeight(place: QuestionPlace, theme: Theme): number {
  const { body, answers } = boxedQuestion(place, theme, Math.max(MAX_BODY, Math.floor(place.height * BODY_SHARE)));
  return Math.min(place.height, body.length + answers.length + FRAME_HEIGHT);
}

/** What a box of that height holds. */
export function boxedQuestion(place: QuestionPlace, theme: Theme, mostBody = place.height): QuestionWindow {
  const { ask, width, height } = place;
  const inner = Math.max(2, width - FRAME_WIDTH);
  return questionWindow(ask, { ...place, inner, room: Math.max(0, height - FRAME_HEIGHT), mostBody }, theme);
}

/** At most `height` rows; the keys are the last to go. */
export function questionRows(place: QuestionPlace, theme: Theme): readonly ScreenRow[] {
  const { ask, open, width, height } = place;
  const { body, answers, top, end } = boxedQuestion(place, theme);
  const look = { double: true, border: theme.paused };
  const more = open > 1 ? [span(`1 of ${open}`, theme.paused)] : [];
  const title = ask.whose === null ? 'Permission' : `${displayText(ask.whose)} asks`;
  const rows = [
    borderRow('top', look, width, [span(title, theme.strong)], more),
    ...[...body, ...answers].map((row) => framed(row, width, theme)),
    borderRow('bottom', look, width, restWords(top, end, place.isAlt, theme)),
  ];
  return rows.length <= height ? rows : answers.slice(-height).map((row) => framed(row, width, theme));
}

/** How much more is to be read, and by which key. */
export function restWords(top: number, end: number, isAlt: boolean, theme: Theme): readonly Span[] {
  if (top >= end) return [];
  return [span(`+${end - top} more, ${isAlt ? 'PgDn' : '↓'} scrolls`, theme.strong)];
}

/** A question stands for many frames, and its change may be a long one. */
const laidOut = new WeakMap<PermissionAsk, { inner: number; theme: Theme; rows: readonly ScreenRow[] }>();

/** What is asked for, what is to be read before, and what it would change, in rows of `inner` cells. */
function questionBody(ask: PermissionAsk, inner: number, theme: Theme): readonly ScreenRow[] {
  const known = laidOut.get(ask);
  if (known !== undefined && known.inner === inner && known.theme === theme) return known.rows;
  const rows = layOut(ask, inner, theme);
  laidOut.set(ask, { inner, theme, rows });
  return rows;
}

function layOut(ask: PermissionAsk, inner: number, theme: Theme): readonly ScreenRow[] {
  const look = conversationLookOf(theme);
  const title = `${displayText(ask.title)}${ask.toolKind === '' ? '' : ` (${displayText(ask.toolKind)})`}`;
  const words = markdownRows(ask.content, inner, look);
  const isSaid = ask.changes.length > 0 || words.length > 0 || ask.arguments === '{}';
  const args = isSaid ? '' : displayText(ask.arguments);
  const where = ask.directory === null ? '' : `in ${displayText(ask.directory)}`;
  const plain = (text: string, style: Theme['text']) =>
    text === '' ? [] : wrapText(text, inner).map((line) => rowOf([span(line, style)], inner));
  return [
    ...plain(title, theme.strong),
    ...plain(args, theme.dim),
    ...words,
    ...plain(where, theme.dim),
    ...ask.changes.flatMap((change) => changeRows(change, inner, look)),
  ];
}

/** The answers with their keys; until these answer they are not said. */
function answerRows(ask: PermissionAsk, inner: number, keys: QuestionKeys, theme: Theme): readonly ScreenRow[] {
  if (isPlain(ask)) return [rowOf(plainKeys(ask, keys, theme), inner)];
  const modifier = keys.isAlt ? 'Alt+' : '';
  const rows = ask.options.map((option) => {
    const isLocked = !keys.isRead && !option.kind.startsWith('reject');
    const key = keys.isReady ? `${modifier}${optionKey(ask, option)}` : '·';
    const about = kindWords(option);
    return rowOf(
      [
        span(`${key} `, isLocked ? theme.dim : theme.key),
        span(displayText(option.name), isLocked ? theme.dim : theme.text),
        span(about === '' ? '' : ` (${displayText(about)})`, theme.dim),
      ],
      inner,
    );
  });
  const fields = ask.options.length > 0 ? [] : fieldRows(ask.fields, keys.values, inner, theme);
  const others = ask.options.some((option) => optionKey(ask, option) === 'n')
    ? []
    : [noneRow(modifier, keys, inner, theme)];
  return [...rows, ...fields, ...others, ...unreadRow(keys, inner, theme)];
}

function noneRow(modifier: string, { isReady }: QuestionKeys, inner: number, theme: Theme): ScreenRow {
  return rowOf([span(`${isReady ? `${modifier}n` : '·'} `, theme.key), span('none of these', theme.text)], inner);
}

function unreadRow({ isRead, isReady }: QuestionKeys, inner: number, theme: Theme): readonly ScreenRow[] {
  if (isRead || !isReady) return [];
  return [rowOf([span('read on to allow it', theme.paused)], inner)];
}

function plainKeys({ answers }: PermissionAsk, keys: QuestionKeys, theme: Theme): readonly Span[] {
  if (!keys.isReady) return [span('…', theme.dim)];
  const modifier = keys.isAlt ? 'Alt+' : '';
  const offered = ANSWER_KEYS.filter(({ answer }) => answer === 'reject' || (keys.isRead && answers.includes(answer)));
  const spans = offered.flatMap(({ key, word }, index) => [
    span(`${index === 0 ? '' : '   '}${modifier}${key}`, theme.key),
    span(` ${word}`, theme.text),
  ]);
  return keys.isRead ? spans : [...spans, span('   read on to allow it', theme.paused)];
}

/** The values that are asked for; the first without one is written next. */
function fieldRows(
  fields: readonly AskField[],
  values: Readonly<Record<string, string>>,
  inner: number,
  theme: Theme,
): readonly ScreenRow[] {
  const next = fields.find(({ id }) => values[id] === undefined);
  return fields.flatMap((field) => {
    const { id, title, description, options, required, initial } = field;
    const given = values[id];
    const about = description === '' ? '' : `: ${displayText(description)}`;
    const usual = initial === null ? '' : `, else ${displayText(initial)}`;
    const rows = [
      rowOf(
        [
          span(field === next ? '▸ ' : '  ', theme.key),
          span(displayText(title), field === next ? theme.strong : theme.text),
          span(
            given === undefined
              ? `${about}${required ? '' : ' (may be left out)'}${usual}`
              : ` = ${displayText(given)}`,
            theme.dim,
          ),
        ],
        inner,
      ),
    ];
    if (field !== next) return rows;
    const choices = options
      .map(({ value, name }) => displayText(name === value ? name : `${name} (${value})`))
      .join(', ');
    return choices === ''
      ? rows
      : [...rows, ...wrapText(`  one of: ${choices}`, inner).map((text) => rowOf([span(text, theme.dim)], inner))];
  });
}

function framed(row: ScreenRow, width: number, theme: Theme): ScreenRow {
  const side = (text: string) => rowOf([span(text, theme.paused)], width);
  const fill = splitRow([], [], Math.max(0, width - FRAME_WIDTH - rowWidth(row)), theme.text);
  return [...side('║ '), ...row, ...fill, ...side(' ║')];
}
