import { of } from 'rxjs';
import { failure } from '../../src/actions/actionFailure';
import { ConnectionPool } from '../../src/client/connectionPool';
import type { Place } from '../../src/places/place';
import { refusingPlace } from '../../src/places/refusingPlace';
import { sessionsOnDemand } from '../../src/places/sessionsOnDemand';
import { UNWATCHED } from '../../src/streams/directoryWatches';
import { LOADING_PLACE, type PlaceSnapshot } from '../../src/streams/placeFacts';
import { storedPod } from '../podList/facts';

test('nothing is loaded or shown until it is wanted; then its places are found, once', async () => {
  const stored = [storedPod('one')];
  const snapshot: PlaceSnapshot = { ...LOADING_PLACE, loading: false, stored };
  const place: Place = { ...refusingPlace(() => failure('failed', 'No')), id: 'claude', watch: () => of(snapshot) };
  let loads = 0;
  const sessions = sessionsOnDemand(async () => {
    loads += 1;
    return { sources: [place], places: [place] };
  });
  const seen: PlaceSnapshot[] = [];
  const subscription = sessions
    .watch({ changes: UNWATCHED, pool: new ConnectionPool() })
    .subscribe((one) => seen.push(one));
  expect(seen).toEqual([{ ...LOADING_PLACE, loading: false }]);
  expect(sessions.of({ place: 'claude', name: 'one' })).toBeNull();
  sessions.want();
  sessions.want();
  expect(seen.at(-1)?.loading).toBe(true);
  await Promise.resolve();
  await Promise.resolve();
  expect(seen.at(-1)).toMatchObject({ loading: false, stored });
  expect([loads, sessions.of({ place: 'claude', name: 'one' })]).toEqual([1, place]);
  subscription.unsubscribe();
});

test('where they cannot be loaded the list says so and goes on, and they may be asked for again', async () => {
  const answers = [() => Promise.reject(new Error('gone')), async () => ({ sources: [], places: [] })];
  const sessions = sessionsOnDemand(async () => (await answers.shift()?.()) ?? { sources: [], places: [] });
  const seen: PlaceSnapshot[] = [];
  const subscription = sessions
    .watch({ changes: UNWATCHED, pool: new ConnectionPool() })
    .subscribe((one) => seen.push(one));
  sessions.want();
  await new Promise(setImmediate);
  expect(seen.at(-1)).toMatchObject({ loading: false, problems: [{ message: expect.stringContaining('gone') }] });
  expect(sessions.of({ place: 'claude', name: 'one' })).toBeNull();
  sessions.want();
  await new Promise(setImmediate);
  expect(answers).toEqual([]);
  subscription.unsubscribe();
});
