// What can be waited for: every state against every goal.
import { goalState } from '../../src/podList/podGoal';
import type { PodEntry } from '../../src/podList/podList';
import { corruptPod, entryOf, livePod, storedPod } from './facts';

const bell = { kind: 'bell' as const, message: '', permissions: 0, since: 1 };
const entries: Readonly<Record<string, PodEntry | null>> = {
  idle: entryOf({ live: [livePod('p')] }),
  running: entryOf({ live: [livePod('p', { status: 'running' })] }),
  silent: entryOf({ live: [livePod('p', { status: null })] }),
  asking: entryOf({ live: [livePod('p', { status: 'running', attention: bell })] }),
  stopped: entryOf({ stored: [storedPod('p')] }),
  corrupt: entryOf({ stored: [corruptPod('p')] }),
  unreachable: entryOf({ live: [livePod('p', { reach: 'unreachable' })] }),
  probing: entryOf({ stored: [storedPod('p')], live: [livePod('p', { reach: 'probing' })] }),
  gone: null,
};

test.each([
  ['idle', 'reached', 'open', 'open', 'open'],
  ['running', 'open', 'open', 'open', 'open'],
  ['silent', 'open', 'open', 'open', 'open'],
  ['asking', 'open', 'reached', 'open', 'open'],
  ['stopped', 'never', 'never', 'reached', 'never'],
  ['corrupt', 'never', 'never', 'reached', 'never'],
  ['unreachable', 'never', 'never', 'reached', 'never'],
  ['probing', 'open', 'open', 'open', 'open'],
  ['gone', 'never', 'never', 'reached', 'never'],
])('%s', (state, idle, attention, ended, output) => {
  const entry = entries[state] ?? null;
  const kinds = (['idle', 'attention', 'ended'] as const).map((kind) => goalState(entry, { kind }).kind);
  expect([...kinds, goalState(entry, { kind: 'output', text: 'x' }).kind]).toEqual([idle, attention, ended, output]);
});
