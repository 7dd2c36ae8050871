// macOS: what its tools say (ps, lsof, sysctl). Written after their manuals: nobody has seen it on a real machine yet.
import type { ProcessStat } from './processStat';
import type { System } from './system';

/** What a tool prints; null: it is missing, failed, or took too long. */
export type RunTool = (program: string, args: readonly string[]) => string | null;

const COLUMNS = ['pid', 'ppid', 'pgid', 'tpgid', 'tty', 'state', 'rss', 'time', 'lstart', 'ucomm'];
const FORMAT = COLUMNS.map((column) => `${column}=`).join(',');
const TOOL_TIMEOUT_MS = 2000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** `open` flags: lock the file in the same call, and do not wait for that. */
const O_EXLOCK = 0x20;
const O_NONBLOCK = 0x4;

export const runTool: RunTool = (program, args) => {
  // Loading it takes 2 ms, which every start of a command on another system would pay.
  const { execFileSync }: typeof import('node:child_process') = require('node:child_process');
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
      maxBuffer: MAX_OUTPUT_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: TOOL_TIMEOUT_MS,
    });
  } catch {
    return null;
  }
};

export function macOs(run: RunTool): System {
  const table = () => parsePs(run('ps', ['-axww', '-o', FORMAT]) ?? '');
  return {
    // Alone it would not show whose session it is in.
    processStat: (pid) => table().find((each) => each.pid === pid) ?? null,
    processTable: table,
    commandLine(pid) {
      const words = (run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]) ?? '').trim();
      return words === '' ? null : words.split(' ');
    },
    workingDirectory: (pid) => namesIn(run('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn']))[0] ?? null,
    startedWith(pid, variable, value) {
      const words = run('ps', ['-Eww', '-o', 'command=', '-p', String(pid)]) ?? '';
      return `${words.trim()} `.includes(` ${variable}=${value} `);
    },
    startedAt(startTime) {
      const at = Date.parse(startTime);
      return Number.isNaN(at) ? null : at;
    },
    bootId: () => run('sysctl', ['-n', 'kern.bootsessionuuid'])?.trim() || null,
    pidNamespace: () => null,
    listensOn: (pid, socketPath) => namesIn(run('lsof', ['-a', '-U', '-p', String(pid), '-Fn'])).includes(socketPath),
    inheritedDescriptors: () => [],
    // Its tools tell of none of these.
    lockHolders: () => () => null,
    programFile: () => null,
    openFilesLimit: () => null,
    setOpenFilesLimit: () => {},
    watchLimits: () => null,
    // Names are UTF-8 by rule of its file system.
    startBytes: () => null,
    pipeReader: () => null,
    isAskingDear: true,
    mayHaveSystemd: false,
    maxSocketPath: 103,
    maxArgument: null,
    lockingFlags: O_EXLOCK | O_NONBLOCK,
    maxTerminalLine: 1023,
  };
}

/** One process a line, in `COLUMNS`. ps names no session: its leader is the one on the same terminal with an `s` in its state. */
export function parsePs(text: string): readonly ProcessStat[] {
  const rows = text.split('\n').flatMap((line) => parseRow(line) ?? []);
  const leaders = new Map<string, number>();
  for (const { stat, leads } of rows) if (leads && stat.terminal !== null) leaders.set(stat.terminal, stat.pid);
  return rows.map(({ stat }) => ({ ...stat, session: leaders.get(stat.terminal ?? '') ?? stat.group }));
}

const ROW =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(\S+)\s+(\S+)\s+(\d+)\s+([\d:.]+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/;

function parseRow(line: string): { readonly stat: ProcessStat; readonly leads: boolean } | null {
  const found = ROW.exec(line);
  if (found === null) return null;
  const [, pid, parent, group, terminalGroup, terminal = '', state = '', memory, time = '', started = '', name = ''] =
    found;
  const stat: ProcessStat = {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: Number(group),
    terminal: terminal.startsWith('?') ? null : `/dev/${terminal}`,
    terminalGroup: Number(terminalGroup),
    state: stateOf(state),
    startTime: started.replace(/\s+/g, ' '),
    name: name.trim(),
    cpuSeconds: secondsOf(time),
    memory: Number(memory) * 1024,
  };
  return { stat, leads: state.includes('s') };
}

function stateOf(state: string): ProcessStat['state'] {
  if (state.startsWith('Z')) return 'ended';
  if (state.includes('E')) return 'ending';
  return state.startsWith('T') ? 'stopped' : 'running';
}

/** `1:02:03.45`, `2:03.45`. */
function secondsOf(time: string): number {
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Of lsof's `-Fn`: a line a field, its letter first. */
function namesIn(text: string | null): readonly string[] {
  return (text ?? '').split('\n').flatMap((line) => (line.startsWith('n') ? [line.slice(1)] : []));
}
