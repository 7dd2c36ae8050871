// Code by its language: pieces that make up the code again, and the colours that a tool wrote its output in.
import fc from 'fast-check';
import { STYLE } from '../../src/cells/textStyle';
import { ansiLines } from '../../src/conversation/ansiLines';
import { changeRows } from '../../src/conversation/changeRows';
import { colourCode } from '../../src/conversation/colourCode';
import { markdownRows } from '../../src/conversation/markdownRows';
import { LOOK, tokenOf } from './conversationFixtures';

test('keywords, strings and comments are told apart, line by line', () => {
  const lines = colourCode('const a = "x"; // why\nreturn 1', 'ts') ?? [];
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual(
    expect.arrayContaining([
      { text: 'const', token: 'mark' },
      { text: '"x"', token: 'success' },
      { text: '// why', token: 'dim' },
    ]),
  );
});

test('the pieces are the code, whatever it is', () => {
  const language = fc.constantFrom('ts', 'python', 'sh', 'json', 'html');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), language, (code, name) => {
      const lines = colourCode(code, name) ?? [];
      expect(lines.map((pieces) => pieces.map(({ text }) => text).join('')).join('\n')).toBe(code);
    }),
  );
});

test('an unknown language, and more than is coloured anew each time, stay as they are', () => {
  expect(colourCode('x', 'no-such-language')).toBeNull();
  expect(colourCode('x'.repeat(40_000), 'ts')).toBeNull();
});

test('a block of code shows them in the theme, and without them one style', () => {
  const rows = (look: typeof LOOK) =>
    markdownRows('```js\nconst a = 1;\n```', 40, look).map((row) =>
      row.map(({ text, fg }) => `${tokenOf(fg)}:${text}`),
    );
  expect(rows({ ...LOOK, colourCode }).at(-1)).toEqual(expect.arrayContaining(['mark:const', 'warn:1']));
  expect(rows(LOOK).at(-1)).toContain('code:const a = 1;');
});

describe('the colours of a tool’s output', () => {
  const base = { fg: 7, bg: -1, flags: 0 };
  const lines = (text: string, hasColour = true) =>
    ansiLines(text, base, { most: 100, hasColour }).map((spans) =>
      spans.map(({ text: words, style }) => `${style.fg},${style.bg},${style.flags}:${words}`),
    );

  test.each<[string, string, string[][]]>([
    ['a colour over several lines', '\x1b[31mred\nstill\x1b[0m off', [['1,-1,0:red'], ['1,-1,0:still', '7,-1,0: off']]],
    ['bold and bright', '\x1b[1;92mPASS\x1b[22m x', [[`10,-1,${STYLE.bold}:PASS`, '10,-1,0: x']]],
    [
      'palette and direct colours',
      '\x1b[38;5;200ma\x1b[48;2;1;2;3mb',
      [['200,-1,0:a', `200,${0x1000000 + 0x010203},0:b`]],
    ],
    ['only the last state of a progress bar', '10%\r\x1b[32m100%\n', [['2,-1,0:100%']]],
    [
      'no cursor, title, link or clipboard',
      '\x1b[2K\x1b[1Aa\x1b]52;c;ZXZpbA==\x07b\x1b]8;;http://e\x1b\\c',
      [['7,-1,0:a', '7,-1,0:b', '7,-1,0:c']],
    ],
  ])('%s', (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  test('without colours of our own only the marks stay', () => {
    expect(lines('\x1b[1;31mx', false)).toEqual([[`7,-1,${STYLE.bold}:x`]]);
  });

  test('no escape gets through', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\x1b', '[', ']', '31m', '\x07', 'x', ';', '\x9b', '\n', '\r', '38;2')),
        (parts) => {
          expect(lines(parts.join('')).flat().join('')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        },
      ),
    );
  });
});

describe('a change', () => {
  const shown = (path: string, before: string, after: string) =>
    changeRows({ path, before, after }, 60, { ...LOOK, colourCode }).map((row) =>
      row.map(({ text, fg }) => `${tokenOf(fg)}:${text}`).join('|'),
    );

  test('is coloured by the language of its file, on both sides; its marks say what is new', () => {
    expect(shown('src/a.ts', 'const a = 1;\nlet b;\n', 'const a = 2;\nlet b;\n').slice(1)).toEqual([
      'removed:- |mark:const|removed: a = |warn:1|removed:;',
      'added:+ |mark:const|added: a = |warn:2|added:;',
      'dim:  |mark:let|dim: b;',
    ]);
  });

  test('of a text over several lines each side is the code that it is', () => {
    const rows = shown('a.js', '/* one\n two */\nx();\n', '/* one\n 2 */\nx();\n');
    expect(rows.filter((row) => /one|two| 2/.test(row)).every((row) => row.includes('dim:'))).toBe(true);
  });

  test('of a file that nobody knows stays in one colour', () => {
    expect(shown('LICENSE', 'const a;\n', 'const b;\n').slice(1)).toEqual([
      'removed:- |removed:const a;',
      'added:+ |added:const b;',
    ]);
  });
});
