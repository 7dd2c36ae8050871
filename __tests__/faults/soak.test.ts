// A long life in a short time: what comes and goes a thousand times leaves no memory, no descriptor and no listener behind.
import { readdirSync, readFileSync } from 'node:fs';
import { homeSource } from '../../src/streams/watchHome';
import { watchPods } from '../../src/streams/watchPods';
import { AgentPodClient } from '../fixtures/agentPodClient';
import { Tally } from '../fixtures/campaign';
import { TestHome, type TestPod, until } from '../fixtures/podTestClient';
import { scriptedAgent } from '../fixtures/scriptedAgent';

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

/**
 * Growth between the second and the last quarter of the looks, MB, each by its smallest: what V8 has not collected yet is no
 * growth. Flat is what stays below half of its young generation (three semi-spaces of 16 MB), which may be there or not.
 */
const FLAT_MB = 24;

function growth(looks: readonly number[]): number {
  const quarter = Math.floor(looks.length / 4);
  return Math.min(...looks.slice(-quarter)) - Math.min(...looks.slice(quarter, 2 * quarter));
}

const WARM = 40;
const FEWEST = 120;

test('viewers, clients and lists that come and go', async () => {
  const tally = new Tally('soak: rounds of attach, watch and list', 0.12);
  const pod = await home.start('soaked', ['cat']);
  for (let n = 0; n < WARM; n++) await round(pod, n);
  const before = { files: filesOf(pod.pid), own: filesOf(process.pid), listeners: listeners() };
  const looks: number[] = [];
  for (let n = WARM; tally.hasTime || n < FEWEST; n++) {
    await tally.try(`round ${n}`, async () => {
      await round(pod, n);
      looks.push(memoryOf(pod.pid));
      return [];
    });
  }
  await tally.try('in the end', async () => {
    await until('the Pod’s files back', () => filesOf(pod.pid) <= before.files + 2);
    await until('our files back', () => filesOf(process.pid) <= before.own + 2);
    const grown = growth(looks);
    const bad = grown > FLAT_MB ? [`the Pod has grown by ${grown.toFixed(0)} MB in ${looks.length} rounds`] : [];
    return listeners() > before.listeners ? [...bad, 'listeners are left behind'] : bad;
  });
  tally.end();
});

/**
 * Of V8 for all that lives, MB: a snapshot of the whole conversation for each who joins is garbage, and is left for long
 * where there is room. Who needs more than this has kept it: then V8 ends the Pod.
 */
const HEAP_MB = 48;

test('turns of an agent, with viewers that come and go', async () => {
  const tally = new Tally('soak: turns of an agent', 0.06);
  const pod = await home.start(
    'talking',
    scriptedAgent(),
    { kind: 'agent' },
    { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
  );
  const client = await AgentPodClient.connect(pod.socketPath);
  const turn = async (n: number) => {
    await client.turn(`echo turn ${n} ${'x'.repeat(4000)}`);
    const other = await AgentPodClient.connect(pod.socketPath);
    other.say('watch_agent', { viewing: true });
    other.close();
    client.events.length = 0;
  };
  try {
    for (let n = 0; n < WARM; n++) await turn(n);
    const files = filesOf(pod.pid);
    const looks: number[] = [];
    for (let n = WARM; tally.hasTime || n < FEWEST; n++) {
      await tally.try(`turn ${n}`, async () => {
        await turn(n);
        looks.push(memoryOf(pod.pid));
        return [];
      });
    }
    await tally.try('in the end', async () => {
      await until('its files back', () => filesOf(pod.pid) <= files + 2);
      const grown = growth(looks);
      return grown > HEAP_MB ? [`it has grown by ${grown.toFixed(0)} MB in ${looks.length} turns`] : [];
    });
  } finally {
    client.close();
  }
  tally.end();
});

const listeners = () => process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0);
