// Real full-screen programs in a Pod, over attach, sizes, detach and attach: cell by cell as in a terminal of their own.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE_MS } from '../fixtures/patience';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { hasTmux } from '../fixtures/tmuxDriver';

interface RealProgram {
  readonly name: string;
  /** What its package is called where it is missing. */
  readonly version: readonly string[];
  /** Writes what it needs. @returns its argv. */
  readonly argv: (directory: string) => readonly string[];
  /** In groups: after each the screens must be the same. */
  readonly keys: readonly string[];
  /** On the screen once it has begun. */
  readonly begun: RegExp;
  /** Ends what goes on without its terminal. */
  readonly end?: (directory: string) => void;
}

const LINES = Array.from({ length: 120 }, (_, at) => `line ${at + 1}: alpha 日本語 ${'beta '.repeat(at % 30)}🚀 é`);

/** A process of which nothing changes. */
let sleeper: ChildProcess | null = null;
function calm(): ChildProcess {
  sleeper = spawn('sleep', ['1000'], { stdio: 'ignore' });
  return sleeper;
}

const PROGRAMS: readonly RealProgram[] = [
  {
    name: 'vim',
    version: ['vim', '--version'],
    argv: (directory) => {
      fs.writeFileSync(path.join(directory, 'text.c'), ['int main(void) { return 0; } /* it */', ...LINES].join('\n'));
      const settings = ['set nu hls bg=dark ls=2 nomodeline shm+=I ttimeoutlen=0 noesckeys nocompatible', 'syntax on'];
      const commands = settings.flatMap((setting) => ['-c', setting]);
      return ['vim', '--clean', '-n', '-i', 'NONE', ...commands, path.join(directory, 'text.c')];
    },
    begun: /int main/,
    keys: ['/alpha\rnn', ':split\rG', 'oinserted 漢字\x1bzz', ':vsplit\rgg'],
  },
  {
    name: 'less',
    version: ['less', '--version'],
    argv: (directory) => {
      const coloured = LINES.map((line, at) => `\x1b[${31 + (at % 6)};${at % 2 ? 1 : 7}m${line}\x1b[m tail`);
      fs.writeFileSync(path.join(directory, 'text.txt'), coloured.join('\n'));
      return ['less', '-R', '-N', path.join(directory, 'text.txt')];
    },
    begun: /line 1:/,
    keys: ['/beta\rn', 'G', 'bb-S\r\x1b[C'],
  },
  {
    name: 'htop',
    version: ['htop', '--version'],
    argv: (directory) => {
      const file = path.join(directory, 'htoprc');
      const meters = 'header_layout=one_100\ncolumn_meters_0=Hostname\ncolumn_meter_modes_0=2\n';
      // Columns that stand still.
      fs.writeFileSync(file, `fields=0 48 17 18 1\n${meters}hide_kernel_threads=1\ndelay=100\n`);
      return ['env', `HTOPRC=${file}`, 'htop', '-M', '-d', '100', '-p', String(calm().pid)];
    },
    begun: /PID/,
    keys: ['\x1bOP', 'q', '\x1bORno', '\x1b', '\x1b[17~'],
  },
  {
    name: 'mc',
    version: ['mc', '--version'],
    argv: (directory) => {
      const shown = path.join(directory, 'shown');
      const config = path.join(directory, 'config', 'mc');
      fs.mkdirSync(path.join(shown, 'inner'), { recursive: true });
      fs.mkdirSync(config, { recursive: true });
      for (const name of ['one.txt', 'two.c', '三.txt'])
        fs.writeFileSync(path.join(shown, name), `${LINES.join('\n')}\n`);
      // Nothing that changes by itself.
      fs.writeFileSync(path.join(config, 'ini'), '[Layout]\nmessage_visible=0\nfree_space=0\n');
      const env = [`XDG_CONFIG_HOME=${path.join(directory, 'config')}`, `HOME=${directory}`, 'MC_XDG_OPEN=false'];
      return ['env', ...env, 'mc', '-u', '-d', shown, shown];
    },
    begun: /one\.txt/,
    keys: ['\x1b[B\x1b[B', '\x1b[2~\t\x1b[B', '\x1b[20~\r', '\x1b\x1b', '\x1bOR'],
  },
  {
    name: 'tmux',
    version: ['tmux', '-V'],
    argv: (directory) => {
      const config = path.join(directory, 'inner.conf');
      // Keys that come in a heap, as on a busy machine, are no paste.
      const quick = ['escape-time 0', 'assume-paste-time 0'];
      const settings = ['status-right ""', 'automatic-rename off', ...quick, 'default-command "exec /bin/sh"'];
      fs.writeFileSync(config, settings.map((setting) => `set -g ${setting}\n`).join(''));
      // Each has a server of its own.
      return ['/bin/sh', '-c', `exec tmux -f ${config} -S ${directory}/inner-$$ new-session -n main`];
    },
    begun: /0:main/,
    end: (directory) => {
      const servers = fs.readdirSync(directory).filter((name) => name.startsWith('inner-'));
      for (const name of servers) isThere(['tmux', '-S', path.join(directory, name), 'kill-server']);
    },
    keys: ['printf "\\033[3%dm%s\\n" 1 red 2 日本語\r', '\x02%', 'seq 30\r', '\x02[', '\x1b[5~'],
  },
];

