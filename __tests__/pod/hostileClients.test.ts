// What a hostile or broken client can do to a Pod: nothing that another client would notice.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { encodeLine } from '../../src/protocol/lineDecoder';
import { encodeFrame, encodeResize, FRAME } from '../../src/protocol/terminalFrame';
import { TestHome, type TestPod, until } from '../fixtures/podTestClient';

let home: TestHome;
const sockets: net.Socket[] = [];
beforeEach(() => {
  home = new TestHome();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await home.end();
});

/** Its resident memory, MB. */
function memoryOf(pod: TestPod): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pod.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function stranger(pod: TestPod): Promise<net.Socket> {
  const socket = net.connect(pod.socketPath).on('error', () => {});
  sockets.push(socket);
  return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
}

test('a viewer that asks for answers and reads none fills no memory', async () => {
  const pod = await home.start('pinged', ['cat']);
  const viewer = await home.attach(pod);
  const before = memoryOf(pod);
  viewer.socket.pause();
  const pings = Buffer.concat(Array.from({ length: 16 }, () => encodeFrame(FRAME.ping, Buffer.alloc(1024 * 1024))));
  let taken = 0;
  for (let i = 0; i < 16; i++) viewer.socket.write(pings, () => taken++);
  await until('all of it taken', () => taken === 16);
  const other = await home.attach(pod);
  other.type('still there\r');
  await other.sees('still there');
  expect(memoryOf(pod) - before).toBeLessThan(150);
});

test('a flood of sizes is one size in the end, and the Pod hears what is typed meanwhile', async () => {
  const pod = await home.start('resized', ['sh', '-c', 'stty -echo; while read x; do stty size; done']);
  const viewer = await home.attach(pod);
  const other = await home.attach(pod, { cols: 91, rows: 31 }, true);
  const sizes = Array.from({ length: 7000 }, (_, n) => encodeResize(20 + (n % 150), 10 + (n % 50)));
  viewer.socket.write(Buffer.concat([...sizes, encodeResize(91, 31), encodeFrame(FRAME.input, Buffer.from('\n'))]));
  await until('the last size', () => {
    viewer.type('\n');
    return other.bytes.includes('31 91');
  });
  // Each size that is taken is a new screen for everybody.
  expect(other.count(FRAME.screen)).toBeLessThan(1000);
});

test('strangers who take all connections and say nothing give way; who is at work stays', async () => {
  const pod = await home.start('crowded', ['cat']);
  const viewer = await home.attach(pod);
  const asker = await home.connect(pod);
  asker.say({ method: 'watch_screen', params: { max_fps: 5 } });
  await asker.next('screen');
  const idle: net.Socket[] = [];
  for (let i = 0; i < 600; i++) idle.push(await stranger(pod));
  const late = await home.connect(pod);
  late.say({ method: 'run', params: { input: [{ kind: 'text', content: 'let in' }] } });
  await viewer.sees('let in');
  expect(asker.closed).toBe(false);
});

test('a client that floods the Pod with questions keeps nobody else waiting', async () => {
  const pod = await home.start('flooded', ['cat']);
  const flooder = await stranger(pod);
  flooder.resume();
  const questions = Buffer.from(encodeLine({ method: 'watch_screen', params: { max_fps: 30 } }).repeat(20_000));
  let isFlooding = true;
  const flood = () => {
    while (isFlooding && !flooder.destroyed && flooder.write(questions));
  };
  flooder.on('drain', flood);
  flood();
  const viewer = await home.attach(pod);
  for (let i = 0; i < 12; i++) {
    viewer.type(`line ${i}\r`);
    await viewer.sees(`line ${i}`);
  }
  isFlooding = false;
});
