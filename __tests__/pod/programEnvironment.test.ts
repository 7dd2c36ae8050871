// Of the starter's environment a program sees all but what speaks of another terminal or tool.
import { programEnvironment } from '../../src/pod/programEnvironment';

const PLACE = { podName: 'demo', socketPath: '/run/demo/sock', cwd: '/srv/here' };
const OWN = { TERM: 'xterm-256color', COLORTERM: 'truecolor', PODWATCH_POD: 'demo', PODWATCH_SOCKET: '/run/demo/sock' };

test.each([
  'TMUX',
  'STY',
  'ZELLIJ',
  'KITTY_LISTEN_ON',
  'KITTY_PUBLIC_KEY',
  'GNOME_TERMINAL_SCREEN',
  'VSCODE_INJECTION',
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'CODEX_SANDBOX',
  'NVIM',
  'INSIDE_EMACS',
  'GPG_TTY',
  'ANTIGRAVITY_AGENT',
  'TERM_FEATURES',
  'COLUMNS',
  'NOTIFY_SOCKET',
])('%s is gone', (name) => {
  expect(programEnvironment({ [name]: 'x' }, PLACE)).toEqual(OWN);
});

test.each([
  'CLAUDE_CONFIG_DIR',
  'CLAUDE_CODE_USE_BEDROCK',
  'TMUX_TMPDIR',
  'VIMRUNTIME',
  'NODE_OPTIONS',
  'SSH_CONNECTION',
])('%s is a setting, and stays', (name) => {
  expect(programEnvironment({ [name]: 'x' }, PLACE)).toEqual({ ...OWN, [name]: 'x' });
});

test('what an editor has set for itself goes with the sign of that editor', () => {
  const env = { NVIM: '/tmp/sock', VIMRUNTIME: '/opt/nvim/runtime', BROWSER: 'firefox' };
  expect(programEnvironment(env, PLACE)).toEqual({ ...OWN, BROWSER: 'firefox' });
  expect(programEnvironment({ KITTY_WINDOW_ID: '1', TERMINFO: '/opt/kitty/terminfo' }, PLACE)).toEqual(OWN);
  expect(programEnvironment({ TERMINFO: '/home/me/terminfo' }, PLACE).TERMINFO).toBe('/home/me/terminfo');
});

test('PWD names the directory that the program starts in', () => {
  expect(programEnvironment({ PWD: '/elsewhere' }, PLACE).PWD).toBe('/srv/here');
});
