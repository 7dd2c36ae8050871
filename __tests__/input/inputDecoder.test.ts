// What keys, pastes and the mouse send becomes events, whatever the pieces it comes in.
import fc from 'fast-check';
import { createInputDecoder } from '../../src/input/inputDecoder';
import type { InputEvent } from '../../src/input/inputEvent';

const ESC = '\u001b';

function decode(...chunks: (string | Uint8Array)[]): InputEvent[] {
  const decoder = createInputDecoder();
  const events = chunks.flatMap((chunk) => decoder.feed(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  return [...events, ...decoder.flush()];
}

/** Events in short: key names, `"paste"`, mouse as action:button:x:y. */
function brief(events: readonly InputEvent[]): string[] {
  return events.map((event) => {
    if (event.kind === 'key') return event.name;
    if (event.kind === 'paste') return JSON.stringify(event.text);
    return `${event.action}:${event.button}:${event.x}:${event.y}`;
  });
}

const KEYS: ReadonlyArray<readonly [bytes: string, names: readonly string[]]> = [
  ['aA?é漢👍', ['a', 'A', '?', 'é', '漢', '👍']],
  [' ', ['space']],
  ['\r', ['enter']],
  ['\n', ['C-j']],
  ['\t', ['tab']],
  ['\u007f\b', ['backspace', 'backspace']],
  ['\u0000\u0001\u001a\u001c\u001d\u001e\u001f', ['C-space', 'C-a', 'C-z', 'C-\\', 'C-]', 'C-^', 'C-_']],
  [ESC, ['escape']],
  [ESC + ESC, ['escape', 'escape']],
  [`${ESC}a${ESC}A${ESC}漢${ESC}👍`, ['M-a', 'M-A', 'M-漢', 'M-👍']],
  [`${ESC}\r${ESC}\t${ESC}\u007f${ESC} `, ['M-enter', 'M-tab', 'M-backspace', 'M-space']],
  [`${ESC}\u0001`, ['C-M-a']],
  [`${ESC}[`, ['M-[']],
  [`${ESC}O`, ['M-O']],
  [`${ESC}]`, ['M-]']],
  [`${ESC}Px`, ['M-P', 'x']],
  [`${ESC}Oé`, ['M-O', 'é']],
  // legacy
  [`${ESC}[A${ESC}[B${ESC}[C${ESC}[D${ESC}[H${ESC}[F`, ['up', 'down', 'right', 'left', 'home', 'end']],
  [`${ESC}OA${ESC}OD${ESC}OH${ESC}OF${ESC}OP${ESC}OS`, ['up', 'left', 'home', 'end', 'f1', 'f4']],
  [
    `${ESC}[1~${ESC}[2~${ESC}[3~${ESC}[4~${ESC}[5~${ESC}[6~${ESC}[7~${ESC}[8~`,
    ['home', 'insert', 'delete', 'end', 'pageup', 'pagedown', 'home', 'end'],
  ],
  [`${ESC}[11~${ESC}[15~${ESC}[17~${ESC}[21~${ESC}[23~${ESC}[24~`, ['f1', 'f5', 'f6', 'f10', 'f11', 'f12']],
  [`${ESC}[[A${ESC}[[E`, ['f1', 'f5']],
  [`${ESC}[1;5A${ESC}[1;2B${ESC}[1;3C${ESC}[1;8D`, ['C-up', 'S-down', 'M-right', 'C-M-S-left']],
  [`${ESC}[3;5~${ESC}[5;2~`, ['C-delete', 'S-pageup']],
  [`${ESC}[1;5P${ESC}[1;2R`, ['C-f1', 'S-f3']],
  [`${ESC}[Z`, ['S-tab']],
  [`${ESC}OM${ESC}Oj${ESC}Op${ESC}Oy${ESC}OX`, ['enter', '*', '0', '9', '=']],
  [`${ESC}O5P`, ['C-f1']],
  // rxvt
  [
    `${ESC}[a${ESC}Oa${ESC}[5^${ESC}[5$${ESC}[5@${ESC}${ESC}[A`,
    ['S-up', 'C-up', 'C-pageup', 'S-pageup', 'C-S-pageup', 'M-up'],
  ],
  // kitty
  [`${ESC}[97u${ESC}[97;5u${ESC}[97;2u${ESC}[97:65;2u${ESC}[97;3u`, ['a', 'C-a', 'A', 'A', 'M-a']],
  [`${ESC}[92;5u${ESC}[97;6u${ESC}[105;5u`, ['C-\\', 'C-S-a', 'C-i']],
  [
    `${ESC}[13u${ESC}[13;2u${ESC}[13;3u${ESC}[27u${ESC}[9;2u${ESC}[127;5u${ESC}[32;2u`,
    ['enter', 'S-enter', 'M-enter', 'escape', 'S-tab', 'C-backspace', 'space'],
  ],
  [`${ESC}[97;1:1u${ESC}[97;1:2u${ESC}[97;1:3u`, ['a', 'a']],
  [`${ESC}[1;1:3A${ESC}[3;1:3~`, []],
  [`${ESC}[57400u${ESC}[57414u${ESC}[57441;2u`, ['1', 'enter']],
  [`${ESC}[97;9u`, []],
  [`${ESC}[223;2u`, ['ß']],
  // modifyOtherKeys
  [`${ESC}[27;5;92~${ESC}[27;5;13~${ESC}[27;6;65~${ESC}[27;2;65~`, ['C-\\', 'C-enter', 'C-S-a', 'A']],
  // mouse
  [
    `${ESC}[<0;1;1M${ESC}[<0;1;1m${ESC}[<2;80;24M${ESC}[<1;300;100M`,
    ['down:left:0:0', 'up:left:0:0', 'down:right:79:23', 'down:middle:299:99'],
  ],
  [`${ESC}[<64;5;6M${ESC}[<65;5;6M`, ['wheelup:none:4:5', 'wheeldown:none:4:5']],
  [`${ESC}[<35;5;6M${ESC}[<32;5;6M${ESC}[<66;5;6M${ESC}[<128;5;6M`, ['drag:left:4:5']],
  [`${ESC}[<16;5;6Mx${ESC}[<4;5;6m`, ['down:left:4:5', 'x', 'up:left:4:5']],
  [`${ESC}[M !!q`, ['down:left:0:0', 'q']],
  // replies are no input
  [`${ESC}[?64;1;9c${ESC}[>41;354;0c${ESC}[0n${ESC}[24;80R${ESC}[?2026;2$y${ESC}[?1u${ESC}[4;600;800t`, []],
  [`${ESC}[I${ESC}[O`, []],
  [`a${ESC}]11;rgb:0000/0000/0000${ESC}\\b${ESC}]10;rgb:ffff/ffff/ffff\u0007c`, ['a', 'b', 'c']],
  [`${ESC}P>|xterm(390)${ESC}\\x${ESC}_Gi=1;OK${ESC}\\y`, ['x', 'y']],
  // what is cut off gives way to what comes next
  [`${ESC}[1;5${ESC}[A`, ['up']],
  [`${ESC}[12\rx`, ['enter', 'x']],
  [`${ESC}]11;rgb${ESC}[A`, ['up']],
  [`${ESC}[38;5`, []],
  // paste
  [`${ESC}[200~a\rb\r\nc\u001b[A\u0003${ESC}[201~x`, ['"a\\nb\\nc\\u001b[A\\u0003"', 'x']],
  [`${ESC}[200~${ESC}[201~${ESC}[201~`, ['""']],
];

describe('the input decoder', () => {
  it.each(KEYS)('%j', (bytes, names) => {
    expect(brief(decode(bytes))).toEqual(names);
  });

  it('types text only where a key has no Control or Alt', () => {
    const texts = decode(`a é${ESC}a\u0001${ESC}[97;2u${ESC}[57399u\r`).map(
      (event) => event.kind === 'key' && event.text,
    );
    expect(texts).toEqual(['a', ' ', 'é', null, null, 'A', '0', null]);
  });

  it('drops bytes that are no UTF-8', () => {
    expect(brief(decode(Uint8Array.from([0x61, 0xff, 0xc3, 0x62])))).toEqual(['a', 'b']);
  });

  it('gives the same events for any cut of the bytes', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(...KEYS.map(([bytes]) => bytes)),
        fc.string({ unit: 'grapheme', maxLength: 4 }),
        fc.stringMatching(/^[\u001b[\]OP;:0-9<?~$uMAR\\\u0007\u0018]{1,8}$/),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(6), { minLength: 1, maxLength: 30 }), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const chunks: Uint8Array[] = [];
        for (let offset = 0, cut = 0; offset < bytes.length; cut++) {
          const size = 1 + (cuts[cut % cuts.length] ?? 0);
          chunks.push(bytes.subarray(offset, offset + size));
          offset += size;
        }
        expect(decode(...chunks)).toEqual(decode(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('delivers a long paste whole, in bounded parts', () => {
    const text = `${'漢字\r'.repeat(500_000)}end`;
    const bytes = Buffer.from(`${ESC}[200~${text}${ESC}[201~q`);
    const chunks = [];
    for (let offset = 0; offset < bytes.length; offset += 65_536) chunks.push(bytes.subarray(offset, offset + 65_536));
    const events = decode(...chunks);
    const pastes = events.filter((event) => event.kind === 'paste').map((event) => event.text);
    expect(pastes.length).toBe(2);
    expect(pastes.join('') === text.replaceAll('\r', '\n')).toBe(true);
    expect(brief(events.slice(-1))).toEqual(['q']);
  });

  it('waits for the rest only where there may be one', () => {
    const delayAfter = (bytes: string): number | null => {
      const decoder = createInputDecoder();
      decoder.feed(Buffer.from(bytes));
      return decoder.pendingDelay();
    };
    expect(delayAfter('a')).toBeNull();
    expect(delayAfter(`${ESC}[200~abc`)).toBeNull();
    expect(delayAfter(ESC)).toBe(30);
    expect(delayAfter(`${ESC}[1;`)).toBe(500);
    expect(delayAfter(`${ESC}]11;rgb`)).toBe(500);
  });

  it('takes keys again after a reply that never ends', () => {
    const decoder = createInputDecoder();
    expect(decoder.feed(Buffer.from(`${ESC}]11;rgb:00`))).toEqual([]);
    expect(decoder.flush()).toEqual([]);
    expect(brief(decoder.feed(Buffer.from('q')))).toEqual(['q']);
  });
});
