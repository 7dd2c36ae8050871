// Who is let go and who is not: a client is judged by whether it reads, not by how much it is told at once.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ClientConnection } from '../../src/pod/clientConnection';
import { LineDecoder } from '../../src/protocol/lineDecoder';

const MIB = 1024 * 1024;

async function served(
  body: (connection: ClientConnection, client: net.Socket) => Promise<void>,
  greeting: () => readonly object[] = () => [],
): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  const server = net.createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => server.listen(path.join(directory, 's'), resolve));
  try {
    const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    const client = net.connect(path.join(directory, 's'));
    const port = { greeting, call: () => {}, terminal: null, closed: () => {} };
    await body(new ClientConnection(await accepted, port), client);
  } finally {
    server.close();
    fs.rmSync(directory, { recursive: true });
  }
}

test('a burst of any number of events costs no client that reads', () =>
  served(async (connection, client) => {
    let text = '';
    client.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    const closed = new Promise((resolve) => client.once('close', resolve));
    for (let count = 0; count < 5000; count += 1) connection.send({ event: 'status', data: 'x'.repeat(500) });
    connection.end();
    await closed;
    expect(text.split('\n')).toHaveLength(5001);
  }));

test('long messages beyond what may wait are made good for by a new snapshot, and a client that reads is not cut', () => {
  const data = 'x'.repeat(30 * MIB);
  let isLong = false;
  const greeting = () => [{ event: 'alert' }, { event: 'snapshot', data: isLong ? data : '' }];
  return served(async (connection, client) => {
    isLong = true;
    const events: string[] = [];
    const caughtUp = new Promise<void>((resolve) => {
      const lines = new LineDecoder();
      client.on('data', (chunk) => {
        lines.push(chunk);
        for (let next = lines.nextLine(); next !== null && next !== 'overflow'; next = lines.nextLine()) {
          events.push(`${/"event":"(\w+)"/.exec(next.line)?.[1]} ${Math.round(next.line.length / MIB)}`);
        }
        if (events.at(-1) === 'snapshot 30') resolve();
      });
    });
    for (const event of ['text_delta', 'text_done', 'entry', 'status', 'turn_end']) {
      connection.send({ event, data: event === 'status' || event === 'turn_end' ? '' : data });
    }
    await caughtUp;
    // The words come, what is short is never left out, and nothing more than one long message has waited.
    const told = ['alert 0', 'snapshot 0', 'text_delta 30', 'status 0', 'turn_end 0'];
    expect(events).toEqual([...told, 'alert 0', 'snapshot 30']);
    connection.send({ event: 'text_done', data });
    connection.end();
    await new Promise((resolve) => client.once('close', resolve));
    expect(events.at(-1)).toBe('text_done 30');
  }, greeting);
});

test('long messages wait in full where they are not too many bytes together', () =>
  served(async (connection, client) => {
    let bytes = 0;
    client.on('data', (chunk) => {
      bytes += chunk.length;
    });
    const closed = new Promise((resolve) => client.once('close', resolve));
    for (const event of ['text_delta', 'text_done', 'entry']) connection.send({ event, data: 'x'.repeat(10 * MIB) });
    connection.end();
    await closed;
    expect(bytes).toBeGreaterThan(30 * MIB);
  }));

test('one that reads nothing is let go once short events are too many bytes', () =>
  served(async (connection, client) => {
    const closed = new Promise((resolve) => client.once('close', resolve));
    const data = 'x'.repeat(2 * MIB);
    for (let count = 0; count < 20; count += 1) connection.send({ event: 'text_done', data });
    client.resume();
    await closed;
    expect(client.bytesRead).toBeLessThan(20 * MIB);
  }));

test('one that reads a long message slowly is kept, and one that reads nothing of it is let go', () =>
  served(async (connection, client) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
    try {
      const closed = new Promise((resolve) => client.once('close', resolve));
      connection.send({ event: 'text_done', data: 'x'.repeat(20 * MIB) });
      for (let count = 0; count < 10; count += 1) {
        const before = client.bytesRead;
        client.resume();
        while (client.bytesRead < before + MIB) await new Promise((resolve) => setImmediate(resolve));
        client.pause();
        jest.advanceTimersByTime(9000);
      }
      expect(client.bytesRead).toBeLessThan(20 * MIB);
      // What the system holds for it may have been taken since.
      jest.advanceTimersByTime(10_000);
      await new Promise((resolve) => setImmediate(resolve));
      jest.advanceTimersByTime(20_000);
      client.resume();
      await closed;
      expect(client.bytesRead).toBeLessThan(20 * MIB);
    } finally {
      jest.useRealTimers();
    }
  }));
