// Entries of a log and events of a live Pod fold into the same conversation.
import { applyEntry, applyEvent, conversationOfEntries, PodConversation } from '../../src/streams/podConversation';
import { blocksOf, call, say, snapshotOf, told, wire, wordsOf } from './conversationFixtures';
import { userInput } from './streamFixtures';

/** The examples of the formats, one entry of each kind. */
const LOG: readonly object[] = [
  {
    kind: 'segment_start',
    ts: 1780121992001,
    session_id: 's',
    system_prompt: 'Be brief.',
    config: { stop_sequences: [] },
    history: [],
  },
  { kind: 'invoke', ts: 1780121992002, trigger: 'user_send' },
  {
    kind: 'user_input',
    ts: 1780121992003,
    segments: [
      { kind: 'text', content: 'List ' },
      { kind: 'file_ref', path: 'src' },
    ],
  },
  {
    kind: 'system_item',
    ts: 1780121992004,
    item: { kind: 'file_attachment', path: 'src', body: '[Dir: src]\nmain.ts' },
  },
  {
    kind: 'assistant_item',
    ts: 1780121993000,
    item: { kind: 'tool_call', call_id: 'c1', name: 'Bash', arguments: '{"command":"ls src"}' },
  },
  {
    kind: 'tool_result',
    ts: 1780121993400,
    item: { kind: 'tool_result', call_id: 'c1', summary: 'exit 0', content: 'main.ts\n' },
  },
  {
    kind: 'assistant_item',
    ts: 1780121994000,
    item: { kind: 'message', role: 'assistant', content: [{ kind: 'text', text: 'One file: main.ts' }] },
  },
  { kind: 'turn_end', ts: 1780121994001, turn_count: 2 },
  {
    kind: 'llm_usage',
    ts: 1780121994002,
    history_len: 2,
    input_total_tokens: 812,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 31,
  },
  { kind: 'run_completed', ts: 1780121994003, interrupted: false, result: 'finished' },
];

const LIVE: readonly [string, unknown?][] = [
  [
    'user_message',
    {
      segments: [
        { kind: 'text', content: 'List ' },
        { kind: 'file_ref', path: 'src' },
      ],
    },
  ],
  ['status', { status: 'running' }],
  ['segment_rotated', { entry: LOG[0] }],
  ['invoke_start', { kind: 'user_send' }],
  ['system_item', { item: { kind: 'file_attachment', path: 'src', body: '[Dir: src]\nmain.ts' } }],
  ['turn_start', { turn: 0 }],
  ['tool_call_start', { id: 'c1', name: 'Bash' }],
  ['tool_call_done', { id: 'c1', name: 'Bash', arguments: '{"command":"ls src"}' }],
  ['tool_result', { id: 'c1', summary: 'exit 0', output: 'main.ts\n', is_error: false }],
  ['text_delta', { text: 'One file' }],
  ['text_delta', { text: ': main' }],
  ['text_done', { text: 'One file: main.ts' }],
  ['usage', { input_tokens: 812, output_tokens: 31 }],
  ['run_end', { result: 'finished' }],
  ['status', { status: 'idle' }],
];

