// What an agent says as a Pod tells it on: order of events, log entries, endings (formats §4–5).
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import fc from 'fast-check';
import type { Emission } from '../../../src/pod/agent/emission';
import type { RunEnding } from '../../../src/pod/agent/runEnding';
import { TurnMapper } from '../../../src/pod/agent/turnMapper';
import { parseToolNews, type ToolNews } from '../../../src/protocol/agentUpdate';
import { parseLogEntry } from '../../../src/protocol/logEntry';
import { parseWireEvent } from '../../../src/protocol/wireEvent';
import { emissionText } from './emissionText';
import { EventGrammar } from './eventGrammar';
import { heardUpdate } from './heardUpdate';

const news = (data: object): ToolNews => {
  const parsed = parseToolNews(data);
  if (parsed === null) throw new Error('a call without an id');
  return parsed;
};

const hello = [{ kind: 'text', content: 'hi' }];
const text = (words: string, messageId?: string): SessionUpdate => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text: words },
  ...(messageId && { messageId }),
});
const thought = (words: string): SessionUpdate => ({
  sessionUpdate: 'agent_thought_chunk',
  content: { type: 'text', text: words },
});
const call = (fields: object = {}): SessionUpdate => ({
  sessionUpdate: 'tool_call',
  toolCallId: 'c1',
  title: 'Run ls',
  ...fields,
});
const callUpdate = (fields: object): SessionUpdate => ({
  sessionUpdate: 'tool_call_update',
  toolCallId: 'c1',
  ...fields,
});

function play(updates: readonly SessionUpdate[], ending: RunEnding, mapper = new TurnMapper(() => 7)): Emission[] {
  const begun = mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
  return [...begun, ...updates.flatMap((update) => mapper.update(heardUpdate(update))), ...mapper.end(ending)];
}

const told = (updates: readonly SessionUpdate[], ending: RunEnding = { kind: 'finished' }) =>
  play(updates, ending).map(emissionText);

/** Between the begin and the end of a run. */
const answer = (updates: readonly SessionUpdate[]) => {
  const mapper = new TurnMapper(() => 7);
  mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
  return updates.flatMap((update) => mapper.update(heardUpdate(update))).map(emissionText);
};

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

