// What can be done with which Pod, and the words where it cannot: every state against every action.
import { type Eligibility, eligibility, entryActions } from '../../src/podList/eligibility';
import type { PodAction } from '../../src/podList/podFacts';
import { corruptPod, entryOf, livePod, pendingPod, storedPod } from './facts';

const terminal = { extensions: ['terminal'] };
const entries = {
  idle: entryOf({ live: [livePod('p')] }),
  running: entryOf({ live: [livePod('p', { status: 'running' })] }),
  'running terminal': entryOf({ live: [livePod('p', { status: 'running', ...terminal })] }),
  'running agent with a queue': entryOf({
    live: [livePod('p', { status: 'running', extensions: ['agent', 'queue'] })],
  }),
  paused: entryOf({ live: [livePod('p', { status: 'paused' })] }),
  silent: entryOf({ live: [livePod('p', { status: null })] }),
  'silent terminal': entryOf({ live: [livePod('p', { status: null, ...terminal })] }),
  restorable: entryOf({ stored: [storedPod('p')] }),
  'dead restorable': entryOf({ stored: [storedPod('p')], live: [livePod('p', { reach: 'unreachable' })] }),
  'stopped pending': entryOf({ stored: [pendingPod('p')] }),
  corrupt: entryOf({ stored: [corruptPod('p', 'not JSON')] }),
  unreachable: entryOf({ live: [livePod('p', { reach: 'unreachable' })] }),
  probing: entryOf({ stored: [storedPod('p')], live: [livePod('p', { reach: 'probing' })] }),
};

const yes = null;
const LIVE = 'it is live: attach to it instead';
const STOP_FIRST = 'it is live: stop it first';
const RESTORE_FIRST = 'it is stopped: restore it first';
const PENDING = 'its session is still pending: it ended before its first turn';
const CLOSED = `it is stopped and cannot be restored: ${PENDING}`;
const CORRUPT = 'its metadata is corrupt: not JSON';
const REFUSED = 'its socket does not answer';
const PROBING = 'still checking whether it is live';
const NOT_RUNNING = 'it is not running';

type Row = readonly [
  state: keyof typeof entries,
  open: string | null,
  attach: string | null,
  restore: string | null,
  send: string | null,
  stop: string | null,
  remove: string | null,
];

// Null = allowed, else the reason.
const TABLE: readonly Row[] = [
  ['idle', yes, yes, LIVE, yes, yes, STOP_FIRST],
  ['running', yes, yes, LIVE, 'it is running: wait until it is idle', yes, STOP_FIRST],
  ['running terminal', yes, yes, LIVE, yes, yes, STOP_FIRST],
  ['running agent with a queue', yes, yes, LIVE, yes, yes, STOP_FIRST],
  ['paused', yes, yes, LIVE, 'it is paused: open it to resume or to start a turn', yes, STOP_FIRST],
  ['silent', yes, yes, LIVE, yes, yes, STOP_FIRST],
  ['silent terminal', yes, yes, LIVE, yes, yes, STOP_FIRST],
  ['restorable', yes, RESTORE_FIRST, yes, RESTORE_FIRST, NOT_RUNNING, yes],
  ['dead restorable', yes, RESTORE_FIRST, yes, RESTORE_FIRST, REFUSED, yes],
  ['stopped pending', CLOSED, CLOSED, PENDING, CLOSED, NOT_RUNNING, yes],
  ['corrupt', CORRUPT, CORRUPT, CORRUPT, CORRUPT, NOT_RUNNING, yes],
  ['unreachable', REFUSED, REFUSED, `${REFUSED}, and nothing of it is stored`, REFUSED, REFUSED, yes],
  ['probing', PROBING, PROBING, PROBING, PROBING, PROBING, PROBING],
];

describe.each(TABLE)('a Pod that is %s', (state, ...answers) => {
  const actions: readonly PodAction[] = ['open', 'attach', 'restore', 'send', 'stop', 'remove'];
  it.each(actions.map((action, i) => [action, answers[i] ?? 'allowed'] as const))('%s: %s', (action, answer) => {
    const expected: Eligibility = answer === 'allowed' ? { allowed: true } : { allowed: false, reason: answer };
    expect(eligibility(entries[state], action)).toEqual(expected);
  });
});

describe('the actions of `ls --json`', () => {
  const none = { canOpen: false, canAttach: false, canRestore: false, canSendNow: false, canQueueSend: false };
  const attach = { ...none, canOpen: true, canAttach: true, disabledReason: null };
  it.each([
    ['idle', { ...attach, canSendNow: true }],
    ['running', { ...attach, canQueueSend: true }],
    ['paused', attach],
    ['silent', attach],
    ['restorable', { ...none, canOpen: true, canRestore: true, disabledReason: null }],
    ['stopped pending', { ...none, disabledReason: CLOSED }],
    ['corrupt', { ...none, disabledReason: CORRUPT }],
    ['unreachable', { ...none, disabledReason: REFUSED }],
    ['probing', { ...none, disabledReason: PROBING }],
  ] as const)('of a Pod that is %s', (state, expected) => {
    expect(entryActions(entries[state])).toEqual(expected);
  });
});

test.each([
  // Archived and renamed is what is ours and has a record; a live one takes a name by itself.
  ['idle', STOP_FIRST, 'it is live, and its process cannot take another name: stop it first'],
  ['restorable', yes, yes],
  ['dead restorable', yes, yes],
  ['stopped pending', yes, yes],
  ['corrupt', yes, CORRUPT],
  ['unreachable', `${REFUSED}, and nothing of it is stored`, `${REFUSED}, and nothing of it is stored`],
  ['probing', PROBING, PROBING],
] as const)('%s: archive and rename', (state, archive, rename) => {
  const reason = (answer: Eligibility) => (answer.allowed ? null : answer.reason);
  expect(reason(eligibility(entries[state], 'archive'))).toBe(archive);
  expect(reason(eligibility(entries[state], 'rename'))).toBe(rename);
});

test('a live Pod that says so takes another name', () => {
  expect(eligibility(entryOf({ live: [livePod('p', { extensions: ['rename'] })] }), 'rename')).toEqual({
    allowed: true,
  });
});
