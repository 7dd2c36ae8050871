// What a program says of itself to its terminal: bell, notifications, shell marks, progress. Known sequences, never text on the screen.
import type { Terminal } from '@xterm/headless';

export type TerminalFact =
  | { readonly kind: 'bell' }
  /** OSC 9, 99 (kitty) or 777; one line of safe text. */
  | { readonly kind: 'notification'; readonly message: string }
  /** OSC 133: at the prompt, a command has started, it has ended. */
  | { readonly kind: 'mark'; readonly mark: 'prompt' }
  | { readonly kind: 'mark'; readonly mark: 'start'; readonly command: string | null }
  | { readonly kind: 'mark'; readonly mark: 'end'; readonly exitCode: number | null }
  /** OSC 9;4: a progress bar is shown, or has been taken away. */
  | { readonly kind: 'progress'; readonly isShown: boolean };

/** UTF-16 units; longer messages are cut. */
const MAX_MESSAGE = 240;
/** Notifications of kitty that come in pieces and have not ended: so many at most, each so long at most. */
const MAX_PIECES = 8;
const MAX_PIECE_TEXT = 4096;
/** ConEmu's other meanings of `OSC 9 ; number`: no notifications. */
const CONEMU = /^(?:[1-9]|1[0-2])(?:;|$)/;

/** Reports each fact as the terminal reads it, also where a sequence came in several reads. */
export function reportTerminalFacts(terminal: Terminal, report: (fact: TerminalFact) => void): void {
  const notify = (text: string) => {
    const message = oneLine(text);
    if (message !== '') report({ kind: 'notification', message });
  };
  const pieces = new Map<string, Piece>();
  const on = (code: number, read: (data: string) => void) =>
    terminal.parser.registerOscHandler(code, (data) => {
      read(data);
      return false;
    });
  terminal.onBell(() => report({ kind: 'bell' }));
  on(9, (data) => {
    if (/^4(?:;|$)/.test(data)) report({ kind: 'progress', isShown: /^4;[1-4]/.test(data) });
    else if (!CONEMU.test(data)) notify(data);
  });
  on(99, (data) => notify(kittyMessage(data, pieces) ?? ''));
  on(777, (data) => {
    const [what, title = '', ...body] = data.split(';');
    if (what === 'notify') notify(joined(title, body.join(';')));
  });
  on(133, (data) => {
    const fact = markOf(data);
    if (fact) report(fact);
  });
}

interface Piece {
  title: string;
  body: string;
}

/** `metadata ; payload`; the pieces of one id belong together until one says `d=1`, as it does where it says nothing. */
function kittyMessage(data: string, pieces: Map<string, Piece>): string | null {
  const split = data.indexOf(';');
  if (split < 0) return null;
  const keys = new Map(
    data
      .slice(0, split)
      .split(':')
      .map((pair) => [pair.slice(0, 1), pair.slice(2)] as const),
  );
  const part = keys.get('p') ?? 'title';
  const id = keys.get('i') ?? '';
  const raw = data.slice(split + 1);
  const text = keys.get('e') === '1' ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  const piece = pieces.get(id) ?? { title: '', body: '' };
  if (part === 'title' || part === 'body') piece[part] = (piece[part] + text).slice(0, MAX_PIECE_TEXT);
  // Icons and buttons may come along; questions, closings and signs of life are no notification.
  else if (part !== 'icon' && part !== 'buttons') return null;
  pieces.delete(id);
  if (keys.get('d') !== '0') return joined(piece.title, piece.body);
  pieces.set(id, piece);
  const [oldest] = pieces.keys();
  if (pieces.size > MAX_PIECES && oldest !== undefined) pieces.delete(oldest);
  return null;
}

function joined(title: string, body: string): string {
  return [title, body].filter((text) => text.trim() !== '').join(': ');
}

function markOf(data: string): TerminalFact | null {
  const [letter, ...fields] = data.split(';');
  if (letter === 'A' || letter === 'P') return { kind: 'mark', mark: 'prompt' };
  if (letter === 'C') return { kind: 'mark', mark: 'start', command: commandOf(fields) };
  if (letter !== 'D') return null;
  const [code = ''] = fields;
  return { kind: 'mark', mark: 'end', exitCode: /^\d{1,5}$/.test(code) ? Number(code) : null };
}

/** kitty's shells add the command line, percent-encoded. */
function commandOf(fields: readonly string[]): string | null {
  const field = fields.find((text) => text.startsWith('cmdline_url='));
  if (field === undefined) return null;
  try {
    return oneLine(decodeURIComponent(field.slice('cmdline_url='.length))) || null;
  } catch {
    return null;
  }
}

/** Untrusted text as one line without controls (C0, DEL, C1) and bidirectional overrides. */
export function oneLine(text: string): string {
  const safe = text.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return safe.length <= MAX_MESSAGE ? safe : `${[...safe].slice(0, MAX_MESSAGE - 1).join('')}…`;
}
