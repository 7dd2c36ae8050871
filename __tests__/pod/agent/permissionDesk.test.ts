// Questions of an agent: answered once, by kind, by whoever may.
import { PermissionDesk } from '../../../src/pod/agent/permissionDesk';
import type { PermissionAnswer, PermissionPolicy, QuestionOption } from '../../../src/protocol/agentQuestion';
import { toolDetailsOf } from '../../../src/protocol/agentQuestion';

const always: QuestionOption = { id: 'A', name: 'Always', kind: 'allow_always' };
const no: QuestionOption = { id: 'N', name: 'No', kind: 'reject_once' };
const never: QuestionOption = { id: 'X', name: 'Never', kind: 'reject_always' };
const once: QuestionOption = { id: 'O', name: 'Once', kind: 'allow_once' };
const CANCELLED = { kind: 'cancelled' };
const DECLINED = { kind: 'declined' };
const selected = (id: string) => ({ kind: 'selected', option: expect.objectContaining({ id }) });

function desk(policy: PermissionPolicy = 'ask') {
  const said: string[] = [];
  const subject = new PermissionDesk(policy, {
    onRequest: ({ id, title }) => said.push(`? ${id} ${title}`),
    onAnswered: ({ id, answer, by }) => said.push(`! ${id} ${answer} ${by}`),
    now: () => 5,
  });
  const ask = (options: readonly QuestionOption[], kind: string = 'execute', signal = new AbortController().signal) =>
    subject.ask(
      {
        tool_call_id: 'c1',
        ...toolDetailsOf('Run ls'),
        tool_kind: kind,
        arguments: '{}',
        options: [...options],
        content: '',
        directory: null,
        whose: null,
        form: null,
      },
      signal,
    );
  return { subject, said, ask };
}

it.each<[PermissionAnswer, QuestionOption[], object]>([
  ['allow_once', [always, no, once], selected('O')],
  ['allow_always', [once, always, no], selected('A')],
  ['allow_always', [no, once], selected('O')],
  ['reject', [always, never, no], selected('N')],
  ['reject', [always, never], selected('X')],
  ['reject', [always, once], DECLINED],
])('%s picks its option by kind from %j', async (answer, options, outcome) => {
  const { subject, ask, said } = desk();
  const asked = ask(options);
  expect(subject.requests).toHaveLength(1);
  expect(subject.answer('p1', { answer })).toEqual({ ok: true, value: null });
  expect(await asked).toEqual(outcome);
  expect(said).toEqual(['? p1 Run ls', `! p1 ${answer} viewer`]);
  expect(subject.requests).toEqual([]);
});

it('never makes an "always" of a "once"', () => {
  const { subject, ask } = desk();
  void ask([always, no]);
  expect(subject.answer('p1', { answer: 'allow_once' })).toMatchObject({
    ok: false,
    error: expect.stringContaining('allow_always'),
  });
  expect(subject.requests).toHaveLength(1);
});

it('takes one answer: the second hears that it is too late', () => {
  const { subject, ask } = desk();
  void ask([once]);
  subject.answer('p1', { answer: 'reject' });
  expect(subject.answer('p1', { answer: 'allow_once' })).toMatchObject({ ok: false });
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
    options: [always, no],
    content: '',
    directory: null,
    whose: null,
    form: null,
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

it.each<[PermissionPolicy, string, object | null]>([
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

describe('several answers of one kind', () => {
  const lite: QuestionOption = { id: 'L', name: 'SQLite', kind: 'allow_once' };
  const odd: QuestionOption = { id: 'Z', name: 'Persist', kind: 'allow_persistent' };

  it('none of them is taken by its kind: the question stays, and the refusal names them', () => {
    const { subject, ask } = desk();
    void ask([once, lite, no]);
    expect(subject.requests[0]?.answers).toEqual(['reject']);
    expect(subject.answer('p1', { answer: 'allow_once' })).toMatchObject({
      ok: false,
      error: expect.stringMatching(/"Once", "SQLite"/),
    });
    expect(subject.requests).toHaveLength(1);
  });

  it.each([lite, odd])('%j is taken by its id', async (option) => {
    const { subject, ask } = desk();
    const asked = ask([once, lite, odd]);
    expect(subject.answer('p1', { option: option.id })).toMatchObject({ ok: true });
    expect(await asked).toEqual(selected(option.id));
  });

  it('no policy chooses among them: what reads is left to the user, and a denial is no choice', async () => {
    const reads = desk('allow-reads');
    void reads.ask([once, lite], 'read');
    expect(reads.subject.requests).toHaveLength(1);
    const denies = desk('deny');
    expect(await denies.ask([once, no, { ...no, id: 'N2', name: 'No, and stop' }])).toEqual(DECLINED);
  });
});
