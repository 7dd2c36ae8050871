// The lists of hosts through what happens to a line: cuts, silence, a killed serve, a host that is off, one that says nothing.
import type { Subscription } from 'rxjs';
import type { OpenHost, OpenHosts } from '../../src/places/hosts/openHosts';
import { eligibility } from '../../src/podList/eligibility';
import { entryName } from '../../src/podList/entryName';
import type { PodEntry, PodList } from '../../src/podList/podList';
import { watchPods } from '../../src/streams/watchPods';
import { processesWithMark } from '../fixtures/processesWithMark';
import { storePod } from '../fixtures/storedPods';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';

jest.setTimeout(120_000);

const HOSTS = ['h1', 'h2', 'h3'];
const STORED = 15;
const LIVE = ['a', 'b', 'd', 'e', 'f'];
const ALL = HOSTS.length * (STORED + LIVE.length);
const ALL_LIVE = HOSTS.length * LIVE.length;
/** Longer than until it is called silent, shorter than until it is lost. */
const SILENCE_MS = 10_000;

describeFleet('the list of three hosts', () => {
  let fleet: Fleet;
  let hosts: OpenHosts;
  let list: PodList;
  let watching: Subscription;
  beforeAll(async () => {
    fleet = await openFleet(HOSTS, { config: ['MaxSessions 1'] });
    for (const [index, name] of HOSTS.entries()) {
      const { home } = fleet.host(name);
      for (let at = 0; at < STORED; at += 1) {
        const pod = { name: `old-${at}`, updatedAt: Date.now() - (3 * at + index + 1) * 60_000, preview: 'was here' };
        storePod(home.paths, pod, 100 * index + at);
      }
    }
    hosts = fleet.open();
    const names = HOSTS.flatMap((host) => LIVE.map((pod) => [host, pod] as const));
    await Promise.all(
      names.map(([host, pod]) =>
        of(host).place.run({ name: pod, argv: ['sleep', '600'], cwd: '', cols: 80, rows: 24 }),
      ),
    );
    watching = watchPods(hosts.sources()).subscribe((latest) => {
      list = latest;
    });
    await until(() => list.entries.length === ALL && live().length === ALL_LIVE);
  });
  afterAll(async () => {
    watching.unsubscribe();
    await Promise.all(
      HOSTS.flatMap((host) => [...LIVE, 'c'].map((pod) => fleet.host(host).home.podwatch(['stop', pod]))),
    );
    await fleet.close();
  });

  function of(name: string): OpenHost {
    const found = hosts.named(name);
    if (found === null) throw new Error(`No host ${name}`);
    return found;
  }
  const entry = (name: string): PodEntry | undefined => list.entries.find((each) => entryName(each) === name);
  const live = () => list.entries.filter(({ state }) => state === 'live');
  const state = (host: string) => of(host).link.fact$.value.state;
  const kill = (host: string, part: string) => {
    const found = processesWithMark(fleet.host(host).home.directory).filter(({ command }) => command.includes(part));
    for (const { pid } of found) process.kill(pid, 'SIGKILL');
    return found.length;
  };

  test('ls --json: all rows with their host, live first, then the newest; of a host that is off as they were seen', async () => {
    const all = await fleet.own.podwatch(['ls', '--json']);
    expect(all).toMatchObject({ code: 0, stderr: '' });
    const rows: { name: string; host: string; state: string; lastSeenAt: number | null }[] = JSON.parse(all.stdout);
    expect(rows).toHaveLength(ALL);
    expect(rows.map(({ state }) => state)).toEqual([
      ...Array(ALL_LIVE).fill('live'),
      ...Array(ALL - ALL_LIVE).fill('stopped'),
    ]);
    expect(rows.slice(ALL_LIVE).map(({ name }) => name)).toEqual(
      Array.from({ length: STORED }, (_, at) => HOSTS.map((host) => `${host}/old-${at}`)).flat(),
    );
    await fleet.host('h2').line.accept(false);
    fleet.host('h2').line.cut();
    const off = await fleet.own.podwatch(['ls', '--json']);
    expect(off.code).toBe(0);
    expect(off.stderr.trim().split('\n')).toEqual([expect.stringContaining('h2 is not reached since')]);
    const known: typeof rows = JSON.parse(off.stdout);
    expect(known).toHaveLength(ALL);
    const away = known.filter(({ host }) => host === 'h2');
    expect(away.filter(({ state }) => state === 'unreachable')).toHaveLength(LIVE.length);
    for (const { lastSeenAt } of away) expect(lastSeenAt).toBeGreaterThan(0);
    for (const { host, lastSeenAt } of known) if (host !== 'h2') expect(lastSeenAt).toBeNull();
    await fleet.host('h2').line.accept(true);
    hosts.wake('h2');
    await until(() => state('h2') === 'reached' && live().length === ALL_LIVE);
  });

  test('a killed Pod is one row that changes; a killed serve is a host that is lost with its rows, and comes back', async () => {
    expect(kill('h1', 'podwatch: a')).toBeGreaterThan(0);
    await until(() => entry('h1/a')?.state !== 'live');
    expect(live()).toHaveLength(ALL_LIVE - 1);
    expect(kill('h1', 'serve --stdio')).toBe(1);
    await until(() => entry('h1/b')?.state === 'unreachable');
    expect(list.entries).toHaveLength(ALL);
    expect(entry('h1/old-0')?.state).toBe('stopped');
    expect(entry('h1/b')?.attention).toBeNull();
    await until(() => state('h1') === 'reached' && entry('h1/b')?.state === 'live');
  });

  test('what happens in a silence is true after it: nothing is lost, nothing is there that is not', async () => {
    const { line, home } = fleet.host('h3');
    line.hold(true);
    await until(() => state('h3') === 'stalled');
    const silent = entry('h3/a');
    if (silent === undefined) throw new Error('No row');
    expect(silent.state).toBe('live');
    expect(eligibility(silent, 'stop')).toEqual({ allowed: false, reason: 'h3 is silent' });
    expect(list.entries.filter(({ id }) => id.place.startsWith('h3:'))).toHaveLength(20);
    kill('h3', 'podwatch: a');
    expect(await home.podwatch(['run', '-d', 'c', '--', 'sleep', '600'])).toMatchObject({ code: 0 });
    const { since } = of('h3').link.fact$.value;
    await until(() => Date.now() - since > SILENCE_MS);
    expect(list.entries.filter(({ id }) => id.place.startsWith('h3:'))).toHaveLength(20);
    line.hold(false);
    await until(() => state('h3') === 'reached' && entry('h3/c')?.state === 'live');
    await until(() => entry('h3/a')?.state !== 'live');
    expect(entry('h3/b')?.state).toBe('live');
    expect(list.entries.filter(({ id }) => id.place.startsWith('h3:'))).toHaveLength(21);
  });

  test('a host that says nothing is given up within its bound, and holds nobody up', async () => {
    const { line } = fleet.host('h2');
    line.hold(true);
    line.cut();
    const before = performance.now();
    const listed = await fleet.own.podwatch(['ls', '--json', '--wait', '1']);
    expect(listed.code).toBe(0);
    expect(listed.stderr).toContain('h2 is not reached (no answer within 1 s)');
    expect(JSON.parse(listed.stdout).filter(({ host }: { host: string }) => host === 'h1')).toHaveLength(20);
    await until(() => /does not answer|timed out/.test(of('h2').link.fact$.value.problem ?? ''), 60_000);
    // Ours or that of ssh, whichever is first; before it nothing is given up.
    expect(performance.now() - before).toBeGreaterThan(9000);
    line.hold(false);
    hosts.wake('h2');
    await until(() => state('h2') === 'reached');
  });

  test('one ssh a host, whatever is open there, also where a connection takes one session; nothing is left behind', async () => {
    const target = entry('h1/b');
    if (target === undefined) throw new Error('No Pod');
    const way = of('h1').place.dial(target);
    if (way.kind !== 'done') throw new Error(way.message);
    const open = await Promise.all(Array.from({ length: 14 }, () => way.dial(new AbortController().signal)));
    const feeds = Array.from({ length: 63 }, () => of('h1').place.watchScreen(target).subscribe());
    const ours = processesWithMark(fleet.own.directory).filter(({ command }) => command.startsWith('ssh -T'));
    expect(ours).toHaveLength(HOSTS.length);
    expect(fleet.host('h1').sshd.sessions()).toHaveLength(1);
    for (const each of feeds) each.unsubscribe();
    for (const each of open) each.destroy();
    watching.unsubscribe();
    await hosts.close();
    await until(() => processesWithMark(fleet.own.directory).length === 0);
    await until(() => HOSTS.every((host) => fleet.host(host).sshd.sessions().length === 0));
  });
});
