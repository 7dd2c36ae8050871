// dtach: it keeps no list; its sockets stand in the command lines of its masters.
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Multiplexer } from './multiplexer';

/** How a master is started: `dtach -n SOCKET …`; `-a` only attaches. */
const STARTS = new Set(['-A', '-c', '-n', '-N']);

export const dtach: Multiplexer = {
  name: 'dtach',
  command: 'dtach',

  list() {
    const sockets = new Map<string, number>();
    for (const pid of ownProcesses()) {
      const [program = '', how = '', socket = ''] = commandLine(pid);
      if (path.basename(program) !== 'dtach' || !STARTS.has(how)) continue;
      const file = path.resolve(workingDirectory(pid), socket);
      if (isSocket(file)) sockets.set(file, statSync(file).birthtimeMs);
    }
    const sessions = [...sockets].map(([socket, createdAt]) => ({
      ...{ multiplexer: 'dtach', name: socket, server: null, title: null, directory: null },
      createdAt: Math.round(createdAt),
      ...{ activeAt: null, isAttached: null, attach: ['dtach', '-a', socket] },
    }));
    return Promise.resolve(sessions);
  },
};

function ownProcesses(): readonly number[] {
  const uid = process.getuid?.();
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isSafeInteger(pid) && statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid === uid);
  } catch {
    return [];
  }
}

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '/';
  }
}

function isSocket(file: string): boolean {
  try {
    return statSync(file).isSocket();
  } catch {
    return false;
  }
}
