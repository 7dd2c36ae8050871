// A key typed into a Pod of another host is there one round trip later, also beside a flood, and beside one that nobody reads.
import { lastValueFrom } from 'rxjs';
import type { TerminalSession } from '../../src/actions/terminalSession';
import { WINDOW_BYTES } from '../../src/hosts/linkMux';
import type { OpenHost } from '../../src/places/hosts/openHosts';
import { watchPods } from '../../src/streams/watchPods';
import { until } from '../fixtures/until';
import { attachTo } from './attachThroughCuts';
import { describeFleet, type Fleet, openFleet } from './fleet';
import { percentile, tellFigure } from './tellFigure';

const KEYS = 15;
/** Each way, ms: long beside what our processes and a busy machine add. */
const DELAY_MS = 100;
/** 20 Mbit/s. */
const RATE = 2_500_000;
const ECHO = 'stty raw -echo; printf ready; exec cat';
const FLOOD = 'printf ready; exec yes "a line of a flood that is as long as lines of a build often are"';

const median = (values: readonly number[]) => percentile(values, 0.5);
const nothing = async () => {};

describeFleet('an echo over a line that is long and narrow', () => {
  let fleet: Fleet;
  let host: OpenHost;
  const sessions: TerminalSession[] = [];
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
    const found = fleet.open().named('h1');
    if (found === null) throw new Error('No host');
    host = found;
    for (const [name, program] of Object.entries({ echo: ECHO, flood: FLOOD })) {
      const argv = ['sh', '-c', program];
      expect(await host.place.run({ name, argv, cwd: '', cols: 80, rows: 24 })).toMatchObject({ kind: 'done' });
    }
  });
  afterEach(() => {
    for (const session of sessions.splice(0)) session.bytes.destroy();
    fleet.host('h1').line.delay(0);
    fleet.host('h1').line.rate(null);
  });
  afterAll(async () => {
    await fleet.host('h1').home.podwatch(['stop', 'echo', 'flood']);
    await fleet.close();
  });

  async function attach(podName: string): Promise<TerminalSession> {
    const { entries } = await lastValueFrom(watchPods([host.place], { watch: false }));
    const entry = entries.find(({ id }) => id.name === podName);
    if (entry === undefined) throw new Error('No Pod');
    const session = await attachTo(host, entry);
    sessions.push(session);
    return session;
  }

  /** Types, and awaits what comes back, one key at a time; before each: `before`. In the order of the keys. */
  async function echoes<T>(
    session: TerminalSession,
    before: () => Promise<unknown>,
    after: (ms: number) => T,
  ): Promise<readonly T[]> {
    let told = (_: string): void => {};
    session.bytes.on('data', (chunk: Buffer) => told(chunk.toString('latin1')));
    const seen: T[] = [];
    for (let at = 0; at < KEYS; at += 1) {
      await before();
      const key = String.fromCharCode(65 + at);
      const from = performance.now();
      const echoed = new Promise<void>((resolve) => {
        told = (text) => {
          if (text.includes(key)) resolve();
        };
      });
      session.bytes.write(key);
      await echoed;
      seen.push(after(performance.now() - from));
    }
    return seen;
  }

  test('is there after the time of one sign there and back, and not of two', async () => {
    const session = await attach('echo');
    const link = await host.link.session();
    if ('kind' in link) throw new Error(link.message);
    fleet.host('h1').line.delay(DELAY_MS);
    const signs: number[] = [];
    const sign = async () => signs.push((await link.roundTrip()) ?? Number.NaN);
    const keys = await echoes(session, sign, (ms) => ms);
    expect(median(signs)).toBeGreaterThanOrEqual(2 * DELAY_MS - 5);
    expect(median(keys) / median(signs)).toBeLessThan(1.5);
  });

  test.each([0, 20, 80])('over a round trip of %d ms takes little more than that', async (roundTrip) => {
    const session = await attach('echo');
    fleet.host('h1').line.delay(roundTrip / 2);
    const value = median(await echoes(session, nothing, (ms) => ms));
    expect(value).toBeGreaterThanOrEqual(roundTrip - 1);
    tellFigure({ what: `ssh: an echo over ${roundTrip} ms there and back, p50`, value, most: roundTrip + 5 });
  });

  test('beside a flood does not stand behind more of it than a few windows', async () => {
    const session = await attach('echo');
    const flood = await attach('flood');
    let bytes = 0;
    flood.bytes.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    const { line } = fleet.host('h1');
    line.rate(RATE);
    await until(() => bytes > 2 * WINDOW_BYTES.focus);
    let from = 0;
    const more = async () => {
      const before = bytes;
      await until(() => bytes > before + WINDOW_BYTES.focus / 4);
      from = line.answered;
    };
    line.delay(10);
    const seen = await echoes(session, more, (ms) => ({ ms, bytes: line.answered - from }));
    const value = median(seen.map(({ ms }) => ms));
    tellFigure({ what: 'ssh: an echo beside a flood over 20 ms and 20 Mbit/s, p50', value, most: 150 });
    const between = seen.map(({ bytes }) => bytes);
    expect(median(between)).toBeLessThan(3 * WINDOW_BYTES.focus);
  });

  test('beside a flood that nobody reads goes on, and that takes its window and what the session keeps', async () => {
    const session = await attach('echo');
    const { line } = fleet.host('h1');
    line.rate(RATE);
    const before = line.answered;
    await attach('flood');
    await until(() => line.answered > before + WINDOW_BYTES.focus);
    await echoes(session, nothing, () => null);
    const value = (line.answered - before) / 1024;
    tellFigure({ what: 'ssh: what a viewer that never reads is sent', value, most: 512, unit: 'KiB' });
    expect(line.answered - before).toBeLessThan(3 * WINDOW_BYTES.focus);
  });
});
