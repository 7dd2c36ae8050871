// The prompt for a new Pod: what it suggests, completes, recalls and says at once, and how a line is run.
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { fieldText } from '../../../src/dashboard/kit/textField';
import { themeFor } from '../../../src/dashboard/kit/theme';
import type { Effect } from '../../../src/dashboard/loop/effect';
import { initialState } from '../../../src/dashboard/loop/initialState';
import { KEYMAP } from '../../../src/dashboard/loop/keymap';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import type { NewPodCheck, NewPodQuestion } from '../../../src/dashboard/prompt/promptState';
import { readableLog, storedPod } from '../../podList/facts';
import { listOf, NOW, play, SIZES, textOf } from '../scene';

const started = (
  name: string,
  at: number,
  argv: readonly string[],
  cwd: string,
  kind: 'terminal' | 'agent' = 'terminal',
) =>
  storedPod(name, {
    metadata: { kind: 'ok', active: { sessionId: 's', segmentId: 'g' }, launch: { kind, argv, cwd } },
    log: readableLog({ updatedAt: at }),
  });
const stored = [
  started('a', 10, ['npm', 'test'], '/home/u/app'),
  started('b', 30, ['/bin/zsh', '-c', 'make | tee log'], '/home/u/lib'),
  started('c', 20, ['npm', 'test'], '/srv/x y'),
  started('d', 5, ['bash'], '/home/u/app'),
  started('e', 40, ['gemini', '--acp'], '/home/u/app', 'agent'),
];
const list = { report: { kind: 'list' as const, list: listOf({ stored }) } };
const closed = play(
  initialState({
    mode: 'grid',
    size: SIZES.usual,
    cwd: '/home/u/src',
    userHome: '/home/u',
    theme: themeFor(true),
    keymap: KEYMAP,
  }),
  list,
).state;
const FREE: NewPodCheck = { nameFault: null, suggestion: 'src-npm', directoryFault: null, directories: [] };
const offers = {
  shell: '/usr/bin/zsh',
  agents: [
    { name: 'claude', how: 'installed' as const },
    { name: 'codex', how: 'fetched' as const },
    { name: 'gemini', how: 'installed' as const },
  ],
};
const open = play(closed, 'n', { report: { kind: 'newPodOffered', offers } });

const asked = (effects: readonly Effect[]): NewPodQuestion | undefined =>
  effects.flatMap((effect) => (effect.kind === 'checkNewPod' ? [effect.asked] : [])).at(-1);
/** The answer to the last question that these keys have asked. */
function answered(state: DashboardState, keys: readonly string[], found: Partial<NewPodCheck>): DashboardState {
  const played = play(state, ...keys);
  const question = asked(played.effects);
  if (question === undefined) throw new Error('nothing was asked');
  return play(played.state, { report: { kind: 'newPodChecked', asked: question, found: { ...FREE, ...found } } }).state;
}
const type = (text: string) => [...text].map((char) => (char === ' ' ? 'space' : char));
const field = (state: DashboardState, name: 'name' | 'directory' | 'command') =>
  state.overlay?.kind === 'prompt' ? fieldText(state.overlay[name]) : null;
const clearing = (state: DashboardState) => play(state, 'C-u').state;
const run = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'run' ? [effect.request] : []));

test('opened, it asks what there is to choose from, and for a name', () => {
  expect(play(closed, 'n').effects).toEqual([
    { kind: 'offerNewPod' },
    { kind: 'checkNewPod', asked: { name: '', directory: '~/src', command: '' } },
  ]);
});

test('the footer says what Enter does: on to the command, and only there it starts', () => {
  const footer = (state: DashboardState) => textOf(state).split('\n').at(-1);
  expect(footer(open.state)).toMatch(/^Enter go on /);
  expect(footer(play(open.state, 'enter').state)).toMatch(/^Enter start /);
});

