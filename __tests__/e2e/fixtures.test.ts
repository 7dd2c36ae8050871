// The test bench itself: a driver that lies would make every end-to-end test worthless.

import path from 'node:path';
import { forbidOutside } from '../fixtures/outsideContacts';
import { processesWithMark } from '../fixtures/processesWithMark';
import { makeTempHome, runProgram } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { hasTmux, startTmux } from '../fixtures/tmuxDriver';
import { until } from '../fixtures/until';

const env = { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
const sh = (script: string) => ['/bin/sh', '-c', script];

describe('the terminal driver', () => {
  let terminal: DrivenTerminal | null = null;
  afterEach(async () => {
    await terminal?.close();
  });

  it('shows the screen, takes keys, and reports the end with all output', async () => {
    terminal = startTerminal(sh('read line; echo "got:$line:日本🚀"; exit 3'), { env });
    terminal.send('hi there\r');
    expect(await terminal.exit).toEqual({ code: 3, signal: null });
    expect(terminal.screenText()).toContain('got:hi there:日本🚀');
  });

  it('has all output at the end, however slowly this process comes to read it', async () => {
    terminal = startTerminal(sh('seq 2000'), { env });
    const held = setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300), 1);
    await terminal.exit;
    clearInterval(held);
    expect(terminal.rawBytes().toString()).toMatch(/\n2000\r\n$/);
  });

  it('shows characters that come in two pieces', async () => {
    terminal = startTerminal(
      sh(`printf 'a\\342\\200'; sleep 0.2; printf '\\223b\\343\\200'; sleep 0.2; printf '\\202c'; sleep 30`),
      {
        env,
      },
    );
    await terminal.waitForScreen(/^a–b。c$/m);
  });

  it('fails with the screen when what was awaited does not come', async () => {
    terminal = startTerminal(sh('echo visible; sleep 30'), { env });
    await terminal.waitForScreen(/visible/);
    await expect(terminal.waitForScreen(/never/, 50)).rejects.toThrow(/visible/);
  });

  it('says at once when the program ends before', async () => {
    terminal = startTerminal(sh('exit 0'), { env });
    await expect(terminal.waitForScreen(/never/)).rejects.toThrow(/ended/);
  });

  it('lists the modes that were left on, and the flags of the line', async () => {
    const set = '\\033[?1049h\\033[?25l\\033[?1000;1006h\\033[?2004h\\033[>1u\\033[>4;2m';
    const reset = '\\033[>4;0m\\033[<u\\033[?2004l\\033[?1000;1006l\\033[?25h\\033[?1049l';
    terminal = startTerminal(sh(`printf '${set}on'; stty raw -echo; read a; printf '${reset}off'; sleep 30`), { env });
    await terminal.waitForScreen(/on/);
    await until(() => terminal?.lineFlags().includes('-echo'));
    expect(terminal.modes().sort()).toEqual(
      [
        'alternate screen',
        'bracketed paste',
        'cursor hidden',
        'kitty keyboard',
        'modifyOtherKeys',
        'mouse',
        'mouse sgr',
      ].sort(),
    );
    terminal.send('\n');
    await terminal.waitForScreen(/off/);
    expect(terminal.modes()).toEqual([]);
  });

  it('resizes the program with the screen, and can take the terminal away', async () => {
    terminal = startTerminal(sh(`trap 'stty size' WINCH; trap 'exit 7' HUP; echo up; while :; do sleep 0.05; done`), {
      env,
    });
    await terminal.waitForScreen(/up/);
    terminal.resize(100, 30);
    await terminal.waitForScreen(/30 100/);
    terminal.hangUp();
    expect((await terminal.exit).signal ?? 7).toBe(7);
  });
});

describe('the temporary home', () => {
  it('throws when a process was left running, and ends it', async () => {
    const home = makeTempHome();
    await runProgram(sh('sleep 300 >/dev/null 2>&1 & sleep 0'), home.env);
    await until(() => processesWithMark(home.directory).some(({ command }) => command === 'sleep 300'));
    await expect(home.close(100)).rejects.toThrow(/sleep 300/);
    expect(processesWithMark(home.directory)).toEqual([]);
  });
});

describe('the ban on the outside', () => {
  it('refuses whom a program, or a child of it, wants to reach, and tells; this machine stays open', async () => {
    const home = makeTempHome();
    const outside = forbidOutside(home.directory);
    const reach = `const net = require('node:net');
      const own = net.createServer((socket) => socket.end('here')).listen(0, '127.0.0.1', async () => {
        for (const url of ['http://a.invalid', 'https://b.invalid']) {
          await fetch(url).then(() => console.log('reached'), (error) => console.log(error.cause.code));
        }
        net.connect(own.address().port, '127.0.0.1').on('data', (data) => console.log(String(data))).on('end', () => own.close());
      });`;
    const script = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(reach)}], { stdio: 'inherit' })`;
    const ran = await runProgram([process.execPath, '-e', script], { ...home.env, ...outside.env });
    expect(ran).toMatchObject({ code: 0, stdout: 'ECONNREFUSED\nECONNREFUSED\nhere\n' });
    expect(outside.hosts()).toEqual(['a.invalid', 'b.invalid']);
    await home.close();
  });
});

(hasTmux() ? describe : describe.skip)('the tmux driver', () => {
  it('shows the pane and takes keys', async () => {
    const home = makeTempHome();
    const tmux = startTmux(path.join(home.directory, 't'), sh('read line; echo "got:$line:日本"; sleep 30'), {
      cols: 60,
      rows: 10,
      env: home.env,
    });
    try {
      tmux.sendKeys('hi', 'Enter');
      expect(await tmux.waitForPane(/got:hi/)).toContain('got:hi:日本');
    } finally {
      await tmux.close();
      await home.close();
    }
  });
});
