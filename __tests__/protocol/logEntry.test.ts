// Session log lines: read leniently, flattened as the format says, written in kinds that every reader knows.
import {
  inputText,
  messageText,
  ownEntry,
  ownFact,
  parseLogEntry,
  parseLogLine,
  segmentStartEntry,
} from '../../src/protocol/logEntry';

const EXAMPLE_LINES = [
  '{"kind":"segment_start","ts":1780121992001,"session_id":"019e7789-fb40-7a10-8c11-5d2a70000001","system_prompt":"Be brief.","config":{"max_tokens":null,"temperature":null,"top_p":null,"top_k":null,"stop_sequences":[],"reasoning":null},"history":[]}',
  '{"kind":"invoke","ts":1780121992002,"trigger":"user_send"}',
  '{"kind":"user_input","ts":1780121992003,"segments":[{"kind":"text","content":"List "},{"kind":"file_ref","path":"src"}]}',
  '{"kind":"system_item","ts":1780121992004,"item":{"kind":"file_attachment","path":"src","body":"[Dir: src]\\nmain.ts"}}',
  '{"kind":"assistant_item","ts":1780121993000,"item":{"kind":"tool_call","call_id":"c1","name":"Bash","arguments":"{\\"command\\":\\"ls src\\"}"}}',
  '{"kind":"tool_result","ts":1780121993400,"item":{"kind":"tool_result","call_id":"c1","summary":"exit 0","content":"main.ts\\n"}}',
  '{"kind":"assistant_item","ts":1780121994000,"item":{"kind":"message","role":"assistant","content":[{"kind":"text","text":"One file: main.ts"}]}}',
  '{"kind":"turn_end","ts":1780121994001,"turn_count":2}',
  '{"kind":"llm_usage","ts":1780121994002,"history_len":2,"input_total_tokens":812,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":31}',
  '{"kind":"run_completed","ts":1780121994003,"interrupted":false,"result":"finished"}',
];

describe('parseLogLine', () => {
  it.each(EXAMPLE_LINES)('reads %s whole', (line) => {
    expect(parseLogLine(line)).toEqual({ ok: true, value: JSON.parse(line) });
  });

  it('reads an unknown kind, and fields nobody knows', () => {
    const entry = { kind: 'from_the_future', ts: 5, x: [1] };
    expect(parseLogEntry(entry)).toEqual({ ok: true, value: entry });
  });

  it.each([
    '',
    '{"kind":"invoke"',
    '[]',
    'null',
    '"x"',
    '{"ts":1}',
    '{"kind":1,"ts":1}',
    '{"kind":"invoke"}',
    '{"kind":"invoke","ts":"1"}',
    '{"kind":"invoke","ts":-1}',
    '{"kind":"invoke","ts":1e400}',
    '{"kind":"invoke","ts":1}{"kind":"invoke","ts":2}',
  ])('refuses %j', (line) => {
    expect(parseLogLine(line)).toMatchObject({ ok: false, error: expect.any(String) });
  });
});

describe('inputText', () => {
  it.each([
    [
      [
        { kind: 'text', content: 'List ' },
        { kind: 'file_ref', path: 'src' },
      ],
      'List @src',
    ],
    [[{ kind: 'paste', id: 1, chars: 3, lines: 1, content: 'abc' }], 'abc'],
    [
      [
        { kind: 'knowledge_ref', slug: 'k' },
        { kind: 'workflow_invoke', slug: 'w' },
      ],
      '#k/w',
    ],
    [[{ kind: 'unknown' }, { kind: 'image', data: 'x' }], '[unknown input segment][unknown input segment]'],
    [[{ kind: 'text' }, 7, null, { kind: 'file_ref', path: 3 }], '[unknown input segment]'.repeat(4)],
    [[], ''],
    [undefined, ''],
    ['text', ''],
  ])('flattens %j', (segments, text) => {
    expect(inputText(segments)).toBe(text);
  });
});

describe('messageText', () => {
  const message = (...content: unknown[]) => ({ kind: 'message', role: 'assistant', content });
  it.each([
    ['a message', message({ kind: 'text', text: 'One' }, { kind: 'text', text: 'Two' }), 'One'],
    ['an empty text part', message({ kind: 'text', text: '' }, { kind: 'text', text: 'Two' }), ''],
    ['a refusal before text', message({ kind: 'refusal', refusal: 'no' }, { kind: 'text', text: 'Two' }), 'Two'],
    ['a refusal alone', message({ kind: 'refusal', refusal: 'no' }), null],
    ['no parts', message(), null],
    ['reasoning', { kind: 'reasoning', text: 'hm' }, null],
    ['a tool call', { kind: 'tool_call', call_id: 'c', name: 'n', arguments: '{}' }, null],
    ['nothing', undefined, null],
  ])('of %s', (_, item, text) => {
    expect(messageText(item)).toBe(text);
  });
});

describe('our own facts', () => {
  it('come back from the entry that was written, and only under their domain', () => {
    const screen = ownEntry('podwatch.screen', { line: 'done', title: null }, 7);
    expect(screen).toEqual({
      kind: 'extension',
      ts: 7,
      domain: 'podwatch.screen',
      payload: { line: 'done', title: null },
    });
    expect(parseLogLine(JSON.stringify(screen))).toEqual({ ok: true, value: screen });
    expect(ownFact('podwatch.screen', screen)).toEqual({ line: 'done', title: null });
    expect(ownFact('podwatch.exit', screen)).toBeNull();
    const exit = ownEntry('podwatch.exit', { code: null, signal: 'SIGKILL' }, 8);
    expect(ownFact('podwatch.exit', exit)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it.each([
    { kind: 'invoke', ts: 1, domain: 'podwatch.exit', payload: { code: 0, signal: null } },
    { kind: 'extension', ts: 1, domain: 'metrics', payload: { code: 0, signal: null } },
    { kind: 'extension', ts: 1, domain: 'podwatch.exit', payload: { code: 'x', signal: null } },
    { kind: 'extension', ts: 1, domain: 'podwatch.exit' },
  ])('are not read from %j', (entry) => {
    expect(ownFact('podwatch.exit', entry)).toBeNull();
  });

  it('start a segment in the shape that a strict reader accepts', () => {
    const entry = segmentStartEntry('019e7789-fb40-7a10-8c11-5d2a70000001', 3);
    expect(entry).toMatchObject({ kind: 'segment_start', ts: 3, system_prompt: null, history: [] });
    expect(Object.keys(entry.config as object)).toEqual(
      expect.arrayContaining(['max_tokens', 'temperature', 'top_p', 'top_k', 'stop_sequences', 'reasoning']),
    );
    expect(parseLogLine(JSON.stringify(entry))).toEqual({ ok: true, value: entry });
  });
});
