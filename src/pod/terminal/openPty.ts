// A program under a pseudo-terminal whose line editing knows characters of several bytes, and which is read as bytes.
import * as nodePty from '@lydell/node-pty';
import { readField } from './readField';

/**
 * Like `nodePty.spawn`, read as it is. The library switches the terminal's `iutf8` on only for who has the output decoded;
 * without that flag Backspace at a plain prompt takes one byte of an "é" and leaves the other. So it is asked to decode, and
 * its stream is made one of bytes again before anything was read: a character may be cut in two by a read, or be none.
 * @throws what the system says when no pseudo-terminal can be had.
 */
export function openPty(
  file: string,
  args: readonly string[],
  options: nodePty.IPtyForkOptions & { readonly encoding?: never },
): nodePty.IPty {
  const pty = nodePty.spawn(file, [...args], { ...options, encoding: 'utf8' });
  const state = readField(readField(pty, '_socket'), '_readableState');
  if (typeof state === 'object' && state !== null) {
    Reflect.set(state, 'decoder', null);
    Reflect.set(state, 'encoding', null);
  }
  return pty;
}