function isThere([program = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let home: TempHome;
let shown: DrivenTerminal[] = [];
let end = () => {};
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  for (const name of ['own', 'viewer']) isThere(['tmux', '-S', path.join(home.directory, name), 'kill-server']);
  for (const terminal of shown) await terminal.close();
  shown = [];
  end();
  end = () => {};
  sleeper?.kill();
  sleeper = null;
  await home.close();
});

const THERE = PROGRAMS.filter(({ name, version }) => {
  const is = hasTmux() && isThere(version);
  if (!is) process.stderr.write(`${name} is not installed: it is not compared.\n`);
  return is;
});

(THERE.length > 0 ? test : test.skip).each(THERE)(
  '$name',
  async (program) => {
    const { argv, keys, begun } = program;
    const directory = path.join(home.directory, 'programs');
    fs.mkdirSync(directory);
    const command = argv(directory);
    end = () => program.end?.(directory);
    // A tmux around each: what differs is the Pod alone.
    const inTmux = (name: string, line: readonly string[]) => {
      const tmux = [
        'tmux',
        '-u',
        '-S',
        path.join(home.directory, name),
        '-f',
        '/dev/null',
        'set',
        '-g',
        'status',
        'off',
      ];
      const options = [
        ';',
        'set',
        '-g',
        'escape-time',
        '0',
        ';',
        'set',
        '-g',
        'prefix',
        'None',
        ';',
        'new-session',
        '-s',
        'test',
        ...line,
      ];
      const terminal = startTerminal([...tmux, ...options], {
        env: { ...home.env, LC_ALL: 'C.UTF-8' },
        cwd: directory,
      });
      shown.push(terminal);
      return terminal;
    };
    const own = inTmux('own', ['env', '-u', 'TMUX', '-u', 'TMUX_PANE', 'TERM=xterm-256color', ...command]);
    const podwatch = `${process.execPath} ${CLI}`;
    // Says when it reads again: what is typed before that belongs to an attach that is just going.
    const again = 'n=$((n + 1)); echo "detached $n"; read -r line';
    const shell = `stty -echo; n=0; ${podwatch} run real -- "$@"; while ${again}; do ${podwatch} attach real; done`;
    const viewer = inTmux('viewer', ['/bin/sh', '-c', shell, 'sh', ...command]);
    const both = (deed: (each: DrivenTerminal) => void) => {
      deed(own);
      deed(viewer);
    };

    /** Both come to rest with the same cells. */
    const expectSame = async (isMeant: (cells: string) => boolean = () => true) => {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const [a, b] = [own.screenCells(), viewer.screenCells()];
        if (a.join('\n') === b.join('\n') && isMeant(a.join('\n'))) {
          // Seen twice: neither is on its way to something else.
          await new Promise((resolve) => setTimeout(resolve, 100));
          if (own.screenCells().join('\n') === a.join('\n')) return;
        }
        if (Date.now() > until) expect(b).toEqual(a);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    let detached = 0;
    const attachAgain = async (meanwhile: () => void = () => {}) => {
      viewer.send('\x1c');
      detached += 1;
      await viewer.waitForScreen(new RegExp(`^detached ${detached}\\b`, 'm'));
      meanwhile();
      viewer.send('\r');
      await expectSame();
    };

    await own.waitForScreen(begun);
    await expectSame();
    for (const group of keys) {
      const before = own.screenCells().join('\n');
      both((each) => each.send(group));
      await expectSame((cells) => cells !== before);
    }
    both((each) => each.resize(110, 34));
    await expectSame();
    await attachAgain();
    both((each) => each.resize(61, 17));
    await expectSame();
    await attachAgain(() => both((each) => each.resize(90, 28)));
  },
  300_000,
);
