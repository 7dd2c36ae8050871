// Tool calls of a turn: their arguments, output and results, nested and told again.
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import { TurnMapper } from '../../../src/pod/agent/turnMapper';
import { emissionText } from './emissionText';
import { heardUpdate } from './heardUpdate';
import { answer, call, callUpdate, hello, news, play, text } from './playedTurn';

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
