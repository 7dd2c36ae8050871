// The way to a Pod on this machine: its Unix socket.
import net from 'node:net';
import { socketFault } from '../protocol/socketPath';
import { strangerFault } from '../store/socketOwner';
import { type Dial, DialError } from './dial';

/** A path that is no socket path, and a socket of another user, is refused without a connection. */
export function dialSocket(socketPath: string): Dial {
  return (signal) =>
    new Promise((resolve, reject) => {
      const fault = socketFault(socketPath) ?? strangerFault(socketPath);
      if (fault !== null) {
        reject(new DialError(fault));
        return;
      }
      const socket = net.connect({ path: socketPath });
      const giveUp = () => {
        socket.destroy();
        reject(new DialError('it was given up'));
      };
      // Stays: between the connect and the first listener of the caller an error is nobody's.
      socket.on('error', (error) => {
        signal.removeEventListener('abort', giveUp);
        reject(error);
      });
      socket.once('connect', () => {
        signal.removeEventListener('abort', giveUp);
        resolve(socket);
      });
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
    });
}
