// Whoever joins, whenever, sees the same as who was there from the start: told by the Pod's own mapper.
import type { SessionUpdate, ToolCallContent, ToolCallStatus } from '@agentclientprotocol/sdk';
import fc from 'fast-check';
import type { Emission } from '../../src/pod/agent/emission';
import type { RunEnding } from '../../src/pod/agent/runEnding';
import { TurnMapper } from '../../src/pod/agent/turnMapper';
import { parseToolNews } from '../../src/protocol/agentUpdate';
import { type LogEntry, ownEntry } from '../../src/protocol/logEntry';
import { SnapshotEntries } from '../../src/protocol/snapshotEntries';
import { PodConversation } from '../../src/streams/podConversation';
import { heardUpdate } from '../pod/agent/heardUpdate';
import { blocksOf, snapshotOf, wire } from './conversationFixtures';

type Action =
  | { readonly kind: 'begin'; readonly text: string }
  | { readonly kind: 'update'; readonly update: SessionUpdate }
  | { readonly kind: 'ask'; readonly toolCallId: string }
  | { readonly kind: 'answer' }
  /** The time has come to log what grows. */
  | { readonly kind: 'flush' }
  | { readonly kind: 'helper'; readonly session: string; readonly text: string }
  | { readonly kind: 'end'; readonly ending: RunEnding };

