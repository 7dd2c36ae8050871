// Many Pods that are only sockets in one process of their own: what they cost is not the bench's nor the dashboard's.
// node bench/listenMany.mjs HOME LIVE REFUSING; says "ready" and ends with its standard input.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const [home, live, refusing] = process.argv.slice(2);
const allocations = [];
for (let n = 0; n < Number(live) + Number(refusing); n++) {
  const name = `${n < Number(live) ? 'live' : 'dead'}-${String(n).padStart(5, '0')}`;
  const socket = path.join(home, 'run', name, 'sock');
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  allocations.push({ pod_name: name, pid: process.pid, socket, scope_allow: [], segment_id: null });
  const greeting = { pod_name: name, cwd: '/', provider: '', model: '', scope_summary: '', tools: [] };
  const hello = `${JSON.stringify({ event: 'snapshot', data: { entries: [], greeting, status: 'idle' } })}\n`;
  const server = net.createServer((client) => {
    client.on('error', () => {});
    client.on('data', () => {});
    client.write(hello);
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  if (n >= Number(live)) {
    // A socket file whose process is gone refuses: closing would remove it, a link keeps it.
    fs.linkSync(socket, `${socket}.kept`);
    await new Promise((resolve) => server.close(resolve));
    fs.renameSync(`${socket}.kept`, socket);
  }
}
fs.mkdirSync(path.join(home, 'run'), { recursive: true });
fs.writeFileSync(path.join(home, 'run', 'pods.json'), JSON.stringify({ allocations }));
console.log('ready');
process.stdin.on('end', () => process.exit()).resume();
