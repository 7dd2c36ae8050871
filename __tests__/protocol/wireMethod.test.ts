// What clients ask: the plain methods, our extensions, and requests that are answered with an error.
import { parseWireMethod } from '../../src/protocol/wireMethod';

const parse = (method: unknown) => parseWireMethod(JSON.stringify(method));

describe('parseWireMethod', () => {
  it('reads a run, with and without an id to answer to', () => {
    const input = [{ kind: 'text', content: 'hello' }];
    expect(parse({ method: 'run', params: { input } })).toEqual({
      ok: true,
      value: { method: 'run', params: { input, request_id: null } },
    });
    expect(parse({ method: 'run', params: { input, request_id: 'r', later: 1 } })).toEqual({
      ok: true,
      value: { method: 'run', params: { input, request_id: 'r' } },
    });
  });

  it.each([
    [{ method: 'notify', params: { message: 'x' } }, { method: 'notify' }],
    [
      { method: 'pod_event', params: { kind: 'errored', pod_name: 'kid', message: 'oops' } },
      { method: 'pod_event', params: {} },
    ],
    [
      { method: 'list_completions', params: { kind: 'file', prefix: 'a' } },
      { method: 'list_completions', params: { kind: 'moods', prefix: '' } },
    ],
  ])('reads %j, and refuses %j', (whole, faulty) => {
    expect(parse(whole)).toEqual({ ok: true, value: whole });
    expect(parse(faulty).ok).toBe(false);
  });

  it.each([
    'cancel',
    'shutdown',
    'resume',
    'pause',
    'compact',
    'list_rewind_targets',
    'rewind_to',
    'list_visible_pods',
    'inspect_pod',
    'attach_or_restore_pod',
    'unwatch_screen',
    'seen',
  ])('knows %s, with or without params', (method) => {
    expect(parse({ method })).toEqual({ ok: true, value: { method } });
    expect(parse({ method, params: { name: 'x' }, later: true })).toEqual({ ok: true, value: { method } });
  });

  it('reads the agent extension', () => {
    expect(parse({ method: 'watch_agent' })).toEqual({
      ok: true,
      value: { method: 'watch_agent', params: { viewing: false } },
    });
    expect(parse({ method: 'watch_agent', params: { viewing: true } })).toMatchObject({
      ok: true,
      value: { params: { viewing: true } },
    });
    const answer = { method: 'answer_permission', params: { id: 'p1', answer: 'allow_once' } };
    expect(parse(answer)).toEqual({ ok: true, value: answer });
    expect(parse({ method: 'answer_permission', params: { id: 'p1', answer: 'yes' } })).toMatchObject({ ok: false });
  });

  it('reads the extensions with their defaults', () => {
    expect(parse({ method: 'attach_terminal', params: { cols: 80, rows: 24 } })).toEqual({
      ok: true,
      value: { method: 'attach_terminal', params: { cols: 80, rows: 24, read_only: false } },
    });
    expect(parse({ method: 'watch_screen', params: {} })).toEqual({
      ok: true,
      value: { method: 'watch_screen', params: { max_fps: 10 } },
    });
  });

  it.each([
    ['an unknown method', '{"method":"self_destruct"}'],
    ['no method', '{}'],
    ['a run without params', '{"method":"run"}'],
    ['a run without input', '{"method":"run","params":{}}'],
    ['a terminal of no size', '{"method":"attach_terminal","params":{"cols":0,"rows":24}}'],
    ['a terminal of half a column', '{"method":"attach_terminal","params":{"cols":80.5,"rows":24}}'],
    ['a terminal beyond the bound', '{"method":"attach_terminal","params":{"cols":80,"rows":1001}}'],
    ['a screen at no rate', '{"method":"watch_screen","params":{"max_fps":0}}'],
    ['a screen at a mad rate', '{"method":"watch_screen","params":{"max_fps":1000}}'],
    ['half a line', '{"method":'],
    ['a list', '[]'],
  ])('answers %s with an error', (_, line) => {
    expect(parseWireMethod(line)).toMatchObject({ ok: false, error: expect.any(String) });
  });
});
