// A Pod that floods, lies, stalls or says nothing, against each command, and the dashboard: they end, stay small and stay safe.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { inHome, SEED, shuffled, Tally } from '../fixtures/campaign';
import { startHostilePod } from '../fixtures/startHostilePod';
import { CLI, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';

const MODES = [
  'silent',
  'hangsUp',
  'garbage',
  'endlessLine',
  'slow',
  'statusFlood',
  'permissionFlood',
  'screenFlood',
  'longLog',
];
const COMMANDS: readonly (readonly string[])[] = [
  ['ls'],
  ['ls', '--json'],
  ['explain', 'evil'],
  ['send', 'evil', 'x'],
  ['permit', 'evil'],
  ['permit', 'evil', '--once'],
  ['logs', 'evil'],
  ['rm', 'evil'],
  ['restore', 'evil'],
  ['run', 'evil', '-d', '--', 'cat'],
  ['stop', 'evil'],
];
const LONGEST_MS = 40_000;
const MOST_MB = 450;
/** Of what reaches a user: line ends, and colours of ours, are none. */
const RAW =
  /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]|\u001b(?!\[[\d;]*m)/;

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return 0;
  }
}

/** Runs it to its end; what is wrong with that. */
function attackedCommand(home: TempHome, args: readonly string[]): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args], { env: home.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let peak = 0;
    const bad: string[] = [];
    const looking = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid ?? 0));
    }, 50);
    const timer = setTimeout(() => {
      bad.push(`it has not ended after ${LONGEST_MS / 1000} s`);
      child.kill('SIGKILL');
    }, LONGEST_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    child.once('close', (code) => {
      clearInterval(looking);
      clearTimeout(timer);
      if (peak > MOST_MB) bad.push(`it took ${peak.toFixed(0)} MB`);
      if (code === null && bad.length === 0) bad.push('it was ended by a signal');
      // JSON goes into a pipe as it is.
      if (!args.includes('--json') && RAW.test(said)) bad.push(`raw text: ${JSON.stringify(said.slice(0, 300))}`);
      if (/\n\s+at .*:\d+:\d+/.test(said)) bad.push(`a stack for its user: ${said.slice(0, 300)}`);
      resolve(bad);
    });
  });
}

/** Longer than an attach may wait: for a connection, a greeting, and an answer among whatever else is said, ms. */
const LONGEST_VIEW_MS = 30_000;

/** Looks around and leaves with Esc and q; what is wrong with that. */
async function attackedView(home: TempHome, args: readonly string[], keys: readonly string[]): Promise<string[]> {
  const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 100, rows: 30 });
  let peak = 0;
  const looking = setInterval(() => {
    peak = Math.max(peak, peakOf(terminal.pid));
  }, 100);
  try {
    // One that has nothing to show, or has ended, is as good.
    await terminal.waitForScreen((screen) => screen.trim() !== '', 5000).catch(() => {});
    for (const key of keys) {
      terminal.send(key);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const late = setTimeout(() => terminal.kill('SIGKILL'), LONGEST_VIEW_MS);
    const { code, signal } = await terminal.exit;
    clearTimeout(late);
    const bad = signal === null ? [] : [`it did not end by its keys in ${LONGEST_VIEW_MS / 1000} s (${signal})`];
    if (code > 8) bad.push(`it ended with ${code}`);
    if (peak > MOST_MB) bad.push(`it took ${peak.toFixed(0)} MB`);
    const modes = terminal.modes();
    return modes.length === 0 || signal !== null ? bad : [...bad, `left in the terminal: ${modes.join(', ')}`];
  } finally {
    clearInterval(looking);
    await terminal.close();
  }
}

/** Ctrl+\\ */
const DETACH = '\u001c';
const VIEWS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [[], ['?', '\u001b', 'j', '\r', '\u001b', '\u001b', 'q', 'q']],
  [['-r'], ['j', 'k', '/', 'e', '\u001b', '\u001b', 'q', 'q']],
  // Typed at, a page back into its history, out of that, and the detach key; what a conversation would ask for it too.
  [
    ['attach', 'evil'],
    ['x', '\u001b[5;2~', '\u001b', DETACH, '\u001b', 'q', DETACH],
  ],
  [
    ['attach', 'evil', '--read-only'],
    ['x', DETACH, 'q'],
  ],
];

test('commands and views', async () => {
  const attacks = MODES.flatMap((mode) => [
    ...COMMANDS.map((args) => ({ mode, what: args.join(' '), run: (home: TempHome) => attackedCommand(home, args) })),
    ...VIEWS.map(([args, keys]) => ({
      mode,
      what: `view ${args.join(' ')}`,
      run: (home: TempHome) => attackedView(home, args, keys),
    })),
  ]);
  const tally = new Tally('a hostile Pod against commands and views', 0.35, attacks.length);
  for (const { mode, what, run } of shuffled(attacks)) {
    if (!tally.hasTime) break;
    await tally.try(`${mode}: ${what}`, () =>
      inHome(async (home) => {
        const pod = await startHostilePod(home, mode, SEED);
        try {
          return await run(home);
        } finally {
          await pod.end();
        }
      }),
    );
  }
  tally.end();
});
