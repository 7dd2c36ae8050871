// A long life in a short time: what comes and goes a thousand times leaves no memory, no descriptor and no listener behind.
import { readdirSync, readFileSync } from 'node:fs';
import { homeSource } from '../../src/streams/watchHome';
import { watchPods } from '../../src/streams/watchPods';
import { Tally } from '../fixtures/campaign';
import { TestHome, type TestPod, until } from '../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

const memoryOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
const filesOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).length;

/** One round of what a day has many of. */
async function round(pod: TestPod, n: number): Promise<void> {
  const viewer = await home.attach(pod, { cols: 60 + (n % 40), rows: 20 + (n % 20) });
  viewer.type(`round ${n}\r`);
  await viewer.sees(`round ${n}`);
  viewer.resize(80, 24);
  viewer.close();
  const client = await home.connect(pod);
  client.say({ method: 'watch_screen', params: { max_fps: 30 } });
  await client.next('screen');
  client.close();
  const watching = watchPods([homeSource(home.paths)]).subscribe();
  await new Promise((resolve) => setImmediate(resolve));
  watching.unsubscribe();
}

test('viewers, clients and lists that come and go', async () => {
  const tally = new Tally('soak: rounds of attach, watch and list', 0.12);
  const pod = await home.start('soaked', ['cat']);
  for (let n = 0; n < 30; n++) await round(pod, n);
  const before = {
    memory: memoryOf(pod.pid),
    files: filesOf(pod.pid),
    own: filesOf(process.pid),
    listeners: listeners(),
  };
  let n = 30;
  while (tally.hasTime || n < 60) {
    await tally.try(`round ${n}`, async () => {
      await round(pod, n++);
      return [];
    });
  }
  await tally.try('in the end', async () => {
    await until('the Pod’s files back', () => filesOf(pod.pid) <= before.files + 2);
    await until('our files back', () => filesOf(process.pid) <= before.own + 2);
    const grown = memoryOf(pod.pid) - before.memory;
    const bad = grown > 60 ? [`the Pod has grown by ${grown.toFixed(0)} MB in ${n} rounds`] : [];
    return listeners() > before.listeners ? [...bad, 'listeners are left behind'] : bad;
  });
  tally.end();
});

const listeners = () => process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0);
