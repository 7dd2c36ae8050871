// The record of an agent Pod on a disk that takes nothing for a while.
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

test('a log whose first entry the disk would not take begins with it later, and only then the record names it', () => {
  const home = tempHome();
  const launch: LaunchSpec = { kind: 'agent', argv: ['agent'], cwd: '/', cols: 80, rows: 24 };
  const record = new AgentRecord(home, 'ag', launch, null);
  record.writeBirth();
  const { sessionId, segmentId } = record.segment;
  const stored = () => {
    const parsed = parsePodMetadata(fs.readFileSync(metadataPath(home, 'ag'), 'utf8'));
    return parsed.ok ? parsed.value.active : null;
  };
  const full = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  });
  expect(() => record.activate()).toThrow('no space left');
  full.mockRestore();
  expect(record.isActive).toBe(false);
  expect(stored()).toMatchObject({ sessionId, segmentId: null });
  record.append(said('meanwhile'));
  record.activate();
  record.append(said('then'));
  record.close();
  const lines = fs
    .readFileSync(segmentLogPath(home, sessionId, segmentId), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.map(parseLogLine)).toMatchObject([
    { value: { kind: 'segment_start' } },
    { value: said('meanwhile') },
    { value: said('then') },
  ]);
  expect(stored()).toEqual({ sessionId, segmentId });
});
