// The process of a Pod says why it ends, also where nothing is left that it could wait for.
import fs from 'node:fs';
import path from 'node:path';
import { launchPod } from '../../src/launch/launchPod';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

test('a wait that nothing can end is a refusal in words, not an end without one', async () => {
  const podProgram = path.join(home.directory, 'never.cjs');
  // A server that never says that it listens holds no process.
  const never = `require('node:net').Server.prototype.listen = function () { return this; };`;
  const program = JSON.stringify(path.join(path.dirname(CLI), 'pod', 'podMain.js'));
  fs.writeFileSync(podProgram, `${never}\nrequire(${program});`);
  const { data, runtime } = home.paths;
  const terminal = { kind: 'terminal', cols: 80, rows: 24, restore: null } as const;
  const { word } = await launchPod({
    home: home.paths,
    podProgram,
    order: { ...terminal, name: 'a', argv: ['cat'], cwd: '/', home: { data, runtime } },
    env: home.env,
    timeoutMs: 30_000,
  });
  expect(word).toMatchObject({ kind: 'refused', message: expect.stringContaining('by a fault of podwatch') });
});
