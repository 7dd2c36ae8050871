// The prompt for a new Pod by key: what is typed, what starts, and what is said where it does not.
import { fieldText } from '../../../src/dashboard/kit/textField';
import type { Effect } from '../../../src/dashboard/loop/effect';
import { selectedKey } from '../../../src/dashboard/loop/podSelection';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import type { PodFacts } from '../../../src/podList/podFacts';
import { podId } from '../../podList/facts';
import { keyOf, listOf, play, SIZES, scene, terminalPod, textOf } from '../scene';

const grid = (over: Partial<PodFacts>, size = SIZES.usual as { cols: number; rows: number }): DashboardState =>
  scene({ list: listOf(over), size });
const live = (count: number) => Array.from({ length: count }, (_, i) => terminalPod(`p${i}`));
const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });
const done = { kind: 'done' as const, message: null };

describe('a new Pod', () => {
  const open = play(grid({ live: live(1) }), 'n').state;
  const type = (text: string) => [...text].map((char) => (char === ' ' ? 'space' : char));
  const runs = (effects: readonly Effect[]) => effects.filter(({ kind }) => kind === 'run');

  test('a name, a command split without a shell, the directory of the dashboard', () => {
    const { effects, state } = play(
      open,
      ...type('demo'),
      'enter',
      ...type(`sh -c 'echo $HOME; ls *' "a b" c\\ d`),
      'enter',
    );
    expect(runs(effects)).toEqual([
      {
        kind: 'run',
        request: { name: 'demo', holds: 'terminal', argv: ['sh', '-c', 'echo $HOME; ls *', 'a b', 'c d'], cwd: '/w' },
      },
    ]);
    // Nothing is sent twice, nothing is edited under way.
    expect(play(state, 'enter', 'x').effects).toEqual([]);
  });

  test('an agent by the name of a known one, or by its command', () => {
    const kind = play(open, 'g', 'tab', 'tab', 'space').state;
    expect(textOf(kind)).toMatch(/>Kind +agent {2}\(Space: terminal\)/);
    expect(play(kind, 'space', 'left').state.overlay).toMatchObject({ holds: 'agent' });
    expect(play(kind, 'backspace', 'enter').state.overlay).toMatchObject({ holds: 'agent', field: 'command' });
    expect(play(kind, 'tab', 'enter').state.overlay).toMatchObject({ error: expect.stringContaining('which agent') });
    expect(runs(play(kind, 'down', ...type('gemini -m x'), 'enter').effects)).toEqual([
      { kind: 'run', request: { name: 'g', holds: 'agent', argv: ['gemini', '-m', 'x'], cwd: '/w' } },
    ]);
  });

  test('letters are text here, never commands', () => {
    const { state, effects } = play(open, ...type('qxnp?'));
    expect(new Set(effects.map(({ kind }) => kind))).toEqual(new Set(['checkNewPod']));
    expect(state.overlay?.kind === 'prompt' && fieldText(state.overlay.name)).toBe('qxnp?');
  });

  test('a paste goes in whole, as one line', () => {
    const { state } = play(open, { kind: 'paste', text: 'a\nb' });
    expect(state.overlay?.kind === 'prompt' && fieldText(state.overlay.name)).toBe('a b');
  });

  test.each([[['enter', 'enter']], [['tab', 'tab', 'tab', 'enter']]])(
    '%j without a name, where none can be suggested: that it needs one',
    (keys) => {
      const found = { nameFault: null, suggestion: '', directoryFault: null, directories: [] };
      const { state, effects } = play(open, ...keys);
      const asked = { name: '', directory: '/w', command: '' };
      const told = play(state, { report: { kind: 'newPodChecked', asked, found } });
      expect(runs([...effects, ...told.effects])).toEqual([]);
      expect(told.state.overlay).toMatchObject({ kind: 'prompt', error: 'A Pod needs a name.' });
    },
  );

  test.each([
    [['a', 'enter', "'", 'x', 'enter'], "The command has an opening ' without its end."],
    [['a', 'enter', '\\', 'enter'], 'The command ends in a lone backslash.'],
  ])('%j: %s', (keys, error) => {
    const { state, effects } = play(open, ...keys);
    expect(runs(effects)).toEqual([]);
    expect(state.overlay).toMatchObject({ kind: 'prompt', error });
  });

  test('a failure keeps all that was typed and says why; a key takes the error away', () => {
    const sent = play(open, 'a', 'enter', 'b', 'enter').state;
    const outcome = { kind: 'failed' as const, message: 'A Pod named a is live.' };
    const failed = play(sent, { report: { kind: 'runEnded', outcome } }).state;
    expect(failed.overlay).toMatchObject({ error: outcome.message, starting: false, name: { chars: ['a'] } });
    expect(play(failed, 'c').state.overlay).toMatchObject({ error: null, command: { chars: ['b', 'c'] } });
  });

  test('Escape lets it start behind the scenes; a failure is then said in the message line', () => {
    const closed = play(open, 'a', 'enter', 'enter', 'escape').state;
    expect(closed.overlay).toBeNull();
    const outcome = { kind: 'failed' as const, message: 'no' };
    expect(play(closed, { report: { kind: 'runEnded', outcome } }).state.message?.text).toBe('no');
  });

  test('the new Pod is selected as soon as it is there, and no other of its name', () => {
    const sent = play(open, 'a', 'enter', 'enter').state;
    const outcome = { ...done, started: podId('a') };
    const started = play(sent, { report: { kind: 'runEnded', outcome } }).state;
    expect(started.overlay).toBeNull();
    const namesake = { ...terminalPod('a'), id: podId('a', '/elsewhere') };
    const other = play(started, list({ live: [...live(1), namesake] })).state;
    expect(selectedKey(other)).toBe(keyOf('p0'));
    const seen = play(other, list({ live: [...live(1), namesake, terminalPod('a')] })).state;
    expect(selectedKey(seen)).toBe(keyOf('a'));
    const early = play(sent, list({ live: [...live(1), terminalPod('a')] }), {
      report: { kind: 'runEnded', outcome },
    }).state;
    expect(selectedKey(early)).toBe(keyOf('a'));
  });
});
