// What Pods say: the format's examples, old and new Pods, and whatever must not break the reader.
import fc from 'fast-check';
import * as v from 'valibot';
import { isScreenUpdate } from '../../src/protocol/isScreenUpdate';
import { screenUpdateSchema } from '../../src/protocol/screenUpdate';
import { parseWireEvent, parseWithoutEntries } from '../../src/protocol/wireEvent';

const parse = (event: unknown) => parseWireEvent(JSON.stringify(event));
const ok = (value: unknown) => ({ ok: true, value });

const said = { since: null, reason: null, title: null, attention: null };
const toolDetails = {
  title: 'Edit a.txt',
  tool_kind: 'edit',
  locations: ['/w/a.txt'],
  diffs: [{ path: '/w/a.txt', old_text: null, new_text: 'new' }],
};
const permissionRequest = {
  id: 'p1',
  tool_call_id: 'c',
  ...toolDetails,
  arguments: '{}',
  answers: ['allow_once', 'reject'],
  since: 1780121990000,
};
const greeting = {
  pod_name: 'demo',
  cwd: '/w/demo',
  provider: 'anthropic',
  model: 'fake-1',
  scope_summary: 'Readable:\n  - /w/demo',
  tools: ['Bash', 'Read'],
  context_window: 200000,
  context_tokens: 0,
};

describe('snapshot', () => {
  it('reads the example of the format', () => {
    const parsed = parse({ event: 'snapshot', data: { entries: [], greeting, status: 'idle' } });
    expect(parsed).toEqual(
      ok({
        event: 'snapshot',
        data: { entries: [], greeting: { ...greeting, extensions: [] }, status: 'idle', in_flight: null, ...said },
      }),
    );
  });

  it.each([
    ['is missing (an old Pod)', {}, 'idle'],
    ['is null', { status: null }, null],
    ['is a word of the future', { status: 'dreaming' }, null],
    ['is no word', { status: 3 }, null],
    ['is running', { status: 'running' }, 'running'],
  ])('status where it %s', (_, more, status) => {
    expect(parse({ event: 'snapshot', data: { entries: [], greeting, ...more } })).toMatchObject(
      ok({ data: { status } }),
    );
  });

  it('keeps what our own Pods add', () => {
    const ours = { since: 5, reason: 'output', title: 'vim', status: 'running', entries: [{ kind: 'x', ts: 1 }] };
    const parsed = parse({
      event: 'snapshot',
      data: { ...ours, greeting: { ...greeting, extensions: ['terminal', 'screen'] } },
    });
    expect(parsed).toMatchObject(ok({ data: { ...ours, greeting: { extensions: ['terminal', 'screen'] } } }));
  });

  it.each([
    ['missing', undefined, { pod_name: '', cwd: null, model: null, extensions: [] }],
    ['no object', 'hi', { pod_name: '', cwd: null, model: null, extensions: [] }],
    [
      'wrong in every field',
      { pod_name: 1, cwd: 2, model: 3, extensions: 'terminal' },
      { pod_name: '', cwd: null, model: null, extensions: [] },
    ],
  ])('reads a greeting that is %s', (_, wrong, read) => {
    expect(parse({ event: 'snapshot', data: { entries: [], greeting: wrong, status: 'idle' } })).toMatchObject(
      ok({ data: { greeting: read, status: 'idle' } }),
    );
  });

  it('says what an agent Pod is in the middle of, and why its user is needed', () => {
    const in_flight = { block: { kind: 'text', text: 'half a wor' }, tool_calls: [{ id: 'c', name: 'Bash' }] };
    const attention = { kind: 'permission', message: 'Edit a.txt', permissions: 1, since: 5 };
    expect(parse({ event: 'snapshot', data: { entries: [], greeting, in_flight, attention } })).toMatchObject(
      ok({ data: { in_flight, attention } }),
    );
    expect(
      parse({ event: 'snapshot', data: { entries: [], greeting, in_flight: [], attention: 'now' } }),
    ).toMatchObject(ok({ data: { in_flight: null, attention: null } }));
  });

  it.each([
    [{ kind: 'bell', message: 'ding', permissions: 0, since: 5 }, 'bell', 'ding', 0, 5],
    [{ kind: 'finished' }, 'finished', '', 0, 0],
    [{ kind: 'from the future', message: 'hm', since: 5, more: 1 }, 'notification', 'hm', 0, 5],
    [{ message: 7, permissions: 'two' }, 'notification', '', 0, 0],
  ])('reads the attention %j', (attention, kind, message, permissions, since) => {
    expect(parse({ event: 'status', data: { status: 'idle', attention } })).toMatchObject(
      ok({ data: { attention: { kind, message, permissions, since } } }),
    );
  });

  it('without entries is not a snapshot', () => {
    expect(parse({ event: 'snapshot', data: { greeting } })).toMatchObject({ ok: false });
  });
});

