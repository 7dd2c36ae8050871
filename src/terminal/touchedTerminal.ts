// Knows what was changed of the user's terminal while it showed a Pod, and how each of that is taken back.
import { SequenceFinder } from './sequenceFinder';

/** Private modes that are on in a fresh terminal: wrapping, the cursor, keys that repeat, 8-bit meta. */
const ON_BY_DEFAULT = new Set(['7', '8', '25', '1034', '1036', '1039']);
/** The screen itself, its saved cursor and the wheel on it are given back by who has taken the terminal. */
const NOT_OURS = new Set(['47', '1047', '1048', '1049', '1007']);
/** While one of these is on, the terminal speaks without being asked: a report may be on its way when we leave. */
const REPORTING = new Set(['9', '1000', '1001', '1002', '1003', '1004', '2031', '2048']);
/** No program has so many; what comes then is not remembered. */
const MAX_REMEMBERED = 1024;

/** Sequences that bring an answer: device and status reports, modes, versions, keyboards, windows, settings, colours, graphics. */
const ASKS =
  /^\x1b(?:Z|\[[>=?]?[\d;]*c|\[\??[\d;]*n|\[\??[\d;]*\$p|\[>[\d;]*q|\[\?[\d;]*u|\[\?[\d;]*m|\[\?[\d;]*S|\[(?:1[13-689]|2[01])[\d;]*t|\[[\d;]*x|\[[\d;]*\*y|P[+$]q|_G|\](?:4|5|1\d|21|22|52|99);[^\x07\x1b]*\?|\]1337;Re)/;
const MODES = /^\x1b\[(\??)([\d;]+)([hl])$/;
const OSC = /^\x1b\](\d+)(?:;([^\x07\x1b]*))?/;
const KEY_OPTION = /^\x1b\[>(\d+);[1-9]\d*m$/;

export class TouchedTerminal {
  /** Modes that are not as in a fresh terminal: `?1000`, `4` …; and what brings each back. */
  private readonly modes = new Map<string, string>();
  /** Everything else, by what it is. */
  private readonly others = new Map<string, string>();
  private hasAsked = false;
  private readonly finder = new SequenceFinder((sequence) => this.read(sequence));

  private hasChanged = false;

  /** What goes to the terminal, in order, whoever has written it. @returns whether it may have changed what takes it back. */
  wrote(bytes: Buffer): boolean {
    this.hasChanged = false;
    this.finder.push(bytes);
    return this.hasChanged;
  }

  /** Answers or reports of the terminal may still be on their way. */
  get mayAnswer(): boolean {
    return this.hasAsked;
  }

  /** Brings all of it back. The cut rest of a string is ended first. */
  get undo(): string {
    return `\x1b\\${[...this.modes.values(), ...this.others.values()].join('')}`;
  }

  private read(sequence: string): void {
    this.hasChanged = true;
    if (ASKS.test(sequence)) this.hasAsked = true;
    const [, prefix = '', numbers = '', final] = MODES.exec(sequence) ?? [];
    if (final !== undefined) for (const number of numbers.split(';')) this.mode(prefix, number, final === 'h');
    const [, code, data = ''] = OSC.exec(sequence) ?? [];
    if (code !== undefined) this.osc(code, data);
    else if (final === undefined) this.other(sequence);
  }

  private mode(prefix: string, number: string, on: boolean): void {
    const isPrivate = prefix === '?';
    if (isPrivate && NOT_OURS.has(number)) return;
    if (isPrivate && on && REPORTING.has(number)) this.hasAsked = true;
    const isDefault = on === (isPrivate && ON_BY_DEFAULT.has(number));
    const key = prefix + number;
    if (isDefault) this.modes.delete(key);
    else this.remember(this.modes, key, `\x1b[${prefix}${number}${on ? 'l' : 'h'}`);
  }

  private osc(code: string, data: string): void {
    // Questions change nothing.
    if (/(?:^|;)\?(?:;|$)/.test(data)) return;
    const number = Number(code);
    if (code === '9' && data.startsWith('4;')) this.set('progress', !/^4;0/.test(data), '\x1b]9;4;0\x1b\\');
    else if (code === '22') this.set('pointer', data !== '', '\x1b]22;\x1b\\');
    else if (code === '8') this.set('link', !/^[^;]*;$/.test(data), '\x1b]8;;\x1b\\');
    else if (code === '4' || code === '5') this.palette(code, data);
    else if (number >= 10 && number <= 19) this.specialColours(number, data);
    else if (code === '104' || code === '105') this.takenBack(`${number - 100};`, data);
    else if (number >= 110 && number <= 119) this.others.delete(`colour ${number - 100}`);
    else if (code === '21')
      for (const key of kittyColours(data)) this.set(`kitty ${key}`, true, `\x1b]21;${key}=\x1b\\`);
  }

  /** `OSC 4;N;colour;N;colour …`. */
  private palette(code: string, data: string): void {
    const fields = data.split(';');
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const index = fields[at] ?? '';
      if (/^\d{1,3}$/.test(index)) this.set(`colour ${code};${index}`, true, `\x1b]10${code};${index}\x1b\\`);
    }
  }

  /** `OSC 10;A;B` sets 10 and 11. */
  private specialColours(first: number, data: string): void {
    data.split(';').forEach((_, index) => {
      const number = first + index;
      if (number <= 19) this.set(`colour ${number}`, true, `\x1b]1${number}\x1b\\`);
    });
  }

  private takenBack(prefix: string, data: string): void {
    const indexes = data === '' ? null : new Set(data.split(';'));
    for (const key of [...this.others.keys()]) {
      const index = key.startsWith(`colour ${prefix}`) ? key.slice(`colour ${prefix}`.length) : null;
      if (index !== null && (indexes === null || indexes.has(index))) this.others.delete(key);
    }
  }

  private other(sequence: string): void {
    const [, option] = KEY_OPTION.exec(sequence) ?? [];
    if (option !== undefined) this.set(`key option ${option}`, true, `\x1b[>${option}m`);
    else if (/^\x1b\[\d* q$/.test(sequence)) this.set('cursor', !/\[0? q/.test(sequence), '\x1b[0 q');
    else if (sequence === '\x1b=') this.set('keypad', true, '\x1b>');
    else if (sequence === '\x1b>') this.set('keypad', false, '');
    else if (/^\x1b\[(?:3g|\?5W)$/.test(sequence) || sequence === '\x1bH') this.set('tabs', true, '\x1b[?5W');
    else if (/^\x1b\[>\d+p$/.test(sequence)) this.set('pointer mode', true, '\x1b[>1p');
    else if (/^\x1b\[\d+(?:;\d+)*q$/.test(sequence)) this.set('lights', true, '\x1b[0q');
    else if (/^\x1b[()*+][^B]$/.test(sequence)) this.set(`charset ${sequence[1]}`, true, `\x1b${sequence[1]}B`);
    else if (sequence === '\x1bc') this.reset();
  }

  /** A full reset leaves nothing to be taken back. */
  private reset(): void {
    this.modes.clear();
    this.others.clear();
  }

  private set(key: string, isTouched: boolean, undo: string): void {
    if (isTouched) this.remember(this.others, key, undo);
    else this.others.delete(key);
  }

  private remember(where: Map<string, string>, key: string, undo: string): void {
    if (where.has(key) || where.size < MAX_REMEMBERED) where.set(key, undo);
  }
}

/** `foreground=#fff;background=…`. */
function kittyColours(data: string): string[] {
  return data.split(';').flatMap((pair) => (/^[\w-]{1,40}=[^?]/.test(pair) ? [pair.slice(0, pair.indexOf('='))] : []));
}
