// Real Pods whose socket or runtime directory is lost: they come back, and leave nothing when they end.
import fs from 'node:fs';
import net from 'node:net';
import { AgentPodClient } from '../fixtures/agentPodClient';
import { isAlive, TestHome, type TestPod } from '../fixtures/podTestClient';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { until } from '../fixtures/until';
import { allocationsOf, connects } from './registeredPods';

describe('real Pods', () => {
  let home: TestHome;
  beforeEach(() => {
    home = new TestHome();
  });
  afterEach(() => home.end());

  const isBack = (pod: TestPod) => allocationsOf(home.paths).some(({ pid }) => pid === pod.pid);

  async function leavesNothing(pod: TestPod): Promise<void> {
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    expect(isAlive(pod.pid)).toBe(false);
    expect(allocationsOf(home.paths)).toEqual([]);
    expect(fs.readdirSync(home.paths.runtime)).toEqual(['pods.json']);
  }

  it('a terminal Pod outlives its runtime directory; its viewer notices nothing', async () => {
    const pod = await home.start('t', ['cat']);
    const viewer = await home.attach(pod);
    fs.rmSync(home.paths.runtime, { recursive: true });
    await until(() => isBack(pod));
    viewer.type('typed before\r');
    await viewer.sees('typed before');
    const later = await home.attach(pod);
    await later.sees('typed before');
    await leavesNothing(pod);
    expect(await viewer.exit()).toEqual({ code: null, signal: 'SIGHUP' });
  });

  it('a Pod that ends does not make its runtime directory anew', async () => {
    const pod = await home.start('t', ['cat']);
    fs.rmSync(home.paths.runtime, { recursive: true });
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    expect(fs.existsSync(home.paths.runtime)).toBe(false);
  });

  it('a Pod that ends leaves the socket of another one that is in its place', async () => {
    const pod = await home.start('t', ['cat']);
    const other = net.createServer((socket) => socket.on('error', () => {}).end());
    await new Promise<void>((resolve) => other.listen(`${pod.socketPath}2`, resolve));
    // In one go: the Pod binds again whatever it finds missing.
    fs.renameSync(`${pod.socketPath}2`, pod.socketPath);
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    expect(await connects(pod.socketPath)).toBe(true);
    await new Promise((resolve) => other.close(resolve));
  });

  it('an agent Pod too', async () => {
    const pod = await home.start('ag', scriptedAgent(), { kind: 'agent' });
    const client = await AgentPodClient.connect(pod.socketPath);
    fs.rmSync(home.paths.runtime, { recursive: true });
    await until(() => isBack(pod));
    await client.turn('hello');
    const later = await AgentPodClient.connect(pod.socketPath);
    expect(later.answer()).toBe(client.answer());
    later.close();
    client.close();
    await leavesNothing(pod);
  });
});
