// Pods of the hosts of a fleet, by every command; and what a fleet knows of its hosts.
import fs from 'node:fs';
import path from 'node:path';
import { describeNats } from '../fixtures/natsServer';
import { until } from '../fixtures/until';
import { agentHost, type NatsFleet, openNatsFleet } from './natsFleet';
import { testPodsOfHosts } from './testPodsOfHosts';

describeNats('the Pods of a fleet', () => {
  let fleet: NatsFleet;
  beforeAll(async () => {
    fleet = await openNatsFleet(['h1', 'h2']);
  });
  afterAll(() => fleet.close());

  const run = (...args: string[]) => fleet.own.podwatch(args);

  test('an empty fleet is told at once, and so is one whose last Pod has gone', async () => {
    expect(await run('ls', '--wait', '30')).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse((await run('ls', '--json', '--wait', '30')).stdout)).toEqual([]);
    expect(await run('run', '-d', 'h1/short', '--', 'sh')).toMatchObject({ code: 0 });
    expect(await run('stop', 'h1/short')).toMatchObject({ code: 0 });
    expect(await run('rm', 'h1/short')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('ls', '--json', '--wait', '30')).stdout)).toEqual([]);
  });

  testPodsOfHosts(() => fleet);

  test('hosts are listed as of the fleet, and each step to one is tried', async () => {
    const listed = await run('hosts', '--json', '--wait', '30');
    const rows: object[] = JSON.parse(listed.stdout);
    expect(rows).toMatchObject([
      { name: 'h1', kind: 'nats', state: 'reached', problem: null },
      { name: 'h2', kind: 'nats', state: 'reached', problem: null },
    ]);
    const well = await run('hosts', 'test', 'h1');
    expect(well).toMatchObject({ code: 0 });
    expect(well.stdout.match(/^PASS/gm)).toHaveLength(5);
  });

  test('of this machine are not shown twice where it is in the fleet itself', async () => {
    const { server, own } = fleet;
    const agent = agentHost('me', () => ({ fleet: { servers: [server.url], user: 'anna', name: 'me' } }));
    agent.home.env.PODWATCH_HOME = own.paths.data;
    await agent.start();
    expect(await run('run', '-d', 'mine', '--', 'sleep', '60')).toMatchObject({ code: 0 });
    await until(async () => fs.existsSync(path.join(own.paths.runtime, 'agent.lock')));
    const names = JSON.parse((await run('ls', '--json', '--wait', '30')).stdout).map(
      ({ name }: { name: string }) => name,
    );
    expect(names.filter((name: string) => name.endsWith('mine'))).toEqual(['mine']);
    expect(JSON.parse((await run('hosts', '--json', '--wait', '30')).stdout)).toHaveLength(2);
    // One agent a home.
    const second = await agent.home.podwatch(['agent']);
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toContain('An agent of this home runs already');
    expect(await agent.end('SIGTERM')).toBe(0);
    expect(await run('stop', 'mine')).toMatchObject({ code: 0 });
    await agent.home.close();
  });

  test('one name of the fleet is one machine: another one does not take its records, and says so', async () => {
    expect(await run('run', '-d', 'h2/stays', '--', 'sleep', '60')).toMatchObject({ code: 0 });
    const config = () => ({ fleet: { servers: [fleet.server.url], user: 'anna', name: 'h2' } });
    const twin = agentHost('h2', config);
    const refused = await twin.home.podwatch(['agent']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/Another agent speaks for "h2"|knows "h2" as another machine/);
    await fleet.host('h2').end('SIGTERM');
    const stillRefused = await twin.home.podwatch(['agent']);
    expect(stillRefused.code).toBe(1);
    expect(stillRefused.stderr).toContain('--replace');
    await fleet.host('h2').start();
    expect((await run('ls', '--host', 'h2', '--wait', '30')).stdout).toContain('stays');
    expect(await run('stop', 'h2/stays')).toMatchObject({ code: 0 });
    await twin.home.close();
  });
});
