// Hostile text in every field that a record, a registry, a log, a configuration or a Pod has, through every command and pane: the bytes that reach the terminal.
import type net from 'node:net';
import { podSocketPath } from '../../src/protocol/homePaths';
import { shuffled, Tally } from '../fixtures/campaign';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { EVIL, EVIL_NAME, evilPod, plant } from './evilHome';

/** What of it must never come raw. */
const FRAGMENTS = [
  '\u001b]0;INJ',
  '\u001b[777m',
  '\u009b',
  '\u202e',
  '\u001b[?777h',
  '\u2066',
  '\u001bP+q777',
  'INJ\u0007',
];
/** Of what a command prints: line ends, and colours of ours. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028]/;
const OURS = /\u001b\[(?!777)[\d;]*m/g;

const NAMES = [
  'agent',
  'term',
  'stored',
  'nowhere',
  EVIL_NAME,
  'torn',
  'odd',
  'held',
  `dead${EVIL_NAME}`,
  'wrong',
  `none${EVIL}`,
];
const COMMANDS: readonly (readonly string[])[] = [
  ['ls', '--all'],
  ['ls', '--all', '--json'],
  ['ls', '--everything'],
  ['doctor'],
  ['doctor', '--json'],
  ['grep', 'e'],
  ['agents'],
  ['prune', '--older-than', '1h', '--dry-run'],
  ['adopt', `s2${EVIL_NAME}`, 'adopted'],
  ['adopt', EVIL, 'x'],
  ['run', `r${EVIL_NAME}`, '-d', '--', EVIL_NAME],
  ['run', 'r', '-d', '--cwd', `/no/${EVIL_NAME}`, '--', 'cat'],
  ['run', 'r', '--agent', '-d', '--', EVIL_NAME],
  ['wait', 'agent', '--timeout', '1'],
  ['send', 'agent', 'x'],
  ['send', 'agent', '--wait', 'x'],
  ['permit', 'agent', '--once'],
  ['permit', 'agent', '--id', EVIL_NAME, '--reject'],
  ['permit', 'agent', '--option', EVIL_NAME],
  ['rename', 'stored', EVIL_NAME],
  ['--home', `/no/${EVIL_NAME}`, 'ls'],
  [EVIL_NAME],
  ['ls', `--${EVIL_NAME}`],
  ['ls', '--filter', EVIL_NAME],
  ['completion', EVIL_NAME],
  ...NAMES.flatMap((name) => ['explain', 'logs', 'permit', 'restore', 'stop', 'rm'].map((verb) => [verb, name])),
  ...NAMES.map((name) => ['logs', name, '--json']),
];

/** Keys in each view, one after another; none of them ends it. */
const VIEWS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [[], ['j', 'l', 'z', '\u001b', '?', '\u001b', 'w', '\u001b', 'o', '\u001b', 'a', '\u001b']],
  [['-r'], ['j', 'j', 'j', 'w', '\u001b', '/', 'e', '\u001b', '\t', '\u001b', '\r', '\u001b']],
  [
    ['attach', 'agent'],
    ['x', '/', '\u001b', '\u001b[5~'],
  ],
];

async function command(home: TempHome, args: readonly string[]): Promise<string[]> {
  const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 200, rows: 50 });
  try {
    const late = setTimeout(() => terminal.kill('SIGTERM'), 15_000);
    await terminal.exit;
    clearTimeout(late);
    const text = terminal.rawBytes().toString('utf8').replaceAll('\r\n', '\n').replace(OURS, '');
    const at = text.search(CONTROLS);
    // Who attaches to what has been restored has given the terminal away.
    if (at < 0 || text.includes('\u001b[?1049h')) return evilIn(terminal);
    return [`raw: ${JSON.stringify(text.slice(Math.max(0, at - 40), at + 40))}`];
  } finally {
    await terminal.close();
  }
}

async function view(home: TempHome, args: readonly string[], keys: readonly string[]): Promise<string[]> {
  const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 120, rows: 40 });
  try {
    await terminal.waitForScreen((screen) => screen.trim() !== '', 20_000);
    for (const key of keys) {
      terminal.send(key);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return evilIn(terminal);
  } finally {
    terminal.kill('SIGTERM');
    await terminal.close();
  }
}

function evilIn(terminal: DrivenTerminal): string[] {
  const text = terminal.rawBytes().toString('utf8');
  return FRAGMENTS.filter((part) => text.includes(part)).map((part) => `raw: ${JSON.stringify(part)}`);
}

test('commands and panes', async () => {
  const home = makeTempHome();
  const servers: net.Server[] = [];
  const attacks = [
    ...COMMANDS.map((args) => ({ what: args.join(' '), run: () => command(home, args) })),
    ...VIEWS.map(([args, keys]) => ({ what: `view ${args.join(' ')}`, run: () => view(home, args, keys) })),
  ];
  const tally = new Tally('hostile text through commands and panes', 0.15, attacks.length);
  try {
    for (const { what, run } of shuffled(attacks)) {
      if (!tally.hasTime) break;
      plant(home);
      for (const server of servers.splice(0)) server.close();
      servers.push(
        await evilPod(podSocketPath(home.paths, 'agent'), ['agent', 'permission', 'attention', 'queue', 'rename']),
      );
      servers.push(
        await evilPod(podSocketPath(home.paths, 'term'), ['screen', 'scrollback', 'attention', 'status', 'rename']),
      );
      await tally.try(JSON.stringify(what), run);
    }
  } finally {
    for (const server of servers) server.close();
    await tally.try('in the end', async () => {
      await home.close();
      return [];
    });
  }
  tally.end();
});
