// An upgrade is told of, and the busy neighbours of a package cost nothing.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Subscription } from 'rxjs';
import { watchInstalled } from '../../src/commands/watchInstalled';
import { until } from '../fixtures/until';

let parent: string;
let root: string;
let said: (string | null)[];
/** The directories that were watched, in order. */
let armed: string[];
let subscription: Subscription;
beforeEach(async () => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-installed-'));
  root = path.join(parent, 'podwatch');
  install('1.0.0');
  said = [];
  armed = [];
  const watch = ((directory: string, ...rest: []) => {
    armed.push(path.relative(parent, directory));
    return fs.watch(directory, ...rest);
  }) as typeof fs.watch;
  subscription = watchInstalled(root, watch).subscribe((text) => said.push(text));
  await until(() => armed.length === 3);
});
afterEach(() => {
  subscription.unsubscribe();
  fs.rmSync(parent, { recursive: true });
});

function install(version: string): void {
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ version }));
  fs.writeFileSync(path.join(root, 'dist', 'cli.js'), version);
}

async function neighboursAreBusy(): Promise<void> {
  const witness = fs.watch(parent);
  const heard = new Promise((resolve) => {
    witness.on('change', (_event, name) => name === 'last' && resolve(null));
  });
  for (let count = 0; count < 50; count += 1) fs.writeFileSync(path.join(parent, `other-${count}`), '');
  fs.writeFileSync(path.join(parent, 'last'), '');
  await heard;
  witness.close();
}

test('what else changes beside the package sets up no watch', async () => {
  await neighboursAreBusy();
  fs.writeFileSync(path.join(root, 'notes.txt'), '');
  fs.writeFileSync(path.join(root, 'dist', 'cli.js'), 'built');
  await until(() => said.length === 2);
  expect(said[1]).toMatch(/is installed anew/);
  expect(armed).toEqual(['', 'podwatch', 'podwatch/dist']);
});

test('a package that was moved away, or removed, is watched where the new one is', async () => {
  fs.renameSync(root, path.join(parent, 'old'));
  install('2.0.0');
  await until(() => said.at(-1)?.includes('2.0.0 is installed'));
  fs.rmSync(root, { recursive: true });
  install('3.0.0');
  await until(() => said.at(-1)?.includes('3.0.0 is installed'));
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ version: '4.0.0' }));
  await until(() => said.at(-1)?.includes('4.0.0 is installed'));
});
