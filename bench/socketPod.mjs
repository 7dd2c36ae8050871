// A Pod that is only a socket and a registry entry: what it says, and when, is the bench's to choose.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Greets each client with a snapshot of `entries`, and is live until `close`. */
export async function listenAsPod(home, name, entries = []) {
  const socket = path.join(home.directory, 'run', name, 'sock');
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  const clients = new Set();
  const greeting = { pod_name: name, cwd: '/', provider: '', model: '', scope_summary: '', tools: [] };
  const hello = `${JSON.stringify({ event: 'snapshot', data: { entries, greeting, status: 'idle' } })}\n`;
  const server = net.createServer((client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => {});
    client.on('data', () => {});
    client.write(hello);
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  const allocation = { pod_name: name, pid: process.pid, socket, scope_allow: [], segment_id: null };
  const allocations = [...home.allocations(), allocation];
  fs.writeFileSync(path.join(home.directory, 'run', 'pods.json'), JSON.stringify({ allocations }));
  return {
    say: (...events) => {
      for (const client of clients) for (const event of events) client.write(`${JSON.stringify(event)}\n`);
    },
    close: () => {
      for (const client of clients) client.destroy();
      server.close();
    },
  };
}
