// A kind of place that can do nothing yet: what a new one begins with, in the one list with all others.
import { concat, NEVER, of, throwError } from 'rxjs';
import { failure } from '../../src/actions/actionFailure';
import type { Place, PlaceDeeds } from '../../src/places/place';
import { refusingPlace } from '../../src/places/refusingPlace';
import type { PlaceSnapshot } from '../../src/streams/placeFacts';
import { watchPods, withinTime } from '../../src/streams/watchPods';
import { until } from '../fixtures/until';
import { entryOf, storedPod } from '../podList/facts';
import { endAll, hear } from '../streams/streamFixtures';

afterEach(endAll);

const refused = (deed: keyof PlaceDeeds) => failure('not-eligible', `A session of tool cannot ${deed}.`);

const snapshot = (place: string, names: readonly string[]): PlaceSnapshot => ({
  stored: names.map((name) => storedPod(name, { id: { place, name } })),
  live: [],
  problems: [],
  loading: false,
  lastSeenAt: null,
});

const placeOf = (id: string, watch: Place['watch']): Place => ({ ...refusingPlace(refused), id, watch });

test('its Pods are in the list like all others, and everything is refused with its reason', async () => {
  const place = placeOf('tool', () => of(snapshot('tool', ['s1'])));
  const list = await hear(watchPods([place], { watch: false })).waitFor(({ loading }) => !loading);
  expect(list.entries.map(({ id }) => id)).toEqual([{ place: 'tool', name: 's1' }]);
  const entry = entryOf({ stored: [storedPod('s1')] });
  expect(await place.remove(entry.id)).toEqual(refused('remove'));
  expect(await place.send(entry, 'x')).toEqual(refused('send'));
  expect(place.dial(entry)).toEqual(refused('dial'));
  expect(await place.readLastScreen(entry)).toBeNull();
  expect(hear<unknown>(place.watchScreen(entry)).values).toEqual([{ kind: 'lost', reason: refused('dial').message }]);
});

test('one that is slow, and one that breaks, hold no other back', async () => {
  const broken = new Error('out of order');
  const places = [
    placeOf('slow', () => NEVER),
    placeOf('breaks', () => throwError(() => broken)),
    placeOf('throws', () => {
      throw broken;
    }),
    placeOf('well', () => of(snapshot('well', ['a']))),
  ];
  const heard = hear(watchPods(places));
  const list = await heard.waitFor(({ entries }) => entries.length === 1);
  expect(list.loading).toBe(true);
  expect(list.problems.map(({ place, message }) => [place, message])).toEqual([
    ['breaks', 'breaks cannot be watched: out of order'],
    ['throws', 'throws cannot be watched: out of order'],
  ]);
});

test('who reads once goes without a place that does not get ready, and says so', async () => {
  const never = withinTime(
    placeOf('slow', () => NEVER),
    20,
  );
  const half = withinTime(
    placeOf('half', () => concat(of({ ...snapshot('half', ['a']), loading: true }), NEVER)),
    20,
  );
  const heard = hear(watchPods([never, half], { watch: false }));
  await until(heard.completed);
  expect(heard.last()).toMatchObject({
    loading: false,
    entries: [{ id: { place: 'half', name: 'a' } }],
    problems: [{ place: 'half' }, { place: 'slow', message: 'slow was not read whole within 0.02 s.' }],
  });
});
