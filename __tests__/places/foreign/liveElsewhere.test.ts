import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { liveElsewhere } from '../../../src/places/foreign/liveElsewhere';
import { isAlive, processFacts, startTime, withAncestors } from '../../../src/places/foreign/processFacts';
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import type { ProcessClaim } from '../../../src/places/foreign/sessionFacts';
import { bootId, pidNamespace } from '../../../src/store/processIdentity';
import { thisSystem } from '../../../src/system/thisSystem';
import { until } from '../../fixtures/until';
import { makeForeignHome } from './foreignHome';

const own: ProcessClaim = {
  pid: process.pid,
  startTicks: processFacts(process.pid)?.startTicks ?? '',
  startedBefore: null,
  pidNamespace: pidNamespace(),
  bootId: bootId(),
  status: 'busy',
};
const live = { pid: process.pid, status: 'busy' };

describe('A claim counts only for the very process that made it', () => {
  test('this process', () => expect(liveElsewhere(own)).toEqual(live));
  test('a number used again: another start', () => expect(liveElsewhere({ ...own, startTicks: '1' })).toBeNull());
  test('another boot', () => expect(liveElsewhere({ ...own, bootId: '00000000' })).toBeNull());
  test('another container', () => expect(liveElsewhere({ ...own, pidNamespace: '1' })).toBeNull());
  test.each([0, -1, 2 ** 31, 1.5, Number.NaN])('no process: %p', (pid) => {
    expect(liveElsewhere({ ...own, pid })).toBeNull();
  });

  test('without a start time: one that started before the claim was written, not one after', () => {
    const claim = { ...own, startTicks: null };
    expect(liveElsewhere({ ...claim, startedBefore: Date.now() })).toEqual(live);
    const started = startTime(own.startTicks ?? '') ?? 0;
    expect(liveElsewhere({ ...claim, startedBefore: started - 60_000 })).toBeNull();
    expect(liveElsewhere(claim)).toBeNull();
  });
});

test('A process that has ended and is not yet collected does not live', async () => {
  // The shell's child ends; the `sleep` that takes the shell's place never collects it.
  const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  parent.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  await until(() => said.endsWith('\n'));
  const pid = Number(said);
  await until(() => / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')));
  expect(isAlive(pid)).toBe(false);
  parent.kill('SIGKILL');
});

test('The way up from a process leads through its parents', () => {
  const [first, second] = withAncestors(process.pid);
  expect([first?.pid, second?.pid]).toEqual([process.pid, process.ppid]);
});

test('Who holds a lock is read from the kernel, without trying it', async () => {
  const home = makeForeignHome(['codex']);
  const id = '01a217b5-fcb4-7330-9512-ebe309949d11';
  const file = home.file('.codex/thread-writer-locks', `${id}.lock`);
  const holder = spawn('flock', [file, 'sleep', '600'], { stdio: 'ignore' });
  await until(() => thisSystem.lockHolders()(file) !== null);
  const found = (await readForeignSessions(home.env)).sessions.find(({ sessionId }) => sessionId === id);
  // Its daemon lets a second window join: it can be resumed all the same.
  expect(found?.liveElsewhere).toEqual({ pid: holder.pid, status: 'loaded' });
  expect(found?.reason).toBe('its directory /home/dev/project does not exist');
  // It may hold the lock already, and only be starting its program.
  await until(() => processesBelow(holder.pid ?? 0).length > 0);
  for (const { pid } of processesBelow(holder.pid ?? 0)) process.kill(pid, 'SIGKILL');
  await until(() => !isAlive(holder.pid ?? 0));
  home.close();
});

function processesBelow(parent: number): readonly { readonly pid: number; readonly parent: number }[] {
  return fs
    .readdirSync('/proc')
    .map((name) => processFacts(Number(name)))
    .filter((facts) => facts !== null && facts.parent === parent)
    .map((facts) => ({ pid: facts?.pid ?? 0, parent }));
}

describe('Copilot’s and Qwen’s marks', () => {
  test('a lock with the pid of a process that started later is left over from a crash', async () => {
    const home = makeForeignHome(['copilot']);
    const folder = '.copilot/session-state/0b2b0d29-95bc-4baf-a260-34e1e0429b36';
    const lock = home.write(`${folder}/inuse.${process.pid}.lock`, String(process.pid));
    const row = async () => (await readForeignSessions(home.env)).sessions.find(({ file }) => file.includes(folder));
    expect((await row())?.liveElsewhere).toEqual({ pid: process.pid, status: null });
    fs.utimesSync(lock, 1, 1);
    expect((await row())?.liveElsewhere).toBeNull();
    home.close();
  });

  test('a pid file with boot id and ticks; its secret is nowhere in what comes out', async () => {
    const home = makeForeignHome(['qwen']);
    const id = 'bb1a360d-a4c6-4ac4-ab09-733c58578551';
    const claim = {
      pid: process.pid,
      procStart: `${bootId()}:${own.startTicks}`,
      sessionId: id,
      ipcToken: 'hush-hush',
    };
    home.write(`.qwen/sessions/${process.pid}.json`, JSON.stringify(claim));
    const snapshot = await readForeignSessions(home.env);
    expect(snapshot.sessions.find(({ sessionId }) => sessionId === id)?.liveElsewhere?.pid).toBe(process.pid);
    expect(JSON.stringify(snapshot)).not.toContain('hush-hush');
    home.close();
  });
});
