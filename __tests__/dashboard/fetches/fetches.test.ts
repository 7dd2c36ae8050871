// What npx fetches stands in a row of its own as long as it goes on, and hides nothing else.
import type { AgentFetching } from '../../../src/dashboard/fetches/fetchesState';
import { listOf, play, SIZES, scene, terminalPod, textOf } from '../scene';

const heard = (...fetches: AgentFetching[]) => ({ report: { kind: 'fetches' as const, fetches } });
const agent = (seconds: number) => ({ id: 1, wanted: '@some/agent@1.2', seconds });

test('it says what is fetched and for how long, keys and messages stay; at its end the row goes', () => {
  const list = listOf({ live: [terminalPod('a')] });
  const before = scene({ list });
  const fetching = play(before, heard(agent(0)), heard(agent(12))).state;
  const rows = textOf(fetching).split('\n');
  expect(rows[1]).toMatch(/^npx fetches @some\/agent@1\.2: 12 s, it can take minutes\s*$/);
  expect(rows.at(-1)).toBe(textOf(before).split('\n').at(-1));
  expect(textOf(play(fetching, heard()).state)).toBe(textOf(before));
});

test('of several the oldest is said, and how many more there are', () => {
  const both = play(scene({}), heard(agent(70), { id: 2, wanted: 'other', seconds: 3 })).state;
  expect(textOf(both).split('\n')[1]).toContain('@some/agent@1.2: 70 s, it can take minutes (+1 more)');
});

test('a name that would draw is shown as text, and where there is no room for it there is no row', () => {
  const nasty = { id: 1, wanted: 'a\u001b[2J{red-fg}', seconds: 1 };
  const text = textOf(play(scene({}), heard(nasty)).state);
  expect(text).not.toContain('\u001b');
  expect(text).toContain('{red-fg}');
  const tiny = scene({ size: { ...SIZES.small, rows: 4 } });
  expect(textOf(play(tiny, heard(agent(1))).state)).toBe(textOf(tiny));
});
