// What an agent says as a Pod tells it on: order of events, log entries, endings (formats §4–5).
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import type { RunEnding } from '../../../src/pod/agent/runEnding';
import { TurnMapper } from '../../../src/pod/agent/turnMapper';
import { emissionText } from './emissionText';
import { heardUpdate } from './heardUpdate';
import { answer, call, callUpdate, hello, play, text, thought, told } from './playedTurn';

const BEGIN = [
  '# invoke',
  '# user_input',
  '> user_message',
  '> status running',
  '(invoke-start)',
  '> turn_start 0',
  '> llm_call_start',
];

describe('a run', () => {
  it('with one answer has the order of the format', () => {
    expect(told([text('Hel'), text('lo')])).toEqual([
      ...BEGIN,
      '> text_delta Hel',
      '> text_delta lo',
      '> text_done Hello',
      '# assistant_item message Hello',
      '> llm_call_end',
      '> turn_end finished 0',
      '# turn_end',
      '# run_completed finished',
      '> run_end finished',
      '> status idle',
    ]);
  });

  it('tells results after the turn that asked for them, and what follows as the next turn', () => {
    expect(
      told([text('Look.'), call({ rawInput: { cmd: 'ls' } }), callUpdate({ status: 'completed' }), text('Done.')]),
    ).toEqual([
      ...BEGIN,
      '> text_delta Look.',
      '> text_done Look.',
      '# assistant_item message Look.',
      '> tool_call_start c1 Run ls',
      '> tool_call_args_delta c1',
      '> tool_call_done c1 Run ls',
      '# assistant_item tool_call c1 Run ls',
      '# extension podwatch.tool c1',
      '> llm_call_end',
      '> turn_end finished 0',
      '> tool_result c1 Run ls',
      '# tool_result tool_result c1 Run ls',
      '> turn_start 1',
      '> llm_call_start',
      '> text_delta Done.',
      '> text_done Done.',
      '# assistant_item message Done.',
      '> llm_call_end',
      '> turn_end finished 1',
      '# turn_end',
      '# run_completed finished',
      '> run_end finished',
      '> status idle',
    ]);
  });

  it('says usage at the end of each call once the agent has told it, and logs it once', () => {
    const lines = told([text('a'), { sessionUpdate: 'usage_update', used: 12, size: 100 }]);
    expect(lines.slice(BEGIN.length)).toEqual([
      '> text_delta a',
      '(usage)',
      '> text_done a',
      '# assistant_item message a',
      '> usage',
      '> llm_call_end',
      '> turn_end finished 0',
      '# turn_end',
      '# llm_usage',
      '# run_completed finished',
      '> run_end finished',
      '> status idle',
    ]);
  });

  it('counts turns on from an earlier segment', () => {
    const emissions = play([text('a')], { kind: 'finished' }, new TurnMapper(() => 7, 5));
    expect(emissions.map(emissionText)).toContain('> turn_start 5');
    expect(emissions).toContainEqual({ kind: 'entry', entry: { kind: 'turn_end', ts: 7, turn_count: 6 } });
  });

  it('gives the id of its request back with the message', () => {
    const mapper = new TurnMapper(() => 7);
    expect(mapper.begin({ trigger: 'user_send', segments: hello, requestId: 'r1' })).toContainEqual({
      kind: 'event',
      event: { event: 'user_message', data: { segments: hello, request_id: 'r1' } },
    });
  });
});

