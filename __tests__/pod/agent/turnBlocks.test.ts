// Text and thought of a turn: which chunks are one block, over calls and messages.
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import { TurnMapper } from '../../../src/pod/agent/turnMapper';
import { heardUpdate } from './heardUpdate';
import { answer, call, callUpdate, hello, news, text, thought } from './playedTurn';

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
