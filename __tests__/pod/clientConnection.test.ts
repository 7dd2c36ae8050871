// Who is let go and who is not: a client is judged by whether it reads, not by how much it is told at once.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ClientConnection } from '../../src/pod/clientConnection';

test('a burst of any number of events costs no client that reads', async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  const server = net.createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => server.listen(path.join(directory, 's'), resolve));
  try {
    const served = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    const client = net.connect(path.join(directory, 's'));
    let text = '';
    client.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    const closed = new Promise((resolve) => client.once('close', resolve));
    const connection = new ClientConnection(await served, {
      greeting: () => [],
      call: () => {},
      terminal: null,
      closed: () => {},
    });
    for (let count = 0; count < 5000; count += 1) connection.send({ event: 'status', data: 'x'.repeat(500) });
    connection.end();
    await closed;
    expect(text.split('\n')).toHaveLength(5001);
  } finally {
    server.close();
    fs.rmSync(directory, { recursive: true });
  }
});
