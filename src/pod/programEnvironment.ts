// The environment of a Pod's program: the starter's, without what speaks of the starter's own terminal.

/** Their owners would be asked for windows and panes that this program is not in. */
const OF_ANOTHER_TERMINAL = [
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
  'TERM_PROGRAM',
  'TERM_PROGRAM_VERSION',
  'TERM_SESSION_ID',
  'ITERM_SESSION_ID',
  'VTE_VERSION',
  'KITTY_WINDOW_ID',
  'KITTY_PID',
  'KITTY_LISTEN_ON',
  'ALACRITTY_WINDOW_ID',
  'WEZTERM_PANE',
  'KONSOLE_VERSION',
  'WT_SESSION',
  'ZELLIJ',
  'ZELLIJ_SESSION_NAME',
  'ZELLIJ_PANE_ID',
];

/** `PODWATCH_POD` and `PODWATCH_SOCKET` tell a program, and its hooks, in which Pod it runs (design §5). */
export function programEnvironment(
  env: NodeJS.ProcessEnv,
  podName: string,
  socketPath: string,
): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !OF_ANOTHER_TERMINAL.includes(name)) own[name] = value;
  }
  own.TERM = 'xterm-256color';
  own.COLORTERM = 'truecolor';
  own.PODWATCH_POD = podName;
  own.PODWATCH_SOCKET = socketPath;
  return own;
}
