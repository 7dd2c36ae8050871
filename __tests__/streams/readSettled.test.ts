// What looks torn is read again before it is believed.
import { TestScheduler } from 'rxjs/testing';
import { readSettled } from '../../src/streams/readSettled';

function reader(readings: string) {
  let next = 0;
  return () => {
    const value = readings[Math.min(next, readings.length - 1)] ?? '';
    next += 1;
    return { value, torn: value === 't' };
  };
}

describe('readSettled', () => {
  test.each([
    ['whole at once', 'a', '(a|)'],
    ['torn, then whole', 'tb', '20ms (b|)'],
    ['torn twice', 'ttc', '50ms (c|)'],
    ['torn to the end is believed', 't', '100ms (t|)'],
  ])('%s', (_, readings, expected) => {
    const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
    scheduler.run(({ expectObservable }) => expectObservable(readSettled(reader(readings))).toBe(expected));
  });
});