describe('events', () => {
  it.each([
    { event: 'user_message', data: { segments: [{ kind: 'text', content: 'hello' }], request_id: null } },
    { event: 'user_message', data: { segments: [], request_id: 'r1' } },
    { event: 'text_delta', data: { text: '日' } },
    { event: 'text_done', data: { text: '' } },
    { event: 'thinking_delta', data: { text: 'a' } },
    { event: 'thinking_done', data: { text: '' } },
    { event: 'tool_call_start', data: { id: 'c', name: 'Bash' } },
    { event: 'tool_call_done', data: { id: 'c', name: 'Bash', arguments: '{"a":1}' } },
    { event: 'tool_result', data: { id: 'c', summary: 'exit 0', is_error: false } },
    { event: 'tool_result', data: { id: 'c', summary: 's', output: 'o', is_error: true, details: toolDetails } },
    { event: 'permission_request', data: permissionRequest },
    {
      event: 'permission_answered',
      data: { id: 'p1', tool_call_id: 'c', answer: 'cancelled', by: 'cancel' },
    },
    { event: 'agent_plan', data: { entries: [{ content: 'look', status: 'pending', priority: 'high' }] } },
    { event: 'agent_usage', data: { used: 10, size: 100, cost: { amount: 0.1, currency: 'USD' } } },
    { event: 'error', data: { code: 'already_running', message: 'm', request_id: null } },
    { event: 'alert', data: { level: 'warn', source: 'pod', message: 'file ref', timestamp_ms: 1780121990000 } },
    { event: 'invoke_start', data: { kind: 'user_send' } },
    { event: 'turn_start', data: { turn: 1 } },
    { event: 'run_end', data: { result: 'rolled_back' } },
    { event: 'segment_rotated', data: { entry: { kind: 'segment_start', ts: 1 } } },
    { event: 'system_item', data: { item: { kind: 'interrupt', body: 'x' } } },
    { event: 'shutdown' },
    { event: 'terminal_attached', data: { cols: 80, rows: 24 } },
  ])('reads %j', (event) => {
    expect(parse(event)).toMatchObject(ok(event));
  });

  it('reads a status push, short or with its reason', () => {
    expect(parse({ event: 'status', data: { status: 'running' } })).toEqual(
      ok({ event: 'status', data: { status: 'running', ...said } }),
    );
    expect(
      parse({ event: 'status', data: { status: 'idle', since: 9, reason: 'quiet', title: 't', more: 1 } }),
    ).toEqual(ok({ event: 'status', data: { ...said, status: 'idle', since: 9, reason: 'quiet', title: 't' } }));
  });

  it('keeps a status of the future apart from idle', () => {
    expect(parse({ event: 'status', data: { status: 'compacting' } })).toMatchObject(ok({ data: { status: null } }));
  });

  const screen = {
    cols: 4,
    rows: 2,
    cursor: [0, 1],
    title: null,
    output_bytes: 10,
    full: true,
    lines: [
      [
        0,
        [
          ['日', -1, 0x1ff0000, 1, 2],
          ['a', 2, -1, 0, 1],
        ],
      ],
    ],
  };
  it('reads a screen update', () => {
    expect(parse({ event: 'screen', data: screen })).toEqual(ok({ event: 'screen', data: screen }));
    expect(parse({ event: 'screen', data: { ...screen, cursor: null } })).toMatchObject({ ok: true });
  });

  it.each([
    ['a run of width 3', { lines: [[0, [['x', -1, -1, 0, 3]]]] }],
    ['a negative row', { lines: [[-1, []]] }],
    ['no columns', { cols: 0 }],
    ['a screen without end', { rows: 100_000 }],
  ])('refuses a screen with %s', (_, wrong) => {
    expect(parse({ event: 'screen', data: { ...screen, ...wrong } })).toMatchObject({ ok: false });
  });

  it.each([
    ['an unknown event', '{"event":"peer_joined","data":{}}'],
    ['an event without its data', '{"event":"text_delta"}'],
    ['no event name', '{"data":{}}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['half a line', '{"event":"sta'],
    ['a name from Object.prototype', '{"event":"constructor"}'],
  ])('answers %s with an error, without throwing', (_, line) => {
    expect(parseWireEvent(line)).toMatchObject({ ok: false, error: expect.any(String) });
  });
});

it('a screen that is read without the schema is what the schema reads', () => {
  const odd = fc.constantFrom<unknown>(null, undefined, -1, 0, 1.5, 1001, 'x', true, [], [0], [0, 1, 2], {});
  const mostly = <T>(usual: T) => fc.oneof({ weight: 9, arbitrary: fc.constant<unknown>(usual) }, odd);
  const run = fc.tuple(mostly('text'), mostly(-1), mostly(3), mostly(0), mostly(1));
  const runs = fc.array(fc.oneof({ weight: 9, arbitrary: run }, fc.constant(['x', 1, 1, 1, 2, 'https://a']), odd));
  const update = fc.record({
    cols: mostly(80),
    rows: mostly(24),
    cursor: mostly([0, 1]),
    title: mostly('title'),
    output_bytes: mostly(7),
    full: mostly(false),
    scrolled: fc.oneof({ weight: 5, arbitrary: fc.constantFrom<unknown>(undefined, 2) }, odd),
    lines: fc.array(fc.tuple(mostly(3), runs), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(update, (data) => {
      if (isScreenUpdate(data)) expect(v.parse(screenUpdateSchema, data)).toEqual(data);
    }),
    { numRuns: 500 },
  );
});

describe('without entries', () => {
  const line = (entries: readonly unknown[], more: object = {}) =>
    JSON.stringify({ event: 'snapshot', data: { entries, greeting, status: 'idle', ...more } });
  const read = (text: string) => {
    const parsed = parseWithoutEntries(text);
    return parsed.ok && parsed.value.event === 'snapshot' ? parsed.value.data : null;
  };

  it('a snapshot says all but them, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.json().map((text): unknown => JSON.parse(text))), (entries) => {
        const whole = parseWireEvent(line(entries));
        const data = whole.ok && whole.value.event === 'snapshot' ? whole.value.data : null;
        expect(read(line(entries))).toEqual({ ...data, entries: [] });
      }),
    );
  });

  it.each([
    ['in an entry', [{ a: [1], greeting: { pod_name: 'other' } }], {}],
    ['in a text', [{ text: '],"greeting":{"pod_name":"other"' }], {}],
  ])('what looks like its greeting %s is none', (_, entries, more) => {
    expect(read(line(entries, more))?.greeting.pod_name).toBe('demo');
  });

  it('behind the greeting: all is read', () => {
    const deep = { deep: { list: [1], greeting: { pod_name: 'other' } } };
    expect(read(line([1], { in_flight: deep }))?.greeting.pod_name).toBe('demo');
  });

  it('another event, or another order, is read as it is', () => {
    expect(parseWithoutEntries('{"event":"status","data":{"status":"idle"}}').ok).toBe(true);
    expect(
      read(JSON.stringify({ data: { greeting, entries: [1], status: 'idle' }, event: 'snapshot' }))?.entries,
    ).toEqual([1]);
  });
});
