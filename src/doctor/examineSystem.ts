// What the system allows, and what the user's terminal can do.
import { isOnPath } from '../places/multiplexers/runProgram';
import { thisSystem } from '../system/thisSystem';
import { type Finding, finding } from './finding';

/** Below this a list looks at its Pods in turns. */
const FEW_FILES = 1024;
/** Of the dashboard, a Pod: its directory and that of its session. */
const WATCHES_A_POD = 3;
const FEW_INSTANCES = 64;

/** `pods`: how many there are. */
export function examineLimits(pods: number, env: NodeJS.ProcessEnv): readonly Finding[] {
  const found: Finding[] = [];
  const files = thisSystem.openFilesLimit(process.pid)?.soft ?? null;
  if (files !== null && files < FEW_FILES) {
    const message = `podwatch may open ${files} files at a time: of many Pods some are looked at in turns.`;
    found.push(finding('warning', 'limits', message, `Allow it more: ulimit -n ${FEW_FILES}`));
  }
  const { files: watches = null, programs: instances = null } = thisSystem.watchLimits() ?? {};
  if (watches !== null && watches < pods * WATCHES_A_POD) {
    const message = `The system allows ${watches} file watches, and ${pods} Pods want about ${pods * WATCHES_A_POD}: lists would follow late.`;
    found.push(finding('warning', 'limits', message, 'Allow more: sysctl fs.inotify.max_user_watches=524288'));
  }
  if (instances !== null && instances < FEW_INSTANCES) {
    const message = `The system allows ${instances} processes that watch files.`;
    found.push(finding('warning', 'limits', message, 'Allow more: sysctl fs.inotify.max_user_instances=512'));
  }
  if (thisSystem.lockingFlags === null && !isOnPath('flock', env)) {
    const message = 'The program flock is missing: the registry cannot be locked, and no Pod can start.';
    found.push(finding('problem', 'limits', message, 'Install util-linux.'));
  }
  return found;
}

export interface ExaminedTerminal {
  /** It is known to show 24 bits, by its name or by what it says. */
  readonly hasAllColours: boolean;
}

/** Null: there is none. */
export function examineTerminal(env: NodeJS.ProcessEnv, terminal: ExaminedTerminal | null): readonly Finding[] {
  if (terminal === null) return [finding('note', 'terminal', 'There is no terminal here to look at.')];
  const { TERM = '', TMUX = '' } = env;
  const found: Finding[] = [];
  if (TERM === '' || TERM === 'dumb') {
    const message = `TERM is "${TERM}": the dashboard cannot be shown.`;
    found.push(finding('problem', 'terminal', message, 'Set it to what your terminal is, e.g. xterm-256color.'));
  }
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (!/utf-?8/i.test(locale)) {
    const message = `The locale is "${locale}": programs in Pods may write no UTF-8.`;
    found.push(finding('warning', 'terminal', message, 'Set LANG, e.g. to C.UTF-8.'));
  }
  if (!terminal.hasAllColours) {
    found.push(
      finding(
        'note',
        'terminal',
        'COLORTERM does not say truecolor.',
        'The dashboard uses the colours that TERM promises. Where the terminal shows all, say it: COLORTERM=truecolor',
      ),
    );
  }
  if (TMUX !== '') {
    const advice = 'Let it through: tmux set -g set-clipboard on; tmux set -g allow-passthrough on';
    found.push(
      finding('note', 'terminal', 'In tmux, copying and notifications of Pods pass only where tmux lets them.', advice),
    );
  }
  return found;
}
