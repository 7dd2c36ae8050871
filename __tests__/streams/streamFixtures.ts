// Homes in short temp directories, scriptable Pods on real sockets, and what a stream has said so far.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Observable, Subscription } from 'rxjs';
import {
  type HomePaths,
  homeInDirectory,
  metadataPath,
  podSocketPath,
  segmentLogPath,
} from '../../src/protocol/homePaths';
import { hearLines } from '../fixtures/hearLines';
import { until } from '../fixtures/until';

export const SESSION = '019e7789-fb40-7a10-8c11-5d2a70000001';
export const SEGMENT = '019e7789-fb41-7b22-9d33-5d2a70000002';

/** Everything a test opened, ended in `afterEach`. */
const owned: (() => void | Promise<void>)[] = [];

export async function endAll(): Promise<void> {
  for (const end of owned.splice(0).reverse()) await end();
}

/** `exists: false`: only the name of a home that is not there yet. */
export function tempHome({ exists = true } = {}): HomePaths {
  const directory = fs.mkdtempSync('/tmp/pws-');
  owned.push(() => fs.rmSync(directory, { recursive: true, force: true }));
  const home = homeInDirectory(path.join(directory, 'h'));
  if (exists) for (const each of [home.pods, home.sessions, home.runtime]) fs.mkdirSync(each, { recursive: true });
  return home;
}

/** Long enough ago that nobody can still be writing the file. */
export function age(file: string, seconds = 60): void {
  const then = Date.now() / 1000 - seconds;
  fs.utimesSync(file, then, then);
}

export function writeMetadata(home: HomePaths, name: string, record: unknown): string {
  const file = metadataPath(home, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof record === 'string' ? record : JSON.stringify(record));
  return file;
}

export function activeRecord(name: string, sessionId = SESSION, segmentId = SEGMENT): unknown {
  return { pod_name: name, active: { session_id: sessionId, segment_id: segmentId } };
}

export function writeLog(
  home: HomePaths,
  entries: readonly unknown[],
  sessionId = SESSION,
  segmentId = SEGMENT,
): string {
  const file = segmentLogPath(home, sessionId, segmentId);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  return file;
}

export const userInput = (ts: number, content: string): unknown => ({
  kind: 'user_input',
  ts,
  segments: [{ kind: 'text', content }],
});

export const assistantText = (ts: number, text: string): unknown => ({
  kind: 'assistant_item',
  ts,
  item: { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] },
});

export interface RegistryEntry {
  readonly name: string;
  readonly socket: string;
  readonly segmentId?: string | null;
}

export function writeRegistry(home: HomePaths, entries: readonly RegistryEntry[]): void {
  fs.mkdirSync(home.runtime, { recursive: true });
  const allocations = entries.map(({ name, socket, segmentId = null }) => ({
    pod_name: name,
    pid: process.pid,
    socket,
    scope_allow: [],
    segment_id: segmentId,
  }));
  fs.writeFileSync(home.registry, JSON.stringify({ allocations }));
}

export interface FakePod {
  readonly socket: string;
  /** All connections ever accepted, and those still open. */
  accepted(): number;
  open(): number;
  /** The lines that clients have written. */
  readonly received: string[];
  /** Writes to every open connection. */
  say(...events: readonly unknown[]): void;
  raw(text: string): void;
  /** Ends every connection, stays listening. */
  hangUp(): void;
  close(): Promise<void>;
}

export const snapshotEvent = (data: Record<string, unknown> = {}): unknown => ({
  event: 'snapshot',
  data: { entries: [], greeting: { pod_name: 'x', cwd: '/w' }, status: 'idle', ...data },
});

/** Greets each connection with `greeting`, one line an event. `connected`: called for each, when it counts as open. */
export async function fakePod(
  socket: string,
  greeting: readonly unknown[] = [snapshotEvent()],
  connected: () => void = () => {},
): Promise<FakePod> {
  fs.mkdirSync(path.dirname(socket), { recursive: true });
  fs.rmSync(socket, { force: true });
  const clients = new Set<net.Socket>();
  const received: string[] = [];
  let accepted = 0;
  const server = net.createServer((client) => {
    accepted += 1;
    clients.add(client);
    connected();
    client.on('error', () => {});
    client.on('close', () => clients.delete(client));
    hearLines(client, (line) => received.push(line));
    for (const event of greeting) client.write(`${JSON.stringify(event)}\n`);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const close = async (): Promise<void> => {
    for (const client of clients) client.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  owned.push(close);
  const raw = (text: string): void => {
    for (const client of clients) client.write(text);
  };
  return {
    socket,
    accepted: () => accepted,
    open: () => clients.size,
    received,
    say: (...events) => raw(events.map((event) => `${JSON.stringify(event)}\n`).join('')),
    raw,
    hangUp: () => {
      for (const client of clients) client.end();
    },
    close,
  };
}

export function socketOf(home: HomePaths, name: string): string {
  return podSocketPath(home, name);
}

export interface Heard<T> {
  readonly values: T[];
  readonly completed: () => boolean;
  readonly subscription: Subscription;
  last(): T | undefined;
  /** The first latest value that fits; values before this call count only if they are still the latest. */
  waitFor(fits: (value: T) => boolean): Promise<T>;
}

export function hear<T>(stream: Observable<T>): Heard<T> {
  const values: T[] = [];
  let completed = false;
  const subscription = stream.subscribe({
    next: (value) => values.push(value),
    complete: () => {
      completed = true;
    },
    error: (error) => {
      throw error;
    },
  });
  owned.push(() => subscription.unsubscribe());
  const last = (): T | undefined => values.at(-1);
  return {
    values,
    completed: () => completed,
    subscription,
    last,
    waitFor: async (fits) => {
      const found = await until(() => {
        const value = last();
        return value !== undefined && fits(value) ? { value } : null;
      }, 8000);
      if (found === null) throw new Error('unreachable');
      return found.value;
    },
  };
}

/** Handles that a stream may own; jest's own stay the same within a test. */
export function handles(): string {
  const kinds = /^(FSEventWrap|Pipe|PipeWrap|PipeConnectWrap|Timeout|Immediate)$/;
  return process
    .getActiveResourcesInfo()
    .filter((kind) => kinds.test(kind))
    .sort()
    .join(' ');
}

/** The handles before a test opens its own: those of the test before may still be closing. */
export async function handlesBefore(): Promise<string> {
  let last = '';
  let sameFor = 0;
  await until(() => {
    const now = handles();
    sameFor = now === last ? sameFor + 1 : 0;
    last = now;
    return sameFor >= 3 && !now.includes('FSEventWrap');
  });
  return last;
}
