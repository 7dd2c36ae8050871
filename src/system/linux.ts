// Linux: what /proc says.
import { readFileSync, readlinkSync } from 'node:fs';
import { linuxLockHolders } from './linuxLockHolders';
import { linuxPipeReader } from './linuxPipeReader';
import { parseOpenFilesLimit } from './parseOpenFilesLimit';
import type { ProcessStat } from './processStat';
import { linkOf, numberIn, numbersIn, textOf } from './procFiles';
import type { StartBytes, System } from './system';

/** Clock ticks a second in what /proc says: fixed for user space. */
const TICKS = 100;
const PAGE_BYTES = 4096;
/** Bound of the tool that sets the limit, ms. */
const LIMIT_TIMEOUT_MS = 2000;
/** Among the kernel's flags of a process. */
const PF_EXITING = 0x4;
/** In octal, as /proc prints it. */
const O_CLOEXEC = 0o2000000;

export const linux: System = {
  processStat,
  processTable: () => numbersIn('/proc').flatMap((pid) => processStat(pid) ?? []),
  commandLine(pid) {
    const words = textOf(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1) ?? [];
    return words.length === 0 ? null : words;
  },
  workingDirectory: (pid) => linkOf(`/proc/${pid}/cwd`),
  startedWith: (pid, variable, value) =>
    `\0${textOf(`/proc/${pid}/environ`) ?? ''}`.includes(`\0${variable}=${value}\0`),
  startedAt(startTime) {
    const boot = /^btime (\d+)$/m.exec(textOf('/proc/stat') ?? '')?.[1];
    return boot === undefined ? null : Number(boot) * 1000 + (Number(startTime) * 1000) / TICKS;
  },
  bootId: () => textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null,
  pidNamespace: () => linkOf('/proc/self/ns/pid'),
  listensOn(pid, socketPath) {
    const inodes = socketInodes(socketPath);
    return (
      inodes.size > 0 && numbersIn(`/proc/${pid}/fd`).some((fd) => inodes.has(linkOf(`/proc/${pid}/fd/${fd}`) ?? ''))
    );
  },
  inheritedDescriptors: () => numbersIn('/proc/self/fd').filter(isInherited),
  lockHolders: linuxLockHolders,
  programFile: (pid) => linkOf(`/proc/${pid}/exe`),
  openFilesLimit: (pid) => parseOpenFilesLimit(textOf(`/proc/${pid}/limits`) ?? ''),
  setOpenFilesLimit,
  watchLimits: () => ({
    files: numberIn('/proc/sys/fs/inotify/max_user_watches'),
    programs: numberIn('/proc/sys/fs/inotify/max_user_instances'),
  }),
  startBytes,
  pipeReader: linuxPipeReader,
  lockingFlags: null,
  isAskingDear: false,
  mayHaveSystemd: true,
  maxSocketPath: 107,
  maxArgument: 128 * 1024 - 1,
  maxTerminalLine: 4095,
};

function processStat(pid: number): ProcessStat | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const text = textOf(`/proc/${pid}/stat`);
  return text === null ? null : parseProcStat(text);
}

/** `pid (name) state ppid pgrp session tty tpgid flags …` (proc(5)); the name may hold anything, also `)`. */
export function parseProcStat(text: string): ProcessStat | null {
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const startTime = fields[19];
  if (end < 0 || startTime === undefined) return null;
  const field = (number: number) => Number(fields[number] ?? 0);
  return {
    pid: Number.parseInt(text, 10),
    parent: field(1),
    group: field(2),
    session: field(3),
    terminal: terminalOf(field(4)),
    terminalGroup: field(5),
    state: stateOf(fields[0] ?? '', field(6)),
    startTime,
    name: text.slice(text.indexOf('(') + 1, end),
    cpuSeconds: (field(11) + field(12)) / TICKS,
    memory: field(21) * PAGE_BYTES,
  };
}

/** Its socket may close before it is a zombie. */
function stateOf(letter: string, flags: number): ProcessStat['state'] {
  if (letter === 'Z' || letter === 'X') return 'ended';
  if ((flags & PF_EXITING) !== 0) return 'ending';
  return letter === 'T' ? 'stopped' : 'running';
}

function terminalOf(device: number): string | null {
  if (!Number.isFinite(device) || device === 0) return null;
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `/dev/pts/${(major - 136) * 256 + minor}`;
  return major === 4 ? `/dev/tty${minor}` : null;
}

/** `socket:[inode]` of every socket bound to that path; the 7th column of the table is the inode, the rest the path. */
function socketInodes(socketPath: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of (textOf('/proc/net/unix') ?? '').split('\n')) {
    const columns = /^\S+ \S+ \S+ \S+ \S+ \S+\s+(\d+) (.*)$/.exec(line);
    if (columns !== null && columns[2] === socketPath) found.add(`socket:[${columns[1]}]`);
  }
  return found;
}

/** What Node opens for itself is closed by an exec, what was inherited is not. */
function isInherited(fd: number): boolean {
  const flags = /^flags:\s+([0-7]+)/m.exec(textOf(`/proc/self/fdinfo/${fd}`) ?? '');
  return flags !== null && (Number.parseInt(flags[1] ?? '', 8) & O_CLOEXEC) === 0;
}

/** Node has no call for it. Where the tool is missing all stays as it is. */
function setOpenFilesLimit(soft: number): void {
  // Loading it takes 2 ms, which every start of a command would pay.
  const { spawnSync }: typeof import('node:child_process') = require('node:child_process');
  spawnSync('prlimit', [`--nofile=${soft}:`, '--pid', String(process.pid)], {
    stdio: 'ignore',
    timeout: LIMIT_TIMEOUT_MS,
  });
}

function startBytes(): StartBytes | null {
  try {
    return {
      argv: nullSeparated('/proc/self/cmdline'),
      environment: nullSeparated('/proc/self/environ'),
      directory: readlinkSync('/proc/self/cwd', { encoding: 'buffer' }),
    };
  } catch {
    return null;
  }
}

function nullSeparated(file: string): Buffer[] {
  return readFileSync(file)
    .toString('latin1')
    .split('\0')
    .map((text) => Buffer.from(text, 'latin1'));
}
