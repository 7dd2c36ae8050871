// Names that look alike are told apart in every list that shows both, and no other name says more than it is.
import { podTable } from '../../src/commands/podTable';
import { buildPodList } from '../../src/podList/buildPodList';
import { COLUMNS } from '../../src/podList/columns';
import { spelling } from '../../src/podList/spelling';
import { facts, podId, storedPod } from './facts';

function spelt(...names: readonly string[]): Record<string, string> {
  const { entries } = buildPodList(facts({ stored: names.map((name) => storedPod(name)) }));
  const told = entries.map((entry) => [entry.id.name, spelling(entries, entry)] as const);
  return Object.fromEntries(told.filter(([, text]) => text !== ''));
}

test('each says what it is spelt with and the other one is not', () => {
  expect(spelt('caf\u00e9', 'cafe\u0301', 'th\u00e9', 'cafe')).toEqual({
    'caf\u00e9': ' (U+00E9)',
    'cafe\u0301': ' (U+0301)',
  });
  // A sign that looks like a plain letter, which needs no word.
  expect(spelt('300K', '300\u212a')).toEqual({ '300\u212a': ' (U+212A)' });
  // What is not seen at all.
  expect(spelt('ab', 'a\u200db', 'x', 'x\ufe0f')).toEqual({ 'a\u200db': ' (U+200D)', 'x\ufe0f': ' (U+FE0F)' });
  // The order of marks alone.
  expect(spelt('q\u0323\u0307', 'q\u0307\u0323')).toEqual({
    'q\u0323\u0307': ' (U+0323 U+0307)',
    'q\u0307\u0323': ' (U+0307 U+0323)',
  });
});

test('of many only some are told, and one name in two homes is one spelling', () => {
  const word = 'vi\u00ea\u0323n d\u00e0n b\u00e0n gh\u1ebf t\u1ee7 s\u00e1ch';
  expect(Object.values(spelt(word, word.normalize('NFD'))).every((text) => text.split('U+').length <= 5)).toBe(true);
  const twice = [storedPod('caf\u00e9'), storedPod('caf\u00e9', { id: podId('caf\u00e9', '/elsewhere') })];
  const { entries } = buildPodList(facts({ stored: twice }));
  expect(entries.map((entry) => spelling(entries, entry))).toEqual(['', '']);
});

test('ls says it', () => {
  const stored = ['caf\u00e9', 'cafe\u0301', 'plain'].map((name) => storedPod(name));
  const rows = buildPodList(facts({ stored })).entries.map((entry) => ({ entry, depth: 0 }));
  const around = { now: 0, home: '/', branchOf: () => null, usage: new Map() };
  const lines = podTable(rows, { columns: COLUMNS, width: 80, colour: false, around }).map((line) =>
    line.slice(0, 16).normalize('NFC'),
  );
  expect(lines.map((line) => line.trim())).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^caf\u00e9 \(U\+00E9\)/),
      expect.stringMatching(/^caf\u00e9 \(U\+0301\)/),
      expect.stringMatching(/^plain(?! \()/),
    ]),
  );
});
