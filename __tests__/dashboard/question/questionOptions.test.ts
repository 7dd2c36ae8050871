// What an agent offers, in its own words: shown, read before it is allowed, chosen by letter or number, and never unseen.
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { fieldText } from '../../../src/dashboard/kit/textField';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { questionId } from '../../../src/dashboard/question/questionState';
import type { Attention } from '../../../src/podList/podFacts';
import { asked, user } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, play, SIZES, scene, textOf } from '../scene';

const attention: Attention = { kind: 'permission', message: 'Ready', permissions: 1, since: NOW - 1000 };
const list = listOf({ live: [livePod('gem', { extensions: ['agent'], status: 'running', attention })] });
const looked = { report: { kind: 'lookEnded' as const, id: questionId(keyOf('gem'), 'p1') } };
const option = (id: string, name: string, kind: string) => ({ id, name, kind });

const PLAN = [
  option('bypass', 'Yes, and bypass every later question', 'allow_always'),
  option('accept', 'Yes, and accept edits', 'allow_always'),
  option('manual', 'Yes, ask for each edit', 'allow_once'),
  option('keep', 'No, keep planning', 'reject_once'),
];
const plan = asked({
  title: 'Ready',
  changes: [],
  options: PLAN,
  answers: ['allow_once', 'reject'],
  content: '# The plan',
});

const sceneOf = (changes: ConversationChange[], size: { cols: number; rows: number } = SIZES.usual) =>
  scene({ list, size, feeds: { gem: conversationFeed(changes, { status: 'running' }) } });
const inConversation = (change: ConversationChange, ...keys: string[]) =>
  play(sceneOf([user('go'), change]), 'enter', looked, ...keys);
const inGrid = (change: ConversationChange) => play(sceneOf([change]), 'y', looked).state;
const draft = (state: DashboardState) => {
  const field = state.composer.drafts.get(keyOf('gem'))?.field;
  return field === undefined ? '' : fieldText(field);
};
const typed = (text: string) => [...text].map((char) => (char === ' ' ? 'space' : char));

test.each([
  ['in the conversation', (change: ConversationChange) => inConversation(change).state],
  ['over the grid', inGrid],
])('%s each option stands with its key, under what is to be read', (_, state) => {
  const text = textOf(state(plan));
  expect(text).toMatch(/The plan/);
  for (const row of ['1 Yes, and bypass', '2 Yes, and accept edits', 'y Yes, ask for each', 'n No, keep planning']) {
    expect(text).toContain(row);
  }
});

test('a letter that stands for several chooses none of them; numbers and letters of one kind do', () => {
  expect(inConversation(plan, 'a').effects.filter(({ kind }) => kind === 'permit')).toEqual([]);
  const given = (key: string) => inConversation(plan, key).effects.find(({ kind }) => kind === 'permit');
  expect(given('1')).toMatchObject({ given: { option: 'bypass' } });
  expect(given('y')).toMatchObject({ given: { answer: 'allow_once' } });
  expect(given('n')).toMatchObject({ given: { answer: 'reject' } });
  expect(given('7')).toBeUndefined();
});

test('options of a kind that nobody knows are shown and can be chosen', () => {
  const odd = asked({ options: [option('z', 'Persist', 'allow_persistent')], answers: ['reject'] });
  expect(textOf(inGrid(odd))).toMatch(/1 Persist \(allow_persistent\)/);
  expect(play(inGrid(odd), '1').effects).toMatchObject([{ kind: 'permit', given: { option: 'z' } }]);
  expect(textOf(inGrid(odd))).toContain('n none of these');
});

test('what does not fit is read to its end before a key allows it; a rejection needs no reading', () => {
  const long = asked({ ...plan.ask, content: Array.from({ length: 60 }, (_, i) => `step ${i}`).join('\n\n') });
  const asking = inConversation(long).state;
  expect(textOf(asking)).toContain('read on to allow it');
  expect(play(asking, 'y', '1').effects).toEqual([]);
  expect(play(asking, 'n').effects).toMatchObject([{ kind: 'permit', given: { answer: 'reject' } }]);
  const read = play(asking, ...Array.from({ length: 30 }, () => 'pagedown')).state;
  expect(textOf(read)).toContain('step 59');
  expect(play(read, '1').effects).toMatchObject([{ kind: 'permit', given: { option: 'bypass' } }]);
  // Once read it stays so.
  expect(play(read, 'pageup', '1').effects).toMatchObject([{ kind: 'permit' }]);
});

test('what is written goes along with a rejection as its reason', () => {
  const writing = play(sceneOf([user('go')]), 'enter', ...typed('use tabs'), {
    report: { kind: 'feed', key: keyOf('gem'), feed: conversationFeed([user('go'), plan], { status: 'running' }) },
  }).state;
  const rejected = play(writing, looked, 'M-n');
  expect(rejected.effects).toContainEqual(
    expect.objectContaining({ kind: 'permit', given: { answer: 'reject', reason: 'use tabs' } }),
  );
  expect(draft(rejected.state)).toBe('');
  expect(draft(play(writing, looked, 'M-y').state)).toBe('use tabs');
});

test('values are written one after the other, and given together', () => {
  const field = (id: string, title: string) => ({
    id,
    title,
    description: '',
    type: 'text',
    options: [],
    required: true,
    initial: null,
  });
  const form = asked({ options: [], changes: [], fields: [field('n', 'Name'), field('c', 'City')] });
  const first = inConversation(form, 'i').state;
  expect(textOf(first)).toContain('▸ Name');
  const second = play(first, ...typed('Ada'), 'enter');
  expect(second.effects).toEqual([]);
  expect(textOf(second.state)).toMatch(/Name = Ada[\s\S]*▸ City/);
  expect(play(second.state, ...typed('Rome'), 'enter').effects).toMatchObject([
    { kind: 'permit', given: { values: { n: 'Ada', c: 'Rome' } } },
  ]);
});
