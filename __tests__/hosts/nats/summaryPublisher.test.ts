// The summary of a host in its bucket: what its Pods are, the latest, at a pace, and again after a cut.
import fc from 'fast-check';
import { encodeSummary, parseSummary } from '../../../src/hosts/nats/fleetSummary';
import { SummaryPublisher } from '../../../src/hosts/nats/summaryPublisher';
import type { PodFacts } from '../../../src/podList/podFacts';
import { NO_PODS } from '../../../src/podList/summarizePods';
import { facts, livePod } from '../../podList/facts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A bucket that answers, or does not. */
function bucket() {
  const puts: unknown[] = [];
  const store = {
    isUp: true,
    puts,
    put: async (key: string, value: string): Promise<number> => {
      if (!store.isUp) throw new Error('timeout');
      puts.push([key, JSON.parse(value)]);
      return puts.length;
    },
  };
  return store;
}
const pods = (count: number, over: Partial<PodFacts> = {}): PodFacts =>
  facts({ live: Array.from({ length: count }, (_, at) => livePod(`p${at}`)), ...over });
const KEY = '-.aDE.-';
const summary = (live: number) => [KEY, { ...NO_PODS, pods: live, live, updatedAt: expect.any(Number) }];

it('tells what is known once all is, and the latest of what changes fast', async () => {
  const store = bucket();
  const publisher = new SummaryPublisher(null, 'h1');
  publisher.attach(store);
  publisher.set(pods(1, { loading: true }));
  await jest.advanceTimersByTimeAsync(5000);
  expect(store.puts).toEqual([]);
  for (const count of [1, 2, 3, 4]) publisher.set(pods(count));
  await jest.advanceTimersByTimeAsync(5000);
  expect(store.puts).toEqual([summary(1), summary(4)]);
  publisher.set(pods(4));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(store.puts).toHaveLength(2);
  publisher.detach();
});

it('tells a host without Pods, too, and all again on another connection', async () => {
  const publisher = new SummaryPublisher(null, 'h1');
  const [first, second] = [bucket(), bucket()];
  publisher.set(pods(0));
  publisher.attach(first);
  await jest.advanceTimersByTimeAsync(0);
  expect(first.puts).toEqual([summary(0)]);
  publisher.detach();
  publisher.set(pods(2));
  await jest.advanceTimersByTimeAsync(5000);
  expect(first.puts).toHaveLength(1);
  publisher.attach(second);
  await jest.advanceTimersByTimeAsync(5000);
  expect(second.puts).toEqual([summary(2)]);
  publisher.detach();
});

it('tries again what did not arrive', async () => {
  const store = bucket();
  store.isUp = false;
  const publisher = new SummaryPublisher(null, 'h1');
  publisher.attach(store);
  publisher.set(pods(1));
  await jest.advanceTimersByTimeAsync(100);
  store.isUp = true;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(store.puts).toEqual([summary(1)]);
  publisher.detach();
});

it('reads what it writes within its bound, and nothing that is no summary', () => {
  const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  const any = fc.record({
    ...{ pods: count, live: count, running: count, calls: count, updatedAt: count },
    worst: fc.constantFrom('bell' as const, 'notification' as const, 'permission' as const, 'failed' as const, null),
  });
  fc.assert(
    fc.property(any, (value) => {
      const text = encodeSummary(value);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(300);
      expect(parseSummary(Buffer.from(text))).toEqual({ ok: true, value });
    }),
  );
  for (const bad of ['', '[]', '{}', '{"pods":-1}', '{"pods":1e999}', `{"x":"${'x'.repeat(2000)}"}`]) {
    expect([bad, parseSummary(Buffer.from(bad)).ok]).toEqual([bad, false]);
  }
});
