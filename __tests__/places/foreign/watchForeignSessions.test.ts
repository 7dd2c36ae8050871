import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Subscription } from 'rxjs';
import { processFacts } from '../../../src/places/foreign/processFacts';
import type { ForeignSnapshot } from '../../../src/places/foreign/scanSessions';
import type { ForeignSession } from '../../../src/places/foreign/sessionFacts';
import { watchForeignSessions } from '../../../src/places/foreign/watchForeignSessions';
import { until } from '../../fixtures/until';
import { type ForeignHome, makeForeignHome } from './foreignHome';

let home: ForeignHome;
let subscription: Subscription;
let snapshots: ForeignSnapshot[];

function watch(tools: readonly string[]): void {
  home = makeForeignHome(tools);
  snapshots = [];
  subscription = watchForeignSessions(home.env).subscribe((snapshot) => snapshots.push(snapshot));
}

afterEach(() => {
  subscription.unsubscribe();
  home.close();
});

function last(): ForeignSnapshot {
  const snapshot = snapshots.at(-1);
  if (snapshot === undefined) throw new Error('No snapshot yet');
  return snapshot;
}

function session(beginning: string): ForeignSession | undefined {
  return last().sessions.find(({ sessionId }) => sessionId.startsWith(beginning));
}

async function settled(): Promise<void> {
  await until(() => !last().loading);
}

function addSession(id: string): string {
  const line = { type: 'user', cwd: '/tmp', timestamp: '2026-11-26T13:00:00Z', message: { content: 'Other' } };
  return home.write(`.claude/projects/-home-dev-project/${id}.jsonl`, `${JSON.stringify(line)}\n`);
}

test('loading comes first; a line that is appended changes one row, and the others keep their objects', async () => {
  watch(['claude', 'pi/agent']);
  expect(snapshots).toEqual([{ sessions: [], problems: [], loading: true }]);
  await settled();
  const before = last().sessions;
  const row = session('9c10e5d7');
  const line = {
    type: 'user',
    cwd: '/home/dev/moved',
    timestamp: '2026-11-26T13:00:00Z',
    message: { content: 'And now?' },
  };
  fs.appendFileSync(row?.file ?? '', `${JSON.stringify(line)}\n`);
  await until(() => session('9c10e5d7')?.lastWords === 'And now?');
  expect(last().sessions[0]).toMatchObject({ sessionId: row?.sessionId, directory: '/home/dev/moved' });
  expect(last().sessions.filter((one) => before.includes(one))).toHaveLength(before.length - 1);
});

test('a session that begins, in a project and a tool that were not there, and one that is deleted', async () => {
  watch(['pi/agent']);
  await settled();
  const line = { type: 'user', cwd: '/tmp', timestamp: '2026-11-26T13:00:00Z', message: { content: 'Hello' } };
  const file = home.write('.claude/projects/-new/new-session.jsonl', `${JSON.stringify(line)}\n`);
  await until(() => session('new-session')?.title === 'Hello');
  fs.rmSync(path.dirname(file), { recursive: true });
  await until(() => session('new-session') === undefined);
});

test('what does not change is not read again', async () => {
  watch(['claude']);
  await settled();
  // Once this one is told by the watches, everything before has been looked at for good.
  addSession('first-of-two');
  await until(() => session('first-of-two'));
  const opened = jest.spyOn(fs, 'openSync');
  const file = addSession('second-of-two');
  await until(() => session('second-of-two'));
  const files = opened.mock.calls.map(([name]) => String(name)).filter((name) => name.endsWith('.jsonl'));
  opened.mockRestore();
  expect(files.filter((name) => name !== file && !name.includes('first-of-two'))).toEqual([]);
});

test('a session runs elsewhere as long as its very process does, and can be resumed after that', async () => {
  watch(['claude']);
  await settled();
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  const id = '9c10e5d7-c708-4da3-b402-8ff0f5f820df';
  const claim = { pid: child.pid, sessionId: id, procStart: processFacts(child.pid ?? 0)?.startTicks, status: 'busy' };
  home.write(`.claude/sessions/${child.pid}.json`, JSON.stringify(claim));
  await until(() => session(id)?.liveElsewhere);
  expect(session(id)).toMatchObject({
    liveElsewhere: { pid: child.pid, status: 'busy' },
    reason: `it runs in another process (pid ${child.pid})`,
  });
  // Its file stays, as after a crash.
  child.kill('SIGKILL');
  await until(() => session(id)?.liveElsewhere === null);
  expect(session(id)?.resume).toEqual(['claude', '--resume', id]);
});

test('unsubscribed, it holds nothing: no watch, no timer, no look', async () => {
  watch(['claude', 'codex']);
  subscription.unsubscribe();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(snapshots).toHaveLength(1);
  expect(process.getActiveResourcesInfo().filter((one) => one === 'FSEventWrap')).toEqual([]);
});