describe('the name', () => {
  test('left empty it is the suggested one, which stands there', () => {
    const state = answered(open.state, ['enter', ...type('npm')], {});
    expect(textOf(state)).toMatch(/ Name +src-npm /);
    expect(run(play(state, 'enter').effects)).toEqual([
      { name: 'src-npm', holds: 'terminal', argv: ['npm'], cwd: '~/src' },
    ]);
  });

  test('a taken or bad one is said while it is typed, and is not gone on from', () => {
    const nameFault = 'A Pod "a" exists.';
    const state = answered(open.state, ['a'], { nameFault });
    expect(textOf(state)).toContain(nameFault);
    const stays = play(state, 'enter').state;
    expect(stays.overlay).toMatchObject({ field: 'name', error: nameFault });
    const late = answered(play(state, 'tab', 'tab', 'tab').state, ['x'], { nameFault });
    expect(run(play(late, 'enter').effects)).toEqual([]);
    expect(play(late, 'enter').state.overlay).toMatchObject({ field: 'name', error: nameFault });
    // What is typed now has not been looked at yet.
    expect(textOf(play(state, 'b').state)).not.toContain(nameFault);
  });
});

describe('the directory', () => {
  const directory = play(open.state, 'tab').state;

  test('recent ones first, chosen with the arrows and taken with Enter', () => {
    const text = textOf(answered(directory, ['end', 'backspace', 'c'], { directories: ['/home/u/src/below'] }));
    expect(text).toMatch(/~\/lib/);
    const rows = text.split('\n').filter((row) => /~\/(app|lib|src\/below)|\/srv/.test(row));
    expect(rows.map((row) => row.replace(/[║ ]/g, ''))).toEqual(['~/app', '~/lib', '/srv/xy', '~/src/below']);
    const chosen = play(directory, 'down', 'down').state;
    expect(textOf(chosen)).toMatch(/> ~\/lib/);
    expect(field(chosen, 'directory')).toBe('~/src');
    const taken = play(chosen, 'enter');
    expect(field(taken.state, 'directory')).toBe('~/lib');
    expect(asked(taken.effects)?.directory).toBe('~/lib');
    expect(play(taken.state, 'enter').state.overlay).toMatchObject({ field: 'command' });
    expect(play(chosen, 'up', 'up').state.overlay).toMatchObject({ field: 'directory', chosen: null });
  });

  test('Tab completes as far as it goes, one that is left alone with a slash, then the next field', () => {
    const two = answered(clearing(directory), type('/home/u/s'), { directories: ['/home/u/src', '/home/u/srv'] });
    const further = play(two, 'tab').state;
    expect(field(further, 'directory')).toBe('~/sr');
    const one = answered(clearing(directory), type('~/ap'), { directories: ['/home/u/app'] });
    expect(field(play(one, 'tab').state, 'directory')).toBe('~/app/');
    const whole = answered(clearing(directory), type('~/app'), { directories: ['/home/u/app'] });
    expect(play(whole, 'tab').state.overlay).toMatchObject({ field: 'kind' });
    const none = answered(clearing(directory), type('~/app/'), { directories: [] });
    expect(play(none, 'tab').state.overlay).toMatchObject({ field: 'kind' });
  });

  test('what is typed chooses among the recent ones; one that is not there is said at once', () => {
    const state = answered(clearing(directory), type('ap'), { directoryFault: 'The directory ap does not exist.' });
    expect(textOf(state)).toContain('The directory ap does not exist.');
    expect(textOf(state)).toContain('~/app');
    expect(textOf(state)).not.toContain('~/lib');
    expect(play(state, 'enter').state.overlay).toMatchObject({ field: 'directory', error: expect.any(String) });
  });
});

