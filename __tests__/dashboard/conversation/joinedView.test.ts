// A long conversation whose end is there first: once all of it is, it looks as if it had been from the start.
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { said, user } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, play, SIZES, scene, textOf } from '../scene';

const list = listOf({ live: [livePod('gem', { extensions: ['agent'] })] });
const notice: ConversationChange = { kind: 'notice', level: 'warn', text: 'careful' };
const ALL: readonly ConversationChange[] = [
  notice,
  ...Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? user(`question ${i}`) : said(`word ${i}`))),
];
const EARLIER = { blocks: 31, logged: 30, notices: 1 };
const END = ALL.slice(31);

const opened = (feed: ReturnType<typeof conversationFeed>) =>
  play(scene({ list, size: SIZES.usual, feeds: { gem: feed } }), 'enter').state;
const atEnd = () => opened(conversationFeed(END, { isReading: true }));
const heard = (changes: readonly ConversationChange[], over: object) => ({
  report: { kind: 'feed' as const, key: keyOf('gem'), feed: conversationFeed(changes, over), at: 5000 },
});
const joined = heard(ALL, { earlier: EARLIER });

test.each<{ readonly what: string; readonly keys: readonly string[] }>([
  { what: 'nothing', keys: [] },
  { what: 'scrolled up', keys: ['tab', 'k', 'k', 'k'] },
  { what: 'up and at the end again', keys: ['tab', 'k', 'G'] },
  { what: 'at the start', keys: ['tab', 'g'] },
  { what: 'a block selected', keys: ['tab', 'K', 'K'] },
  { what: 'a search', keys: ['tab', '/', ...'word 59', 'enter'].map((key) => (key === ' ' ? 'space' : key)) },
  {
    what: 'a search for what came before',
    keys: ['tab', '/', ...'word 1', 'enter'].map((key) => (key === ' ' ? 'space' : key)),
  },
  { what: 'copy mode', keys: ['tab', 'v', 'k', 'v', 'k', 'k'] },
  { what: 'a page up', keys: ['tab', 'pageup'] },
])('$what before the rest is there is the same as after it', ({ keys }) => {
  const early = play(atEnd(), ...keys, joined).state;
  const late = play(opened(conversationFeed(ALL)), ...keys).state;
  expect(textOf(early)).toBe(textOf(late));
  const on = ['j', 'k', 'pageup', '>', 'escape', 'k'];
  expect(textOf(play(early, ...on).state)).toBe(textOf(play(late, ...on).state));
});

test('what is still to be read is said where it matters', () => {
  const reading = play(atEnd(), 'tab', '/', ...'word').state;
  expect(textOf(reading)).toContain('· reading…');
  expect(textOf(play(atEnd(), 'tab', '/', 'x', 'y').state)).toContain('/xy▏ · reading…');
  expect(textOf(play(atEnd(), 'tab', '/', 'x', 'y', joined).state)).toContain('/xy▏ · not found');
  expect(textOf(play(atEnd(), 'tab', 'k').state)).toContain('reading what was said before…');
  expect(textOf(play(atEnd(), 'tab', 'k', joined).state)).not.toContain('reading');
});

test('after a cut what is there stays until all has been read anew, and what was said before is no activity', () => {
  const whole = play(atEnd(), joined).state;
  const { activity } = whole;
  expect(activity.get(keyOf('gem'))?.values).toEqual([]);
  const up = play(whole, 'tab', 'k', 'k').state;
  const lost = { report: { kind: 'feed' as const, key: keyOf('gem'), feed: { kind: 'lost' as const, reason: 'cut' } } };
  const again = play(up, lost, heard(END, { isReading: true })).state;
  expect(textOf(again)).toBe(textOf(up));
  expect(textOf(play(again, joined).state)).toBe(textOf(up));
});

test('a draft that failed is not taken for said because all has been read', () => {
  const failing = play(atEnd(), ...'word', 'space', ...'1').state;
  const drafts = new Map(failing.composer.drafts);
  const draft = drafts.get(keyOf('gem'));
  if (draft === undefined) throw new Error('unreachable');
  const last = END.findLast((change) => change.kind === 'user');
  expect(last?.kind).toBe('user');
  const { field } = draft;
  const words = { ...field, chars: [...(last?.kind === 'user' ? last.text : '')] };
  drafts.set(keyOf('gem'), { ...draft, field: words, failure: 'no answer' });
  const state = { ...failing, composer: { ...failing.composer, drafts } };
  expect(play(state, joined).state.composer.drafts.has(keyOf('gem'))).toBe(true);
});
