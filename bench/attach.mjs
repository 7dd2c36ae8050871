// An attached client beside a raw pseudo-terminal, dtach, abduco, screen and tmux: first screen, key echo, 50 MB of output.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { absent, figure, isInstalled } from './figure.mjs';
import { cpuOf, nodeFloor } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { interleaved, now, percentile } from './statistics.mjs';

const FLOOD_BYTES = 50_000_000;
/** In each round, so far apart (ms). */
const KEYS = 100;
const KEY_EVERY_MS = 10;
const FLOOR = 'node -e 0';

export const title = 'attach';

/**
 * The program inside every subject. It redraws on SIGWINCH, as dtach asks for; typed keys are echoed by the kernel.
 * The words are written in two parts, so that their echo is never mistaken for them.
 */
const PROGRAM = [
  '/bin/sh',
  '-c',
  [
    `trap "printf 'MA''RK'" WINCH`,
    `printf 'MA''RK'`,
    'while :; do',
    '  read -r line || continue',
    '  case $line in',
    `    flood) yes 'the quick brown fox jumps over the lazy dog, again and again and again, 12345' | head -c ${FLOOD_BYTES}; printf '\\nEN''D\\n' ;;`,
    '  esac',
    'done',
  ].join('\n'),
];

/** Each subject: how to make its session, the command that attaches to it, and how to end it. */
function subjects(home) {
  const inHome = (name) => path.join(home.directory, name);
  const run = (...argv) => {
    const result = spawnSync(argv[0], argv.slice(1), { env: home.env, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`${argv.join(' ')} gave ${result.status}: ${result.stderr}`);
  };
  const tmux = ['tmux', '-S', inHome('t'), '-f', '/dev/null'];
  return [
    { name: 'raw pty', start: () => {}, attach: PROGRAM, stop: () => {} },
    {
      name: 'dtach',
      needs: 'dtach',
      start: () => run('dtach', '-n', inHome('d'), '-E', '-r', 'winch', ...PROGRAM),
      attach: ['dtach', '-a', inHome('d'), '-E', '-r', 'winch'],
      // Its master ends with its program, and the program on `exit`'s hang-up.
      stop: () => run('sh', '-c', `pids=$(fuser ${inHome('d')} 2>/dev/null) && kill $pids || true`),
    },
    {
      name: 'tmux',
      needs: 'tmux',
      start: () => {
        run(
          ...tmux,
          'start-server',
          ';',
          'set',
          '-g',
          'status',
          'off',
          ';',
          'new-session',
          '-d',
          '-s',
          's',
          ...PROGRAM,
        );
      },
      attach: [...tmux, 'attach', '-t', 's'],
      stop: () => run(...tmux, 'kill-server'),
    },
    {
      name: 'abduco',
      needs: 'abduco',
      start: () => run('abduco', '-n', 'bench', ...PROGRAM),
      attach: ['abduco', '-a', 'bench'],
      stop: () => run('sh', '-c', 'pkill -P $$ abduco || true'),
    },
    {
      name: 'screen',
      needs: 'screen',
      start: () => run('screen', '-dmS', 'bench', ...PROGRAM),
      attach: ['screen', '-r', 'bench'],
      stop: () => run('screen', '-S', 'bench', '-X', 'quit'),
    },
    {
      name: 'podwatch',
      start: () => home.startPod('bench', PROGRAM),
      attach: home.podwatch('attach', 'bench'),
      stop: () => {},
    },
  ];
}

async function firstScreen(subject, env) {
  const from = now();
  const terminal = openTerminal(subject.attach, { env });
  await terminal.waitFor('MARK');
  const took = { ms: now() - from, cpu: cpuOf(terminal.pid) };
  await terminal.close();
  return took;
}

/** ms of each key. */
async function keyEcho(terminal) {
  const samples = [];
  // Letters that end no escape sequence of a redraw.
  const letters = 'vwyz';
  for (let i = 0; i < KEYS; i++) {
    const letter = letters[i % letters.length];
    await pause(KEY_EVERY_MS);
    terminal.forget();
    const from = now();
    terminal.send(letter);
    await terminal.waitFor(letter);
    samples.push(now() - from);
  }
  terminal.send('\u0015\r');
  await pause(50);
  return samples;
}

async function flood(terminal) {
  terminal.forget();
  const before = terminal.bytes();
  const from = now();
  terminal.send('flood\r');
  await terminal.waitFor('END', 120_000);
  return { ms: now() - from, bytes: terminal.bytes() - before };
}

export async function run({ rounds = 7, wants }) {
  const home = makeBenchHome();
  const all = subjects(home);
  const present = all.filter(({ needs }) => needs === undefined || isInstalled(needs));
  for (const subject of present) subject.start();
  try {
    const figures = [
      ...(wants('first screen') ? await firstScreens(present, home.env, rounds * 2) : []),
      ...(wants('echo') || wants('flood') ? await inside(present, home.env, rounds, wants) : []),
    ];
    if (wants('from the dashboard')) figures.push(await fromDashboard(rounds * 3));
    const missing = all.filter((subject) => !present.includes(subject)).map(({ name }) => absent('attach', name));
    return [...figures, ...missing, absent('attach/peers', 'zellij', 'zellij')];
  } finally {
    for (const subject of present) subject.stop();
    await home.close();
  }
}

/**
 * From the key to the Pod's own screen, out of a dashboard that shows its tile. In a home of its own: what the rows above
 * have printed has scrolled the word that is waited for away.
 */
async function fromDashboard(rounds) {
  const home = makeBenchHome();
  try {
    home.startPod('bench', PROGRAM);
    const dashboard = openTerminal(home.podwatch(), { env: home.env });
    await dashboard.waitFor('MARK');
    const samples = [];
    for (let round = -1; round < rounds; round++) {
      // A terminal that answers nothing is waited for until a second after its questions.
      await pause(round < 0 ? 1500 : 300);
      dashboard.forget();
      const from = now();
      dashboard.send('\r');
      await dashboard.waitFor('MARK');
      if (round >= 0) samples.push(now() - from);
      await pause(1000);
      dashboard.forget();
      dashboard.send('\x1c');
      await dashboard.waitFor('detached from bench');
    }
    dashboard.send('q');
    await Promise.race([dashboard.exit, pause(3000, null, { ref: false })]);
    await dashboard.close();
    return figure({
      row: 'attach/from the dashboard',
      what: 'first screen: podwatch, from the dashboard',
      samples,
      target: { most: 3, of: 'value' },
    });
  } finally {
    await home.close();
  }
}

const each = (present, measure) => Object.fromEntries(present.map((subject) => [subject.name, () => measure(subject)]));

/** Its first use keeps its compiled code, when it ends; what is measured is ended without that. */
async function usedOnce({ attach }, env) {
  const terminal = openTerminal(attach, { env });
  await terminal.waitFor('MARK');
  terminal.send('\x1c');
  await terminal.exit;
  await terminal.close();
}

async function firstScreens(present, env, rounds) {
  for (const subject of present) if (subject.name === 'podwatch') await usedOnce(subject, env);
  const samples = await interleaved(
    { [FLOOR]: () => nodeFloor(env), ...each(present, (subject) => firstScreen(subject, env)) },
    rounds,
  );
  return present.map(({ name }) =>
    figure({
      row: 'attach/first screen',
      what: `first screen: ${name}`,
      samples: samples[name],
      beside: { name: FLOOR, samples: samples[FLOOR] },
      target: name === 'podwatch' ? { most: 1.4, of: 'ratio' } : null,
    }),
  );
}

/** Each client stays attached; they are typed to and flooded in turn. */
async function inside(present, env, rounds, wants) {
  const terminals = new Map();
  for (const { name, attach } of present) {
    const terminal = openTerminal(attach, { env });
    await terminal.waitFor('MARK');
    terminals.set(name, terminal);
  }
  const figures = [];
  if (wants('echo')) {
    const keys = await interleaved(
      each(present, ({ name }) => keyEcho(terminals.get(name))),
      rounds,
    );
    figures.push(...echoFigures(present, keys, 'p50', 0.5, 2), ...echoFigures(present, keys, 'p99', 0.99, 1.5));
  }
  if (wants('flood')) {
    const floods = await interleaved(
      each(present, ({ name }) => flood(terminals.get(name))),
      Math.min(3, rounds),
    );
    figures.push(...present.map(({ name }) => floodFigure(name, floods)));
  }
  for (const terminal of terminals.values()) await terminal.close();
  return figures;
}

function echoFigures(present, keys, what, share, most) {
  const of = (name) => keys[name]?.map((samples) => percentile(samples, share));
  const tmux = of('tmux');
  return present.map(({ name }) =>
    figure({
      row: 'attach/echo',
      what: `key echo ${what}: ${name}`,
      samples: of(name),
      beside: tmux ? { name: 'tmux', samples: tmux } : null,
      target: name === 'podwatch' ? { most, of: 'ratio' } : null,
    }),
  );
}

function floodFigure(name, floods) {
  const arrived = floods[name].reduce((sum, { bytes }) => sum + bytes, 0) / floods[name].length / 1e6;
  return figure({
    row: 'attach/flood',
    what: `50 MB: ${name}`,
    samples: floods[name].map(({ ms }) => ms),
    beside: floods.dtach ? { name: 'dtach', samples: floods.dtach.map(({ ms }) => ms) } : null,
    target: name === 'podwatch' ? { most: 1.1, of: 'ratio' } : null,
    note: `${arrived.toFixed(1)} MB arrived`,
  });
}
