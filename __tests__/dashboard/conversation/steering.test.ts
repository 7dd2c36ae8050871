// Steering an agent from its conversation: its modes and models, files that are mentioned, messages that wait.
import type { AgentSetting } from '../../../src/conversation/conversation';
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { mentionedPath, withMention } from '../../../src/dashboard/conversation/mentions';
import { fieldOf, fieldText } from '../../../src/dashboard/kit/textField';
import type { EditOutcome } from '../../../src/dashboard/loop/ports';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { asked, user } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, play, SIZES, scene, textOf } from '../scene';

const list = listOf({ live: [livePod('gem', { extensions: ['agent', 'queue'], status: 'running' })] });
const choice = (value: string, name: string) => ({ value, name, description: null });
const SETTINGS: readonly AgentSetting[] = [
  {
    id: 'mode',
    name: 'Mode',
    category: 'mode',
    value: 'ask',
    choices: [choice('ask', 'Ask first'), choice('plan', 'Plan')],
  },
  {
    id: 'm',
    name: 'Model',
    category: 'model',
    value: 'big',
    choices: [choice('fast', 'Fast One'), choice('big', 'Big Two')],
  },
  {
    id: 'deep',
    name: 'Thinking',
    category: null,
    value: 'false',
    choices: [choice('true', 'on'), choice('false', 'off')],
  },
];
const TALK: readonly ConversationChange[] = [user('go'), { kind: 'settings', settings: SETTINGS }];
const open = (...changes: ConversationChange[]) =>
  play(
    scene({ list, size: SIZES.usual, feeds: { gem: conversationFeed([...TALK, ...changes], { status: 'running' }) } }),
    'enter',
  ).state;
const typed = (text: string) => [...text].map((char) => (char === ' ' ? 'space' : char));
const draft = (state: DashboardState) => {
  const field = state.composer.drafts.get(keyOf('gem'))?.field;
  return field === undefined ? '' : fieldText(field);
};

test('the header says mode and model; keys set the next ones', () => {
  expect(textOf(open())).toMatch(/Ask first · Big Two · .*running/);
  const reading = play(open(), 'tab').state;
  const set = (...keys: string[]) => play(reading, ...keys).effects;
  expect(set('m')).toMatchObject([{ kind: 'setOption', option: 'mode', value: 'plan' }]);
  expect(set('M')).toMatchObject([{ kind: 'setOption', option: 'm', value: 'fast' }]);
  expect(set('t')).toMatchObject([{ kind: 'setOption', option: 'deep', value: 'true' }]);
  expect(play(open(), 'S-tab').effects).toMatchObject([{ kind: 'setOption', option: 'mode', value: 'plan' }]);
});

describe('a pause', () => {
  // The owner of such a Pod keeps no text until the turn is over.
  const at = (status: 'running' | 'paused' | 'idle') => {
    const own = listOf({ live: [livePod('gem', { extensions: [], status })] });
    return play(scene({ list: own, size: SIZES.usual, feeds: { gem: conversationFeed(TALK, { status }) } }), 'enter')
      .state;
  };

  test('is a key while a turn runs, reading and writing', () => {
    expect(play(at('running'), 'tab', 'p').effects).toMatchObject([{ kind: 'holdTurn', to: 'pause' }]);
    expect(play(at('running'), 'M-p').effects).toMatchObject([{ kind: 'holdTurn', to: 'pause' }]);
    expect(play(at('idle'), 'M-p').effects).toEqual([]);
    expect(textOf(at('running'))).toContain('running… Esc twice cancels, Alt+P pauses');
    expect(textOf(open())).toContain('running… Esc twice cancels, what you write waits');
  });

  test('ends with an empty Enter, or with a text, which is sent', () => {
    expect(textOf(at('paused'))).toContain('paused: Enter goes on');
    expect(play(at('paused'), 'enter').effects).toMatchObject([{ kind: 'holdTurn', to: 'resume' }]);
    expect(play(at('paused'), ...typed('no'), 'enter').effects).toMatchObject([{ kind: 'send', text: 'no' }]);
    expect(play(at('idle'), 'enter').effects).toEqual([]);
  });
});

