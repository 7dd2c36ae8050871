// The directory that copies of a host's files are in: the user's own, gone with this process however that ends.
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isProcessAlive } from '../../store/processIdentity';

const PREFIX = 'podwatch-host-';
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface CopiesDirectory {
  readonly path: string;
  remove(): void;
}

/** 0700. What a process has left that was killed is removed by the next. */
export function makeCopiesDirectory(): CopiesDirectory {
  sweep();
  const directory = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const removeFiles = () => rmSync(directory, { recursive: true, force: true });
  const endings = ENDINGS.map((signal) => {
    const end = () => {
      // Whoever else listens ends us in a way of its own.
      if (process.listenerCount(signal) > 0) return;
      removeFiles();
      process.kill(process.pid, signal);
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  process.once('exit', removeFiles);
  return {
    path: directory,
    remove: () => {
      for (const stop of endings) stop();
      process.off('exit', removeFiles);
      removeFiles();
    },
  };
}

function sweep(): void {
  const root = os.tmpdir();
  for (const name of readdirSync(root)) {
    const pid = /^podwatch-host-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    const directory = path.join(root, name);
    const stats = lstatSync(directory, { throwIfNoEntry: false });
    if (stats?.isDirectory() && stats.uid === process.getuid?.()) rmSync(directory, { recursive: true, force: true });
  }
}
