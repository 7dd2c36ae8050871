// What the registry says, and whether a socket in it is answered.
import fs from 'node:fs';
import net from 'node:net';
import type { HomePaths } from '../../src/protocol/homePaths';
import { type Allocation, parseRegistryTable } from '../../src/protocol/registryTable';

export function allocationsOf(home: HomePaths): readonly Allocation[] {
  const table = parseRegistryTable(fs.readFileSync(home.registry, 'utf8'));
  if (!table.ok) throw new Error(table.error);
  return table.value.allocations;
}

export function connects(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
