// Which problems say that Pods are missing from a list, and which are a bad row or a sentence.
import { listFaults } from '../../src/commands/listFaults';

const problem = (source: string, place: string) => ({ source, place, message: `${source} of ${place}` });

const HOME = problem('store', '/home');
const SLOW = problem('place', '/home');
const FAR_HOME = problem('store', 'nas:/srv/pods');
const FAR_ROW = problem('host', 'nas:/');
const FAR = problem('host', 'nas');
const SINGLE = ['registry', 'live', 'sessions', 'installed'].map((source) => problem(source, '/home'));
const list = { problems: [HOME, SLOW, FAR_HOME, FAR_ROW, FAR, ...SINGLE, problem('place', 'claude')] };

test('homes of this machine that were not read, and no single record', () => {
  expect(listFaults(list)).toEqual([HOME, SLOW]);
});

test('of other machines those that were named, with their homes', () => {
  expect(listFaults(list, ['nas'])).toEqual([HOME, SLOW, FAR_HOME, FAR]);
  expect(listFaults(list, ['other'])).toEqual([HOME, SLOW]);
});
