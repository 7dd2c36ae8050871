// Homes of others and the stores of agent CLIs, watched by the kernel: nothing there is written, locked or removed by any command.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { homeInDirectory } from '../../../src/protocol/homePaths';
import { writeInsomniaPod, writeInsomniaStates } from '../../fixtures/insomniaStates';
import { CLI, makeTempHome, runProgram, type TempHome } from '../../fixtures/tempHome';
import { ALL_TOOLS, type ForeignHome, makeForeignHome } from './foreignHome';

/** Every way to change a file or a directory, and to keep others from it. */
const CALLS =
  'open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,' +
  'truncate,ftruncate,fallocate,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime,utimes,utimensat,futimesat,' +
  'setxattr,fsetxattr,mknod,mknodat,flock,fcntl,write,pwrite64,writev,pwritev';

let home: TempHome;
let stores: ForeignHome;
beforeEach(() => {
  home = makeTempHome();
  stores = makeForeignHome(ALL_TOOLS);
  home.env.HOME = stores.home;
  // What Node has compiled is no part of a store.
  home.env.XDG_CACHE_HOME = path.join(home.directory, 'cache');
});
afterEach(async () => {
  await home.close();
  stores.close();
});

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed, or not allowed to look at processes here.
    return false;
  }
}

/** The calls below `directory` that are more than reading. */
async function touched(directory: string, args: readonly string[]): Promise<readonly string[]> {
  const trace = path.join(home.directory, 'trace');
  const words = ['strace', '-f', '-y', '-qq', '-s', '300', '-e', `trace=${CALLS}`, '-o', trace, process.execPath, CLI];
  await runProgram([...words, ...args], home.env);
  const lines = fs.readFileSync(trace, 'utf8').split('\n');
  expect(lines.length).toBeGreaterThan(10);
  return lines.filter((line) => line.includes(directory) && isMore(line));
}

/** Of a call in two lines the first one has the arguments. */
function isMore(line: string): boolean {
  if (line.includes('resumed>')) return false;
  if (/\bopen(?:at2?)?\(/.test(line)) return /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(line);
  if (/\bfcntl\(/.test(line)) return /F_SETLK|F_OFD_SETLK|F_SETLEASE/.test(line);
  // What is written elsewhere may speak of it.
  if (/\bp?writev?(?:64)?\(/.test(line)) return /\(\d+<([^>]*)>/.exec(line)?.[1]?.startsWith(stores.home) === true;
  return true;
}

const SESSIONS = ['claude:9c10e5d7', 'opencode:ses_de83faa', 'pi:01a217c4-2330', 'codex:01a217b3', 'gemini:2d94314a'];

(canTrace() ? describe : describe.skip)('under strace', () => {
  it('a home of our own is seen to be written', async () => {
    expect((await touched(home.paths.data, ['run', 'x', '-d', '--', 'true'])).length).toBeGreaterThan(5);
  });

  it('the sessions of agent CLIs stay as they are, whatever is asked of them', async () => {
    const commands = [
      ['ls', '--everything', '--json'],
      ['grep', 'greeting', '--sessions'],
      ['explain', ...SESSIONS.slice(0, 1)],
      ...SESSIONS.map((name) => ['logs', name]),
      ...SESSIONS.map((name) => ['restore', name, '-d']),
      ['restore', 'claude:9c10e5d7', '-d', '--', 'true'],
      ['rm', 'claude:9c10e5d7'],
      ['archive', 'claude:9c10e5d7'],
      ['rename', 'claude:9c10e5d7', 'other'],
      ['send', 'claude:9c10e5d7', 'text'],
      ['stop', 'claude:9c10e5d7'],
      ['prune', '--older-than', '1d'],
      ['doctor'],
    ];
    for (const command of commands) expect([command, await touched(stores.home, command)]).toEqual([command, []]);
  }, 240_000);

  it("insomnia's home stays as it is, whatever is asked of its Pods", async () => {
    const theirs = homeInDirectory(path.join(stores.home, '.insomnia'));
    writeInsomniaStates(theirs);
    writeInsomniaPod(theirs, 'it');
    // A program that cannot start leaves nothing behind.
    home.env.INSOMNIA_POD_COMMAND = '/nowhere/insomnia-pod';
    const commands = [
      ['ls', '--all'],
      ['logs', 'it'],
      ['explain', 'it'],
      ['grep', 'hello'],
      ['restore', 'it', '-d'],
      ['restore', 'insomnia:it', '-d', '--', 'true'],
      ['restore', '--all'],
      ['rm', 'it'],
      ['rm', 'insomnia:it'],
      ['archive', 'it'],
      ['rename', 'it', 'other'],
      ['send', 'it', 'text'],
      ['stop', 'it'],
      ['replay', 'it'],
      ['status', '--pod', 'it', 'idle'],
      ['prune', '--older-than', '1d'],
      ['doctor', '--fix', '--yes'],
    ];
    for (const command of commands) expect([command, await touched(theirs.data, command)]).toEqual([command, []]);
  }, 240_000);
});
