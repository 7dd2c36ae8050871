// Links of a conversation: what stands there can be clicked, and leads where it says.
import { rowText, type ScreenRow } from '../../src/cells/podScreen';
import { ansiLines } from '../../src/conversation/ansiLines';
import { outputRows } from '../../src/conversation/changeRows';
import { linkedSpans } from '../../src/conversation/linkedSpans';
import { markdownRows } from '../../src/conversation/markdownRows';
import { LOOK } from './conversationFixtures';

const linksOf = (rows: readonly ScreenRow[]) =>
  rows.flatMap((row) => row.flatMap(({ text, link }) => (link === undefined ? [] : [[text, link]])));
const inText = (text: string) =>
  linkedSpans([{ text, style: LOOK.text }]).flatMap(({ text: part, style }) =>
    style.link ? [[part, style.link]] : [],
  );

test.each([
  ['see https://a.example/b?c=d#e.', 'https://a.example/b?c=d#e'],
  ['(http://a.example/x)', 'http://a.example/x'],
  ['https://a.example/x_(y) z', 'https://a.example/x_(y)'],
  ['"https://a.example", and', 'https://a.example'],
  ['HTTPS://A.example/', 'HTTPS://A.example/'],
])('%j holds the address %s', (text, address) => {
  expect(inText(text)).toEqual([[address, address]]);
  expect(
    linkedSpans([{ text, style: LOOK.text }])
      .map((span) => span.text)
      .join(''),
  ).toBe(text);
});

test.each(['no://x.example', 'javascript:alert(1)', 'https://', 'xhttps://'])('%j holds none', (text) => {
  expect(inText(text)).toEqual([]);
});

test('words of Markdown lead to their address, which stands behind them; others than safe ones do not', () => {
  expect(linksOf(markdownRows('[docs](https://a.example/d)', 60, LOOK))).toEqual([
    ['docs', 'https://a.example/d'],
    ['https://a.example/d', 'https://a.example/d'],
  ]);
  expect(linksOf(markdownRows('<https://a.example> `http://b.example`', 60, LOOK))).toEqual([
    ['https://a.example', 'https://a.example'],
    ['http://b.example', 'http://b.example'],
  ]);
  expect(linksOf(markdownRows('[run](javascript:alert) [x](data:text/html,y)', 60, LOOK))).toEqual([]);
});

test('an address that is broken between rows leads there from each', () => {
  const rows = outputRows(`at https://a.example/${'x'.repeat(40)}`, 30, LOOK);
  expect(rows.length).toBeGreaterThan(1);
  const links = linksOf(rows);
  expect(new Set(links.map(([, link]) => link)).size).toBe(1);
  expect(links.map(([text]) => text).join('')).toBe(links[0]?.[1]);
});

test('a link that a tool has written is kept where it is safe, also over a change of colour', () => {
  const link = (address: string) => `\x1b]8;id=1;${address}\x1b\\\x1b[31mred\x1b[0m plain\x1b]8;;\x1b\\ out`;
  const spans = (text: string) => ansiLines(text, LOOK.dim, { most: 10, hasColour: true })[0] ?? [];
  expect(spans(link('https://a.example')).map(({ text, style }) => [text, style.link])).toEqual([
    ['red', 'https://a.example'],
    [' plain', 'https://a.example'],
    [' out', undefined],
  ]);
  expect(spans(link('javascript:x')).some(({ style }) => style.link !== undefined)).toBe(false);
  expect(rowText(outputRows(link('https://a.example'), 40, LOOK)[0] ?? [])).toBe('red plain out');
});
