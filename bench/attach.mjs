// An attached client beside a raw pseudo-terminal, dtach and tmux: first screen, key echo, 50 MB of output.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { makeBenchHome } from './benchHome.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { median, now, percentile } from './statistics.mjs';

const FLOOD_BYTES = 50_000_000;
const KEYS = 400;

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

function installed(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

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
      name: 'podwatch',
      start: () => home.startPod('bench', PROGRAM),
      attach: home.podwatch('attach', 'bench'),
      stop: () => {},
    },
  ].filter(({ needs }) => needs === undefined || installed(needs));
}

async function firstScreen(subject, env) {
  const from = now();
  const terminal = openTerminal(subject.attach, { env });
  await terminal.waitFor('MARK');
  const took = now() - from;
  await terminal.close();
  return took;
}

async function keyEcho(terminal) {
  const samples = [];
  // Letters that end no escape sequence of a redraw.
  const letters = 'vwyz';
  for (let i = 0; i < KEYS; i++) {
    const letter = letters[i % letters.length];
    terminal.forget();
    const from = now();
    terminal.send(letter);
    await terminal.waitFor(letter);
    samples.push(now() - from);
  }
  terminal.send('\u0015\r');
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

async function measure(subject, env, rounds) {
  subject.start();
  try {
    const first = [];
    for (let round = 0; round < rounds * 2; round++) first.push(await firstScreen(subject, env));
    const terminal = openTerminal(subject.attach, { env });
    await terminal.waitFor('MARK');
    const echo = await keyEcho(terminal);
    const floods = [];
    for (let round = 0; round < Math.min(3, rounds); round++) floods.push(await flood(terminal));
    await terminal.close();
    return {
      'first screen': median(first),
      'key echo p50': median(echo),
      'key echo p99': percentile(echo, 0.99),
      '50 MB': median(floods.map(({ ms }) => ms)),
      arrived: median(floods.map(({ bytes }) => bytes)) / 1e6,
    };
  } finally {
    subject.stop();
  }
}

export async function run({ rounds = 7 }) {
  const home = makeBenchHome();
  const measured = [];
  for (const subject of subjects(home)) {
    measured.push({ name: subject.name, ...(await measure(subject, home.env, rounds)) });
  }
  await home.close();
  const [floor] = measured;
  return ['first screen', 'key echo p50', 'key echo p99', '50 MB'].flatMap((what) =>
    measured.map((subject) => ({
      what: `${what}: ${subject.name}`,
      value: subject[what],
      unit: 'ms',
      ratio: subject[what] / floor[what],
      against: floor.name,
      ...(what === '50 MB' && { note: `${subject.arrived.toFixed(1)} MB arrived` }),
    })),
  );
}
