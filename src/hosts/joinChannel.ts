// On a host: what a channel carries and the channel, joined until one of them ends.
import type { Duplex, Readable } from 'node:stream';
import type { LinkChannel } from './linkChannel';

export type Streamed =
  | { readonly kind: 'socket'; readonly stream: Duplex }
  | { readonly kind: 'file'; readonly stream: Readable };

/** Each ends with the other. */
export function joinChannel(channel: LinkChannel, { kind, stream }: Streamed): void {
  stream.on('error', (error) => channel.destroy(error));
  channel.on('error', () => stream.destroy());
  stream.on('close', () => {
    if (!channel.writableEnded) channel.destroy();
  });
  channel.on('close', () => stream.destroy());
  stream.pipe(channel);
  if (kind === 'socket') channel.pipe(stream);
  else channel.resume();
}
