// Opens the dashboard, or the picker alone, on the user's terminal and runs it to its end.

import type { ThemeName } from '../dashboard/kit/theme';
import type { KeyRow } from '../dashboard/loop/keyRow';
import { runDashboard } from '../dashboard/loop/runDashboard';
import { openTerminalScreen } from '../dashboard/widgets/openTerminalScreen';
import type { PodEntry } from '../podList/podList';
import { LentKeeper } from '../terminal/lentKeeper';
import type { TerminalKeeper } from '../terminal/terminalKeeper';
import { dashboardPorts } from './dashboardPorts';
import type { PortsRequest } from './portsRequest';

export interface DashboardRequest extends Omit<PortsRequest, 'left' | 'lent'> {
  /** `picker`: alone (`-r`), ends after one attach. */
  readonly mode: 'grid' | 'picker';
  /** Alone with the conversation of this Pod; ends when it is left. */
  readonly open?: PodEntry;
  /** Of that conversation. */
  readonly isReadOnly?: boolean;
  /** Rows of the picker at most; missing = as many as there is room for. */
  readonly mostRows?: number;
  /** What is typed first chooses among the Pods of the picker. */
  readonly searching?: boolean;
  /** False: no colours of our own (NO_COLOR, --no-color). */
  readonly colour: boolean;
  readonly keymap: readonly KeyRow[];
  readonly theme: ThemeName;
  /** What allows something works only after all of the question was on the screen. */
  readonly readFirst: boolean;
  /** False: the mouse is left to the terminal. */
  readonly mouse: boolean;
  /** See `TerminalScreenOptions`. */
  readonly keeper?: TerminalKeeper;
  /** Shown first, till the next key. */
  readonly warning?: string;
}

/** How it ended; `message` (one sentence, safe) is for the user's own screen, which is back by then. */
export interface DashboardEnd {
  readonly kind: 'done' | 'no-terminal' | 'failed';
  readonly message: string | null;
}

/** Resolves when the user has quit. Signals and crashes end the process from inside, the terminal given back. */
export async function openDashboard(request: DashboardRequest): Promise<DashboardEnd> {
  const {
    input,
    output,
    env,
    colour,
    mode,
    keymap,
    theme,
    mouse,
    readFirst,
    open,
    isReadOnly = false,
    mostRows,
    searching = false,
    warning,
    keeper,
  } = request;
  const lent = new LentKeeper();
  const own = keeper === undefined ? { lent } : { lent, keeper };
  const opened = openTerminalScreen({ input, output, env, colour, mouse, ...own });
  if (opened.kind === 'unavailable') {
    keeper?.given();
    return { kind: 'no-terminal', message: opened.message };
  }
  const { screen } = opened;
  const left = new AbortController();
  try {
    const result = await runDashboard(dashboardPorts({ ...request, left: left.signal, lent }, screen), screen, {
      mode,
      cwd: process.cwd(),
      userHome: env.HOME ?? null,
      ...(mostRows !== undefined && { mostRows }),
      searching,
      colour,
      keymap,
      theme,
      readFirst,
      ...(warning !== undefined && { warning }),
      ...(open !== undefined && { open, isReadOnly }),
    });
    if (result.kind === 'inputEnded') return { kind: 'failed', message: null };
    return { kind: 'done', message: result.kind === 'attached' ? result.message : null };
  } finally {
    left.abort();
    screen.close();
  }
}
