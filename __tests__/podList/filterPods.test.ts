// Search, state and directory: what is shown, in which order, and the words for what is hidden.
import { buildPodList } from '../../src/podList/buildPodList';
import {
  describeFilter,
  filterPods,
  isFiltering,
  NO_FILTER,
  type PodFilter,
  rankPods,
} from '../../src/podList/filterPods';
import type { LaunchRecord } from '../../src/podList/podFacts';
import { facts, livePod, names, readableLog, SEGMENT, SESSION, storedPod } from './facts';

const attention = { kind: 'bell' as const, message: '', permissions: 0, since: 5 };
const launch = (cwd: string): LaunchRecord => ({ kind: 'terminal', argv: ['sh'], cwd });
const stoppedIn = (name: string, cwd: string, preview: string) =>
  storedPod(name, {
    metadata: { kind: 'ok', active: { sessionId: SESSION, segmentId: SEGMENT }, launch: launch(cwd) },
    log: readableLog({ preview }),
  });
const { entries } = buildPodList(
  facts({
    live: [
      livePod('web', { title: 'vim server.ts', cwd: '/w/web', attention }),
      livePod('api', { cwd: '/w/api' }),
      livePod('lost', { reach: 'unreachable' }),
    ],
    stored: [stoppedIn('old-api', '/w', 'user: fix the parser'), stoppedIn('notes', '/worse', 'user: write it down')],
  }),
);
const shown = (over: Partial<PodFilter>) => names(filterPods(entries, { ...NO_FILTER, ...over }).entries);

test.each<[Partial<PodFilter>, readonly string[]]>([
  [{}, ['api', 'web', 'notes', 'old-api', 'lost']],
  [{ search: 'api' }, ['api', 'old-api']],
  [{ search: 'SERVER' }, []],
  [{ search: 'serv' }, ['web']],
  [{ search: 'parser fix' }, ['old-api']],
  [{ search: 'api parser' }, ['old-api']],
  [{ search: '/w/a' }, ['api']],
  [{ search: '   ' }, ['api', 'web', 'notes', 'old-api', 'lost']],
  [{ state: 'live' }, ['api', 'web']],
  [{ state: 'stopped' }, ['notes', 'old-api', 'lost']],
  [{ state: 'attention' }, ['web']],
  [{ reach: 'directory', directory: '/w' }, ['api', 'web', 'old-api']],
  [{ reach: 'directory', directory: '/w/' }, ['api', 'web', 'old-api']],
  [{ reach: 'directory', directory: '/' }, ['api', 'web', 'notes', 'old-api']],
  [{ reach: 'directory', directory: '/w/api' }, ['api']],
  [{ reach: 'directory', directory: '/w', state: 'stopped', search: 'a' }, ['old-api']],
  [{ reach: 'repository', directory: '/w' }, ['api', 'web', 'old-api']],
])('%j shows %j', (filter, expected) => {
  expect(shown(filter)).toEqual(expected);
});

test('what needs the user is what the view says', () => {
  const filter: PodFilter = { ...NO_FILTER, state: 'attention' };
  const found = filterPods(entries, filter, (entry) => (entry.id.name === 'notes' ? attention : null));
  expect(names(found.entries)).toEqual(['notes']);
});

test('ranked: live ones first, then the best fit', () => {
  const pods = buildPodList(
    facts({ live: [livePod('x-a-p-i'), livePod('my-api')], stored: [storedPod('api'), storedPod('rapid')] }),
  ).entries;
  expect(names(rankPods(filterPods(pods, { ...NO_FILTER, search: 'api' })))).toEqual([
    'my-api',
    'x-a-p-i',
    'api',
    'rapid',
  ]);
  expect(rankPods(filterPods(pods, NO_FILTER))).toBe(pods);
});

test('says how many are hidden, and why', () => {
  const describe = (over: Partial<PodFilter>) => {
    const filter = { ...NO_FILTER, ...over };
    return [isFiltering(filter), describeFilter(filterPods(entries, filter), filter)];
  };
  expect(describe({})).toEqual([false, '5 of 5 (0 hidden)']);
  expect(describe({ search: ' api ', reach: 'directory', directory: '/w' })).toEqual([
    true,
    '2 of 5 · search "api" · this directory (3 hidden)',
  ]);
  expect(describe({ state: 'live' })).toEqual([true, '2 of 5 · live only (3 hidden)']);
});

test('where a directory lies counts before its path: by a link, in another worktree, in the repository', () => {
  const places = new Map([
    ['/w/api', 'repository'],
    ['/w', 'elsewhere'],
  ] as const);
  const near = (reach: PodFilter['reach']) => shown({ reach, directory: '/w', places });
  expect(near('directory')).toEqual(['web']);
  expect(near('repository')).toEqual(['api', 'web']);
  expect(near('everywhere')).toEqual(shown({}));
});
