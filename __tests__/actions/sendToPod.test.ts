// Sending to Pods of every kind: what counts as taken, what as refused, and what nobody knows.

import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { sendToPod } from '../../src/actions/sendToPod';
import { dialSocket } from '../../src/client/dialSocket';
import { encodeLine } from '../../src/protocol/lineDecoder';
import { hearLines } from '../fixtures/hearLines';

let directory: string;
let socketPath: string;
let server: net.Server;
let received: string[];

beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pw-send-');
  socketPath = path.join(directory, 's');
  received = [];
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(directory, { recursive: true });
});

type Says = (say: (event: string, data?: object) => void, id: string, client: net.Socket) => void;
const SNAPSHOT = { entries: [], greeting: { pod_name: 'demo' }, status: 'idle' };

/** A Pod that greets, and answers the method line with `answer`. */
async function pod(answer: Says, greet: Says = (say) => say('snapshot', SNAPSHOT)): Promise<void> {
  server = net.createServer((client) => {
    const say = (event: string, data?: object) => client.write(encodeLine({ event, ...(data && { data }) }));
    client.on('error', () => {});
    hearLines(client, (line) => {
      received.push(line);
      answer(say, JSON.parse(line).params.request_id, client);
    });
    greet(say, '', client);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
}

const send = (text = 'hello') => sendToPod({ dial: dialSocket(socketPath), podName: 'demo', text });
const message = (content: string, id?: string) => ({
  segments: [{ kind: 'text', content }],
  ...(id && { request_id: id }),
});

it('waits for the snapshot behind alerts, writes the method once, and takes its echo as delivered', async () => {
  await pod(
    (say, id) => {
      say('user_message', message('of another', 'other-id'));
      say('error', { code: 'already_running', message: 'of another', request_id: 'other-id' });
      say('event_of_the_future', { x: 1 });
      say('user_message', message('hello', id));
    },
    (say) => {
      say('alert', { level: 'warn', source: 'pod', message: 'x', timestamp_ms: 1 });
      say('snapshot', SNAPSHOT);
    },
  );
  expect(await send()).toEqual({ kind: 'done', isQueued: false });
  expect(received).toHaveLength(1);
  expect(JSON.parse(received[0] ?? '')).toMatchObject({
    method: 'run',
    params: { input: [{ kind: 'text', content: 'hello' }] },
  });
});

it.each<[string, object]>([
  ['user_message', message('hello')],
  ['invoke_start', { kind: 'user_send' }],
  ['turn_start', { turn: 1 }],
])('a Pod that knows no ids answers with %s', async (event, data) => {
  await pod((say) => say(event, data));
  expect(await send()).toEqual({ kind: 'done', isQueued: false });
});

it('waits for the end of a compaction, during which a Pod reads nothing, however long that takes', async () => {
  await pod((say) => {
    say('compact_start');
    // Longer than a Pod may be silent otherwise.
    setTimeout(() => {
      say('compact_done', { new_segment_id: 'x' });
      say('invoke_start', { kind: 'user_send' });
    }, 3500);
  });
  expect(await send()).toEqual({ kind: 'done', isQueued: false });
});

it('waits for the end of a compaction that had begun before: then nothing but its socket answers', async () => {
  await pod((say) => {
    const { method } = JSON.parse(received.at(-1) ?? '');
    if (method !== 'list_completions') return;
    say('completions', { kind: 'file', entries: [] });
    // Longer than a Pod may be silent otherwise.
    setTimeout(() => {
      say('compact_done', { new_segment_id: 'x' });
      say('user_message', message('hello'));
    }, 3500);
  });
  expect(await send()).toEqual({ kind: 'done', isQueued: false });
  expect(received.map((line) => JSON.parse(line).method)).toEqual(['run', 'list_completions']);
});

it.each<[string, string, object, object]>([
  ['taken', 'user_message', message('hello'), { kind: 'done' }],
  [
    'refused',
    'error',
    { code: 'internal', message: 'full' },
    { kind: 'failed', message: expect.stringMatching(/full$/) },
  ],
])(
  'a compaction that fails answers who has asked for it: the text is %s afterwards',
  async (_, event, data, expected) => {
    const error = 'no summary was written';
    await pod((say) => {
      say('compact_start');
      say('error', { code: 'already_running', message: 'asked for twice' });
      say('compact_failed', { error });
      say('alert', { level: 'error', source: 'compactor', message: error, timestamp_ms: 1 });
      say('error', { code: 'internal', message: error });
      say(event, data);
    });
    expect(await send()).toMatchObject(expected);
  },
);

it('tells a busy Pod from a refusal, without escape sequences', async () => {
  await pod((say, id) => say('error', { code: 'already_running', message: 'x', request_id: id }));
  expect(await send()).toMatchObject({ kind: 'not-eligible', message: expect.stringContaining('already running') });
  await new Promise((resolve) => server.close(resolve));
  await pod((say) => say('error', { code: 'invalid_request', message: 'no\x1b[2J thanks' }));
  const refused = await send();
  expect(refused).toMatchObject({ kind: 'failed', message: expect.stringContaining('no thanks') });
});

it('says that the text may be lost when the Pod hangs up, and that nothing was sent before', async () => {
  await pod((_, __, client) => client.destroy());
  expect(await send()).toMatchObject({ kind: 'failed', message: expect.stringContaining('may not have taken') });
  await new Promise((resolve) => server.close(resolve));
  await pod(
    () => {},
    (_, __, client) => client.destroy(),
  );
  expect(await send()).toMatchObject({ kind: 'failed', message: expect.stringContaining('Nothing was sent') });
});

it('does not wait for ever for a Pod that says nothing', async () => {
  await pod(() => {});
  expect(await send()).toMatchObject({ kind: 'timeout', message: expect.stringContaining('before you send it again') });
});

it('sends no blank text, and says when nobody listens', async () => {
  await pod(() => {});
  expect(await send(' \n')).toMatchObject({ kind: 'usage' });
  expect(received).toEqual([]);
  expect(await sendToPod({ dial: dialSocket(`${socketPath}x`), podName: 'demo', text: 'x' })).toMatchObject({
    kind: 'failed',
  });
});
