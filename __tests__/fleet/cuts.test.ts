// An attach to a Pod of another host through everything that can break on the way there by ssh.
import { lastValueFrom } from 'rxjs';
import type { OpenHosts } from '../../src/places/hosts/openHosts';
import { watchPods } from '../../src/streams/watchPods';
import { processesWithMark } from '../fixtures/processesWithMark';
import { until } from '../fixtures/until';
import { attachThroughCuts, FLOOD } from './attachThroughCuts';
import { describeFleet, type Fleet, openFleet } from './fleet';

describeFleet('an attach to another host', () => {
  let fleet: Fleet;
  let hosts: OpenHosts;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
    hosts = fleet.open();
  });
  afterAll(() => fleet.close());

  const kill = (directory: string, part: string) => async () => {
    const found = processesWithMark(directory).filter(({ command }) => command.includes(part));
    expect(found).toHaveLength(1);
    for (const { pid } of found) process.kill(pid, 'SIGKILL');
    return 0;
  };
  const cutLine = async () => {
    fleet.host('h1').line.cut();
    return 0;
  };
  /** Nothing comes through until the host is called silent; nobody is told that anything has ended. */
  const holdLine = async () => {
    const { line } = fleet.host('h1');
    const from = performance.now();
    line.hold(true);
    await until(() => hosts.named('h1')?.link.fact$.value.state === 'stalled');
    line.hold(false);
    return performance.now() - from;
  };

  test('goes on where it was after a cut, a silence and kills of ssh and of serve, and its host comes back by itself', async () => {
    const host = hosts.named('h1');
    if (host === null) throw new Error('No host');
    expect(await fleet.own.podwatch(['run', '-d', 'h1/flood', '--', ...FLOOD])).toMatchObject({ code: 0 });
    const { entries } = await lastValueFrom(watchPods([host.place], { watch: false }));
    const entry = entries.find(({ id }) => id.name === 'flood');
    if (entry === undefined) throw new Error('No Pod');
    await attachThroughCuts('ssh', host, entry, [
      cutLine,
      kill(fleet.own.directory, 'ssh -T'),
      kill(fleet.host('h1').home.directory, 'serve --stdio'),
      holdLine,
    ]);
    await until(() => host.link.fact$.value.state === 'reached');
    expect(await fleet.own.podwatch(['stop', 'h1/flood'])).toMatchObject({ code: 0 });
  });
});
