// A Pod whose files cannot be written lives on, and catches up when they can be.
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { metadataPath, segmentLogPath } from '../../src/protocol/homePaths';
import { parseLogLine } from '../../src/protocol/logEntry';
import { parsePodMetadata } from '../../src/protocol/podMetadata';
import { AgentPodClient } from '../fixtures/agentPodClient';
import { TestHome, until } from '../fixtures/podTestClient';
import { scriptedAgent } from '../fixtures/scriptedAgent';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

test('a Pod outlives a full disk that takes neither its log nor its complaint', async () => {
  writeFileSync(home.paths.sessions, 'no directory');
  const full = openSync('/dev/full', 'w');
  const pod = await home.start('full', ['cat'], {}, {}, full);
  closeSync(full);
  const client = await home.connect(pod);
  const viewer = await home.attach(pod);
  viewer.type('first\r');
  expect((await client.next('alert')).data.message).toContain('could not write its log');
  viewer.type('second\r');
  await viewer.sees('second');
});

test('a record that could not be made active becomes so later, with its whole log', async () => {
  const pod = await home.start('later', ['cat']);
  const client = await home.connect(pod);
  const viewer = await home.attach(pod);
  const record = path.dirname(metadataPath(home.paths, 'later'));
  rmSync(record, { recursive: true });
  writeFileSync(record, 'no directory');
  viewer.type('first\r');
  await client.next('alert');
  rmSync(record);
  viewer.type('second\r');
  const active = await until('active metadata', () => {
    try {
      const parsed = parsePodMetadata(readFileSync(metadataPath(home.paths, 'later'), 'utf8'));
      return parsed.ok && parsed.value.active?.segmentId ? parsed.value.active : null;
    } catch {
      return null;
    }
  });
  const log = readFileSync(segmentLogPath(home.paths, active.sessionId, active.segmentId ?? ''), 'utf8');
  const [first] = log.split('\n');
  expect(parseLogLine(first ?? '')).toMatchObject({ ok: true, value: { kind: 'segment_start' } });
});

test('what an agent says while its log cannot be written is logged when it can be, and the status says so meanwhile', async () => {
  writeFileSync(home.paths.sessions, 'no directory');
  const pod = await home.start('agent', scriptedAgent(), { kind: 'agent' });
  const client = await AgentPodClient.connect(pod.socketPath);
  try {
    const faults = () => JSON.stringify(client.events.findLast(({ event }) => event === 'status')?.data.faults ?? null);
    await client.turn('echo first');
    expect(faults()).toContain('could not write its log');
    rmSync(home.paths.sessions);
    await until('no fault any more', () => faults() === 'null');
    await client.turn('echo second');
    const { active } = metadataOf('agent');
    const log = readFileSync(segmentLogPath(home.paths, active?.sessionId ?? '', active?.segmentId ?? ''), 'utf8');
    const entries = log.trimEnd().split('\n').map(parseLogLine);
    expect(entries.every(({ ok }) => ok)).toBe(true);
    expect(entries[0]).toMatchObject({ value: { kind: 'segment_start' } });
    expect(log.indexOf('echo first')).toBeGreaterThan(0);
    expect(log.indexOf('echo second')).toBeGreaterThan(log.indexOf('echo first'));
    expect(log.split('echo first')).toHaveLength(2 + (log.split('echo second').length - 2));
  } finally {
    client.close();
  }
});

test('what an agent said before there was room for a log is logged at its end, too', async () => {
  writeFileSync(home.paths.sessions, 'no directory');
  const pod = await home.start('agent', scriptedAgent(), { kind: 'agent' });
  const client = await AgentPodClient.connect(pod.socketPath);
  try {
    await client.turn('echo first');
    expect(metadataOf('agent').active?.segmentId ?? null).toBeNull();
    rmSync(home.paths.sessions);
    client.say('shutdown');
    await pod.exited;
  } finally {
    client.close();
  }
  const { active } = metadataOf('agent');
  const log = readFileSync(segmentLogPath(home.paths, active?.sessionId ?? '', active?.segmentId ?? ''), 'utf8');
  const entries = log.trimEnd().split('\n').map(parseLogLine);
  expect(entries[0]).toMatchObject({ value: { kind: 'segment_start' } });
  expect(log).toContain('echo first');
  expect(entries.at(-1)).toMatchObject({ value: { domain: 'podwatch.exit' } });
});

function metadataOf(name: string) {
  const parsed = parsePodMetadata(readFileSync(metadataPath(home.paths, name), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

test('a store that is gone for a while: the status says so, and what came meanwhile is recorded in the end', async () => {
  const pod = await home.start('gone', ['cat']);
  const client = await home.connect(pod);
  const viewer = await home.attach(pod);
  viewer.type('before\r');
  const { sessions } = home.paths;
  const recorded = () => {
    try {
      const [session = ''] = readdirSync(sessions);
      const [cast = ''] = readdirSync(path.join(sessions, session)).filter((name) => name.endsWith('.cast'));
      return readFileSync(path.join(sessions, session, cast), 'utf8');
    } catch {
      return '';
    }
  };
  await until('the recording', () => recorded().includes('before'));
  rmSync(sessions, { recursive: true });
  writeFileSync(sessions, 'no directory');
  viewer.type('meanwhile\r');
  await client.next('status', ({ data }) => JSON.stringify(data.faults ?? '').includes('is not a directory'));
  rmSync(sessions);
  await until('all of it', () => recorded().includes('before') && recorded().includes('meanwhile'));
});
