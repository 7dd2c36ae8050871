// Telling a Pod that its attention was seen: when it counts as heard, and what else can come of it.

import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { markSeen } from '../../src/actions/markSeen';
import { dialSocket } from '../../src/client/dialSocket';
import { encodeLine } from '../../src/protocol/lineDecoder';
import { hearLines } from '../fixtures/hearLines';

let directory: string;
let socketPath: string;
let server: net.Server | null = null;
let received: string[];
const attention = { kind: 'bell', message: '', permissions: 0, since: 5 };

beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pw-seen-');
  socketPath = path.join(directory, 's');
  received = [];
});
afterEach(async () => {
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
  fs.rmSync(directory, { recursive: true });
});

/** A Pod with this attention, that answers the method with these events. */
async function pod(said: object | null, ...answers: readonly object[]): Promise<void> {
  const own = net.createServer((client) => {
    client.on('error', () => {});
    hearLines(client, (line) => {
      received.push(line);
      for (const answer of answers) client.write(encodeLine(answer));
      if (answers.length === 0) client.end();
    });
    const data = { entries: [], greeting: { pod_name: 'demo' }, status: 'idle', attention: said };
    client.write(encodeLine({ event: 'snapshot', data }));
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(socketPath, resolve));
}

const seen = () => markSeen({ dial: dialSocket(socketPath), podName: 'demo' });
const status = (said: object | null) => ({ event: 'status', data: { status: 'idle', attention: said } });

test('done when the Pod has taken its attention back, not before', async () => {
  await pod(attention, status(attention), status(null));
  expect(await seen()).toEqual({ kind: 'done' });
  expect(received.map((line) => JSON.parse(line))).toEqual([{ method: 'seen' }]);
});

test('a Pod that needs nobody is not told', async () => {
  await pod(null);
  expect(await seen()).toEqual({ kind: 'done' });
  expect(received).toEqual([]);
});

test('a Pod that does not know the method, one that hangs up, one that is gone', async () => {
  await pod(attention, { event: 'error', data: { code: 'invalid_request', message: 'unknown' } });
  expect(await seen()).toMatchObject({ kind: 'failed', message: expect.stringContaining('unknown') });
  await new Promise((resolve) => server?.close(resolve));
  await pod(attention);
  expect(await seen()).toMatchObject({
    kind: 'failed',
    message: 'The Pod "demo" ended: the Pod closed the connection',
  });
  await new Promise((resolve) => server?.close(resolve));
  server = null;
  expect(await seen()).toMatchObject({ kind: 'failed', message: expect.stringContaining('cannot be reached') });
});
