// An open conversation: what its keys do, what it asks of the world, and how it looks at the usual sizes.
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { fieldText } from '../../../src/dashboard/kit/textField';
import { KEYMAP } from '../../../src/dashboard/loop/keymap';
import { withDetachKeys } from '../../../src/dashboard/loop/keyRow';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { questionId } from '../../../src/dashboard/question/questionState';
import { asked, call, said, user } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, mouse, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const list = listOf({ live: [livePod('gem', { extensions: ['agent'] }), terminalPod('other')] });

const ask = asked();
const TALK: readonly ConversationChange[] = [user('fix it'), call('a', 'Bash', '{"command":"ls src"}'), said('Done.')];
const LONG: readonly ConversationChange[] = Array.from({ length: 30 }, (_, i) => said(`word ${i}`));

const news = (changes: readonly ConversationChange[], status: 'idle' | 'running' = 'idle') => ({
  report: { kind: 'feed' as const, key: keyOf('gem'), feed: conversationFeed(changes, { status }) },
});
/** The question has been there long enough. */
const looked = (id = 'p1') => ({ report: { kind: 'lookEnded' as const, id: questionId(keyOf('gem'), id) } });
const open = (changes: readonly ConversationChange[], size: { cols: number; rows: number } = SIZES.usual) =>
  play(scene({ list, size, feeds: { gem: conversationFeed(changes) } }), 'enter').state;
const typed = (text: string) => [...text].map((char) => (char === ' ' ? 'space' : char));
const draft = (state: DashboardState) => {
  const field = state.composer.drafts.get(keyOf('gem'))?.field;
  return field === undefined ? '' : fieldText(field);
};

test('in 80 columns and in 40: the whole screen, its own header, the composer, the bar', () => {
  expect(textOf(open(TALK))).toMatchInlineSnapshot(`
"gem                                                                       ○ idle
> fix it

▸ ◐ Bash ls src

  Done.
















> Write to gem
Ctrl+\\ back  Enter send  Alt+Enter new line  Tab read"
`);
  expect(textOf(play(open([...TALK, ask], SIZES.small), looked()).state)).toMatchInlineSnapshot(`
"gem                               ○ idle

▸ ? Edit main.ts · waits for your permi…
╔═ Permission ═════════════════════════╗
║ Edit main.ts (edit)                  ║
║ n reject   read on to allow it       ║
╚═ +3 more, ↓ scrolls ═════════════════╝

> the agent waits for your answer
Esc back  i write  Enter open  ? help"
`);
});

test('writes to this Pod alone, several lines, whatever is marked; the text goes once', () => {
  const marked = play(scene({ list, feeds: { gem: conversationFeed(TALK) } }), 'space', 'enter').state;
  const { state, effects } = play(marked, ...typed('one q'), 'M-enter', 'x', 'enter', 'enter');
  expect(effects).toMatchObject([{ kind: 'send', text: 'one q\nx', entry: { id: { name: 'gem' } } }]);
  expect(textOf(state)).toContain('> sending: one q');
  expect(state.composer.marks.size).toBe(1);
  expect(play(open(TALK), 'space', 'enter').effects).toEqual([]);
});

test('Up and Down go through what was said, and back to what stood there', () => {
  const state = open([user('first'), user('second')]);
  expect(draft(play(state, 'h', 'up').state)).toBe('second');
  expect(draft(play(state, 'h', 'up', 'up').state)).toBe('first');
  expect(draft(play(state, 'h', 'up', 'up', 'down', 'down').state)).toBe('h');
  expect(draft(play(state, 'a', 'M-enter', 'b', 'up').state)).toBe('a\nb');
});

test('Esc cancels a running turn, having asked once; any other key takes the question back', () => {
  const running = play(open(TALK), news(TALK, 'running')).state;
  const asked = play(running, 'escape');
  expect(asked.effects).toEqual([]);
  expect(textOf(asked.state)).toContain('Esc again cancels the turn');
  expect(play(asked.state, 'escape').effects).toMatchObject([{ kind: 'cancel', entry: { id: { name: 'gem' } } }]);
  expect(play(asked.state, 'x', 'escape').effects).toEqual([]);
  expect(play(asked.state, news(TALK, 'idle'), 'escape').effects).toEqual([]);
});

