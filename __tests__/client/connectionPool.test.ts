// Connections in use at once are bounded, and given back.
import { ConnectionPool } from '../../src/client/connectionPool';

/** Takes a place for as long as it is not given back. */
function taker(pool: ConnectionPool) {
  let isIn = false;
  const subscription = pool.place$.subscribe(() => {
    isIn = true;
  });
  return { isIn: () => isIn, giveBack: () => subscription.unsubscribe() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('so many at a time; the others wait, in their order, and get the places that come free', () => {
  const pool = new ConnectionPool(2);
  let crowded = 0;
  pool.crowded$.subscribe(() => {
    crowded += 1;
  });
  const all = Array.from({ length: 2 }, () => taker(pool));
  expect([pool.isCrowded, crowded]).toEqual([false, 0]);
  all.push(taker(pool), taker(pool));
  expect(all.map(({ isIn }) => isIn())).toEqual([true, true, false, false]);
  expect([pool.isCrowded, crowded > 0]).toEqual([true, true]);
  all[1]?.giveBack();
  expect(all.map(({ isIn }) => isIn())).toEqual([true, true, true, false]);
  // Who leaves the queue frees nothing.
  all[3]?.giveBack();
  expect(pool.isCrowded).toBe(false);
  for (const { giveBack } of all) giveBack();
});

test('a thousand are not dialled in one turn of the event loop, and are not called crowded for that', async () => {
  const pool = new ConnectionPool();
  const all = Array.from({ length: 100 }, () => taker(pool));
  const admitted = () => all.filter(({ isIn }) => isIn()).length;
  expect(admitted()).toBeLessThan(100);
  expect(pool.isCrowded).toBe(false);
  while (admitted() < 100) await turn();
  for (const { giveBack } of all) giveBack();
});

test('where the system gives no more, fewer have to do, and some files are left for all else', () => {
  const pool = new ConnectionPool(14);
  const limits: (number | null)[] = [];
  pool.shortage$.subscribe((limit) => limits.push(limit));
  const all = Array.from({ length: 14 }, () => taker(pool));
  pool.refused();
  // Of many that are refused at once the first has said it.
  pool.refused();
  expect(limits).toEqual([null, 6]);
  expect(pool.isCrowded).toBe(true);
  for (const { giveBack } of all.splice(0, 8)) giveBack();
  expect(pool.isCrowded).toBe(false);
  const late = taker(pool);
  expect(late.isIn()).toBe(false);
  pool.refused();
  expect(limits).toEqual([null, 6, 1]);
  for (const { giveBack } of [...all, late]) giveBack();
});
