// What a Tab offers of Pods without the list, held against what the list says.
import fs from 'node:fs';
import path from 'node:path';
import { completePods } from '../../../src/commands/line/completePods';
import { quickPods } from '../../../src/commands/line/quickPods';
import { readConfig } from '../../../src/config/readConfig';
import { metadataPath, podArchivedPath, podHolderPath } from '../../../src/protocol/homePaths';
import { type SocketPod, startSocketPod } from '../../fixtures/socketPod';
import { storePod } from '../../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../../fixtures/tempHome';

let home: TempHome;
const pods: SocketPod[] = [];
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  for (const pod of pods.splice(0)) await pod.close();
  await home.close();
});

async function live(name: string): Promise<void> {
  pods.push(await startSocketPod(home.paths, name, ''));
}

function registered(
  names: readonly string[],
  socketOf = (name: string) => path.join(home.paths.runtime, name, 'sock'),
) {
  fs.mkdirSync(home.paths.runtime, { recursive: true });
  const allocations = names.map((name) => ({ pod_name: name, pid: 1, socket: socketOf(name), scope_allow: [] }));
  fs.writeFileSync(home.paths.registry, JSON.stringify({ allocations }));
}

async function listed(action: Parameters<typeof quickPods>[1]) {
  const config = await readConfig({ HOME: home.directory });
  if (!config.ok) throw new Error(config.error);
  const context = { homes: [home.paths] as const, podProgram: '', env: home.env, cwd: '/', config: config.value };
  return completePods({ ...context, openHosts: null }, action, '');
}

const ACTIONS = [null, 'attach', 'stop', 'remove', 'archive'] as const;

test('is the same, whatever stands in the home', async () => {
  for (const [at, name] of ['a', 'b', 'put-away', 'lost-entry', 'dead-entry', 'lives'].entries()) {
    storePod(home.paths, { name, updatedAt: at + 1, preview: 'x' }, at);
  }
  fs.writeFileSync(podArchivedPath(home.paths, 'put-away'), '');
  for (const name of ['corrupt', 'empty']) fs.mkdirSync(path.join(home.paths.pods, name));
  fs.writeFileSync(metadataPath(home.paths, 'corrupt'), '{');
  fs.utimesSync(metadataPath(home.paths, 'corrupt'), 1, 1);
  fs.symlinkSync(path.join(home.paths.pods, 'a'), path.join(home.paths.pods, 'link'));
  await live('lives');
  await live('unstored');
  await live('lost-entry');
  registered(['lives', 'unstored', 'dead-entry', 'dead-and-unstored']);
  for (const action of ACTIONS) {
    const quick = await quickPods(home.paths, action);
    expect(quick?.map(({ name, state }) => [name, state]).sort()).toEqual([...(await listed(action))].sort());
  }
});

test('is the same over as many as have a catalogue', async () => {
  for (let at = 0; at < 70; at += 1) storePod(home.paths, { name: `pod-${at}`, updatedAt: at + 1, preview: 'x' }, at);
  const quick = await quickPods(home.paths, null);
  expect(quick?.map(({ name, state }) => [name, state]).sort()).toEqual([...(await listed(null))].sort());
});

test('of what begins so, and nothing else is looked at', async () => {
  for (const [at, name] of ['lives', 'lies', 'held', 'a'].entries()) {
    storePod(home.paths, { name, updatedAt: at + 1, preview: 'x' }, at);
  }
  await live('lives');
  registered(['lives', 'link-lost']);
  fs.writeFileSync(podHolderPath(home.paths, 'held'), '{}');
  const fitting = (await listed(null)).filter(([name]) => name.startsWith('li')).sort();
  const quick = await quickPods(home.paths, null, 'li');
  expect(quick?.map(({ name, state }) => [name, state]).sort()).toEqual(fitting);
  expect(fitting).toHaveLength(3);
  expect(await quickPods(home.paths, null, 'he')).toBeNull();
});

test('leaves it to the list where files and sockets do not say it', async () => {
  storePod(home.paths, { name: 'a', updatedAt: 1, preview: 'x' }, 1);
  expect(await quickPods(home.paths, 'restore')).toBeNull();
  expect(await quickPods(home.paths, 'send')).toBeNull();
  fs.writeFileSync(podHolderPath(home.paths, 'a'), '{}');
  expect(await quickPods(home.paths, null)).toBeNull();
  fs.rmSync(podHolderPath(home.paths, 'a'));
  registered(['a'], () => 'not a path');
  expect(await quickPods(home.paths, null)).toBeNull();
});
