// Answers what programs ask of their terminal and the headless one leaves open. It claims only what the Pod's screen can do.
import type { Terminal } from '@xterm/headless';
import { type ModeTracker, TELLS_SIZE } from './modeTracker';

/** Terminfo's names: of the terminal, its colours, direct colours, styled underlines. Nothing else is claimed. */
const CAPABILITIES: Readonly<Partial<Record<string, string>>> = {
  TN: 'xterm-256color',
  name: 'xterm-256color',
  Co: '256',
  colors: '256',
  RGB: '8/8/8',
  Su: '',
};
/** Longer questions have no answer. */
const MAX_QUESTION = 4096;

export interface AnswerPort {
  readonly say: (text: string) => void;
  /** `CSI ? 996 n`: is the background dark? Answered with the colour of the background. */
  readonly sayColourScheme: () => void;
}

/**
 * In the order of the stream, as all answers: one must not overtake that to an earlier question. Kitty's question for its
 * graphics (`APC G … a=q`) is left without one: by its protocol any answer, an error too, means that there are graphics,
 * and the answer to the device attributes that are asked for behind it, that there are none.
 */
export function answerQuestions(terminal: Terminal, modes: ModeTracker, { say, sayColourScheme }: AnswerPort): void {
  const { parser } = terminal;
  const onCsi = (id: Parameters<typeof parser.registerCsiHandler>[0], answer: (first: number) => string | null) =>
    parser.registerCsiHandler(id, ([param]) => {
      const text = answer(typeof param === 'number' ? param : 0);
      if (text !== null) say(text);
      return text !== null;
    });
  onCsi({ prefix: '=', final: 'c' }, (which) => (which === 0 ? '\x1bP!|00000000\x1b\\' : ''));
  onCsi({ prefix: '>', final: 'q' }, (which) => (which === 0 ? '\x1bP>|podwatch\x1b\\' : ''));
  onCsi({ prefix: '?', final: 'u' }, () => `\x1b[?${modes.kittyStack.at(-1) ?? 0}u`);
  onCsi({ prefix: '?', final: 'm' }, (which) => (which === 4 ? `\x1b[>4;${modes.modifyOtherKeys ?? 0}m` : null));
  parser.registerCsiHandler({ prefix: '?', final: 'n' }, ([which]) => {
    if (which === 996) sayColourScheme();
    return which === 996;
  });
  // Of the modes that the headless terminal does not know, that of size reports is kept here.
  parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, ([mode]) => {
    if (mode === TELLS_SIZE) say(`\x1b[?${TELLS_SIZE};${modes.tellsSize ? 1 : 2}$y`);
    return mode === TELLS_SIZE;
  });
  parser.registerEscHandler({ final: 'Z' }, () => {
    say('\x1b[?1;2c');
    return true;
  });
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, (data) => {
    if (data.length <= MAX_QUESTION) for (const name of data.split(';')) say(capabilityAnswer(name));
    return true;
  });
}

/** `name` is in hexadecimal, as its answer is. */
function capabilityAnswer(name: string): string {
  const value = /^(?:[0-9a-f]{2})+$/i.test(name)
    ? CAPABILITIES[Buffer.from(name, 'hex').toString('latin1')]
    : undefined;
  if (value === undefined) return `\x1bP0+r${name.replace(/[^0-9a-fA-F]/g, '')}\x1b\\`;
  return `\x1bP1+r${name}${value === '' ? '' : `=${Buffer.from(value, 'latin1').toString('hex')}`}\x1b\\`;
}