describe('endings', () => {
  const end = (ending: RunEnding) => told([text('half')], ending).slice(BEGIN.length + 1);
  const closed = ['> text_done half', '# assistant_item message half', '> llm_call_end', '> turn_end finished 0'];

  it.each<[RunEnding, string[]]>([
    [
      { kind: 'limit-reached' },
      ['# turn_end', '# run_completed limit_reached', '> run_end limit_reached', '> status idle'],
    ],
    [{ kind: 'cancelled' }, ['# run_errored Cancelled', '> error internal Cancelled', '> status idle']],
    [{ kind: 'paused' }, ['# run_errored Paused', '> run_end paused', '> status paused']],
    [
      { kind: 'failed', code: 'provider_error', message: 'no luck' },
      ['# run_errored no luck', '> error provider_error no luck', '> status idle'],
    ],
  ])('%j closes the block, then says it', (ending, said) => {
    expect(end(ending)).toEqual([...closed, ...said]);
  });

  it.each(['cancelled', 'paused'] as const)('%s before anything came undoes the run', (kind) => {
    expect(told([], { kind }).slice(BEGIN.length)).toEqual([
      '> llm_call_end',
      '> turn_end finished 0',
      '(rollback)',
      '> run_end rolled_back',
      '> status idle',
    ]);
  });

  it('failed before anything came keeps what the user said', () => {
    expect(told([], { kind: 'failed', code: 'provider_error', message: 'm' })).not.toContain('(rollback)');
  });

  it('never undoes a run that goes on after a pause', () => {
    const mapper = new TurnMapper(() => 7);
    const begun = mapper.begin({ trigger: null, segments: null, requestId: null }).map(emissionText);
    expect(begun).toEqual(['> status running', '> turn_start 0', '> llm_call_start']);
    expect(mapper.end({ kind: 'cancelled' }).map(emissionText)).not.toContain('(rollback)');
  });

  it.each<[RunEnding, string]>([
    [{ kind: 'cancelled' }, '> tool_result c1 Cancelled is_error'],
    [{ kind: 'failed', code: 'internal', message: 'm' }, '> tool_result c1 Not finished is_error'],
  ])('%j gives an open tool call its result, after the turn', (ending, result) => {
    const lines = told([call({ status: 'in_progress' })], ending);
    expect(lines.indexOf(result)).toBe(lines.indexOf('> turn_end finished 0') + 1);
  });

  it('leaves a call at work that goes on behind a turn that went well, and ends one that nobody has begun', () => {
    expect(told([call({ status: 'in_progress' })]).filter((line) => line.includes('tool_result'))).toEqual([]);
    expect(told([call({ status: 'pending' })])).toContain('> tool_result c1 Not finished is_error');
  });

  it('is said once', () => {
    const mapper = new TurnMapper(() => 7);
    play([], { kind: 'finished' }, mapper);
    expect(mapper.end({ kind: 'cancelled' })).toEqual([]);
  });
});

describe('outside of a run', () => {
  it('words, calls and their ends need a run; the progress of a call and facts of the session do not', () => {
    const mapper = new TurnMapper(() => 7);
    play([call({ status: 'in_progress' })], { kind: 'finished' }, mapper);
    const needs = (update: SessionUpdate) => mapper.needsRun(heardUpdate(update));
    expect(
      [text('a'), thought('b'), call({ toolCallId: 'c2' }), callUpdate({ status: 'completed' })].map(needs),
    ).toEqual([true, true, true, true]);
    expect([callUpdate({ title: 'still' }), text('')].map(needs)).toEqual([false, false]);
    expect(needs({ sessionUpdate: 'session_info_update', title: 'T' })).toBe(false);
  });

  it('nothing of an answer is taken: it is a replay, or comes too late', () => {
    const mapper = new TurnMapper(() => 7);
    for (const update of [text('a'), thought('b'), call(), callUpdate({ status: 'completed' })]) {
      expect(mapper.update(heardUpdate(update))).toEqual([]);
    }
  });

  it('title and usage of the session are', () => {
    const mapper = new TurnMapper(() => 7);
    expect(mapper.update(heardUpdate({ sessionUpdate: 'session_info_update', title: 'T' }))).toEqual([
      { kind: 'title', title: 'T' },
    ]);
    expect(mapper.update(heardUpdate({ sessionUpdate: 'usage_update', used: 1, size: 2 }))).toHaveLength(1);
  });
});

it('tells a plan where it differs from the last', () => {
  const plan = (status: 'pending' | 'completed'): SessionUpdate => ({
    sessionUpdate: 'plan',
    entries: [{ content: 'a', priority: 'low', status }],
  });
  expect(answer([plan('pending'), plan('pending'), plan('completed')])).toEqual([
    '(plan)',
    '# extension podwatch.plan',
    '(plan)',
    '# extension podwatch.plan',
  ]);
});