describe('blocks', () => {
  it('of text and thought grow side by side until a call begins', () => {
    expect(answer([thought('hm'), text('a'), thought('so'), text('b'), call()])).toEqual([
      '> thinking_start',
      '> thinking_delta hm',
      '> text_delta a',
      '> thinking_delta so',
      '> text_delta b',
      '> thinking_done hmso',
      '# assistant_item reasoning hmso',
      '> text_done ab',
      '# assistant_item message ab',
      '> tool_call_start c1 Run ls',
    ]);
  });

  it('of a question that knows less than was said of its call keep what is known', () => {
    const mapper = new TurnMapper(() => 1);
    mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
    mapper.update(heardUpdate(call({ rawInput: { plan: '# Steps' }, content: [] })));
    mapper.update(
      heardUpdate(callUpdate({ content: [{ type: 'content', content: { type: 'text', text: '# Steps' } }] })),
    );
    const { call: asked } = mapper.questionCall(news({ toolCallId: 'c1', rawInput: {}, content: [] }));
    expect([asked.words, asked.argumentsJson]).toEqual(['# Steps', '{"plan":"# Steps"}']);
  });

  it('without an id stand apart from one that has one, unless they go on with its sentence', () => {
    const done = (updates: readonly SessionUpdate[]) =>
      answer([...updates, call()]).filter((line) => line.startsWith('> text_done'));
    expect(done([text('Hello.', 'm1'), text('**Warning:** old')])).toEqual([
      '> text_done Hello.',
      '> text_done **Warning:** old',
    ]);
    expect(done([text('Hel', 'm1'), text('lo'), text(' world'), text('.')])).toEqual(['> text_done Hello world.']);
  });

  it('are put together by the id of their message, over the end of a call and over a new one', () => {
    const [one, two] = [text('The mid', 'm1'), text('dle.', 'm1')];
    const begun = call({ status: 'in_progress' });
    const end = callUpdate({ status: 'completed' });
    const messages = (updates: readonly SessionUpdate[]) =>
      answer([...updates, text('x', 'm2')]).filter((line) => /text_done|podwatch.message|message /.test(line));
    expect(messages([begun, one, end, two])).toEqual([
      '> text_done The middle.',
      '# assistant_item message The middle.',
    ]);
    // Told in two pieces, the second of which says what it goes on with.
    expect(messages([one, begun, two])).toEqual([
      '> text_done The mid',
      '# assistant_item message The mid',
      '> text_done dle. 0',
      '# extension podwatch.message 0',
      '# assistant_item message dle.',
    ]);
  });

  it('without ids are not cut in the middle of a word by the end of a call, and else are', () => {
    const done = (next: string) => {
      const lines = answer([
        call({ status: 'in_progress' }),
        text('The mid'),
        callUpdate({ status: 'completed' }),
        text(next),
        text('y', 'z'),
      ]);
      return lines.filter((line) => line.startsWith('> text_done'));
    };
    expect(done('dle')).toEqual([]);
    expect(done(' Next')).toEqual(['> text_done The mid']);
  });

  it('are in the log as parts while they grow', () => {
    const mapper = new TurnMapper(() => 7);
    mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
    const parts = () =>
      mapper.flush().map((emission) => (emission.kind === 'entry' ? emission.entry.payload : emission.kind));
    expect(parts()).toEqual([]);
    mapper.update(heardUpdate(text('Hel')));
    expect(parts()).toEqual([{ block: 'text', text: 'Hel', message: null }]);
    expect(parts()).toEqual([]);
    mapper.update(heardUpdate(text('lo')));
    expect(parts()).toEqual([{ block: 'text', text: 'lo', message: null }]);
  });

  it('end where another message begins, and go on where the id is the same or not said', () => {
    const lines = answer([text('a', 'm1'), text('b', 'm1'), text('c'), text('d', 'm2')]);
    expect(lines.filter((line) => line.startsWith('> text_done'))).toEqual(['> text_done abc']);
  });

  it('leave out empty chunks and name what is no text', () => {
    const image = { type: 'image', data: '', mimeType: 'image/png' } as const;
    expect(answer([text(''), { sessionUpdate: 'agent_message_chunk', content: image }])).toEqual([
      '> text_delta [image: image/png]',
    ]);
  });

  it('show what is unfinished to who comes later', () => {
    const mapper = new TurnMapper(() => 7);
    expect(mapper.inFlight).toEqual({ block: null, blocks: [], tool_calls: [], outputs: [] });
    mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
    mapper.update(heardUpdate(text('Hel')));
    mapper.update(heardUpdate(text('lo')));
    expect(mapper.inFlight.block).toEqual({ kind: 'text', text: 'Hello' });
    mapper.update(heardUpdate(call()));
    expect(mapper.inFlight).toMatchObject({ block: null, tool_calls: [{ id: 'c1', name: 'Run ls' }] });
    mapper.end({ kind: 'finished' });
    expect(mapper.inFlight).toEqual({ block: null, blocks: [], tool_calls: [], outputs: [] });
  });
});

