// Two ends of one connection in memory: what a way to a Pod other than a socket looks like.
import { Duplex, PassThrough } from 'node:stream';

/** What is written to one end is read from the other; an end that is destroyed ends the other. */
export function duplexPair(): readonly [ours: Duplex, theirs: Duplex] {
  const up = new PassThrough();
  const down = new PassThrough();
  const ours = Duplex.from({ readable: down, writable: up });
  const theirs = Duplex.from({ readable: up, writable: down });
  ours.on('close', () => up.end());
  theirs.on('error', () => {}).on('close', () => down.end());
  return [ours, theirs];
}
