// macOS by what its tools print, in the form of their manuals: each question is asked of the right tool and its answer read right.
import { macOs } from '../../src/system/macOs';

const PS = `    1     0     1      0 ??       Ss    12416   1:02.03 Thu Nov 26 09:00:01 2026     launchd
  501     1   501      0 ??       S      8000   0:00.50 Thu Nov 26 09:00:02 2026     loginwindow
 4242   501  4242   4300 ttys003  Ss     2048   0:00.02 Thu Nov  5 09:01:02 2026     zsh
 4300  4242  4300   4300 ttys003  R+    10240 12:01:02.50 Thu Nov 26 09:01:05 2026     my (odd) name
 4301  4300  4300   4300 ttys003  S+     1024   0:00.00 Thu Nov 26 09:01:05 2026     cat
 4302  4242  4302   4300 ttys003  T      1024   0:00.00 Thu Nov 26 09:01:06 2026     vim
 4303  4242  4303   4300 ttys003  Z         0   0:00.00 Thu Nov 26 09:01:07 2026     <defunct>
 4304  4242  4304   4300 ttys003  SE     1024   0:00.00 Thu Nov 26 09:01:08 2026     going
a line that is none
`;
const LSOF = ['p4300', 'fcwd', 'n/Users/ada/work here', ''].join('\n');
const LSOF_UNIX = ['p4242', 'f9', 'n/tmp/pw/a/sock', 'f10', 'n->0x1234', ''].join('\n');

function asked(answers: Readonly<Record<string, string | null>>) {
  const calls: string[] = [];
  const system = macOs((program, args) => {
    const call = [program, ...args].join(' ');
    calls.push(call);
    return answers[call] ?? null;
  });
  return { system, calls };
}

const ALL = 'ps -axww -o pid=,ppid=,pgid=,tpgid=,tty=,state=,rss=,time=,lstart=,ucomm=';

it('reads the table of processes: sessions by their leaders, states, times, memory, names with blanks', () => {
  const { system } = asked({ [ALL]: PS });
  expect(system.processTable()).toHaveLength(8);
  expect(system.processStat(4300)).toEqual({
    pid: 4300,
    parent: 4242,
    group: 4300,
    session: 4242,
    terminal: '/dev/ttys003',
    terminalGroup: 4300,
    state: 'running',
    startTime: 'Thu Nov 26 09:01:05 2026',
    name: 'my (odd) name',
    cpuSeconds: 43262.5,
    memory: 10_485_760,
  });
  expect(system.processStat(1)).toMatchObject({ terminal: null, session: 1, cpuSeconds: 62.03 });
  const states = [4301, 4302, 4303, 4304].map((pid) => system.processStat(pid)?.state);
  expect(states).toEqual(['running', 'stopped', 'ended', 'ending']);
  expect(system.processTable().filter(({ session }) => session === 4242)).toHaveLength(6);
  expect(system.processStat(9999)).toBeNull();
});

it('reads start times, command lines, directories, environments, sockets and the boot', () => {
  const { system, calls } = asked({
    'ps -ww -o args= -p 4300': 'node /a/podMain.js --x\n',
    'lsof -a -p 4300 -d cwd -Fn': LSOF,
    'ps -Eww -o command= -p 4300': 'node x PATH=/bin PODWATCH_POD=a LAST=1\n',
    'lsof -a -U -p 4242 -Fn': LSOF_UNIX,
    'sysctl -n kern.bootsessionuuid': '6F1E-11\n',
  });
  expect(system.startedAt('Thu Nov 5 09:01:02 2026')).toBe(new Date(2026, 10, 5, 9, 1, 2).getTime());
  expect(system.startedAt('never')).toBeNull();
  expect(system.commandLine(4300)).toEqual(['node', '/a/podMain.js', '--x']);
  expect(system.workingDirectory(4300)).toBe('/Users/ada/work here');
  expect(system.startedWith(4300, 'PODWATCH_POD', 'a')).toBe(true);
  expect(system.startedWith(4300, 'LAST', '1')).toBe(true);
  expect(system.startedWith(4300, 'PODWATCH_POD', '')).toBe(false);
  expect(system.startedWith(4300, 'POD', 'a')).toBe(false);
  expect(system.listensOn(4242, '/tmp/pw/a/sock')).toBe(true);
  expect(system.listensOn(4242, '/tmp/pw/a')).toBe(false);
  expect(system.bootId()).toBe('6F1E-11');
  expect(calls).toHaveLength(9);
});

it('knows nothing where a tool fails, and says so', () => {
  const { system } = asked({});
  expect(system.processTable()).toEqual([]);
  const known = [system.processStat(1), system.commandLine(1), system.workingDirectory(1), system.bootId()];
  expect(known).toEqual([null, null, null, null]);
  expect([system.startedWith(1, 'A', 'b'), system.listensOn(1, '/x')]).toEqual([false, false]);
  const neverTold = [system.openFilesLimit(1), system.programFile(1), system.startBytes(), system.pipeReader(1)];
  expect([...neverTold, system.watchLimits(), system.lockHolders()('/x')]).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([system.maxSocketPath, system.maxArgument, system.isAskingDear]).toEqual([103, null, true]);
});
