// The lists of hosts through what happens to a line: cuts, silence, a killed serve, a host that is off, one that says nothing.
import { setTimeout as pause } from 'node:timers/promises';
import { filter, firstValueFrom, merge, Subject, type Subscription } from 'rxjs';
import type { OpenHost, OpenHosts } from '../../src/places/hosts/openHosts';
import { eligibility } from '../../src/podList/eligibility';
import { entryName } from '../../src/podList/entryName';
import type { PodEntry, PodList } from '../../src/podList/podList';
import { hostOf } from '../../src/podList/podPlace';
import { watchPods } from '../../src/streams/watchPods';
import { processesWithMark } from '../fixtures/processesWithMark';
import { storePod } from '../fixtures/storedPods';
import { CLI } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';
import { cpuMs } from './cpuMs';
import { describeFleet, type Fleet, openFleet } from './fleet';
import { tellFigure, timed } from './tellFigure';

const HOSTS = ['h1', 'h2', 'h3'];
const LIVE = Array.from({ length: 20 }, (_, at) => `p${String(at).padStart(2, '0')}`);
const ALL = HOSTS.length * LIVE.length;
/** Longer than until it is called silent, shorter than until it is lost. */
const SILENCE_MS = 10_000;
/** Quiet until it reads a line; then as a build that is watched. */
const PROGRAM =
  'read -r go; i=0; while :; do i=$((i+1)); echo "line $i of some output that is as long as most are"; sleep 0.1; done';
const TILES = 63;
/** Of the dashboard over so many moving tiles, ms; before it is measured it has run its code often. */
const WARM_MS = 3000;
const WINDOW_MS = 5000;

interface Row {
  readonly name: string;
  readonly host: string | null;
  readonly state: string;
  readonly updatedAt: number;
  readonly lastSeenAt: number | null;
}

function raise(message: string): never {
  throw new Error(message);
}

