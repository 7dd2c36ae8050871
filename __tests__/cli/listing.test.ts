// `ls` on terminals of any width, and `logs` of conversations, also while they grow and shrink.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { textWidth } from '../../src/cells/cellWidth';
import { segmentLogPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

async function lsOnTerminal(cols: number, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const argv = [process.execPath, CLI, 'ls', ...args];
  const terminal = startTerminal(argv, { env: { ...home.env, ...env }, cols, rows: 60 });
  try {
    expect((await terminal.exit).code).toBe(0);
    return { rows: terminal.screenText().trimEnd().split('\n'), raw: terminal.rawBytes().toString('utf8') };
  } finally {
    await terminal.close();
  }
}

describe('ls on a terminal', () => {
  beforeEach(() => {
    for (let i = 0; i < 25; i += 1) {
      storePod(home.paths, { name: `構築-${i}`, updatedAt: 1000 + i, preview: `日本語 ${'長い文 '.repeat(40)}` }, i);
    }
  });

  it.each([20, 40, 80, 200])('fits %d columns, the name always there', async (cols) => {
    const { rows } = await lsOnTerminal(cols);
    expect(rows).toHaveLength(22);
    for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(cols);
    expect(rows[1]).toMatch(/^構築-24/);
    expect(rows[21]).toBe('+5 more (--all)');
    if (cols >= 80) expect(rows[1]).toMatch(/\[stopped\/restorable\].*日本語/);
  });

  it('shows all with --all, and colours only where they are wanted', async () => {
    expect((await lsOnTerminal(80, ['--all'])).rows).toHaveLength(26);
    expect((await lsOnTerminal(80)).raw).toContain('\x1b[94m');
    expect((await lsOnTerminal(80, ['--no-color'])).raw).not.toMatch(/\x1b\[[39]/);
    expect((await lsOnTerminal(80, [], { NO_COLOR: '1' })).raw).not.toMatch(/\x1b\[[39]/);
  });
});

it('an empty home says what to do next', async () => {
  expect((await lsOnTerminal(80)).rows[0]).toContain('podwatch run NAME');
  expect(await home.podwatch(['ls'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await home.podwatch(['ls', '--json'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
});

describe('logs of a conversation', () => {
  const entry = (text: string) =>
    `${JSON.stringify({ kind: 'user_input', ts: 5, segments: [{ kind: 'text', content: text }] })}\n`;
  const file = () => {
    const [session = ''] = fs.readdirSync(home.paths.sessions);
    const [log = ''] = fs.readdirSync(`${home.paths.sessions}/${session}`);
    return segmentLogPath(home.paths, session, log.replace('.jsonl', ''));
  };

  const talk = (preview: string) =>
    storePod(home.paths, { name: 'talk', updatedAt: 1, preview, kind: 'agent' as const }, 1);

  it('prints it as Markdown, unharmed by a broken line, which is told on stderr', async () => {
    talk('two\n*lines*');
    fs.appendFileSync(file(), `{broken\n${entry('and me')}`);
    const { code, stdout, stderr } = await home.podwatch(['logs', 'talk']);
    expect(code).toBe(0);
    expect(stdout).toBe('## Assistant\n\ntwo\n*lines*\n\n## User\n\nand me\n');
    expect(stderr).toMatch(/^podwatch: a line of the log cannot be read: .*\n$/);
  });

  it('calls what a kill has cut off interrupted, and never running', async () => {
    talk('I build it');
    const item = { kind: 'tool_call', call_id: 'c1', name: 'make', arguments: '{"target":"all"}' };
    fs.appendFileSync(file(), `${JSON.stringify({ kind: 'assistant_item', ts: 6, item })}\n`);
    const { stdout } = await home.podwatch(['logs', 'talk']);
    expect(stdout).toContain('**make all** (interrupted: no result)');
  });

  it('tells a terminal nothing that is in it', async () => {
    talk('evil \x1b]0;title\x07\x1b[2J words');
    const terminal = startTerminal([process.execPath, CLI, 'logs', 'talk'], { env: home.env });
    try {
      await terminal.exit;
      expect(terminal.screenText()).toContain('words');
      expect(terminal.rawBytes().toString()).not.toContain('\x1b]0;');
    } finally {
      await terminal.close();
    }
  });

  it('--json prints the entries, one a line, with all that is in them', async () => {
    talk('hello');
    fs.appendFileSync(file(), '{"kind":"from_the_future","ts":7,"x":{"y":[1]}}\n');
    const { code, stdout } = await home.podwatch(['logs', 'talk', '--json']);
    expect(code).toBe(0);
    const entries = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.map(({ kind }) => kind)).toEqual(['segment_start', 'assistant_item', 'from_the_future']);
    expect(entries[2]).toEqual({ kind: 'from_the_future', ts: 7, x: { y: [1] } });
  });

  it('of a terminal prints what was shown and sent, and none of its escape sequences', async () => {
    storePod(home.paths, { name: 'talk', updatedAt: 1, preview: 'two\nlines\x1b[2J' }, 1);
    fs.appendFileSync(file(), `{broken\n${entry('and \x1b]0;evil\x07me')}`);
    const { code, stdout } = await home.podwatch(['logs', 'talk']);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'assistant: two',
      '           lines',
      expect.stringContaining('cannot be read'),
      'user: and me',
      '',
    ]);
  });

  it('-f goes on with what comes, also in pieces and after the log was cut', async () => {
    talk('first');
    const follower = spawn(process.execPath, [CLI, 'logs', 'talk', '-f'], { env: home.env });
    const ended = new Promise((resolve) => follower.once('exit', resolve));
    try {
      let out = '';
      // A character may come in two pieces.
      follower.stdout.setEncoding('utf8').on('data', (chunk) => {
        out += chunk;
      });
      await until(() => out === '## Assistant\n\nfirst\n');
      const line = entry('日本');
      fs.appendFileSync(file(), Buffer.from(line).subarray(0, line.indexOf('日') + 1));
      fs.appendFileSync(file(), Buffer.from(line).subarray(line.indexOf('日') + 1));
      await until(() => out.endsWith('## User\n\n日本\n'));
      fs.writeFileSync(file(), entry('cut'));
      await until(() => out.endsWith('## User\n\ncut\n'));
      expect(out).toBe('## Assistant\n\nfirst\n\n## User\n\n日本\n\n## User\n\ncut\n');
    } finally {
      follower.kill();
      await ended;
    }
  });
});

it.each([[[]], [['--json']]])('logs -f %j ends with its reader, also while nothing comes', async (options) => {
  await home.podwatch(['run', 'quiet', '-d', '--', '/bin/sh', '-c', 'echo READY; exec sleep 600']);
  await until(async () => (await home.podwatch(['logs', 'quiet'])).stdout.includes('READY'));
  const words = [process.execPath, CLI, 'logs', 'quiet', '-f', ...options].map((word) => `'${word}'`).join(' ');
  const ran = await runProgram(
    ['/bin/bash', '-c', `${words} | head -1; echo "ended with \${PIPESTATUS[0]}"`],
    home.env,
  );
  expect(ran.stdout).toMatch(/^.+\nended with 0\n$/);
  await home.podwatch(['stop', 'quiet']);
});
