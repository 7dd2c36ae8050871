// Writes to a connection past Node's stream where nothing waits in it: for a short line the stream costs more than the system call.
import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * @returns how many of the bytes the system has taken; the rest is to be written to the socket as ever, which also tells of
 * whatever is amiss with it. 0: something waits in it, or the system takes nothing now.
 */
export function writeAtOnce(socket: Socket, bytes: Buffer): number {
  if (socket.writableLength > 0 || socket.connecting || socket.destroyed || socket.writableEnded) return 0;
  // Of Node's handle, and none that its types tell of: a socket of ours never blocks.
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd: unknown = typeof handle === 'object' && handle !== null && Reflect.get(handle, 'fd');
  if (typeof fd !== 'number' || fd < 0) return 0;
  try {
    return writeSync(fd, bytes);
  } catch {
    return 0;
  }
}
