// The program in whose terminal a process runs, told by the command lines above it: a multiplexer, an editor, SSH, a window.
import path from 'node:path';
import { thisSystem } from '../../system/thisSystem';
import { DTACH_STARTS } from './dtach';

export interface HostProgram {
  /** Untrusted text. */
  readonly words: string;
  /** What shows it in a terminal of the user's; null: it cannot be shown in another one. */
  readonly show: readonly string[] | null;
}

interface Above {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** How its server or master is known, and its session in there; null: this process is none. */
type Reader = (program: string, above: Above) => HostProgram | null;

const READERS: readonly Reader[] = [
  // Its server calls itself so, and answers to its pid.
  (program, { pid }) => (program === 'SCREEN' ? { words: 'screen', show: ['screen', '-x', `${pid}`] } : null),
  (program, { argv }) => {
    const [, option, socket = ''] = argv;
    if (program !== 'zellij' || option !== '--server') return null;
    return { words: `zellij ${path.basename(socket)}`, show: ['zellij', 'attach', path.basename(socket)] };
  },
  (program, { pid, argv }) => {
    const [, how = '', socket = ''] = argv;
    if (program !== 'dtach' || !DTACH_STARTS.has(how)) return null;
    const file = path.resolve(thisSystem.workingDirectory(pid) ?? '/', socket);
    return { words: 'dtach', show: ['dtach', '-a', file] };
  },
  (program) => (/^sshd\b/.test(program) ? { words: 'an SSH login', show: null } : null),
  (program) => (WINDOWS.has(program) ? { words: program, show: null } : null),
];

/** What they hold is seen in their own windows alone. */
const WINDOWS: ReadonlySet<string> = new Set([
  ...['abduco', 'shpool', 'mosh-server'],
  ...['code', 'codium', 'cursor', 'zed', 'nvim', 'vim', 'emacs', 'hx'],
  ...['kitty', 'alacritty', 'wezterm-gui', 'ghostty', 'konsole', 'gnome-terminal-server', 'xterm', 'foot', 'tilix'],
]);

/** The nearest one. @param pids of the processes above, the parent first. */
export function hostProgram(pids: readonly number[]): HostProgram | null {
  for (const pid of pids) {
    const argv = thisSystem.commandLine(pid);
    const program = path.basename(argv?.[0] ?? '');
    if (argv === null || program === '') continue;
    for (const read of READERS) {
      const found = read(program, { pid, argv });
      if (found !== null) return found;
    }
  }
  return null;
}
