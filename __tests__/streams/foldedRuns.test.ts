// How runs end in a conversation that is folded from entries or events: undone, paused, asked, cut, brought along.
import { EMPTY_CONVERSATION } from '../../src/conversation/conversation';
import { applyEvent, conversationOfEntries } from '../../src/streams/podConversation';
import { blocksOf, call, say, told, wire, wordsOf } from './conversationFixtures';
import { userInput } from './streamFixtures';

describe('a fold of runs', () => {
  test('an undone run takes its blocks back, but not the notices nor the user’s words', () => {
    const before = told(say('first'), ['text_done', { text: 'ok' }], ['run_end', { result: 'finished' }]);
    const events: [string, unknown][] = [
      say('second'),
      ['alert', { level: 'warn', message: 'slow' }],
      ['agent_plan', { entries: [{ content: 'a', status: 'pending', priority: 'low' }] }],
      ['run_end', { result: 'rolled_back' }],
    ];
    const undone = events.reduce((all, [name, data]) => applyEvent(all, wire(name, data)), before);
    expect(wordsOf(undone)).toEqual(['user first', 'assistant ok', 'turn finished', 'notice slow']);
    expect(undone).toMatchObject({ undone: 'second', plan: [] });
    const after = applyEvent(undone, wire(...say('third')));
    expect(blocksOf(after).at(-1)).toEqual({ kind: 'user', id: '3', text: 'third' });
    expect(after.undone).toBe(null);
  });

  test('a permission request: asked once, shown on its call, answered', () => {
    const request = {
      id: 'p1',
      tool_call_id: 'a',
      title: 'Edit x',
      tool_kind: 'edit',
      locations: ['x'],
      diffs: [{ path: 'x', old_text: null, new_text: 'y' }],
      arguments: '{}',
      answers: ['allow_once', 'reject'],
      since: 1,
    };
    const asked = told(
      say('go'),
      ...call('a', 'Edit'),
      ['permission_request', request],
      ['permission_request', request],
    );
    expect(asked.asks).toMatchObject([{ id: 'p1', callId: 'a', answers: ['allow_once', 'reject'] }]);
    expect(wordsOf(asked)).toEqual(['user go', 'tool Edit pending asked']);
    const answered = applyEvent(
      asked,
      wire('permission_answered', { id: 'p1', tool_call_id: 'a', answer: 'allow_once', by: 'viewer' }),
    );
    expect(answered.asks).toEqual([]);
    expect(wordsOf(answered)).toEqual(['user go', 'tool Edit running allow_once']);
    const cancelled = applyEvent(asked, wire('error', { code: 'internal', message: 'Cancelled' }));
    expect(cancelled.asks).toEqual([]);
    expect(wordsOf(cancelled)[1]).toBe('tool Edit failed');
    expect(wordsOf(told(['permission_request', request]))).toEqual(['tool Edit x pending asked']);
  });

  test('a plan is one block a run, and no news where it is told again', () => {
    const plan = (status: string): [string, unknown] => [
      'agent_plan',
      { entries: [{ content: 'a', status, priority: 'low' }] },
    ];
    const first = told(say('go'), plan('pending'), ['text_done', { text: 'x' }], plan('completed'), [
      'run_end',
      { result: 'finished' },
    ]);
    expect(wordsOf(first)).toEqual(['user go', 'plan completed a', 'assistant x', 'turn finished']);
    expect(applyEvent(first, wire(...plan('completed')))).toBe(first);
    const next = applyEvent(applyEvent(first, wire(...say('on'))), wire(...plan('pending')));
    expect(wordsOf(next).slice(-2)).toEqual(['user on', 'plan pending a']);
  });

  test('how logged runs end', () => {
    const run = (...entries: object[]) =>
      wordsOf(conversationOfEntries([{ kind: 'invoke', ts: 1 }, userInput(1, 'x'), ...entries])).slice(1);
    const errored = (message: string, interrupted: boolean) => ({ kind: 'run_errored', ts: 2, message, interrupted });
    expect(run(errored('rate limit', false))).toEqual(['error rate limit']);
    expect(run(errored('Cancelled', true))).toEqual(['turn cancelled']);
    expect(run(errored('Paused', true))).toEqual(['turn paused']);
    expect(run({ kind: 'run_completed', ts: 2, interrupted: false, result: 'limit_reached' })).toEqual(['turn limit']);
  });

  test('a pause that stands is told from a cancel by the status; of another program where nothing tells, neither is said', () => {
    const ending = (ts: number) => ({ kind: 'run_errored', ts, message: 'Cancelled', interrupted: true });
    const runs = [
      { kind: 'invoke', ts: 1 },
      userInput(1, 'x'),
      ending(2),
      { kind: 'invoke', ts: 3 },
      userInput(3, 'y'),
      ending(4),
    ];
    const turns = (status: string, extensions: readonly string[]) => {
      const greeting = { pod_name: 'p', extensions };
      const shown = applyEvent(EMPTY_CONVERSATION, wire('snapshot', { entries: runs, greeting, status }));
      return wordsOf(shown).filter((words) => words.startsWith('turn'));
    };
    expect(turns('paused', [])).toEqual(['turn interrupted', 'turn paused']);
    expect(turns('idle', [])).toEqual(['turn interrupted', 'turn interrupted']);
    expect(turns('idle', ['agent'])).toEqual(['turn cancelled', 'turn cancelled']);
  });

  test('a history that was brought along, and a note that it was compacted', () => {
    const message = (role: string, text: string) => ({ kind: 'message', role, content: [{ kind: 'text', text }] });
    const start = {
      kind: 'segment_start',
      ts: 1,
      history: [message('user', 'q'), message('assistant', 'a'), message('system', 's')],
      compacted_from: { segment_id: 'x', at_turn_index: 1 },
    };
    expect(wordsOf(conversationOfEntries([start]))).toEqual([
      'user q',
      'assistant a',
      'system system: s',
      'notice What was said before has been compacted.',
    ]);
  });

  test('a rewind begins anew', () => {
    const before = told(say('one'), say('two'));
    expect(wordsOf(applyEvent(before, wire('rewind_applied', { entries: [userInput(1, 'one')] })))).toEqual([
      'user one',
    ]);
  });
});
