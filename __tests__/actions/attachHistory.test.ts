// The history of an attached Pod by its keys alone.
import { AttachHistory } from '../../src/actions/attachHistory';
import type { History } from '../../src/history/history';

const pasted = (text: string) => Buffer.from(`\x1b[200~${text}\x1b[201~`);

function opened() {
  let written = '';
  const lines = Array.from({ length: 100 }, (_, at) => ({
    row: [{ text: `row ${at}.`, fg: -1, bg: -1, flags: 0, width: 1 as const }],
    at: 0,
    marks: '',
  }));
  const history: History = { lines, isCut: false };
  const shown = new AttachHistory(
    history,
    'key',
    { cols: 200, rows: 10 },
    {
      write: (bytes) => {
        written = bytes;
      },
      copy: async () => '',
      left: () => {},
      show: () => {},
      keys: new Map(),
    },
  );
  return { shown, last: () => written };
}

test('a paste that no line could hold is not taken into a search, and is said; the search goes on', () => {
  const { shown, last } = opened();
  shown.keys(Buffer.from('/row '));
  shown.keys(pasted('ab c'.repeat(15_000)));
  expect(last()).toContain('/row _');
  expect(last()).toMatch(/A search has at most 1000 characters/);
  shown.keys(Buffer.from('42'));
  expect(last()).toContain('/row 42_ · 1 of 1 ·');
  expect(last()).not.toMatch(/at most 1000/);
  shown.dispose();
});