describe('the fold', () => {
  test('a log and the events that stand for it tell the same', () => {
    const logged = conversationOfEntries(LOG);
    expect(wordsOf(logged)).toEqual([
      'user List @src',
      'system @src: [Dir: src]\nmain.ts',
      'tool Bash completed exit 0',
      'assistant One file: main.ts',
      'turn finished',
    ]);
    expect(logged.usage).toEqual({ used: 812, output: 31, size: null, cost: null });
    const live = told(...LIVE);
    expect(blocksOf(live)).toEqual(blocksOf(logged));
    expect(live.usage).toEqual(logged.usage);
  });

  test('blocks that did not change keep their identity', () => {
    const before = told(...LIVE);
    const after = applyEvent(applyEvent(before, wire(...say('more'))), wire('text_delta', { text: 'x' }));
    blocksOf(before).forEach((block, index) => {
      expect(after.blocks.at(index)).toBe(block);
    });
    expect(before.blocks.length).toBe(5);
  });

  test.each<[string, [string, unknown?][], string[]]>([
    [
      'a rotation to an empty segment keeps the first line',
      [say('hello'), ['segment_rotated', { entry: { kind: 'segment_start', ts: 1, history: [] } }]],
      ['user hello'],
    ],
    [
      'a compaction keeps what was said',
      [
        say('hello'),
        [
          'segment_rotated',
          {
            entry: {
              kind: 'segment_start',
              ts: 1,
              history: [{ kind: 'message', role: 'system', content: [{ kind: 'text', text: 's' }] }],
            },
          },
        ],
      ],
      ['user hello', 'notice The conversation goes on in a new segment.'],
    ],
    [
      'pieces grow, and the whole takes their place',
      [
        ['thinking_delta', { text: 'hm' }],
        ['thinking_done', { text: '' }],
        ['text_delta', { text: 'Hel' }],
        ['text_delta', { text: 'lo' }],
      ],
      ['thinking hm', 'assistant… Hello'],
    ],
    [
      'blocks of nothing but blanks are none',
      [['text_delta', { text: '\n' }], ['text_done', { text: '\n' }], ['thinking_done', { text: '' }], say(' ')],
      [],
    ],
    [
      'results find their call by id, whatever their order',
      [
        ...call('a', 'Read'),
        ...call('b', 'Bash'),
        ['tool_result', { id: 'b', summary: 'exit 1', is_error: true }],
        ['tool_result', { id: 'a', summary: 'ok' }],
        ['tool_result', { id: 'nobody', summary: 'lost' }],
      ],
      ['tool Read completed ok', 'tool Bash failed exit 1', 'tool nobody completed lost'],
    ],
    [
      'an id that comes again is another call',
      [
        ...call('a', 'Read'),
        ['tool_result', { id: 'a', summary: '1' }],
        ...call('a', 'Read'),
        ['tool_result', { id: 'a', summary: '2' }],
      ],
      ['tool Read completed 1', 'tool Read completed 2'],
    ],
    [
      'a call whose arguments are still coming is pending, behind what is whole',
      [['tool_call_start', { id: 'a', name: 'Edit' }], ...call('b', 'Read')],
      ['tool Read running', 'tool Edit pending'],
    ],
    [
      'a cancel is no failure, keeps the words and ends open calls',
      [
        say('go'),
        ...call('a', 'Bash'),
        ['text_delta', { text: 'half' }],
        ['error', { code: 'internal', message: 'Cancelled' }],
        ['status', { status: 'idle' }],
        ['text_delta', { text: 'new' }],
      ],
      ['user go', 'tool Bash failed', 'assistant half', 'turn cancelled', 'assistant… new'],
    ],
    [
      'a failure says why; the answer to a method that was refused is no part of the conversation',
      [
        say('go'),
        ['error', { code: 'already_running', message: 'busy' }],
        ['error', { code: 'provider_error', message: 'rate limit' }],
      ],
      ['user go', 'error rate limit'],
    ],
    [
      'a pause keeps its calls open for the resume',
      [
        say('go'),
        ...call('a', 'Bash'),
        ['run_end', { result: 'paused' }],
        ['status', { status: 'paused' }],
        ['tool_result', { id: 'a', summary: 'late' }],
      ],
      ['user go', 'tool Bash completed late', 'turn paused'],
    ],
    [
      'a run that begins by itself ends like others',
      [
        ['invoke_start', { kind: 'notify' }],
        ['text_done', { text: 'hi' }],
        ['run_end', { result: 'limit_reached' }],
      ],
      ['assistant hi', 'turn limit'],
    ],
    [
      'alerts and retries stand where they come',
      [
        ['alert', { level: 'error', message: 'no' }],
        ['llm_retry', { failed_attempt: 1, max_attempts: 5, wait_ms: 2500, error: '529' }],
      ],
      ['notice no', 'notice The model did not answer (attempt 1 of 5), next try in 3 s: 529'],
    ],
  ])('%s', (_, events, expected) => {
    expect(wordsOf(told(...events))).toEqual(expected);
  });

  test('rubbish and entries from the future change nothing', () => {
    const before = conversationOfEntries(LOG);
    for (const entry of [null, 'x', 7, {}, { kind: 'user_input' }, { kind: 'dream', ts: 1 }]) {
      expect(applyEntry(before, entry)).toBe(before);
    }
  });
});

describe('a connection', () => {
  test('alerts that come before the snapshot stand where they were said', () => {
    const pod = new PodConversation();
    expect(pod.apply(wire('alert', { level: 'warn', message: 'second', timestamp_ms: 25 }))).toBe(false);
    pod.apply(wire('alert', { level: 'warn', message: 'no time' }));
    pod.apply(snapshotOf([userInput(10, 'one'), userInput(20, 'two'), userInput(30, 'three')]));
    pod.apply(wire('alert', { level: 'warn', message: 'live', timestamp_ms: 1 }));
    expect(wordsOf(pod.conversation)).toEqual([
      'user one',
      'user two',
      'notice second',
      'user three',
      'notice no time',
      'notice live',
    ]);
  });

  test('what has begun is seen whole and once', () => {
    const pod = new PodConversation();
    pod.apply(
      snapshotOf([userInput(1, 'count')], {
        status: 'running',
        in_flight: { block: { kind: 'text', text: 'One, ' }, tool_calls: [{ id: 'a', name: 'Bash' }] },
      }),
    );
    pod.apply(wire('text_delta', { text: 'two' }));
    expect(wordsOf(pod.conversation)).toEqual(['user count', 'assistant… One, two', 'tool Bash pending']);
    pod.apply(wire('text_done', { text: 'One, two' }));
    pod.apply(wire('tool_call_done', { id: 'a', name: 'Bash', arguments: '{}' }));
    expect(wordsOf(pod.conversation)).toEqual(['user count', 'assistant One, two', 'tool Bash running']);
  });

  test('a Pod that was killed in the middle of a call and restored has no running call', () => {
    const pod = new PodConversation();
    const item = { kind: 'tool_call', call_id: 'c1', name: 'Bash', arguments: '{}' };
    pod.apply(snapshotOf([userInput(1, 'go'), { kind: 'assistant_item', ts: 2, item }]));
    expect(wordsOf(pod.conversation)).toEqual(['user go', 'tool Bash failed']);
  });

  test('the size of the context window comes with the greeting', () => {
    const pod = new PodConversation();
    pod.apply(snapshotOf([], { greeting: { pod_name: 'a', cwd: '/', context_window: 200000 } }));
    expect(pod.conversation.usage.size).toBe(200000);
  });
});
