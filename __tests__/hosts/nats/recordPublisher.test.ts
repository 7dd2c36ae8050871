// The records of a host follow its Pods: the latest of each arrives, whatever fails on the way, and nothing else is touched.
import fc from 'fast-check';
import { parseRecord } from '../../../src/hosts/nats/fleetWire';
import { RecordPublisher, type RecordStore } from '../../../src/hosts/nats/recordPublisher';
import { podToken, recordKey } from '../../../src/hosts/nats/subjects';
import { until } from '../../fixtures/until';
import { facts, HOME, livePod, storedPod } from '../../podList/facts';

const keyOf = (name: string) => recordKey(null, 'h1', podToken(HOME, name));

/** A bucket that fails as it is told to; what was asked of it may have arrived all the same. */
class Store implements RecordStore {
  readonly held = new Map<string, string>();
  readonly underWay = new Map<string, number>();
  most = 0;
  seq = 0;
  fails: () => 'no' | 'before' | 'after' = () => 'no';

  put(key: string, value: string): Promise<number> {
    return this.act(key, () => this.held.set(key, value));
  }

  delete(key: string): Promise<number> {
    return this.act(key, () => this.held.delete(key));
  }

  private async act(key: string, apply: () => void): Promise<number> {
    const now = (this.underWay.get(key) ?? 0) + 1;
    this.underWay.set(key, now);
    this.most = Math.max(this.most, now);
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay.set(key, now - 1);
    const fails = this.fails();
    if (fails === 'before') throw new Error('timeout');
    apply();
    this.seq += 1;
    if (fails === 'after') throw new Error('timeout');
    return this.seq;
  }
}

const nameIn = (text: string | undefined): string | null => {
  const record = parseRecord(Buffer.from(text ?? ''));
  return record.ok ? (record.value.stored?.id.name ?? record.value.live[0]?.id.name ?? null) : null;
};

test('what there is now is told, and of ours what is no more is taken away once that is known', async () => {
  const publisher = new RecordPublisher(null, 'h1');
  const store = new Store();
  store.held.set(keyOf('old'), '{}');
  publisher.set(facts({ stored: [storedPod('one')], loading: true }));
  publisher.attach(store, new Map(store.held));
  await until(() => store.held.size === 2);
  publisher.set(facts({ stored: [storedPod('one')], live: [livePod('two')], loading: false }));
  await until(() => store.held.size === 2 && store.held.has(keyOf('two')));
  expect([...store.held.values()].map(nameIn).sort()).toEqual(['one', 'two']);
  expect(publisher.rev).toBe(store.seq);
  publisher.detach();
});

test('whatever fails, the latest arrives at last, and of one Pod one write is on the way at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('no', 'before', 'after'), { maxLength: 6 }),
      fc.array(fc.subarray(['a', 'b', 'c']), { minLength: 1, maxLength: 4 }),
      async (faults, states) => {
        const publisher = new RecordPublisher(null, 'h1');
        const store = new Store();
        store.fails = () => (faults.shift() ?? 'no') as 'no' | 'before' | 'after';
        publisher.attach(store, new Map());
        for (const [at, names] of states.entries()) {
          publisher.set(facts({ live: names.map((name) => livePod(name, { title: `${at}` })), loading: false }));
          await new Promise((resolve) => setImmediate(resolve));
        }
        const last = states.at(-1) ?? [];
        await until(() => {
          const told = [...store.held].map(([key, text]) => [key, JSON.parse(text).live[0].title]);
          const wanted = last.map((name) => [keyOf(name), `${states.length - 1}`]);
          return JSON.stringify(told.sort()) === JSON.stringify(wanted.sort());
        });
        expect(store.most).toBe(store.seq === 0 ? store.most : 1);
        publisher.detach();
      },
    ),
    { numRuns: 12 },
  );
});

test('who waits for a record hears when it has arrived, and does not wait for ever', async () => {
  const publisher = new RecordPublisher(null, 'h1');
  const store = new Store();
  publisher.attach(store, new Map());
  publisher.set(facts({ live: [livePod('a')], loading: false }));
  await publisher.written([{ home: HOME, name: 'a' }], 10_000);
  expect(nameIn(store.held.get(keyOf('a')))).toBe('a');
  publisher.detach();
  publisher.set(facts({ live: [livePod('a', { title: 'new' })], loading: false }));
  await publisher.written([{ home: HOME, name: 'a' }], 20);
  expect(store.held.get(keyOf('a'))).not.toContain('new');
});
