// The order of a new Pod and its ready word, across a pipe.
import { type PodOrder, parsePodOrder, parseReadyWord } from '../../src/protocol/podOrder';

const order: PodOrder = {
  home: { data: '/h', runtime: '/h/run' },
  name: 'p',
  kind: 'terminal',
  argv: ['sh', '-c', 'echo "$HOME"; exit'],
  cwd: '/w',
  cols: 80,
  rows: 24,
  restore: null,
};

describe('parsePodOrder', () => {
  it.each<Partial<PodOrder>>([{}, { restore: { sessionId: 's', segmentId: 'g' } }, { argv: ['', '\n', '日'] }])(
    'carries %j whole',
    (more) => {
      const value = { ...order, ...more };
      expect(parsePodOrder(JSON.stringify(value))).toEqual({ ok: true, value });
    },
  );

  it.each([
    [{ argv: [] }, 'argv'],
    [{ cols: 0 }, 'cols'],
    [{ rows: 1001 }, 'rows'],
    [{ kind: 'vm' }, 'kind'],
    [{ restore: { sessionId: 's' } }, 'restore.segmentId'],
    [{ home: '/h' }, 'home'],
  ])('refuses %j and names the field', (wrong, field) => {
    expect(parsePodOrder(JSON.stringify({ ...order, ...wrong }))).toMatchObject({
      ok: false,
      error: expect.stringContaining(field),
    });
  });

  it('refuses a cut order', () => {
    expect(parsePodOrder(JSON.stringify(order).slice(0, -1))).toMatchObject({ ok: false });
    expect(parsePodOrder('')).toMatchObject({ ok: false });
  });
});

describe('parseReadyWord', () => {
  it.each([
    { kind: 'ready', socketPath: '/h/run/p/sock' },
    { kind: 'refused', message: 'There is no such command.', taken: false },
    { kind: 'refused', message: 'The name is taken.', taken: true },
  ])('carries %j', (word) => {
    expect(parseReadyWord(`${JSON.stringify(word)}\n`)).toEqual({ ok: true, value: word });
  });

  it('takes the word of a Pod that does not say whether the name is taken', () => {
    const word = { kind: 'refused', message: 'No.' };
    expect(parseReadyWord(JSON.stringify(word))).toEqual({ ok: true, value: { ...word, taken: false } });
  });

  it.each(['', '{"kind":"ready"}', '{"kind":"refused"}', '{"kind":"later"}', 'ready'])('refuses %j', (text) => {
    expect(parseReadyWord(text)).toMatchObject({ ok: false });
  });
});
