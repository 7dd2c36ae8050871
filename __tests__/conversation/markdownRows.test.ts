// Markdown as rows: what is shown, what is cut, and that nothing is lost.
import fc from 'fast-check';
import { displayText } from '../../src/cells/displayText';
import { rowWidth } from '../../src/cells/podScreen';
import { STYLE } from '../../src/cells/textStyle';
import { markdownRows } from '../../src/conversation/markdownRows';
import { LOOK, styled, textOf } from './conversationFixtures';

const rows = (text: string, width = 40) => textOf(markdownRows(text, width, LOOK));

describe('markdownRows', () => {
  test.each<[string, string, readonly string[]]>([
    ['paragraphs, and lines that were broken on purpose', 'one\ntwo\n\nthree', ['one', 'two', '', 'three']],
    ['headings', '# A\n## B **b**\ntext', ['A', '', 'B b', '', 'text']],
    [
      'tight lists, nested, counted from where they start',
      '- a\n  - b\n    7. c\n    8. d',
      ['• a', '  ◦ b', '    7. c', '    8. d'],
    ],
    ['numbers under each other', '9. a\n10. b', [' 9. a', '10. b']],
    ['loose lists', '- a\n\n- b\n\n  c', ['• a', '', '• b', '  ', '  c']],
    ['tasks', '- [ ] a\n- [x] b', ['☐ a', '☑ b']],
    [
      'code with its language; tabs and blanks stay',
      '```ts x=1\nif (a) {\n\tb  c\n}\n```',
      ['│ ts', '│ if (a) {', '│     b  c', '│ }'],
    ],
    [
      'a language that is longer than its row',
      `\`\`\`${'l'.repeat(50)}\na\n\`\`\``,
      [`│ ${'l'.repeat(38)}`, `│ ${'l'.repeat(12)}`, '│ a'],
    ],
    ['code that is still being written', '```\na\n\nb', ['│ a', '│', '│ b']],
    ['quotes in quotes', '> a\n> > b', ['│ a', '│', '│ │ b']],
    [
      'links, with their address where the words do not say it',
      '[a](http://b/c) <http://d/> [http://e](http://e)',
      ['a (http://b/c) http://d/ http://e'],
    ],
    ['images', '![alt](u.png)', ['[alt] (u.png)']],
    ['rules', '---', ['─'.repeat(40)]],
    ['references and escapes', '&lt;b&gt; &amp;amp; &#x41; &nope; \\*a\\*', ['<b> &amp; A &nope; *a*']],
    ['html as it was written, but for line breaks', 'a<br>b <b>c</b>', ['a', 'b <b>c</b>']],
    ['definitions of references show nowhere', '[a][1]\n\n[1]: http://x', ['a (http://x)']],
    [
      'tables, aligned',
      '| a | b | c |\n|:--|--:|:-:|\n| 1 | 22 | 333 |\n| long | 1 | x |',
      ['a    │  b │  c ', '─────┼────┼────', '1    │ 22 │ 333', 'long │  1 │  x '],
    ],
    ['nothing', ' \n\n ', []],
  ])('%s', (_, text, expected) => {
    expect(rows(text).map((row, index) => (expected[index] === '│' ? row.trimEnd() : row))).toEqual(expected);
  });

  test('styles: bold, italic, strike, code, links; one in another keeps both', () => {
    const [row = []] = markdownRows('**b *i*** ~~s~~ `c` [l](http://x)', 60, LOOK);
    expect(row.map(({ text, flags }) => [text, flags])).toEqual([
      ['b ', STYLE.bold],
      ['i', STYLE.bold | STYLE.italic],
      [' ', 0],
      ['s', STYLE.strike],
      [' ', 0],
      ['c', 0],
      [' ', 0],
      ['l', 0],
      [' (', 0],
      ['http://x', 0],
      [')', 0],
    ]);
    expect(styled([row], 'code')).toEqual(['c']);
    expect(styled([row], 'link')).toEqual(['l']);
    expect(markdownRows('# A', 20, LOOK)[0]?.[0]).toMatchObject({ text: 'A', flags: STYLE.underline });
  });

  test('words wrap at blanks, between wide characters, not before a closing mark; long words are cut', () => {
    expect(rows('one two three', 8)).toEqual(['one two', 'three']);
    expect(rows('ab漢字漢字', 6)).toEqual(['ab漢字', '漢字']);
    expect(rows('漢字、漢字', 4)).toEqual(['漢', '字、', '漢字']);
    expect(rows('a漢、、', 5)).toEqual(['a', '漢、', '、']);
    expect(rows('abcdefgh ij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(rows('a 👨‍👩‍👧 b 👍🏽', 4)).toEqual(['a 👨', 'b 👍']);
  });

  test('a table that does not fit: the widest columns give way, and then it becomes a list', () => {
    const table = '| name | text |\n|---|---|\n| a | one two three four |\n| b | 漢字漢字漢字 |';
    expect(rows(table, 20)).toEqual([
      'name │ text         ',
      '─────┼──────────────',
      'a    │ one two three',
      '     │ four         ',
      'b    │ 漢字漢字漢字 ',
    ]);
    expect(rows(table, 11)).toEqual([
      'name: a',
      'text: one',
      'two three',
      'four',
      '───────────',
      'name: b',
      'text: 漢字',
      '漢字漢字',
    ]);
  });

  test('hostile text reaches no terminal, not even by reference, and tags are text', () => {
    const hostile =
      '# \x1b[31mred\x1b[0m\n\n{bold}x{/bold} &#27;[2J `\x1b]0;t\x07c` [\u202ea](http://\x9b31m)\n\n```\x1b[1m\n\x1b[2J\n```\n|\x1b[1m|\n|-|\n|\u200b|';
    const text = rows(hostile).join('\n');
    expect(text).toBe(text.split('\n').map(displayText).join('\n'));
    expect(text).toContain('{bold}x{/bold}');
  });

  test('any text: rows fit and are safe', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '# ',
        '- ',
        '> ',
        '1. ',
        '```\n',
        '`',
        '**',
        '*',
        '|',
        '|-|-|\n',
        '\n',
        '\n\n',
        '    ',
        '[a](b)',
        '- [ ] ',
      ),
      fc.constantFrom('漢字', '、', '👍🏽', '\x1b[31m', '\t', '&lt;', '&#27;', '<br>', '{bold}'),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 20, max: 100 }), (pieces, width) => {
        const laidOut = markdownRows(pieces.join(''), width, LOOK);
        for (const row of laidOut) expect(rowWidth(row)).toBeLessThanOrEqual(width);
        for (const text of textOf(laidOut)) expect(displayText(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('nesting without end does not end the program', () => {
    expect(rows('>'.repeat(5000)).length).toBeGreaterThan(0);
    expect(rows('- '.repeat(2000)).length).toBeGreaterThan(0);
    expect(rows('*'.repeat(5000)).length).toBeGreaterThan(0);
    expect(rows('['.repeat(5000)).length).toBeGreaterThan(0);
  });

  test('while a text grows, what stands before its last part keeps its rows', () => {
    const memo = new Map();
    const before = markdownRows('# A\n\nfirst\n\nsec', 40, LOOK, memo);
    const after = markdownRows('# A\n\nfirst\n\nsecond', 40, LOOK, memo);
    expect(textOf(after)).toEqual(['A', '', 'first', '', 'second']);
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[2]);
  });

  test('a reference that is defined later becomes a link in its old place', () => {
    const memo = new Map();
    expect(textOf(markdownRows('[a][1]\n\nx', 40, LOOK, memo))).toEqual(['[a][1]', '', 'x']);
    expect(textOf(markdownRows('[a][1]\n\nx\n\n[1]: http://y', 40, LOOK, memo))).toEqual(['a (http://y)', '', 'x']);
  });
});
