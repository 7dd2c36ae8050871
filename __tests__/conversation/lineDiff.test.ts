// What changed between two texts, in words that lead from one to the other.
import fc from 'fast-check';
import { cutDiff, lineDiff } from '../../src/conversation/lineDiff';

const MARKS = { same: ' ', added: '+', removed: '-', gap: '~' };
const diff = (before: string | null, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => MARKS[kind] + text);

describe('lineDiff', () => {
  test.each<[string, string | null, string, readonly string[]]>([
    ['a new file', null, 'a\nb\n', ['+a', '+b']],
    ['an emptied file', 'a\n', '', ['-a']],
    ['no change', 'a', 'a', ['~']],
    ['a change in the middle', 'a\nb\nc', 'a\nX\nc', [' a', '-b', '+X', ' c']],
    [
      'two places far apart',
      'x\n1\n2\n3\n4\n5\n6\n7\n8\ny',
      'X\n1\n2\n3\n4\n5\n6\n7\n8\nY',
      ['-x', '+X', ' 1', ' 2', ' 3', '~', ' 6', ' 7', ' 8', '-y', '+Y'],
    ],
    ['a moved line', 'a\nb\nc', 'b\nc\na', ['-a', ' b', ' c', '+a']],
    ['Windows line ends', 'a\r\nb\r\n', 'a\r\nc\r\n', [' a', '-b', '+c']],
  ])('%s', (_, before, after, expected) => {
    expect(diff(before, after)).toEqual(expected);
  });

  test('what was removed and added leads from one text to the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before.join('\n'), after.join('\n'));
        if (lines.some(({ kind }) => kind === 'gap')) return;
        const side = (kind: 'removed' | 'added') =>
          lines.filter((line) => line.kind === kind || line.kind === 'same').map((line) => line.text);
        expect(side('removed')).toEqual(before);
        expect(side('added')).toEqual(after);
      }),
    );
  });

  test('texts with nothing in common are replaced as a whole, whatever their length', () => {
    const text = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word}${i}`).join('\n');
    const lines = lineDiff(text('a'), text('b'));
    expect(lines.map(({ kind }) => kind).join('')).toBe('removed'.repeat(3000) + 'added'.repeat(3000));
  });

  const numbered = (count: number, over: Record<number, string> = {}) =>
    Array.from({ length: count }, (_, index) => over[index] ?? `line ${index}`).join('\n');

  test('two lines in a thousand are two changes, and so are many in a file where not all can be looked for', () => {
    const edits = (before: string, after: string) =>
      lineDiff(before, after).filter(({ kind }) => kind === 'added' || kind === 'removed').length;
    expect(edits(numbered(1000), numbered(1000, { 4: 'TOP', 995: 'BOTTOM' }))).toBe(4);
    const every = Object.fromEntries(Array.from({ length: 3334 }, (_, index) => [index * 3, `new ${index}`]));
    expect(edits(numbered(10_000), numbered(10_000, every))).toBe(2 * 3334);
  });

  test('what is cut is cut within each run: additions and later changes are still there', () => {
    const before = numbered(1000);
    const after = `${Array.from({ length: 400 }, (_, index) => `new ${index}`).join('\n')}\n${numbered(1000).split('\n').slice(400, 990).join('\n')}\nEND`;
    const { lines, added, removed } = cutDiff(lineDiff(before, after), 100, 20);
    expect([added, removed]).toEqual([401, 410]);
    expect(lines.length).toBeLessThanOrEqual(101);
    const shown = lines.map((line) =>
      line.kind === 'cut' ? `${line.of} ${line.count}` : MARKS[line.kind] + line.text,
    );
    expect(shown).toEqual(expect.arrayContaining(['removed 380', '+new 0', 'added 380', '-line 990', '+END']));
  });

  test('a diff of nothing but one long run ends with a count', () => {
    expect(cutDiff(lineDiff(null, numbered(50)), 10, 30).lines.at(-1)).toEqual({ kind: 'cut', of: 'all', count: 40 });
  });
});
