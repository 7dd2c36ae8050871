// From the command to its complete first page, over 1,000 stopped Pods, against the start of Node itself.
import { makeBenchHome, podName, runToEnd, storeStoppedPods } from './benchHome.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { interleaved, median, now } from './statistics.mjs';

const PODS = 1000;
const PAGE = 10;

export const title = `start-up, ${PODS} stopped Pods, to the complete first page`;

export async function run({ rounds = 15 }) {
  const home = makeBenchHome();
  storeStoppedPods(home, PODS);
  const newest = Array.from({ length: PAGE }, (_, index) => podName(PODS - 1 - index));
  const timed = async (work) => {
    const from = now();
    await work();
    return now() - from;
  };
  const samples = await interleaved(
    {
      'node -e 0': () => timed(() => runToEnd([process.execPath, '-e', '0'], home.env)),
      'podwatch --version': () => timed(() => runToEnd(home.podwatch('--version'), home.env)),
      'podwatch ls': () =>
        timed(async () => {
          const output = await runToEnd(home.podwatch('ls', '--all'), home.env);
          if (!output.includes(podName(0))) throw new Error(`ls did not show every Pod: ${output.slice(0, 500)}`);
        }),
      'podwatch ls --json': () =>
        timed(async () => {
          const entries = JSON.parse(await runToEnd(home.podwatch('ls', '--json', '--all'), home.env));
          if (entries.length !== PODS) throw new Error(`ls --json showed ${entries.length} Pods`);
        }),
      'podwatch -r': async () => {
        const from = now();
        const terminal = openTerminal(home.podwatch('-r'), { env: home.env });
        await terminal.waitFor(newest);
        const took = now() - from;
        terminal.send('q');
        await Promise.race([terminal.exit, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
        await terminal.close();
        return took;
      },
    },
    rounds,
  );
  await home.close();
  const floor = median(samples['node -e 0']);
  return Object.entries(samples).map(([name, values]) => ({
    what: name,
    value: median(values),
    unit: 'ms',
    ratio: median(values) / floor,
    against: 'node -e 0',
  }));
}
