// Who is let go and who is not: a client is judged by whether it reads, not by how much it is told at once.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ClientConnection } from '../../src/pod/clientConnection';

const MIB = 1024 * 1024;

async function served(body: (connection: ClientConnection, client: net.Socket) => Promise<void>): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  const server = net.createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => server.listen(path.join(directory, 's'), resolve));
  try {
    const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    const client = net.connect(path.join(directory, 's'));
    const port = { greeting: () => [], call: () => {}, terminal: null, closed: () => {} };
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

test('one long message, told as its words, as a whole and as an entry, reaches a client that reads', () =>
  served(async (connection, client) => {
    let bytes = 0;
    client.on('data', (chunk) => {
      bytes += chunk.length;
    });
    const closed = new Promise((resolve) => client.once('close', resolve));
    const data = 'x'.repeat(30 * MIB);
    for (const event of ['text_delta', 'text_done', 'entry', 'status', 'turn_end']) {
      connection.send({ event, data: event === 'status' || event === 'turn_end' ? '' : data });
    }
    connection.end();
    await closed;
    expect(bytes).toBeGreaterThan(90 * MIB);
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