describeFleet('the list of three hosts', () => {
  let fleet: Fleet;
  let hosts: OpenHosts;
  let list: PodList;
  let watching: Subscription;
  const told$ = new Subject<void>();
  beforeAll(async () => {
    fleet = await openFleet(HOSTS, { config: ['MaxSessions 1'] });
    hosts = fleet.open();
    const names = HOSTS.flatMap((host) => LIVE.map((pod) => [host, pod] as const));
    await Promise.all(
      names.map(([host, pod]) =>
        of(host).place.run({ name: pod, argv: ['sh', '-c', PROGRAM], cwd: '', cols: 80, rows: 24 }),
      ),
    );
    watching = watchPods(hosts.sources()).subscribe((latest) => {
      list = latest;
      told$.next();
    });
    await until(() => list.entries.length === ALL && live().length === ALL);
  });
  afterAll(async () => {
    watching.unsubscribe();
    await Promise.all(HOSTS.map((host) => fleet.host(host).home.podwatch(['stop', '--all'])));
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
  /** As often as it is told, not as often as it is looked for. */
  const seen = async (holds: () => boolean) => {
    await firstValueFrom(merge(told$, ...HOSTS.map((host) => of(host).link.fact$)).pipe(filter(holds)));
  };
  const kill = (host: string, part: string) => {
    const found = processesWithMark(fleet.host(host).home.directory).filter(({ command }) => command.includes(part));
    for (const { pid } of found) process.kill(pid, 'SIGKILL');
    return found.length;
  };

  test('ls --json: all rows with their host, the newest first; of a host that is off as they were seen', async () => {
    const all = await timed(() => fleet.own.podwatch(['ls', '--json', '--wait', '30']));
    expect(all.done).toMatchObject({ code: 0, stderr: '' });
    const rows: Row[] = JSON.parse(all.done.stdout);
    expect(rows).toHaveLength(ALL);
    expect(rows.every(({ state }) => state === 'live')).toBe(true);
    expect(rows.map(({ host }) => host).sort()).toEqual(HOSTS.flatMap((host) => LIVE.map(() => host)));
    const times = rows.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    tellFigure({ what: `ssh: ls --json of 3 hosts × ${LIVE.length}`, value: all.ms, most: 3500 });
    await fleet.host('h2').line.accept(false);
    fleet.host('h2').line.cut();
    const off = await timed(() => fleet.own.podwatch(['ls', '--json', '--wait', '30']));
    expect(off.done.code).toBe(0);
    expect(off.done.stderr.trim().split('\n')).toEqual([expect.stringContaining('h2 is not reached since')]);
    tellFigure({ what: 'ssh: the same where one of them is off', value: off.ms, most: 3500 });
    const known: Row[] = JSON.parse(off.done.stdout);
    const of = (wanted: boolean) => known.filter(({ host }) => (host === 'h2') === wanted);
    expect(of(true)).toHaveLength(LIVE.length);
    expect(of(false)).toHaveLength(2 * LIVE.length);
    for (const row of of(true)) expect(row).toMatchObject({ state: 'unreachable', lastSeenAt: expect.any(Number) });
    for (const row of of(false)) expect(row).toMatchObject({ state: 'live', lastSeenAt: null });
    await fleet.host('h2').line.accept(true);
    hosts.wake('h2');
    await until(() => state('h2') === 'reached' && live().length === ALL);
  });

  test('those of one time stand by name and then host, and behind all that are live', async () => {
    const updatedAt = Date.now() - 60_000;
    for (const host of HOSTS) {
      for (const [at, name] of ['old-b', 'old-a'].entries()) {
        storePod(fleet.host(host).home.paths, { name, updatedAt, preview: 'was here' }, at);
      }
    }
    const names = ['old-a', 'old-b'].flatMap((name) => HOSTS.map((host) => `${host}/${name}`));
    await until(() => list.entries.length === ALL + names.length);
    const rows: Row[] = JSON.parse((await fleet.own.podwatch(['ls', '--json', '--wait', '30'])).stdout);
    expect(rows.slice(ALL).map(({ name }) => name)).toEqual(names);
  });

  test('a killed Pod is one row that changes; a killed serve is a host that is lost with its rows, and comes back', async () => {
    const row = await timed(async () => {
      expect(kill('h1', 'podwatch: p00')).toBeGreaterThan(0);
      await seen(() => entry('h1/p00')?.state !== 'live');
    });
    tellFigure({ what: 'ssh: a killed Pod to its row', value: row.ms, most: 300 });
    expect(live()).toHaveLength(ALL - 1);
    const lost = await timed(async () => {
      expect(kill('h1', 'serve --stdio')).toBe(1);
      await seen(() => entry('h1/p01')?.state === 'unreachable');
    });
    tellFigure({ what: 'ssh: a killed serve to a lost host', value: lost.ms, most: 5000 });
    expect(list.entries.filter(({ id }) => id.place.startsWith('h1:'))).toHaveLength(LIVE.length + 2);
    expect(entry('h1/old-a')?.state).toBe('stopped');
    expect(entry('h1/p01')?.attention).toBeNull();
    const back = await timed(() => seen(() => state('h1') === 'reached' && entry('h1/p01')?.state === 'live'));
    tellFigure({ what: 'ssh: and back by itself', value: back.ms, most: 3000 });
  });

  test('what happens in a silence is true after it: nothing is lost, nothing is there that is not', async () => {
    const { line, home } = fleet.host('h3');
    const rows = () => list.entries.filter(({ id }) => id.place.startsWith('h3:')).length;
    const before = rows();
    line.hold(true);
    const reason = 'h3 is silent';
    const answer = () => eligibility(entry('h3/p00') ?? raise('No row'), 'stop');
    await until(() => !answer().allowed);
    const { since } = of('h3').link.fact$.value;
    expect(answer()).toEqual({ allowed: false, reason });
    expect(entry('h3/p00')?.state).toBe('live');
    kill('h3', 'podwatch: p00');
    expect(await home.podwatch(['run', '-d', 'new', '--', 'sleep', '600'])).toMatchObject({ code: 0 });
    await until(() => Date.now() - since > SILENCE_MS);
    expect(rows()).toBe(before);
    line.hold(false);
    const healed = await timed(() =>
      seen(() => state('h3') === 'reached' && entry('h3/new')?.state === 'live' && entry('h3/p00')?.state !== 'live'),
    );
    tellFigure({ what: 'ssh: a line that is mended to what has happened meanwhile', value: healed.ms, most: 3000 });
    expect(entry('h3/p01')?.state).toBe('live');
    expect(rows()).toBe(before + 1);
  });

  test('a host that says nothing is given up within its bound, and holds nobody up', async () => {
    const { line } = fleet.host('h2');
    line.hold(true);
    line.cut();
    const before = performance.now();
    const listed = await fleet.own.podwatch(['ls', '--json', '--wait', '1']);
    expect(listed.code).toBe(0);
    expect(listed.stderr).toContain('h2 is not reached (no answer within 1 s)');
    expect(JSON.parse(listed.stdout).filter(({ host }: { host: string }) => host === 'h1')).toHaveLength(
      LIVE.length + 2,
    );
    await until(() => /does not answer|timed out/.test(of('h2').link.fact$.value.problem ?? ''), 60_000);
    // Ours or that of ssh, whichever is first; before it nothing is given up.
    expect(performance.now() - before).toBeGreaterThan(9000);
    line.hold(false);
    hosts.wake('h2');
    await until(() => state('h2') === 'reached');
  });

  test('a dashboard of sixty-three tiles on them', async () => {
    const tile = { argv: ['sh', '-c', PROGRAM], cwd: '', cols: 80, rows: 24 };
    await until(() => HOSTS.every((host) => state(host) === 'reached'));
    await until(() => live().length >= ALL - 1);
    const more = TILES - live().length;
    const started = Array.from({ length: more }, (_, at) => of('h2').place.run({ name: `more-${at}`, ...tile }));
    for (const each of await Promise.all(started)) expect(each).toMatchObject({ kind: 'done' });
    await until(() => live().length === TILES);
    const dashboard = startTerminal([process.execPath, CLI], { env: fleet.own.env, cols: 300, rows: 100 });
    try {
      const titles = live().map((each) => entryName(each));
      await dashboard.waitForScreen((text) => titles.every((title) => text.includes(title)));
      await Promise.all(live().map((each) => hosts.named(hostOf(each.id) ?? '')?.place.send(each, 'go')));
      await dashboard.waitForScreen((text) => (text.match(/line \d+ of/g)?.length ?? 0) >= TILES - 1);
      await pause(WARM_MS);
      const before = cpuMs(dashboard.pid);
      const from = performance.now();
      await pause(WINDOW_MS);
      const value = (100 * (cpuMs(dashboard.pid) - before)) / (performance.now() - from);
      tellFigure({ what: `ssh: CPU of a dashboard of ${TILES} moving tiles`, value, most: 10, unit: '% of a core' });
      // Those of commands before may be ending still.
      await until(() => HOSTS.every((host) => fleet.host(host).sshd.sessions().length === 2));
    } finally {
      await dashboard.close();
    }
    await Promise.all(Array.from({ length: more }, (_, at) => fleet.own.podwatch(['stop', `h2/more-${at}`])));
  });

  test('one ssh a host, whatever is open there, also where a connection takes one session; nothing is left behind', async () => {
    const target = entry('h1/p01');
    if (target === undefined) throw new Error('No Pod');
    const way = of('h1').place.dial(target);
    if (way.kind !== 'done') throw new Error(way.message);
    const open = await Promise.all(Array.from({ length: 14 }, () => way.dial(new AbortController().signal)));
    const feeds = Array.from({ length: TILES }, () => of('h1').place.watchScreen(target).subscribe());
    const ours = () => processesWithMark(fleet.own.directory).filter(({ command }) => command.startsWith('ssh -T'));
    // Those of commands before may be ending still.
    await until(() => ours().length === HOSTS.length && fleet.host('h1').sshd.sessions().length === 1);
    for (const each of feeds) each.unsubscribe();
    for (const each of open) each.destroy();
    watching.unsubscribe();
    await hosts.close();
    await until(() => processesWithMark(fleet.own.directory).length === 0);
    await until(() => HOSTS.every((host) => fleet.host(host).sshd.sessions().length === 0));
  });
});
