// What is asked of a host through a cut is done once, whatever was lost of it; a host that is lost takes nothing, now or later.
import fs from 'node:fs';
import path from 'node:path';
import { lastValueFrom } from 'rxjs';
import type { OpenHost, OpenHosts } from '../../src/places/hosts/openHosts';
import type { PodEntry } from '../../src/podList/podList';
import { watchPods } from '../../src/streams/watchPods';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';
import { tellFigure, timed } from './tellFigure';

describeFleet('what is asked through a cut', () => {
  let fleet: Fleet;
  let hosts: OpenHosts;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
    hosts = fleet.open();
  });
  afterAll(() => fleet.close());
  afterEach(() => fleet.host('h1').line.hold(false));

  function h1(): OpenHost {
    const found = hosts.named('h1');
    if (found === null) throw new Error('No host');
    return found;
  }
  async function entryOf(name: string): Promise<PodEntry | undefined> {
    const { entries } = await lastValueFrom(watchPods([h1().place], { watch: false }));
    return entries.find(({ id }) => id.name === name);
  }
  const order = (name: string, argv: readonly string[]) => {
    return { name, argv, cwd: '', cols: 80, rows: 24 };
  };
  /** The answers do not come, until `isDone`: then the line breaks, and is mended. */
  async function cutBehind<T>(ask: () => Promise<T>, isDone: () => boolean): Promise<T> {
    const { line } = fleet.host('h1');
    line.hold(true, 'answers');
    const asked = ask();
    await until(isDone);
    line.cut();
    line.hold(false);
    return asked;
  }

  test('a text is taken once', async () => {
    const file = path.join(fleet.host('h1').home.directory, 'lines');
    const program = ['sh', '-c', `while read -r line; do echo "$line" >> '${file}'; done`];
    expect(await h1().place.run(order('lines', program))).toMatchObject({ kind: 'done' });
    const entry = await entryOf('lines');
    if (entry === undefined) throw new Error('No Pod');
    const text = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
    const sent = await cutBehind(
      () => h1().place.send(entry, 'once'),
      () => text() === 'once\n',
    );
    expect(sent).toEqual({ kind: 'done', isQueued: false });
    expect(await h1().place.send(entry, 'twice')).toMatchObject({ kind: 'done' });
    await until(() => text() === 'once\ntwice\n');
  });

  test('a Pod is started once, and stopped once', async () => {
    const { home } = fleet.host('h1');
    const isThere = () => home.allocations().some(({ pod_name: name }) => name === 'single');
    const started = await cutBehind(() => h1().place.run(order('single', ['sleep', '600'])), isThere);
    expect(started).toMatchObject({ kind: 'done' });
    expect(home.allocations().filter(({ pod_name: name }) => name === 'single')).toHaveLength(1);
    const entry = await entryOf('single');
    if (entry === undefined) throw new Error('No Pod');
    const stopped = await cutBehind(
      () => h1().place.stop(entry),
      () => !isThere(),
    );
    expect(stopped).toMatchObject({ kind: 'done' });
  });

  test('a host that is lost refuses at once, and nothing is delivered later', async () => {
    const { line, home } = fleet.host('h1');
    const entry = await entryOf('lines');
    if (entry === undefined) throw new Error('No Pod');
    await line.accept(false);
    line.cut();
    await until(() => h1().link.fact$.value.state === 'lost');
    const { done: sent, ms: value } = await timed(() => h1().place.send(entry, 'late'));
    tellFigure({ what: 'ssh: a text that a lost host does not take', value, most: 100 });
    expect(sent).toMatchObject({ kind: 'not-eligible', message: expect.stringContaining('h1 is not reached since') });
    await line.accept(true);
    await until(() => h1().link.fact$.value.state === 'reached');
    expect(await h1().place.send(entry, 'later')).toMatchObject({ kind: 'done' });
    const file = path.join(home.directory, 'lines');
    await until(() => fs.readFileSync(file, 'utf8') === 'once\ntwice\nlater\n');
    expect(await h1().place.stop(entry)).toMatchObject({ kind: 'done' });
  });
});
