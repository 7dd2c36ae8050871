// The agent's question in a box: what it wants to do, what that changes, and the keys that answer.

import { displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { rowOf, span, splitRow } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { wrapText } from '../../cells/wrapSpans';
import { changeRows } from '../../conversation/changeRows';
import type { Answer, PermissionAsk } from '../../conversation/conversation';
import { borderRow } from './box';
import { conversationLookOf } from './conversationLookOf';
import type { Theme } from './theme';

/** Which key answers what; `reject` always works, the others where the agent offers them. */
const ANSWER_KEYS: readonly { readonly key: string; readonly answer: Answer; readonly word: string }[] = [
  { key: 'y', answer: 'allow_once', word: 'allow once' },
  { key: 'a', answer: 'allow_always', word: 'always' },
  { key: 'n', answer: 'reject', word: 'reject' },
];

/** Rows of what is asked for between its frame and its keys, at most. */
const MAX_INSIDE = 12;

export interface QuestionPlace {
  readonly ask: PermissionAsk;
  /** How many questions are open in all. */
  readonly open: number;
  readonly width: number;
  readonly height: number;
  /** Keys answer it. */
  readonly isReady: boolean;
  /** They do with Alt. */
  readonly isAlt: boolean;
}

/** At most `height` rows; the keys are the last to go. */
export function questionRows(
  { ask, open, width, height, isReady, isAlt }: QuestionPlace,
  theme: Theme,
): readonly ScreenRow[] {
  const look = { double: true, border: theme.paused };
  const inner = Math.max(2, width - 4);
  const more = open > 1 ? [span(`1 of ${open}`, theme.paused)] : [];
  const top = borderRow('top', look, width, [span('Permission', theme.strong)], more);
  const keys = framed(rowOf(answerKeys(ask, isReady, isAlt ? 'Alt+' : '', theme), inner), width, theme);
  const room = Math.min(MAX_INSIDE, Math.max(0, height - 3));
  const inside = questionBody(ask, inner, theme);
  const shown =
    inside.length <= room ? inside : [...inside.slice(0, Math.max(0, room - 1)), restRow(inside, room, theme)];
  const rows = [
    top,
    ...shown.slice(0, room).map((row) => framed(row, width, theme)),
    keys,
    borderRow('bottom', look, width, []),
  ];
  return rows.length <= height ? rows : [keys].slice(0, height);
}

/** A question stands for many frames, and its change may be a long one. */
const laidOut = new WeakMap<PermissionAsk, { inner: number; theme: Theme; rows: readonly ScreenRow[] }>();

/** What is asked for, and what it would change, in rows of `inner` cells. */
export function questionBody(ask: PermissionAsk, inner: number, theme: Theme): readonly ScreenRow[] {
  const known = laidOut.get(ask);
  if (known !== undefined && known.inner === inner && known.theme === theme) return known.rows;
  const rows = layOut(ask, inner, theme);
  laidOut.set(ask, { inner, theme, rows });
  return rows;
}

function layOut(ask: PermissionAsk, inner: number, theme: Theme): readonly ScreenRow[] {
  const title = `${displayText(ask.title)}${ask.toolKind === '' ? '' : ` (${displayText(ask.toolKind)})`}`;
  const args = ask.changes.length > 0 || ask.arguments === '{}' ? '' : displayText(ask.arguments);
  return [
    ...wrapText(title, inner).map((text) => rowOf([span(text, theme.strong)], inner)),
    ...(args === '' ? [] : wrapText(args, inner).map((text) => rowOf([span(text, theme.dim)], inner))),
    ...ask.changes.flatMap((change) => changeRows(change, inner, conversationLookOf(theme))),
  ];
}

function restRow(inside: readonly ScreenRow[], room: number, theme: Theme): ScreenRow {
  return rowOf([span(`… ${inside.length - room + 1} more rows`, theme.dim)], 40);
}

/** The keys that answer; until they do they are not said. */
export function answerKeys(
  { answers }: PermissionAsk,
  isReady: boolean,
  modifier: string,
  theme: Theme,
): readonly Span[] {
  if (!isReady) return [span('…', theme.dim)];
  return ANSWER_KEYS.filter(({ answer }) => answer === 'reject' || answers.includes(answer)).flatMap(
    ({ key, word }, index) => [
      span(`${index === 0 ? '' : '   '}${modifier}${key}`, theme.key),
      span(` ${word}`, theme.text),
    ],
  );
}

function framed(row: ScreenRow, width: number, theme: Theme): ScreenRow {
  const cells = row.reduce((sum, run) => sum + [...run.text].length * run.width, 0);
  const side = (text: string) => rowOf([span(text, theme.paused)], width);
  const fill = splitRow([], [], Math.max(0, width - 4 - cells), theme.text);
  return [...side('║ '), ...row, ...fill, ...side(' ║')];
}