describe('tool calls', () => {
  const ofCall = (updates: readonly SessionUpdate[]) => answer(updates).filter((line) => line.startsWith('> tool'));

  it('wait for their arguments while these are still being written', () => {
    expect(ofCall([call({ rawInput: {} })])).toEqual(['> tool_call_start c1 Run ls']);
    expect(ofCall([call({ rawInput: {} }), callUpdate({ rawInput: { a: 1 } })])).toEqual([
      '> tool_call_start c1 Run ls',
      '> tool_call_args_delta c1',
      '> tool_call_done c1 Run ls',
    ]);
  });

  it('are told in full before anything that follows them', () => {
    const lines = answer([call(), text('next')]);
    expect(lines.indexOf('> tool_call_done c1 Run ls')).toBeLessThan(lines.indexOf('> text_delta next'));
    expect(lines).toContain('> tool_call_done c1 Run ls');
  });

  it('are upserted from any message, also from an end that comes first', () => {
    expect(ofCall([callUpdate({ title: 'Run ls', status: 'failed' })])).toEqual([
      '> tool_call_start c1 Run ls',
      '> tool_call_args_delta c1',
      '> tool_call_done c1 Run ls',
      '> tool_result c1 Run ls is_error',
    ]);
  });

  it('have one result; what is told behind it is told as an amendment, once', () => {
    const end = callUpdate({ status: 'completed' });
    const lines = answer([call(), end, end, callUpdate({ status: 'failed' }), callUpdate({ status: 'failed' })]);
    expect(lines.filter((line) => line.startsWith('> tool'))).toHaveLength(4);
    expect(lines.slice(-2)).toEqual(['(amended)', '# extension podwatch.result c1 Run ls is_error']);
    expect(lines.filter((line) => line === '(amended)')).toHaveLength(1);
  });

  it('begin anew under an id that has ended, and keep theirs over runs', () => {
    const end = callUpdate({ status: 'completed' });
    const again = ofCall([call({ title: 'One' }), end, call({ title: 'Two' }), end]);
    expect(again.filter((line) => line.includes('start'))).toEqual([
      '> tool_call_start c1 One',
      '> tool_call_start c1 Two',
    ]);
    const mapper = new TurnMapper(() => 7);
    play([call({ status: 'in_progress' })], { kind: 'finished' }, mapper);
    const next = play([end], { kind: 'finished' }, mapper).map(emissionText);
    expect(next).toContain('> tool_result c1 Run ls');
    expect(next).not.toContain('> tool_call_start c1 Run ls');
  });

  it('tell what they have put out so far while they run', () => {
    const content = [{ type: 'content' as const, content: { type: 'text' as const, text: 'line 1' } }];
    const lines = answer([call({ status: 'in_progress' }), callUpdate({ content })]);
    expect(lines.at(-1)).toBe('(output)');
  });

  it('of helpers are nested under the call that is at work, or under one of their own', () => {
    const mapper = new TurnMapper(() => 7);
    mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
    const nested = (session: string) => {
      mapper.nestedUpdate(session, heardUpdate(text('words')));
      return mapper.flush().flatMap((emission) => (emission.kind === 'nested' ? [emission.nested] : []));
    };
    expect(nested('s1')).toEqual([{ call_id: 'session:s1', session: 's1', text: 'words' }]);
    mapper.update(heardUpdate(call({ status: 'in_progress' })));
    expect(nested('s2')).toEqual([{ call_id: 'c1', session: 's2', text: 'words' }]);
  });

  it('do not cut the text that streams while they run', () => {
    const lines = answer([call({ status: 'in_progress' }), text('a'), callUpdate({ title: 'still' }), text('b')]);
    expect(lines.slice(-2)).toEqual(['> text_delta a', '> text_delta b']);
  });

  it('are known by the name of the tool where the agent says it, else by the title', () => {
    expect(ofCall([call({ name: 'shell' })])).toEqual(['> tool_call_start c1 shell']);
    expect(ofCall([callUpdate({})])).toEqual(['> tool_call_start c1 c1']);
  });

  it('carry arguments, output and diff', () => {
    const mapper = new TurnMapper(() => 7);
    mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
    const diff = { type: 'diff', path: 'a.txt', oldText: 'x\n', newText: 'y\n' };
    const said = [
      call({ kind: 'edit', rawInput: { path: 'a.txt' } }),
      callUpdate({ status: 'completed', content: [diff] }),
    ];
    const events = said
      .flatMap((update) => mapper.update(heardUpdate(update)))
      .flatMap((emission) => (emission.kind === 'event' ? [emission.event] : []));
    expect(events).toContainEqual({
      event: 'tool_call_done',
      data: expect.objectContaining({ arguments: '{"path":"a.txt"}' }),
    });
    expect(events).toContainEqual({
      event: 'tool_result',
      data: {
        id: 'c1',
        summary: 'Run ls',
        output: '--- a.txt\n+++ a.txt\n-x\n+y',
        is_error: false,
        details: {
          title: 'Run ls',
          tool_kind: 'edit',
          locations: [],
          diffs: [{ path: 'a.txt', old_text: 'x\n', new_text: 'y\n' }],
        },
      },
    });
  });

  it('come from a permission request where nothing else has told of them', () => {
    const mapper = new TurnMapper(() => 7);
    mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
    const { call: known, emissions } = mapper.questionCall(news({ toolCallId: 'c1', title: 'Run rm', kind: 'delete' }));
    expect(emissions.map(emissionText)).toContain('> tool_call_done c1 Run rm');
    expect(known.details).toMatchObject({ title: 'Run rm', tool_kind: 'delete' });
    expect(mapper.questionCall(news({ toolCallId: 'c1' })).emissions).toEqual([]);
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

const anyUpdate: fc.Arbitrary<SessionUpdate> = fc.oneof(
  fc.constantFrom('a', 'b', '').map((words) => text(words)),
  fc.constantFrom('m1', 'm2').map((id) => text('c', id)),
  fc.constantFrom('x', '').map(thought),
  fc
    .record({
      sessionUpdate: fc.constantFrom('tool_call' as const, 'tool_call_update' as const),
      toolCallId: fc.constantFrom('t1', 't2', 't3'),
      title: fc.constantFrom('T', 'U'),
      status: fc.constantFrom('pending' as const, 'in_progress' as const, 'completed' as const, 'failed' as const),
    })
    .map((update): SessionUpdate => update),
  fc.constant<SessionUpdate>({ sessionUpdate: 'usage_update', used: 3, size: 9 }),
  fc.constant<SessionUpdate>({ sessionUpdate: 'current_mode_update', currentModeId: 'm' }),
);
const anyEnding = fc.constantFrom<RunEnding>(
  { kind: 'finished' },
  { kind: 'limit-reached' },
  { kind: 'cancelled' },
  { kind: 'paused' },
  { kind: 'failed', code: 'internal', message: 'm' },
);

describe('whatever an agent says, in any order', () => {
  const eventsOf = (emissions: readonly Emission[]) =>
    emissions.flatMap((emission) => (emission.kind === 'event' ? [emission.event] : []));

  it('the events nest, and each opened thing is closed once', () => {
    fc.assert(
      fc.property(fc.array(anyUpdate, { maxLength: 25 }), anyEnding, (updates, ending) => {
        const grammar = new EventGrammar(ending.kind !== 'finished');
        for (const event of eventsOf(play(updates, ending))) grammar.take(event);
        grammar.end();
        expect(grammar.faults).toEqual([]);
      }),
    );
  });

  it('every event and entry can be read', () => {
    fc.assert(
      fc.property(fc.array(anyUpdate, { maxLength: 15 }), anyEnding, (updates, ending) => {
        for (const emission of play(updates, ending)) {
          if (emission.kind === 'entry')
            expect(parseLogEntry(JSON.parse(JSON.stringify(emission.entry))).ok).toBe(true);
          if (emission.kind !== 'event' || UNREAD.has(emission.event.event)) continue;
          expect(parseWireEvent(JSON.stringify(emission.event))).toMatchObject({ ok: true });
        }
      }),
    );
  });
});

/** Plain events that our own clients have no use for. */
const UNREAD = new Set([
  'llm_call_start',
  'llm_call_end',
  'turn_end',
  'thinking_start',
  'tool_call_args_delta',
  'usage',
]);
