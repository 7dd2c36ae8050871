// The picker over 5,000 stopped Pods with long logs and 10 live ones, with and without a catalogue; and Pods whose logs are a thousand times as long.
import { agentsViewRun, makeAgentsHome } from './agentsView.mjs';
import { makeBenchHome, podName, storeStoppedPods } from './benchHome.mjs';
import { absent, figure, isInstalled } from './figure.mjs';
import { pickerRun } from './pickerRun.mjs';
import { nodeFloor, timedRun } from './processCost.mjs';
import { interleaved } from './statistics.mjs';

const STOPPED = 5000;
const LOG_BYTES = 200_000;
const LIVE = 10;
const FLOOR = 'node -e 0';
const AGENTS_VIEW = 'the agents view of claude';

export const title = `${STOPPED} stopped Pods with logs of ${LOG_BYTES / 1000} KB, ${LIVE} live ones`;

export async function run({ rounds = 7, wants }) {
  const figures = ['-r', 'ls --json'].some(wants) ? await manyPods(rounds, wants) : [];
  return wants('log length') ? [...figures, ...(await logLengths(rounds))] : figures;
}

async function manyPods(rounds, wants) {
  const home = makeBenchHome();
  storeStoppedPods(home, STOPPED, { logBytes: LOG_BYTES });
  const names = Array.from({ length: LIVE }, (_, n) => `live-${n}`);
  for (const name of names) home.startPod(name, ['/bin/sh', '-c', 'echo up; exec sleep 3600']);
  const peaks = [];
  const peer = await agentsView(wants);
  /** One run gives both figures, in the same round as its floor. */
  let last;
  const samples = await interleaved(
    {
      [FLOOR]: () => nodeFloor(home.env),
      ...(wants('-r') && {
        'first page': async () => {
          last = await pickerRun(home, { first: [...names, podName(STOPPED - 1)], complete: `of ${STOPPED + LIVE}` });
          peaks.push(last.peak);
          return last.first;
        },
        complete: () => last.complete,
        'first page, no catalogue': async () => {
          home.forgetCatalogues();
          last = await pickerRun(home, { first: [...names, podName(STOPPED - 1)], complete: `of ${STOPPED + LIVE}` });
          peaks.push(last.peak);
          return last.first;
        },
        'complete, no catalogue': () => last.complete,
      }),
      ...(wants('ls --json') && { 'ls --json': () => timedRun(home.podwatch('ls', '--json'), home.env) }),
      ...(peer !== null && { [AGENTS_VIEW]: () => agentsViewRun(peer) }),
    },
    rounds,
  );
  await home.close();
  peer?.close();
  const beside = { name: FLOOR, samples: samples[FLOOR] };
  const row = (name, what, most) =>
    samples[name] === undefined
      ? []
      : [
          figure({
            row: `thousands/${name}`,
            what,
            samples: samples[name],
            beside,
            target: most && { most, of: 'ratio' },
          }),
        ];
  return [
    ...row('first page', '-r, first page right', 4),
    ...row('complete', '-r, list complete', 10),
    ...row('first page, no catalogue', '-r without a catalogue, first page right', 6),
    ...row('complete, no catalogue', '-r without a catalogue, list complete', 10),
    ...(peaks.length === 0
      ? []
      : [
          figure({
            row: 'thousands/peak',
            what: '-r, peak memory',
            unit: 'MB',
            samples: peaks,
            target: { most: 110, of: 'value' },
          }),
        ]),
    ...row('ls --json', 'ls --json', null),
    ...besideAgentsView(samples),
  ];
}

/** The home of the peer, where it is installed and shows its view: one that asks for more has no figure. */
async function agentsView(wants) {
  if (!wants('-r') || !isInstalled('claude')) return null;
  const peer = makeAgentsHome();
  if ((await agentsViewRun(peer)) !== null) return peer;
  peer.close();
  return null;
}

/** Its list is empty, ours is not: the comparison is in its favour. */
function besideAgentsView({ [AGENTS_VIEW]: theirs, 'first page': ours }) {
  if (theirs === undefined || theirs.includes(null)) {
    return [absent('thousands/-r', `${AGENTS_VIEW} (claude agents)`, 'claude')];
  }
  const beside = { name: 'claude agents', samples: theirs };
  return [
    figure({ row: 'thousands/-r', what: `${AGENTS_VIEW}, of none`, samples: theirs }),
    figure({
      row: 'thousands/-r',
      what: '-r, first page right, beside it',
      samples: ours,
      beside,
      target: { most: 0.5, of: 'ratio' },
    }),
  ];
}

/** The tail is all that is read: 20 MB cost what 20 KB cost. */
async function logLengths(rounds) {
  const homes = [20_000, 20_000_000].map((logBytes) => {
    const home = makeBenchHome();
    storeStoppedPods(home, 20, { logBytes });
    return home;
  });
  const [short, long] = homes.map((home) => () => timedRun(home.podwatch('ls', '--json'), home.env));
  const samples = await interleaved({ short, long }, rounds * 2);
  for (const home of homes) await home.close();
  return [
    figure({ row: 'thousands/log length', what: 'ls --json, 20 logs of 20 KB', samples: samples.short }),
    figure({
      row: 'thousands/log length',
      what: 'ls --json, 20 logs of 20 MB',
      samples: samples.long,
      beside: { name: 'of 20 KB', samples: samples.short },
      target: { most: 1.1, of: 'ratio' },
    }),
  ];
}
