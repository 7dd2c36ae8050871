// Pods of hosts behind ssh, by every command.
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';
import { testPodsOfHosts } from './testPodsOfHosts';

describeFleet('the Pods of a host', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet(['h1', 'h2']);
  });
  afterAll(() => fleet.close());

  const run = async (...args: string[]) => fleet.own.podwatch(args);

  testPodsOfHosts(() => fleet);

  test('nothing is left running on any side after a command', async () => {
    await run('hosts');
    await until(() => fleet.host('h1').sshd.sessions().length === 0);
    await until(() => fleet.host('h2').sshd.sessions().length === 0);
  });
});