describe('the command', () => {
  const command = play(open.state, 'enter').state;

  test('↑ brings earlier ones, the latest first, each once; ↓ leads back to what was typed', () => {
    const typed = play(command, 'x').state;
    expect(textOf(typed)).toContain('↑ make | tee log  (1 more)');
    expect(field(play(typed, 'up').state, 'command')).toBe('make | tee log');
    expect(field(play(typed, 'up', 'up').state, 'command')).toBe('npm test');
    expect(field(play(typed, 'up', 'up', 'up').state, 'command')).toBe('npm test');
    expect(field(play(typed, 'up', 'up', 'down').state, 'command')).toBe('make | tee log');
    const back = play(typed, 'up', 'down').state;
    expect(back.overlay).toMatchObject({ field: 'command', recalled: null });
    expect(field(back, 'command')).toBe('x');
    expect(play(back, 'down').state.overlay).toMatchObject({ field: 'name' });
  });

  test('with shell syntax it is run by the user’s shell, which is said; without, as it is', () => {
    const plain = play(command, ...type('npm test')).state;
    expect(textOf(plain)).toContain('It runs as it is, without a shell.');
    const piped = play(command, ...type('ls | wc')).state;
    expect(textOf(piped)).toContain('It runs by zsh -c, because of the | in it.');
    const state = answered(command, type('cd x && ls *'), {});
    expect(run(play(state, 'enter').effects)).toMatchObject([{ argv: ['/usr/bin/zsh', '-c', 'cd x && ls *'] }]);
    expect(textOf(command)).toContain('Without a command it runs your shell, zsh.');
  });
});

test('an agent: those that are installed by ↑, those that would be fetched are named', () => {
  const agent = play(open.state, 'g', 'tab', 'tab', 'space', 'tab').state;
  expect(textOf(agent)).toContain('Installed: claude, gemini (↑ chooses).');
  expect(textOf(agent)).toContain('npx would fetch: codex.');
  expect(field(play(agent, 'up').state, 'command')).toBe('claude');
  expect(field(play(agent, 'up', 'up').state, 'command')).toBe('gemini');
  expect(field(play(agent, 'up', 'up', 'up').state, 'command')).toBe('gemini --acp');
  // An agent gets its words as they are.
  expect(run(play(agent, ...type('x $HOME'), 'enter').effects)).toMatchObject([
    { holds: 'agent', argv: ['x', '$HOME'] },
  ]);
});

describe('Enter before a name is suggested', () => {
  const typed = play(open.state, 'enter', ...'htop');
  const pressed = play(typed.state, 'enter');
  const question = asked(typed.effects);
  const told = (state: DashboardState, found: Partial<NewPodCheck>) => {
    if (question === undefined) throw new Error('nothing was asked');
    return play(state, { report: { kind: 'newPodChecked', asked: question, found: { ...FREE, ...found } } });
  };
  const run = (effects: readonly Effect[]) => effects.find(({ kind }) => kind === 'run');

  test('waits for it, and starts then', () => {
    expect(run(pressed.effects)).toBeUndefined();
    expect(run(told(pressed.state, { suggestion: 'src-htop' }).effects)).toMatchObject({
      request: { name: 'src-htop', argv: ['htop'] },
    });
  });

  test('is taken back by what is typed behind it, and says what is wrong where nothing can be suggested', () => {
    expect(run(told(play(pressed.state, 'x', 'backspace').state, {}).effects)).toBeUndefined();
    const failed = told(pressed.state, { suggestion: '', nameFault: 'The store cannot be looked at.' });
    expect(run(failed.effects)).toBeUndefined();
    expect(textOf(failed.state)).toContain('The store cannot be looked at.');
  });
});

test('on a screen of few rows the field that is typed into is the one that is seen, with the cursor in it', () => {
  const { state } = play({ ...open.state, size: { cols: 20, rows: 5 } }, 'tab');
  expect(textOf(state)).toContain('>Directory');
  expect(viewDashboard(state, NOW).cursor).toMatchObject({ y: 2 });
  const last = play(state, 'tab', 'tab').state;
  expect(textOf(last)).toContain('>Command');
  expect(textOf(last)).not.toContain('Name');
  expect(viewDashboard(last, NOW).cursor).toMatchObject({ y: 3 });
});

test('on a screen of few rows what is wrong is seen beside the field, too', () => {
  const small = { ...open.state, size: { cols: 20, rows: 5 } };
  const state = answered(small, ['a'], { nameFault: 'A Pod "a" exists.' });
  expect(textOf(state)).toContain('>Name      a');
  expect(textOf(state)).toContain('A Pod "a" exists.');
});
