// A launch while the last Pod of that name takes its directory away.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { launchPod } from '../../src/launch/launchPod';
import { homeInDirectory } from '../../src/protocol/homePaths';
import type { PodOrder } from '../../src/protocol/podOrder';
import { until } from '../fixtures/until';

it('is not hindered by a directory that goes again and again', async () => {
  const directory = fs.mkdtempSync('/tmp/pwl-');
  const home = homeInDirectory(directory);
  const program = path.join(directory, 'ends.cjs');
  fs.writeFileSync(program, '');
  const own = path.join(home.runtime, 'p');
  const removed = path.join(directory, 'removed');
  // Its own way to go: the file of its words, then the directory.
  const goes = `const fs = require('fs'); for (let n = 0; ; n++) { try { fs.unlinkSync(${JSON.stringify(path.join(own, 'stderr.log'))}); } catch {} try { fs.rmdirSync(${JSON.stringify(own)}); fs.writeFileSync(${JSON.stringify(removed)}, ''); } catch {} }`;
  const remover = spawn(process.execPath, ['-e', goes], { stdio: 'ignore' });
  try {
    const launches = async () => {
      const paths = { data: home.data, runtime: home.runtime };
      const order: PodOrder = {
        name: 'p',
        kind: 'terminal',
        home: paths,
        argv: ['/bin/cat'],
        cwd: '/',
        cols: 80,
        rows: 24,
        restore: null,
      };
      const { word } = await launchPod({ home, podProgram: program, order, env: {}, timeoutMs: 30_000 });
      return word.kind;
    };
    for (let n = 0; n < 25; n += 1) expect(await launches()).toBe('died');
    await until(() => fs.existsSync(removed));
  } finally {
    remover.kill('SIGKILL');
    await new Promise((resolve) => remover.once('exit', resolve));
    fs.rmSync(directory, { recursive: true, force: true });
  }
});
