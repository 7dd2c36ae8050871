// Pods that are started: 64 of them four at a time, one to its first byte, and the demo.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { nodeFloor, timedRun } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { interleaved, timed } from './statistics.mjs';

const MANY = 64;
const AT_A_TIME = 4;
const FLOOR = 'node -e 0';

export const title = 'starting Pods';

/** All of them by so many at a time; ms. */
async function startMany() {
  const home = makeBenchHome();
  const names = Array.from({ length: MANY }, (_, n) => `pod-${n}`);
  const worker = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      await ended(home.podwatch('run', name, '-d', '--', '/bin/sh', '-c', 'echo up; exec sleep 3600'), home.env);
    }
  };
  const took = await timed(() => Promise.all(Array.from({ length: AT_A_TIME }, worker)));
  await home.close();
  return took;
}

function ended([program, ...words], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${words.join(' ')} gave ${code}`))));
  });
}

export async function run({ rounds = 7, wants }) {
  const home = makeBenchHome();
  let count = 0;
  const single = {
    'run -d': () =>
      timedRun(home.podwatch('run', `one-${count++}`, '-d', '--', '/bin/sh', '-c', 'exec sleep 3600'), home.env),
    'to its first byte': async () => {
      const terminal = openTerminal(
        home.podwatch('run', `first-${count++}`, '--', '/bin/sh', '-c', 'echo UP; exec sleep 3600'),
        {
          env: home.env,
        },
      );
      const took = await timed(() => terminal.waitFor('UP'));
      await terminal.close();
      return took;
    },
    demo: async () => {
      const terminal = openTerminal(home.podwatch('demo'), { env: home.env, cols: 120, rows: 40 });
      const took = await timed(() => terminal.waitFor('live'));
      terminal.send('q');
      await Promise.race([terminal.exit, pause(15_000, null, { ref: false })]);
      await terminal.close();
      return took;
    },
  };
  const asked = Object.fromEntries(Object.entries(single).filter(([name]) => wants(name)));
  const samples = await interleaved({ [FLOOR]: () => nodeFloor(home.env), ...asked }, rounds);
  await home.close();
  const beside = { name: FLOOR, samples: samples[FLOOR] };
  const figures = Object.keys(asked).map((name) =>
    figure({
      row: `starting/${name}`,
      what: name === 'run -d' ? name : name === 'demo' ? 'demo, its first screen' : 'run, to its first byte',
      samples: samples[name],
      beside,
      target: name === 'run -d' ? null : { most: 2, of: 'ratio' },
    }),
  );
  if (!wants('64')) return figures;
  const many = [];
  for (let round = 0; round < Math.min(3, rounds); round++) many.push(await startMany());
  return [
    ...figures,
    figure({
      row: 'starting/64',
      what: `${MANY} by run -d, ${AT_A_TIME} at a time`,
      samples: many,
      target: { most: 8000, of: 'value' },
    }),
  ];
}
