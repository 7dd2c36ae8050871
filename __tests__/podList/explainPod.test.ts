// Why a Pod is shown as it is: a table of states, and what belongs to whom.
import { explainPod } from '../../src/podList/explainPod';
import type { PodFacts, SourceProblem } from '../../src/podList/podFacts';
import { corruptPod, entryOf, HOME, livePod, pendingPod, RUNTIME_SEGMENT, readableLog, storedPod } from './facts';

const NOW = 1_780_000_000_000;
const attention = { kind: 'bell' as const, message: 'ding', permissions: 0, since: NOW - 60_000 };

function explained(over: Partial<PodFacts>, problems: readonly SourceProblem[] = []) {
  const entry = entryOf(over);
  return explainPod({ entry, attention: entry.attention, problems, now: NOW });
}
const textOf = (facts: ReturnType<typeof explained>, label: string) =>
  facts.filter((fact) => fact.label === label).map(({ text }) => text);

test.each<[string, Partial<PodFacts>, string, RegExp]>([
  ['live, with a reason', { live: [livePod('x', { statusReason: 'output flows' })] }, 'idle', /itself: output flows$/],
  ['live, without one', { live: [livePod('x')] }, 'idle', /without a reason$/],
  ['live and silent', { live: [livePod('x', { status: null })] }, 'status unknown', /reports no status$/],
  ['probing', { live: [livePod('x', { reach: 'probing' })] }, 'checking', /neither answered nor refused/],
  ['unreachable', { live: [livePod('x', { reach: 'unreachable' })] }, 'unreachable', /registry claims that it runs/],
  [
    'a dead socket over a record',
    { live: [livePod('x', { reach: 'unreachable' })], stored: [storedPod('x')] },
    'stopped, restorable',
    /the registry names does not answer$/,
  ],
  ['stopped', { stored: [storedPod('x')] }, 'stopped, restorable', /names no process of it$/],
  ['corrupt', { stored: [corruptPod('x')] }, 'corrupt', /metadata cannot be read$/],
])('%s', (_, facts, status, because) => {
  const found = explained(facts);
  expect(textOf(found, 'status')).toEqual([status]);
  expect(textOf(found, 'because')).toEqual([expect.stringMatching(because)]);
});

test('a live Pod in full', () => {
  const live = livePod('x', {
    status: 'running',
    statusSince: NOW - 5000,
    statusReason: 'output flows',
    attention,
    title: 'vim',
    cwd: '/w',
    extensions: ['terminal', 'screen'],
    log: { sessionId: 's1', fact: readableLog({ updatedAt: NOW - 3_600_000, preview: 'user: hi' }) },
  });
  expect(explained({ live: [live] }).map(({ label, text }) => `${label}: ${text}`)).toEqual([
    'status: running',
    'since: 5s ago',
    'because: it says so itself: output flows',
    'attention: bell: ding, 1m ago',
    'last seen: 1h ago: user: hi',
    'note: no metadata of it is stored',
    'title: vim',
    'directory: /w',
    'socket: /run/user/1000/podwatch/x/sock',
    'session: s1',
    `segment: ${RUNTIME_SEGMENT}`,
    'speaks: terminal, screen',
    `home: ${HOME}`,
  ]);
});

test('a stopped one: how it ended, whether it can be restored, and why not', () => {
  const failed = storedPod('x', { log: readableLog({ lastExit: { code: 2, signal: null } }) });
  expect(textOf(explained({ stored: [failed] }), 'ended')).toEqual(['exit 2']);
  expect(textOf(explained({ stored: [failed] }), 'restore')).toEqual(['its session log can be read']);
  expect(textOf(explained({ stored: [pendingPod('x')] }), 'restore')).toEqual([expect.stringContaining('pending')]);
  expect(textOf(explained({ stored: [pendingPod('x')] }), 'attention')).toEqual(['none']);
});

test('the problems of its own home, and of no other', () => {
  const problem = (home: string): SourceProblem => ({
    source: 'registry',
    place: home,
    message: `cannot read ${home}`,
  });
  const found = explained({ stored: [storedPod('x')] }, [problem(HOME), problem('/other')]);
  expect(textOf(found, 'problem')).toEqual([`registry: cannot read ${HOME}`]);
});