const words = fc.constantFrom('one ', 'two\n', '**three**', '\n\n', '{bold}');
const callId = fc.constantFrom('a', 'b', 'c');
const chunk = fc.record({
  sessionUpdate: fc.constantFrom('agent_message_chunk' as const, 'agent_thought_chunk' as const),
  content: words.map((text) => ({ type: 'text' as const, text })),
  messageId: fc.constantFrom('m1', 'm2', null),
});
const toolCall: fc.Arbitrary<SessionUpdate> = fc.record({
  sessionUpdate: fc.constantFrom('tool_call' as const, 'tool_call_update' as const),
  toolCallId: callId,
  title: fc.constantFrom('Read x', 'Edit y'),
  status: fc.constantFrom<ToolCallStatus>('pending', 'in_progress', 'completed', 'failed'),
  rawInput: fc.constantFrom<object>({}, { path: 'x' }),
  content: fc.constantFrom<ToolCallContent[]>([], [{ type: 'diff', path: 'y', oldText: null, newText: 'new' }]),
});
const plan = fc.record({
  sessionUpdate: fc.constant('plan' as const),
  entries: fc.array(
    fc.record({
      content: fc.constantFrom('p', 'q'),
      status: fc.constantFrom('pending' as const, 'completed' as const),
      priority: fc.constant('low' as const),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});
const ending: fc.Arbitrary<RunEnding> = fc.constantFrom<RunEnding>(
  { kind: 'finished' },
  { kind: 'limit-reached' },
  { kind: 'cancelled' },
  { kind: 'paused' },
  { kind: 'failed', code: 'provider_error', message: 'no' },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: words.map((text): Action => ({ kind: 'begin', text: `go ${text}` })) },
  { weight: 6, arbitrary: chunk.map((update): Action => ({ kind: 'update', update })) },
  { weight: 6, arbitrary: toolCall.map((update): Action => ({ kind: 'update', update })) },
  { weight: 1, arbitrary: plan.map((update): Action => ({ kind: 'update', update })) },
  { weight: 2, arbitrary: callId.map((toolCallId): Action => ({ kind: 'ask', toolCallId })) },
  { weight: 2, arbitrary: fc.constant<Action>({ kind: 'answer' }) },
  { weight: 2, arbitrary: fc.constant<Action>({ kind: 'flush' }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ session: fc.constantFrom('s1', 's2'), text: words })
      .map((said): Action => ({ kind: 'helper', ...said })),
  },
  { weight: 2, arbitrary: ending.map((ending): Action => ({ kind: 'end', ending })) },
);

/** A Pod's log and its viewers, as the Pod process keeps them. */
class TestPod {
  private readonly mapper = new TurnMapper(() => 1);
  private log: LogEntry[] = [];
  private runStart = 0;
  private isRunning = false;
  private status = 'idle';
  private plan: unknown = null;
  private planBefore: unknown = null;
  private asks: { readonly id: string; readonly tool_call_id: string }[] = [];
  private asked = 0;
  readonly viewers: PodConversation[] = [];

  join(): PodConversation {
    const viewer = new PodConversation();
    // One of ours: of others a cancel in the log may have been a pause.
    const greeting = { pod_name: 'a', cwd: '/w', extensions: ['agent'] };
    viewer.apply(snapshotOf(this.log, { greeting, status: this.status, in_flight: this.mapper.inFlight }));
    for (const ask of this.asks) viewer.apply(wire('permission_request', ask));
    if (this.plan !== null) viewer.apply(wire('agent_plan', this.plan));
    this.viewers.push(viewer);
    return viewer;
  }

  /** Told the end of the log first, and the rest in small pieces, as `readOn` is called. */
  joinEndFirst(last: number): PodConversation {
    const viewer = new PodConversation({ last, piece: 100 });
    const greeting = { pod_name: 'a', cwd: '/w', extensions: ['agent'] };
    const over = { greeting, status: this.status, in_flight: this.mapper.inFlight };
    const bytes = Buffer.from(this.log.map((entry) => JSON.stringify(entry)).join());
    viewer.apply(snapshotOf([], over), new SnapshotEntries(bytes));
    for (const ask of this.asks) viewer.apply(wire('permission_request', ask));
    if (this.plan !== null) viewer.apply(wire('agent_plan', this.plan));
    this.viewers.push(viewer);
    return viewer;
  }

  act(action: Action): void {
    if (action.kind === 'begin') {
      if (this.isRunning) return;
      this.isRunning = true;
      this.runStart = this.log.length;
      this.planBefore = this.plan;
      this.emit(
        this.mapper.begin({
          trigger: 'user_send',
          segments: [{ kind: 'text', content: action.text }],
          requestId: null,
        }),
      );
    } else if (action.kind === 'flush') {
      this.emit(this.mapper.flush());
    } else if (action.kind === 'helper') {
      if (!this.isRunning) return;
      this.emit(this.mapper.nestedUpdate(action.session, { kind: 'text', text: action.text, messageId: null }));
    } else if (action.kind === 'update') {
      this.emit(this.mapper.update(heardUpdate(action.update)));
    } else if (action.kind === 'ask') {
      this.ask(action.toolCallId);
    } else if (action.kind === 'answer') {
      const open = this.asks.shift();
      if (open !== undefined) this.answer(open, 'allow_once');
    } else if (this.isRunning) {
      for (const open of this.asks.splice(0)) this.answer(open, 'cancelled');
      this.isRunning = false;
      this.emit(this.mapper.end(action.ending));
    }
  }

  private ask(toolCallId: string): void {
    if (!this.isRunning) return;
    const news = parseToolNews({ toolCallId, title: 'May I' });
    if (news === null) return;
    const { call, emissions } = this.mapper.questionCall(news);
    this.emit(emissions);
    if (call.phase === 'finished') return;
    const ask = {
      id: `p${++this.asked}`,
      tool_call_id: toolCallId,
      ...call.details,
      arguments: call.argumentsJson,
      answers: ['allow_once'],
      since: 1,
    };
    this.asks.push(ask);
    this.tell('permission_request', ask);
  }

  private answer(
    open: { readonly id: string; readonly tool_call_id: string },
    answer: 'allow_once' | 'cancelled',
  ): void {
    const answered = {
      id: open.id,
      tool_call_id: open.tool_call_id,
      answer,
      by: 'viewer',
      option: null,
      reason: null,
    } as const;
    this.log.push(ownEntry('podwatch.permission', answered, 1));
    this.tell('permission_answered', answered);
  }

  private emit(emissions: readonly Emission[]): void {
    for (const emission of emissions) {
      if (emission.kind === 'event') this.tellLine(emission.event);
      else if (emission.kind === 'entry') this.log.push(emission.entry);
      else if (emission.kind === 'rollback') this.rollBack();
      else if (emission.kind === 'status') {
        this.status = emission.status;
        this.tell('status', { status: emission.status });
      } else if (emission.kind === 'plan') {
        this.plan = emission.plan;
        this.tell('agent_plan', emission.plan);
      } else if (emission.kind === 'output') this.tell('agent_output', emission.output);
      else if (emission.kind === 'amended') this.tell('agent_result', emission.result);
      else if (emission.kind === 'nested') this.tell('agent_nested', emission.nested);
      else if (emission.kind === 'invoke-start') this.tell('invoke_start', { kind: 'user_send' });
    }
  }

  private rollBack(): void {
    this.log = this.log.slice(0, this.runStart);
    this.plan = this.planBefore;
  }

  /** Events that no viewer of ours reads are left out by the codec, as on the wire. */
  private tellLine(event: object): void {
    try {
      const parsed = wire(...(Object.values(event) as [string, unknown]));
      for (const viewer of this.viewers) viewer.apply(parsed);
    } catch {
      return;
    }
  }

  private tell(event: string, data: unknown): void {
    for (const viewer of this.viewers) viewer.apply(wire(event, data));
  }
}

test('any split into a snapshot and the rest tells the same conversation, ids included', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), fc.nat(40), (actions, split) => {
      const pod = new TestPod();
      const first = pod.join();
      for (const [index, each] of actions.entries()) {
        if (index === split) pod.join();
        pod.act(each);
      }
      const late = pod.viewers[1] ?? pod.join();
      const afterwards = pod.join();
      for (const other of [late, afterwards]) {
        expect(blocksOf(other.conversation)).toEqual(blocksOf(first.conversation));
        expect(other.conversation.asks).toEqual(first.conversation.asks);
        expect(other.conversation.plan).toEqual(first.conversation.plan);
      }
    }),
    { numRuns: 500 },
  );
});

test('who is told the end first has the same in the end, wherever the log was cut and whatever happened meanwhile', () => {
  let cut = 0;
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 40 }),
      fc.nat(40),
      fc.nat(400),
      fc.nat(3),
      (actions, split, last, slow) => {
        const pod = new TestPod();
        const first = pod.join();
        let late: PodConversation | null = null;
        for (const [index, each] of actions.entries()) {
          if (index === split) late = pod.joinEndFirst(last);
          if (index % (slow + 1) === 0) late?.readOn(0);
          pod.act(each);
        }
        late ??= pod.joinEndFirst(last);
        cut += late.isReading || late.earlier !== null ? 1 : 0;
        while (!late.readOn(0));
        expect(late.isReading).toBe(false);
        expect(blocksOf(late.conversation)).toEqual(blocksOf(first.conversation));
        expect(late.conversation.asks).toEqual(first.conversation.asks);
        expect(late.conversation.plan).toEqual(first.conversation.plan);
      },
    ),
    { numRuns: 500 },
  );
  // Some sixty are, by what is tried; it says that this was tried at all.
  expect(cut).toBeGreaterThan(10);
});
