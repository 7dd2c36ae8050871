// What a user calls the server: a DNS name that its certificate is made out to, or this machine alone.
import { isIP } from 'node:net';
import type { Parsed } from '../protocol/parsed';

/** Where nats-server listens if nothing else is said. */
const USUAL_PORT = 4222;
const LOOPBACK = '127.0.0.1';
const DNS_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

export interface ServerName {
  readonly name: string;
  readonly port: number;
  /** Nobody else can reach it: without TLS nothing is given away. */
  readonly isLoopback: boolean;
}

/** `nats.example`, `nats.example:4222`, `localhost`. An error is a sentence. */
export function parseServerName(text: string): Parsed<ServerName> {
  const [, name = '', port = ''] = /^(.*?)(?::(\d{1,5}))?$/s.exec(text) ?? [];
  const number = port === '' ? USUAL_PORT : Number(port);
  const shown = JSON.stringify(text);
  if (number < 1 || number > 65_535) return { ok: false, error: `${shown} has no port between 1 and 65535.` };
  if (name === 'localhost' || name === LOOPBACK)
    return { ok: true, value: { name: LOOPBACK, port: number, isLoopback: true } };
  if (isIP(name) !== 0) {
    return {
      ok: false,
      error: `${shown} is an address: a server with TLS is known by its DNS name. One in /etc/hosts of each machine will do.`,
    };
  }
  if (!DNS_NAME.test(name)) return { ok: false, error: `${shown} is no NAME or NAME:PORT of a server.` };
  return { ok: true, value: { name, port: number, isLoopback: false } };
}
