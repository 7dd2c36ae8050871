// What an environment says of the terminal or tool that a Pod was started from, and that its program does not run in.

interface OuterMarkers {
  /** Names; one that ends in `*` stands for all that begin so. */
  readonly names: readonly string[];
  /** What goes wrong where a program in a Pod still sees them. */
  readonly why: string;
  /** They are somebody's own settings, except where one of these is set too. */
  readonly onlyWith?: readonly string[];
}

/** The one list, for terminals and agents alike. Settings of the user (`CLAUDE_CONFIG_DIR`, `TMUX_TMPDIR` …) are not in it. */
const OUTER_MARKERS: readonly OuterMarkers[] = [
  {
    names: ['TMUX', 'TMUX_PANE', 'STY', 'WINDOW', 'ZELLIJ', 'ZELLIJ_SESSION_NAME', 'ZELLIJ_PANE_ID', 'BYOBU_TTY'],
    why: 'a multiplexer would be asked for panes that the program is not in, or refuse to start inside itself',
  },
  {
    names: ['DVTM', 'DVTM_WINDOW_ID', 'ABDUCO_SESSION', 'SHPOOL_SESSION_NAME', 'ASCIINEMA_REC', 'ASCIINEMA_SESSION'],
    why: 'session keepers and recorders refuse to start inside themselves',
  },
  {
    names: [
      'WINDOWID',
      'TERM_PROGRAM',
      'TERM_PROGRAM_VERSION',
      'TERM_SESSION_ID',
      'TERM_FEATURES',
      'SHELL_SESSION_ID',
      'JEDITERM_SOURCE',
      'Q_TERM',
      'QTERM_SESSION_ID',
      'TERMINAL_EMULATOR',
      'LC_TERMINAL',
      'LC_TERMINAL_VERSION',
      'COLORFGBG',
      'ITERM_*',
      'VTE_VERSION',
      'GNOME_TERMINAL_*',
      'TILIX_ID',
      'TERMINATOR_UUID',
      'XTERM_*',
      'KITTY_*',
      'ALACRITTY_*',
      'WEZTERM_*',
      'KONSOLE_*',
      'GHOSTTY_*',
      'WARP_*',
      'WT_SESSION',
      'WT_PROFILE_ID',
    ],
    why: 'they name the window and the abilities of one terminal; the Pod is shown in many, one after another',
  },
  {
    names: ['TERMINFO'],
    why: 'a terminal has pointed it at its own files, which may go with it',
    onlyWith: ['KITTY_WINDOW_ID', 'GHOSTTY_RESOURCES_DIR', 'WEZTERM_PANE', 'ALACRITTY_WINDOW_ID'],
  },
  {
    names: ['TERMCAP', 'COLUMNS', 'LINES'],
    why: 'they describe a terminal of another kind and size, and win over the one that is there',
  },
  {
    names: ['GPG_TTY', 'SSH_TTY', 'DEBUGINFOD_TTY'],
    why: 'questions would be asked, and copies be sent, on a terminal that may be closed',
  },
  {
    names: [
      'CLAUDECODE',
      'CLAUDE_CODE',
      'CLAUDE_CODE_ENTRYPOINT',
      'CLAUDE_CODE_EXECPATH',
      'CLAUDE_CODE_IS_COWORK',
      'CLAUDE_CODE_SESSION_ID',
      'CLAUDE_CODE_SSE_PORT',
      'CLAUDE_ENV_FILE',
      'CLAUDE_PROJECT_DIR',
      'CODEX_CI',
      'CODEX_SANDBOX',
      'CODEX_SANDBOX_NETWORK_DISABLED',
      'CODEX_THREAD_ID',
      'GEMINI_CLI',
      'QWEN_CODE',
      'OPENCODE',
      'OPENCODE_CLIENT',
      'CRUSH',
      'CURSOR_AGENT',
      'CLINE_ACTIVE',
      'GOOSE_TERMINAL',
      'ANTIGRAVITY_AGENT',
      'AUGMENT_AGENT',
      'AI_AGENT',
    ],
    why: 'an agent refuses to start, or speaks to the wrong editor, where it believes to run inside an agent',
  },
  {
    names: ['NVIM', 'NVIM_LISTEN_ADDRESS', 'VIM_TERMINAL', 'VIM_SERVERNAME', 'INSIDE_EMACS', 'EMACS', 'ZED_TERM'],
    why: 'editors open files in the window of another, shells switch their line editing off',
  },
  {
    names: ['VIM', 'VIMRUNTIME', 'MYVIMRC', 'NVIM_LOG_FILE'],
    why: 'an editor sets them for itself, and another version of it would load the wrong files',
    onlyWith: ['NVIM', 'VIM_TERMINAL'],
  },
  {
    names: ['VSCODE_*', 'CURSOR_TRACE_ID', 'CURSOR_EXTENSION_HOST_ROLE', '__INTELLIJ_COMMAND_HISTFILE__'],
    why: 'they lead to sockets of an editor window that is closed while the Pod goes on',
  },
  {
    names: ['GIT_ASKPASS', 'BROWSER', 'ELECTRON_RUN_AS_NODE'],
    why: 'the editor has pointed them at scripts that speak to its window',
    onlyWith: ['VSCODE_GIT_IPC_HANDLE', 'VSCODE_IPC_HOOK_CLI', 'VSCODE_PID'],
  },
  {
    names: ['RANGER_LEVEL', 'NNNLVL', 'MC_SID', 'MC_TMPDIR', 'LF_LEVEL'],
    why: 'file managers count themselves, and refuse or warn to run inside themselves',
  },
  {
    names: ['NOTIFY_SOCKET', 'WATCHDOG_PID', 'WATCHDOG_USEC', 'LISTEN_FDS', 'LISTEN_FDNAMES', 'LISTEN_PID'],
    why: 'they make a program speak for the service that it was started from, over descriptors that it does not have',
  },
  {
    names: ['INVOCATION_ID', 'JOURNAL_STREAM'],
    why: 'programs write to the journal of a service in place of their terminal',
  },
];

/** The names in `env` that its program must not see. */
export function outerMarkers(env: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { names, onlyWith } of OUTER_MARKERS) {
    if (onlyWith && !onlyWith.some((name) => env[name] !== undefined)) continue;
    for (const pattern of names) {
      if (!pattern.endsWith('*')) found.add(pattern);
      else for (const name of Object.keys(env)) if (name.startsWith(pattern.slice(0, -1))) found.add(name);
    }
  }
  return found;
}
