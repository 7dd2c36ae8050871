// Questions of an agent: answered once, by kind, by whoever may.
import type { PermissionOption, ToolKind } from '@agentclientprotocol/sdk';
import { PermissionDesk } from '../../../src/pod/agent/permissionDesk';
import { ToolCallState } from '../../../src/pod/agent/toolCallState';
import type { PermissionAnswer, PermissionPolicy } from '../../../src/protocol/agentExtension';

const always: PermissionOption = { optionId: 'A', name: 'Always', kind: 'allow_always' };
const no: PermissionOption = { optionId: 'N', name: 'No', kind: 'reject_once' };
const never: PermissionOption = { optionId: 'X', name: 'Never', kind: 'reject_always' };
const once: PermissionOption = { optionId: 'O', name: 'Once', kind: 'allow_once' };
const CANCELLED = { outcome: 'cancelled' };
const selected = (optionId: string) => ({ outcome: 'selected', optionId });

function desk(policy: PermissionPolicy = 'ask') {
  const said: string[] = [];
  const subject = new PermissionDesk(policy, {
    onRequest: ({ id, title }) => said.push(`? ${id} ${title}`),
    onAnswered: ({ id, answer, by }) => said.push(`! ${id} ${answer} ${by}`),
    now: () => 5,
  });
  const ask = (
    options: readonly PermissionOption[],
    kind: ToolKind = 'execute',
    signal = new AbortController().signal,
  ) => subject.ask(new ToolCallState('c1', { toolCallId: 'c1', title: 'Run ls', kind }), options, signal);
  return { subject, said, ask };
}

it.each<[PermissionAnswer, PermissionOption[], object]>([
  ['allow_once', [always, no, once], selected('O')],
  ['allow_always', [once, always, no], selected('A')],
  ['allow_always', [no, once], selected('O')],
  ['reject', [always, never, no], selected('N')],
  ['reject', [always, never], selected('X')],
  ['reject', [always, once], CANCELLED],
])('%s picks its option by kind from %j', async (answer, options, outcome) => {
  const { subject, ask, said } = desk();
  const asked = ask(options);
  expect(subject.requests).toHaveLength(1);
  expect(subject.answer('p1', answer)).toEqual({ ok: true, value: null });
  expect(await asked).toEqual(outcome);
  expect(said).toEqual(['? p1 Run ls', `! p1 ${answer} viewer`]);
  expect(subject.requests).toEqual([]);
});

it('never makes an "always" of a "once"', () => {
  const { subject, ask } = desk();
  void ask([always, no]);
  expect(subject.answer('p1', 'allow_once')).toMatchObject({
    ok: false,
    error: expect.stringContaining('allow_always'),
  });
  expect(subject.requests).toHaveLength(1);
});

it('takes one answer: the second hears that it is too late', () => {
  const { subject, ask } = desk();
  void ask([once]);
  subject.answer('p1', 'reject');
  expect(subject.answer('p1', 'allow_once')).toMatchObject({ ok: false });
});

it('says what is asked and which answers there are', () => {
  const { subject, ask } = desk();
  void ask([always, no]);
  expect(subject.requests[0]).toEqual({
    id: 'p1',
    tool_call_id: 'c1',
    title: 'Run ls',
    tool_kind: 'execute',
    locations: [],
    diffs: [],
    arguments: '{}',
    answers: ['allow_always', 'reject'],
    since: 5,
  });
});

it('answers all that are open with cancelled', async () => {
  const { subject, ask, said } = desk();
  const asked = [ask([once]), ask([once])];
  subject.cancelAll();
  expect(await Promise.all(asked)).toEqual([CANCELLED, CANCELLED]);
  expect(said.slice(2)).toEqual(['! p1 cancelled cancel', '! p2 cancelled cancel']);
});

it('closes a question that the agent takes back', async () => {
  const { subject, ask } = desk();
  const withdrawn = new AbortController();
  const asked = ask([once], 'execute', withdrawn.signal);
  withdrawn.abort();
  expect(await asked).toEqual(CANCELLED);
  expect(subject.requests).toEqual([]);
});

it.each<[PermissionPolicy, ToolKind, object | null]>([
  ['ask', 'read', null],
  ['allow-reads', 'read', selected('O')],
  ['allow-reads', 'search', selected('O')],
  ['allow-reads', 'fetch', null],
  ['allow-reads', 'edit', null],
  ['allow-reads', 'other', null],
  ['deny', 'read', selected('N')],
  ['deny', 'delete', selected('N')],
])('policy %s decides on %s: %j', async (policy, kind, outcome) => {
  const { subject, ask, said } = desk(policy);
  const asked = ask([always, no, once], kind);
  expect(subject.requests).toHaveLength(outcome === null ? 1 : 0);
  if (outcome !== null) {
    expect(await asked).toEqual(outcome);
    expect(said).toEqual([expect.stringMatching(/^! p1 \w+ policy$/)]);
  }
});