test('a file that is being mentioned is looked for, offered, and taken with Tab', () => {
  const begun = play(open(), ...typed('see @no'));
  expect(begun.effects.at(-1)).toMatchObject({ kind: 'findFiles', prefix: 'no' });
  const report = { kind: 'filesFound' as const, key: keyOf('gem'), prefix: 'no', files: ['notes.md', 'src/no de.ts'] };
  const offered = play(begun.state, { report }).state;
  expect(textOf(offered)).toContain('Tab @notes.md · @src/no de.ts');
  expect(draft(play(offered, 'tab').state)).toBe('see @notes.md ');
  // What comes too late for what is written is not offered.
  expect(textOf(play(begun.state, ...typed('t'), { report }).state)).not.toContain('@notes.md');
});

test('messages that wait are shown in their order; the last one can be written anew', () => {
  const queue = {
    items: [
      { id: 'q1', text: 'first' },
      { id: 'q2', text: 'second\nline' },
    ],
    held: false,
  };
  const state = open({ kind: 'queue', queue });
  expect(textOf(state)).toMatch(/waits: first[\s\S]*waits: second/);
  const back = play(state, 'M-up');
  expect(back.effects).toMatchObject([{ kind: 'editQueued', id: 'q2', text: null }]);
  expect(draft(back.state)).toBe('second\nline');
});

test('the next message that waits goes into the turn by a key, where the agent takes it there', () => {
  const queue = { items: [{ id: 'q1', text: 'first' }], held: false };
  const waits = open({ kind: 'queue', queue });
  const refused = play(waits, 'M-s');
  expect(refused.effects).toEqual([]);
  expect(textOf(refused.state)).toContain('takes no message into its turn');
  const able = listOf({ live: [livePod('gem', { extensions: ['agent', 'queue', 'steer'], status: 'running' })] });
  const feeds = { gem: conversationFeed([...TALK, { kind: 'queue', queue }], { status: 'running' }) };
  const opened = play(scene({ list: able, size: SIZES.usual, feeds }), 'enter').state;
  expect(play(opened, 'M-s').effects).toMatchObject([{ kind: 'steerQueued', id: 'q1' }]);
  expect(play(open(), 'M-s').effects).toEqual([]);
});

test('the picture in the clipboard is mentioned where the cursor stands; what cannot be read is said', () => {
  const begun = play(open(), ...typed('look'), 'C-v');
  expect(begun.effects.at(-1)).toEqual({ kind: 'pastePicture', draftKey: keyOf('gem') });
  const report = (outcome: EditOutcome) => ({
    report: { kind: 'picturePasted' as const, draftKey: keyOf('gem'), outcome },
  });
  expect(draft(play(begun.state, report({ kind: 'done', text: '/tmp/p 1.png' })).state)).toBe('look @"/tmp/p 1.png" ');
  const none = play(begun.state, report({ kind: 'failed', message: 'There is no picture.' })).state;
  expect(textOf(none)).toContain('There is no picture.');
  expect(draft(none)).toBe('look');
});

test('Alt+y right behind Ctrl+Y puts in what was deleted before, also while something is asked', () => {
  const asking = open(asked());
  const written = play(asking, 'i', ...typed('one'), 'C-u', ...typed('two'), 'C-u', 'C-y').state;
  expect(draft(written)).toBe('two');
  const popped = play(written, 'M-y');
  expect([draft(popped.state), popped.effects]).toEqual(['one', []]);
});

test.each([
  ['see @no', 'no'],
  ['@', ''],
  ['a@b', null],
  ['@a b', null],
  ['(@x/y', 'x/y'],
  ['', null],
])('%j mentions %j', (text, path) => {
  expect(mentionedPath(fieldOf(text))).toBe(path);
});

test('a path with blanks is put in quotes, a directory can be gone on with', () => {
  expect(fieldText(withMention(fieldOf('see @a'), 'a b.txt'))).toBe('see @"a b.txt" ');
  expect(fieldText(withMention(fieldOf('see @s'), 'src/'))).toBe('see @src/');
});

test('the colours of code are loaded with the first code, once', () => {
  const code: ConversationChange = { kind: 'said', block: 'text', text: '```js\nconst a = 1;\n```' };
  const loads = (changes: readonly ConversationChange[][]) =>
    play(
      open(),
      ...changes.map((each) => ({
        report: {
          kind: 'feed' as const,
          key: keyOf('gem'),
          feed: conversationFeed([...TALK, ...each], { status: 'running' }),
        },
      })),
    ).effects.filter(({ kind }) => kind === 'loadColours');
  expect(loads([[{ kind: 'said', block: 'text', text: 'words' }]])).toEqual([]);
  expect(loads([[code], [code, code]])).toHaveLength(1);
});
