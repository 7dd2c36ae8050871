// A key typed into a Pod of another host is there one round trip later, also beside a flood, and beside one that nobody reads.
import { lastValueFrom } from 'rxjs';
import { dialTerminal } from '../../src/actions/dialTerminal';
import type { TerminalSession } from '../../src/actions/terminalSession';
import { WINDOW_BYTES } from '../../src/hosts/linkMux';
import type { OpenHost } from '../../src/places/hosts/openHosts';
import { watchPods } from '../../src/streams/watchPods';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';

jest.setTimeout(90_000);

const KEYS = 15;
/** Each way, ms: long beside what our processes and a busy machine add. */
const DELAY_MS = 100;
/** 20 Mbit/s. */
const RATE = 2_500_000;
const ECHO = 'stty raw -echo; printf ready; exec cat';
const FLOOD = 'printf ready; exec yes "a line of a flood that is as long as lines of a build often are"';

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

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
    const way = host.place.dial(entry);
    if (way.kind !== 'done') throw new Error(way.message);
    const size = { cols: 80, rows: 24, podName, readOnly: false, inside: null, isAway: true };
    const dialled = await dialTerminal({ ...size, dial: way.dial });
    if (dialled.kind !== 'done') throw new Error(dialled.message);
    sessions.push(dialled.session);
    return dialled.session;
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
    const between = await echoes(session, more, () => line.answered - from);
    expect(median(between)).toBeLessThan(3 * WINDOW_BYTES.focus);
  });

  test('beside a flood that nobody reads goes on, and that takes its window and what the session keeps', async () => {
    const session = await attach('echo');
    const { line } = fleet.host('h1');
    line.rate(RATE);
    const before = line.answered;
    await attach('flood');
    await until(() => line.answered > before + WINDOW_BYTES.focus);
    await echoes(
      session,
      async () => {},
      () => null,
    );
    expect(line.answered - before).toBeLessThan(3 * WINDOW_BYTES.focus);
  });
});
