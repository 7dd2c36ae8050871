// What node-pty and Node keep of a pseudo-terminal, and their types leave out.
import { constants, openSync } from 'node:fs';
import type * as nodePty from '@lydell/node-pty';
import { readField } from './readField';
import type { ReadHandle } from './slowReading';

/** Of the stream that it reads from; null: it is not there as we know it. */
export function readHandle(pty: nodePty.IPty): ReadHandle | null {
  const handle = readField(readField(pty, '_socket'), '_handle');
  const [readStart, readStop] = [readField(handle, 'readStart'), readField(handle, 'readStop')];
  if (typeof readStart !== 'function' || typeof readStop !== 'function') return null;
  return {
    readStart: () => Reflect.apply(readStart, handle, []),
    readStop: () => Reflect.apply(readStop, handle, []),
  };
}

/** A getter that node-pty has and its types leave out. */
export function numberField(pty: nodePty.IPty, name: string): number | null {
  const value: unknown = Reflect.get(pty, name);
  return typeof value === 'number' ? value : null;
}

/** The side of the program; null: it cannot be opened. The caller closes it. */
export function openSlave(pty: nodePty.IPty): number | null {
  const device: unknown = Reflect.get(pty, 'ptsName');
  if (typeof device !== 'string') return null;
  try {
    return openSync(device, constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    return null;
  }
}
