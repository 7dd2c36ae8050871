// dtach: it keeps no list; its sockets stand in the command lines of its masters.
import { statSync } from 'node:fs';
import path from 'node:path';
import { thisSystem } from '../../system/thisSystem';
import type { Multiplexer } from './multiplexer';

/** How a master is started: `dtach -n SOCKET …`; `-a` only attaches. */
export const DTACH_STARTS: ReadonlySet<string> = new Set(['-A', '-c', '-n', '-N']);

export const dtach: Multiplexer = {
  name: 'dtach',
  command: 'dtach',

  list() {
    const sockets = new Map<string, number>();
    for (const { pid } of thisSystem.processTable()) {
      const [program = '', how = '', socket = ''] = thisSystem.commandLine(pid) ?? [];
      if (path.basename(program) !== 'dtach' || !DTACH_STARTS.has(how)) continue;
      const file = path.resolve(thisSystem.workingDirectory(pid) ?? '/', socket);
      if (isOwnSocket(file)) sockets.set(file, statSync(file).birthtimeMs);
    }
    const sessions = [...sockets].map(([socket, createdAt]) => ({
      ...{ multiplexer: 'dtach', name: socket, server: null, title: null, directory: null },
      createdAt: Math.round(createdAt),
      ...{ activeAt: null, isAttached: null, attach: ['dtach', '-a', socket] },
    }));
    return Promise.resolve(sessions);
  },
};

function isOwnSocket(file: string): boolean {
  try {
    const stat = statSync(file);
    return stat.isSocket() && stat.uid === process.getuid?.();
  } catch {
    return false;
  }
}
