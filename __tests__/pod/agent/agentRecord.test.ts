// The record of an agent Pod: on a disk that takes nothing for a while, and where a run is taken back.
import fs from 'node:fs';
import { AgentRecord } from '../../../src/pod/agent/agentRecord';
import { metadataPath, segmentLogPath } from '../../../src/protocol/homePaths';
import { type LogEntry, parseLogLine } from '../../../src/protocol/logEntry';
import { type LaunchSpec, parsePodMetadata } from '../../../src/protocol/podMetadata';
import { endAll, tempHome } from '../../streams/streamFixtures';

afterEach(async () => {
  jest.restoreAllMocks();
  await endAll();
});

const said = (content: string): LogEntry => ({ kind: 'user_input', ts: 1, segments: [{ kind: 'text', content }] });

const part = (text: string): LogEntry => ({
  kind: 'extension',
  ts: 1,
  domain: 'podwatch.part',
  payload: { block: 'text', text },
});
const whole = (text: string): LogEntry => ({
  kind: 'assistant_item',
  ts: 1,
  item: { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] },
});
const invoke: LogEntry = { kind: 'invoke', ts: 1, trigger: 'user_send' };

function bornRecord() {
  const home = tempHome();
  const launch: LaunchSpec = { kind: 'agent', argv: ['agent'], cwd: '/', cols: 80, rows: 24 };
  const record = new AgentRecord(home, 'ag', launch, null);
  record.writeBirth();
  const file = segmentLogPath(home, record.segment.sessionId, record.segment.segmentId);
  const active = () => {
    const parsed = parsePodMetadata(fs.readFileSync(metadataPath(home, 'ag'), 'utf8'));
    return parsed.ok ? parsed.value.active : null;
  };
  const logged = () => {
    const text = fs.readFileSync(file, 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const parsed = parseLogLine(line);
        return parsed.ok ? parsed.value : line;
      });
  };
  return { record, active, logged, file };
}

function fillDisk(): () => void {
  const full = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  });
  return () => full.mockRestore();
}

test('a log whose first entry the disk would not take begins with it later, and only then the record names it', () => {
  const { record, active, logged } = bornRecord();
  const makeRoom = fillDisk();
  expect(() => record.activate()).toThrow('no space left');
  makeRoom();
  expect(record.isActive).toBe(false);
  expect(active()).toMatchObject({ sessionId: record.segment.sessionId, segmentId: null });
  record.append(said('meanwhile'));
  record.activate();
  record.append(said('then'));
  record.close();
  expect(logged()).toMatchObject([{ kind: 'segment_start' }, said('meanwhile'), said('then')]);
  expect(active()).toEqual(record.segment);
});

test('a run that is taken back takes no beginning along of a log that has begun in its midst', () => {
  const { record, logged } = bornRecord();
  const makeRoom = fillDisk();
  expect(() => record.activate()).toThrow('no space left');
  makeRoom();
  record.append(said('before'));
  const mark = record.mark();
  record.append(invoke);
  record.activate();
  record.agentFact({ acp_session_id: 'one', agent: null, opened: 'new' });
  record.append(said('undone'));
  record.rollback(mark);
  record.append(said('then'));
  record.close();
  const kept = [{ kind: 'segment_start' }, said('before'), { domain: 'podwatch.agent' }, said('then')];
  expect(logged()).toMatchObject(kept);
  expect(record.entries).toMatchObject(kept);
});

test('what is taken back of a run takes nothing along that was there before it', () => {
  const { record, logged } = bornRecord();
  record.activate();
  for (const entry of [invoke, part('a'), part('b')]) record.append(entry);
  const mark = record.mark();
  record.append(whole('ab'));
  record.rollback(mark);
  const kept = [{ kind: 'segment_start' }, invoke, part('a'), part('b')];
  expect(record.entries).toMatchObject(kept);
  expect(record.entries).toHaveLength(kept.length);
  record.append(whole('ab'));
  record.append(said('then'));
  record.close();
  expect(record.entries).toMatchObject([{ kind: 'segment_start' }, invoke, whole('ab'), said('then')]);
  expect(logged()).toMatchObject([...kept, whole('ab'), said('then')]);
});

test('a run is taken back out of a log that was cut short meanwhile, and what comes then stands in lines of its own', () => {
  const { record, logged, file } = bornRecord();
  record.activate();
  const begun = fs.statSync(file).size;
  record.append(said('before'));
  const mark = record.mark();
  fs.truncateSync(file, begun);
  record.append(invoke);
  record.rollback(mark);
  record.append(said('then'));
  record.close();
  expect(logged()).toMatchObject([{ kind: 'segment_start' }, invoke, said('then')]);
});
