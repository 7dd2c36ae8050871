// What a killed Pod leaves behind: its program is ended before the next one starts, and its log has one writer.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metadataPath } from '../../src/protocol/homePaths';
import { parsePodMetadata } from '../../src/protocol/podMetadata';
import { isAlive, TestHome, type TestPod, until } from '../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

async function kill(pod: TestPod): Promise<void> {
  process.kill(pod.pid, 'SIGKILL');
  await pod.exited;
}

/** A program that the loss of its terminal does not end; its pid. */
async function survivor(name: string, script = 'trap "" HUP'): Promise<{ pod: TestPod; pid: number }> {
  const file = path.join(home.directory, `${name}.pid`);
  const pod = await home.start(name, ['sh', '-c', `${script}; echo $$ > ${file}; while :; do sleep 0.1; done`]);
  const pid = await until('its pid', () => {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return null;
    }
  });
  return { pod, pid };
}

test.each([
  ['that hears SIGTERM', 'trap "" HUP'],
  ['that hears nothing', 'trap "" HUP TERM'],
])('a program %s, whose Pod was killed, is ended before another starts', async (_, script) => {
  const { pod, pid } = await survivor('left', script);
  await kill(pod);
  expect(isAlive(pid)).toBe(true);
  const next = await home.start('left', ['cat']);
  expect(isAlive(pid)).toBe(false);
  expect(isAlive(next.pid)).toBe(true);
});

test('of two records that name one log one is live at a time', async () => {
  const pod = await home.start('one', ['cat']);
  const viewer = await home.attach(pod);
  viewer.type('x\r');
  const record = await until('its record', () => {
    const read = parsePodMetadata(readFileSync(metadataPath(home.paths, 'one'), 'utf8'));
    return read.ok && read.value.active?.segmentId ? read.value.active : null;
  });
  const restore = { sessionId: record.sessionId, segmentId: record.segmentId ?? '' };
  const other = await home.start('two', ['cat'], { restore });
  expect(other.word).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('is written by the live Pod "one"'),
  });
});
