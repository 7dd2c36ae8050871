// A turn of the recording in which something fails: what had come is written, and what comes later as ever.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CastRecorder } from '../../../src/pod/terminal/castRecorder';
import { CastLog } from '../../../src/store/castLog';
import { until } from '../../fixtures/until';

let directory: string;
let recorder: CastRecorder;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-cast-'));
  const screen = { size: () => ({ cols: 80, rows: 24 }), whenParsed: (done: () => void) => done(), redraw: () => '' };
  const fail = (message: string) => {
    throw new Error(message);
  };
  const openLog: ConstructorParameters<typeof CastRecorder>[1]['openLog'] = (birth) => CastLog.open(file(), birth, 'x');
  recorder = new CastRecorder(screen, { maxBytes: 1e6, openLog, onFault: fail, onMended: () => {} }, false);
});
afterEach(() => {
  recorder.end();
  fs.rmSync(directory, { recursive: true });
});

const file = () => path.join(directory, 'x.cast');
const written = () => (fs.existsSync(file()) ? fs.readFileSync(file(), 'utf8') : '');

test('what came before the failure is written at once, and output after it without another turn', async () => {
  const turn = () =>
    recorder.turn(() => {
      recorder.output(Buffer.from('before'), false);
      throw new Error('a viewer has failed');
    });
  expect(turn).toThrow('a viewer has failed');
  expect(written()).toContain('before');
  recorder.output(Buffer.from('after'), false);
  await until(() => written().includes('after'));
});
