// A program in a Pod gets what the shell of its starter would have given it: mask, limits, descriptors, environment, bytes.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { AgentProcess } from '../../src/pod/agent/agentProcess';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const file = (name: string) => path.join(home.directory, name);
const contents = (name: string) => (fs.existsSync(file(name)) ? fs.readFileSync(file(name), 'utf8') : '');

/** What a shell in that directory runs; `$0 $1` is podwatch. The shell is still there when podwatch starts. */
const shell = (script: string, env: NodeJS.ProcessEnv = {}) =>
  runProgram(['bash', '-c', `cd ${home.directory}; ${script}; exit $?`, process.execPath, CLI], {
    ...home.env,
    ...env,
  });

/** The program writes to `name` and goes on. */
async function written(name: string): Promise<string> {
  await until(() => contents(name).endsWith('end\n'));
  return contents(name);
}

const REPORT = 'umask; ulimit -Sn; ls /proc/self/fd | tr "\\n" " "; echo; env; echo end';

test('umask, soft limit of open files and descriptors are those of the starter', async () => {
  const ran = await shell(
    `umask 027; ulimit -Sn 77; exec 60>lock; "$0" "$1" run made -d -- sh -c '(${REPORT}) > seen; exec sleep 60'`,
  );
  expect(ran.stderr).toBe('');
  const [umask, limit, descriptors] = (await written('seen')).split('\n');
  expect(umask).toBe('0027');
  expect(limit).toBe('77');
  // 3 is the listing itself.
  expect(descriptors?.trim()).toBe('0 1 2 3');
  expect(fs.statSync(file('seen')).mode & 0o777).toBe(0o640);
  // Nobody holds the script's lock any more.
  execFileSync('flock', ['-n', file('lock'), 'true']);
  const pid = home.allocations()[0]?.pid;
  expect(fs.readFileSync(`/proc/${pid}/limits`, 'latin1')).not.toMatch(/Max open files\s+77\s/);
  expect(fs.readdirSync(`/proc/${pid}/fd`).map((fd) => readLink(`/proc/${pid}/fd/${fd}`))).not.toContain(file('lock'));
});

function readLink(link: string): string {
  try {
    return fs.readlinkSync(link);
  } catch {
    return '';
  }
}

test.each([
  // The shell becomes the command: nobody is left who has that limit.
  ['the installed command', `ulimit -Sn 77; exec "$1" run made -d -- sh -c '(${REPORT}) > seen; exec sleep 60'`],
  // A runner, whose own limit Node has raised.
  [
    'a script of Node',
    `ulimit -Sn 77; "$0" -e 'require("child_process").spawnSync(process.argv[0], process.argv.slice(1))' "$1" run made -d -- sh -c '(${REPORT}) > seen; exec sleep 60'; true`,
  ],
  [
    'npx',
    `ulimit -Sn 77; "$0" -e 'require("child_process").spawnSync(process.argv[1], process.argv.slice(2))' "$1" run made -d -- sh -c '(${REPORT}) > seen; exec sleep 60'; true`,
  ],
])('the limit is found through %s', async (_, script) => {
  const ran = await shell(script);
  expect(ran.stderr).toBe('');
  const seen = await written('seen');
  expect(seen.split('\n')[1]).toBe('77');
  expect(seen).not.toContain('PODWATCH_OPEN_FILES');
});

test('an agent gets the same', async () => {
  const script = `(${REPORT}) > ${file('seen')}; cat`;
  const agent = await AgentProcess.spawn({
    file: '/bin/sh',
    args: ['-c', script],
    cwd: home.directory,
    env: { PATH: process.env.PATH ?? '' },
    starter: { umask: 0o027, openFiles: 77, env: {} },
    stderrFile: file('stderr'),
  });
  if (!agent.ok) throw new Error(agent.error);
  const [umask, limit] = (await written('seen')).split('\n');
  await agent.value.end();
  expect([umask, limit]).toEqual(['0027', '77']);
  expect(fs.statSync(file('stderr')).mode & 0o777).toBe(0o600);
});

test('what steers Node reaches the program and not the process of the Pod', async () => {
  fs.writeFileSync(file('hook.cjs'), 'globalThis.hooked = true;');
  const say =
    'require("fs").writeFileSync("seen", [globalThis.hooked, process.env.UV_THREADPOOL_SIZE, "end\\n"].join(" "))';
  const ran = await shell(`"$0" "$1" run app -d -- "$0" -e '${say}; setInterval(() => {}, 1000)'`, {
    NODE_OPTIONS: '--require ./hook.cjs',
    UV_THREADPOOL_SIZE: '2',
    NODE_V8_COVERAGE: file('coverage'),
  });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(await written('seen')).toBe('true 2 end\n');
  const own = fs.readFileSync(`/proc/${home.allocations()[0]?.pid}/environ`, 'latin1').split('\0');
  // Its own threads are as few as it wants them.
  expect(own.filter((variable) => /^(NODE_|UV_)/.test(variable))).toEqual(['UV_THREADPOOL_SIZE=1']);
});

describe('what is not UTF-8 is refused with its byte', () => {
  test.each([
    ['an argument', `"$0" "$1" run bad -d -- ls $'caf\\xe9'`, '0xE9'],
    ['the directory', `mkdir $'d\\xff'; cd $'d\\xff'; "$0" "$1" run bad -d -- sleep 60`, '0xFF'],
    ['a directory that is named', `mkdir $'d\\xfe'; "$0" "$1" run bad -d --cwd $'d\\xfe' -- sleep 60`, '0xFE'],
    [
      'a variable',
      `export NAME=$'caf\\xe9'; "$0" "$1" run bad -d -- sleep 60`,
      'The variable NAME holds the byte 0xE9',
    ],
  ])('%s', async (_what, script, said) => {
    const ran = await shell(script);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(said);
    expect(home.allocations()).toEqual([]);
  });

  test('but not in what the shell notes for itself, which is left out', async () => {
    const ran = await shell(
      `mkdir $'d\\xff'; cd $'d\\xff'; cd ..; "$0" "$1" run good -d -- sh -c 'echo "\${OLDPWD-none}" > seen; echo end >> seen; exec sleep 60'`,
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(await written('seen')).toBe('none\nend\n');
  });

  test('while the replacement character itself is passed on', async () => {
    const ran = await shell(
      `export NAME='\ufffd'; "$0" "$1" run good -d -- sh -c 'echo "$NAME $1" > seen; echo end >> seen; exec sleep 60' x '\ufffd'`,
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(await written('seen')).toBe('\ufffd \ufffd\nend\n');
  });
});

test('a directory that has been removed is refused, wherever PWD points', async () => {
  const ran = await shell('mkdir gone; cd gone; rmdir ../gone; PWD=/usr "$0" "$1" run lost -d -- sleep 60');
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(`${file('gone')} does not exist any more`);
});