test('a slash command is completed by Tab while it is being typed; then Tab reads again', () => {
  const commands: ConversationChange = {
    kind: 'commands',
    commands: [
      { name: 'compact', description: 'shortens \u001b[31mthe past', hint: null },
      { name: 'commit', description: '', hint: null },
      { name: 'review', description: 'reads', hint: null },
    ],
  };
  const state = play(open([...TALK, commands]), '/', 'c', 'o').state;
  expect(textOf(state)).toContain('Tab /compact shortens ');
  expect(textOf(state)).toContain('· /commit');
  expect(textOf(state)).not.toContain('/review');
  expect(draft(play(state, 'm', 'm', 'tab').state)).toBe('/commit ');
  expect(draft(play(state, 'tab').state)).toBe('/compact ');
  expect(play(state, 'tab', 'tab').state.pane).toMatchObject({ focus: 'reading' });
  expect(textOf(play(state, 'tab').state)).not.toContain('Tab /compact');
  expect(play(open([...TALK, commands]), 'x', '/', 'tab').state.pane).toMatchObject({ focus: 'reading' });
});

describe('a question of the agent', () => {
  test('takes the keys from an empty composer, is answered once, and gives them back', () => {
    const asked = play(open(TALK), news([...TALK, ask], 'running'), looked()).state;
    const { state, effects } = play(asked, 'y', 'y');
    expect(effects).toMatchObject([{ kind: 'permit', requestId: 'p1', given: { answer: 'allow_once' } }]);
    expect(draft(play(state, news(TALK, 'running'), 'y').state)).toBe('y');
    expect(play(asked, 'n').effects).toMatchObject([{ kind: 'permit', given: { answer: 'reject' } }]);
    // The keys that answer while one writes do so here as well.
    expect(play(asked, 'M-y').effects).toMatchObject([{ kind: 'permit', given: { answer: 'allow_once' } }]);
    const refused = play(asked, 'a');
    expect(refused.effects).toEqual([]);
    expect(refused.state.message?.text).toBe('The agent of gem does not offer this answer.');
  });

  test('leaves a text that was begun alone: its letters answer nothing, Alt does', () => {
    const asked = play(open(TALK), 'd', news([...TALK, ask], 'running'), looked()).state;
    expect(textOf(asked)).toContain('Alt+y allow once');
    const written = play(asked, 'a', 'y');
    expect(written.effects).toEqual([]);
    expect(draft(written.state)).toBe('day');
    expect(play(asked, 'M-y').effects).toMatchObject([{ kind: 'permit', given: { answer: 'allow_once' } }]);
  });

  test('takes no key that was pressed as it came up, and none for the one after it', () => {
    const fresh = play(open(TALK), news([...TALK, ask], 'running'));
    expect(fresh.effects).toMatchObject([{ kind: 'waitForLook' }, { kind: 'loadColours' }]);
    expect(textOf(fresh.state)).not.toContain('y allow once');
    expect(play(fresh.state, 'y', 'a').effects).toEqual([]);
    const next = asked({ id: 'p2', title: 'Delete all' });
    const gone: ConversationChange = {
      kind: 'answered',
      id: 'p1',
      callId: 'b',
      answered: { answer: 'reject', name: null },
    };
    const other = play(fresh.state, looked(), news([...TALK, ask, gone, next], 'running')).state;
    expect(play(other, 'y').effects).toEqual([]);
    expect(play(other, looked(), 'y').effects).toEqual([]);
    expect(play(other, looked('p2'), 'y').effects).toMatchObject([{ kind: 'permit', requestId: 'p2' }]);
  });

  test('that could not be answered can be answered again', () => {
    const asked = play(open([...TALK, ask]), looked(), 'y').state;
    const outcome = { kind: 'failed' as const, message: 'no luck' };
    const failed = play(asked, { report: { kind: 'permitEnded', key: keyOf('gem'), requestId: 'p1', outcome } }).state;
    expect(failed.message?.text).toBe('no luck');
    expect(play(failed, 'y').effects).toHaveLength(1);
  });
});

test('each of the configured detach keys leaves, whatever it edits elsewhere, and the one it replaces does not', () => {
  const own = (character: string) => {
    const keymap = withDetachKeys(KEYMAP, [character, 'q']);
    return play(scene({ list, keymap, feeds: { gem: conversationFeed(TALK) } }), 'enter').state;
  };
  expect(textOf(own(']'))).toContain('Ctrl+] back');
  expect(play(own(']'), 'C-]').state.pane.kind).toBe('grid');
  expect(play(own(']'), 'C-q').state.pane.kind).toBe('grid');
  expect(play(own(']'), 'C-\\').state.pane.kind).toBe('conversation');
  expect(play(own('a'), 'h', 'C-a').state.pane.kind).toBe('grid');
  expect(play(own('@'), 'tab', 'C-space').state.pane.kind).toBe('grid');
});

