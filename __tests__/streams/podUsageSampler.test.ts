// What processes use, from the table of this very system.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PodUsageSampler } from '../../src/streams/podUsageSampler';
import { until } from '../fixtures/until';

test('counts a Pod with all that has come from it; what is gone is left out', async () => {
  const busy = spawn('bash', ['-c', 'while :; do :; done & wait'], { detached: true, stdio: 'ignore' });
  await once(busy, 'spawn');
  try {
    const { pid = 0 } = busy;
    const sampler = new PodUsageSampler();
    const roots = new Map([
      ['busy', pid],
      ['gone', 2 ** 22 + 1],
    ]);
    // Just spawned, it is not yet what it will be.
    await until(() => (new PodUsageSampler().sample(roots).get('busy')?.memory ?? 0) > 100_000);
    const first = sampler.sample(roots);
    expect(first.get('busy')?.cpu).toBeNull();
    expect(first.get('busy')?.memory).toBeGreaterThan(100_000);
    expect(first.has('gone')).toBe(false);
    await until(() => (sampler.sample(roots).get('busy')?.cpu ?? 0) > 0);
  } finally {
    if (busy.pid !== undefined) process.kill(-busy.pid, 'SIGKILL');
    await once(busy, 'exit');
  }
});
