// A start of insomnia's program that never says it is ready.
import fs from 'node:fs';
import path from 'node:path';
import { startInsomnia } from '../../../src/places/insomnia/startInsomnia';
import { homeInDirectory } from '../../../src/protocol/homePaths';
import { writeInsomniaPod } from '../../fixtures/insomniaStates';
import { processesWithMark } from '../../fixtures/processesWithMark';
import { makeTempHome, type TempHome } from '../../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

test('is ended after its time, with all that it has started, and leaves neither process nor file', async () => {
  const theirs = homeInDirectory(path.join(home.directory, 'insomnia'));
  writeInsomniaPod(theirs, 'it');
  const program = path.join(home.directory, 'silent');
  fs.writeFileSync(program, '#!/bin/sh\necho INSOMNIA-READY half\nsleep 600 &\nexec sleep 600\n', { mode: 0o755 });
  const env = { ...home.env, INSOMNIA_POD_COMMAND: program };
  const before = fs.readdirSync(theirs.data, { recursive: true });
  const started = await startInsomnia({ home: theirs, podName: 'it', cwd: '/', env, timeoutMs: 700 });
  expect(started).toMatchObject({ kind: 'timeout' });
  expect(started.kind === 'timeout' && started.message).toContain('was not ready after 0.7 s and has been ended');
  expect(processesWithMark(home.directory)).toEqual([]);
  expect(fs.readdirSync(theirs.data, { recursive: true })).toEqual(before);
});