test('scrolls with keys and wheel, says how much has come, and follows the end again', () => {
  const up = play(open(LONG, SIZES.small), 'pageup').state;
  expect(textOf(up)).not.toContain('word 29');
  const more = play(up, news([...LONG, said('new')])).state;
  expect(textOf(more)).toMatch(/↓ \d new lines?/);
  expect(textOf(play(more, 'tab', 'G').state)).toContain('new');
  expect(textOf(play(open(LONG, SIZES.small), mouse({ action: 'wheelup' })).state)).not.toContain('word 29');
  expect(textOf(play(open(LONG, SIZES.small), 'tab', 'g').state)).toContain('word 0');
});

test('opens what is closed, and finds words, going from match to match', () => {
  const state = play(open(TALK), 'tab').state;
  expect(textOf(state)).toContain('▸');
  expect(textOf(play(state, 'enter').state)).toContain('▾');
  expect(textOf(play(state, 'enter', 'enter').state)).toContain('▸');
  const found = play(open(LONG, SIZES.small), 'tab', '/', ...typed('word 3')).state;
  expect(textOf(found)).toContain('word 3');
  expect(textOf(play(found, 'enter').state)).toContain('/word 3');
  expect(textOf(play(found, 'escape').state)).not.toContain('/word 3');
});

describe('copying', () => {
  const copied = (state: DashboardState, ...keys: string[]) =>
    play(state, ...keys).effects.flatMap((effect) => (effect.kind === 'copy' ? [effect.text] : []));
  const state = play(open([user('fix it'), said('# One\n\ntwo **three**'), said('last')]), 'tab').state;

  test('c takes the selected part as it was said, or what is on the screen', () => {
    expect(copied(state, 'K', 'K', 'c')).toEqual(['# One\n\ntwo **three**']);
    expect(copied(state, 'c')).toEqual(['fix it\n\nOne\n\ntwo three\n\nlast']);
  });

  test('rows are chosen between a mark and the cursor; what is chosen as a whole is copied as it was said', () => {
    expect(textOf(play(state, 'v').state)).toContain('copy: v marks, y copies');
    expect(copied(state, 'v', 'y')).toEqual(['last']);
    expect(copied(state, 'v', 'k', 'k', 'v', 'k', 'k', 'k', 'y')).toEqual(['\n# One\n\ntwo **three**']);
    expect(copied(state, 'v', 'k', 'k', 'v', 'k', 'y')).toEqual(['\ntwo three']);
    expect(copied(state, 'v', 'v', 'g', 'enter')).toEqual(['fix it\n\n# One\n\ntwo **three**\n\nlast']);
    const marked = play(state, 'v', 'v', 'k', 'k').state;
    expect(textOf(marked)).toContain('3 rows marked');
    expect(play(marked, 'y')).toMatchObject({ state: { pane: { view: { copying: null } } } });
    expect(play(marked, 'escape').state.pane).toMatchObject({ kind: 'conversation', view: { copying: null } });
  });

  test('the rows stand still while words flow, and the cursor stays in sight', () => {
    const long = play(open(LONG, SIZES.small), 'tab', 'v').state;
    const more = play(long, news([...LONG, said('new')])).state;
    expect(textOf(more)).not.toContain('new\n');
    expect(textOf(more)).toContain('word 29');
    const top = play(more, 'g').state;
    expect(textOf(top)).toContain('word 0');
    expect(viewDashboard(top, NOW).cursor).toEqual({ x: 0, y: 1 });
    const end = play(top, 'G').state;
    expect(textOf(end)).toContain('new');
    expect(copied(play(more, 'v', ...Array.from({ length: 12 }, () => 'k')).state, 'y')[0]).toMatch(
      /^word 23\n\nword 24/,
    );
  });

  test('what became of it is said', () => {
    const outcome = { kind: 'done' as const, message: '3 lines copied.' };
    expect(textOf(play(state, { report: { kind: 'copyEnded', outcome } }).state)).toContain('3 lines copied.');
  });
});

test('leaving keeps selection and text; the end of the Pod is said', () => {
  const state = play(open(TALK), 'h', 'C-\\').state;
  expect([state.pane, state.selection, draft(state)]).toEqual([{ kind: 'grid' }, keyOf('gem'), 'h']);
  expect(play(open(TALK), 'tab', 'q').state.pane).toEqual({ kind: 'grid' });
  const ended = play(open(TALK), { report: { kind: 'list', list: listOf({}) } }).state;
  expect(textOf(ended)).toContain('Done.');
  expect(textOf(ended)).toContain('! it is no longer live');
});
