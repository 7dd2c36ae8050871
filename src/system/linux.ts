// Linux: what /proc says.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessStat } from './processStat';
import type { System } from './system';

/** Clock ticks a second in what /proc says: fixed for user space. */
const TICKS = 100;
const PAGE_BYTES = 4096;
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
  lockingFlags: null,
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

function numbersIn(directory: string): readonly number[] {
  try {
    return readdirSync(directory).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Null where there is none, or where we may not look. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
