// Turns what an ACP agent says into the events and log entries of a Pod (formats §4–5). Pure: effects are returned as data.
import type { AgentUsage, InFlight } from '../../protocol/agentExtension';
import { type AgentUpdate, NO_NEWS, type ToolNews } from '../../protocol/agentUpdate';
import { ownEntry } from '../../protocol/logEntry';
import { type Emission, entry, event, userWords } from './emission';
import { MessageBlocks, type WordsKind } from './messageBlocks';
import { NestedWords } from './nestedWords';
import { endEmissions, type RunEnding, type RunStart, undoneEmissions } from './runEnding';
import { ToolCallState, withoutBlanks } from './toolCallState';
import {
  amended,
  type CallEnding,
  helperCallId,
  noOutput,
  outputOf,
  ToolCalls,
  toldInFull,
  toolResult,
} from './toolCalls';

export class TurnMapper {
  private run = 0;
  private isRunning = false;
  private blocks: MessageBlocks;
  private isTurnOpen = false;
  /** Has anything of an answer come? If not, a cancelled run is undone as if it had never been. */
  private hasProduced = false;
  private canRollBack = false;
  private readonly calls = new ToolCalls();
  private readonly nested = new NestedWords();
  private usage: AgentUsage | null = null;
  private isUsageNew = false;
  private planText = '';
  private llmCall = 0;

  /** `turns`: LLM turns counted so far, where an earlier segment goes on. */
  constructor(
    private readonly now: () => number,
    private turns = 0,
  ) {
    this.blocks = new MessageBlocks(now);
  }

  /** What has begun and is not yet an entry of the log. */
  get inFlight(): InFlight {
    return { ...this.blocks.inFlight, ...this.calls.inFlight };
  }

  /** Whether a call of the run at hand is at work. */
  get isBusy(): boolean {
    return this.calls.isBusy(this.run);
  }

  /** Of a call, as far as it is remembered. */
  phaseOf(callId: string): 'unknown' | 'open' | 'finished' {
    return this.calls.phaseOf(callId);
  }

  begin({ trigger, segments, requestId }: RunStart): Emission[] {
    this.run++;
    this.isRunning = true;
    this.hasProduced = false;
    this.canRollBack = trigger !== null;
    this.blocks = new MessageBlocks(this.now);
    this.isUsageNew = false;
    this.planText = '';
    return [
      ...(trigger === null ? [] : [entry({ kind: 'invoke', ts: this.now(), trigger })]),
      ...(segments === null ? [] : userWords(segments, requestId, this.now())),
      {
        kind: 'status',
        status: 'running',
        reason: trigger === 'wakeup' ? 'the agent goes on by itself' : 'turn started',
      },
      ...(trigger === null ? [] : [{ kind: 'invoke-start', trigger } as const]),
      ...this.openTurn(),
    ];
  }

  /** Whether this has to stand in a run: facts about the session and the progress of a call do not. */
  needsRun(update: AgentUpdate): boolean {
    if (update.kind === 'text' || update.kind === 'thinking') return update.text.trim() !== '';
    if (update.kind === 'plan') return true;
    if (update.kind !== 'tool') return false;
    return this.calls.isNew(update.news, update.isCall) || this.calls.isEndedBy(update.news);
  }

  /** Words and calls outside of a run are lost: who calls sees to it that there is one. */
  update(update: AgentUpdate): Emission[] {
    switch (update.kind) {
      case 'title':
        return [{ kind: 'title', title: update.title }];
      case 'commands':
        return [{ kind: 'commands', commands: update.commands }];
      case 'usage':
        return this.takeUsage(update.usage);
      case 'plan':
        return this.isRunning ? this.plan(update.plan.entries) : [];
      case 'text':
      case 'thinking':
        return this.isRunning ? this.chunk(update.kind, update.text, update.messageId) : [];
      case 'tool':
        return this.toolCall(update.news, update.isCall);
      case 'notice':
        return [{ kind: 'note', message: update.text }];
      case 'unknown':
        return [{ kind: 'note', message: `The agent says something that podwatch does not know: ${update.name}` }];
      default:
        return [];
    }
  }

  /** What a helper of the agent says under another session; it is nested, and never part of the answer. */
  nestedUpdate(sessionId: string, update: AgentUpdate): Emission[] {
    if (update.kind === 'title') this.nested.named(sessionId, update.title);
    if (update.kind !== 'text' && update.kind !== 'thinking' && update.kind !== 'tool' && update.kind !== 'plan')
      return [];
    const emissions = this.nestedUnder(sessionId);
    this.nested.take(sessionId, update);
    return emissions;
  }

  /** The agent names a helper before that speaks. */
  nameHelper(sessionId: string, title: string | null): void {
    this.nested.named(sessionId, title);
  }

  /** A helper's question: what it is about, the call that it stands at, and how to call the helper. */
  helperQuestion(sessionId: string, news: ToolNews) {
    const emissions = this.nestedUnder(sessionId);
    this.nested.take(sessionId, { kind: 'tool', isCall: false, news });
    const callId = this.nested.callOf(sessionId) ?? '';
    return { call: new ToolCallState(news.id, news, this.run), callId, name: this.nested.nameOf(sessionId), emissions };
  }

  /** Upserts the call of a question: some agents tell of it nowhere else. */
  questionCall(news: ToolNews): { readonly call: ToolCallState; readonly emissions: Emission[] } {
    const emissions = this.toolCall(withoutBlanks(news), false);
    const call = this.calls.upsert({ ...NO_NEWS, id: news.id }, false, this.run);
    return { call, emissions: [...emissions, ...toldInFull(call, this.now())] };
  }

  /** What the user says into the run: all that was said before stands before it. */
  interject(segments: readonly unknown[], requestId: string | null): Emission[] {
    this.hasProduced = true;
    return [...this.blocks.close(), ...userWords(segments, requestId, this.now(), { isInterjected: true })];
  }

  /** What a kill would lose: entries for what has grown since the last time, and what helpers have said. */
  flush(): Emission[] {
    return [...this.blocks.parts(), ...this.flushNested()];
  }

  end(ending: RunEnding): Emission[] {
    if (!this.isRunning) return [];
    this.isRunning = false;
    if ((ending.kind === 'cancelled' || ending.kind === 'paused') && !this.hasProduced && this.canRollBack) {
      return [...this.closeTurn(), ...undoneEmissions()];
    }
    const totals = () => ({ ts: this.now(), turns: this.turns, usage: this.isUsageNew ? this.usage : null });
    const closed = [...this.flushNested(), ...this.blocks.close(), ...this.closeTurn(), ...this.endHelpers()];
    return [
      ...closed,
      ...this.calls.endOpen(this.now(), this.run, callEnding(ending)),
      ...endEmissions(ending, totals()),
    ];
  }

  private chunk(kind: WordsKind, text: string, messageId: string | null): Emission[] {
    if (text === '') return [];
    if (this.blocks.takes(kind, text, messageId)) return this.blocks.grow(kind, text);
    const words = this.blocks.withBlanks(kind, text, messageId);
    if (words === null) return [];
    this.hasProduced = true;
    const edge = this.blocks.isAtEdge ? this.closeBlocks() : [];
    const told = [...this.openTurn(), ...this.calls.callStarted(this.now())];
    return [...edge, ...told, ...this.blocks.begin(kind, messageId), ...this.blocks.grow(kind, words)];
  }

  /** `isAside`: it says nothing of where the agent's own words end. */
  private toolCall(news: ToolNews, isCall: boolean, isAside = false): Emission[] {
    if (!this.isRunning && !this.calls.has(news.id)) return [];
    const before = this.calls.resultText(news.id);
    const isNew = this.calls.isNew(news, isCall);
    // Before there is a call that a closing turn would tell of.
    const closed = isNew && !isAside ? this.closeBlocks() : [];
    const call = this.calls.upsert(news, isCall, this.run);
    if (call.phase === 'finished') {
      return this.calls.resultText(call.id) === before ? [] : amended(call, this.now());
    }
    this.hasProduced = true;
    const out = [...closed];
    if (isNew) {
      out.push(...this.openTurn());
      out.push(event({ event: 'tool_call_start', data: { id: call.id, name: call.name } }));
    }
    if (call.phase === 'started' && call.hasArguments) {
      // Told in the middle of what streams, as there is no order between them.
      out.push(...toldInFull(call, this.now()));
    }
    if (call.isEnded) return [...out, ...this.result(call)];
    const isOutput = !isNew && call.phase === 'called' && (news.parts !== null || news.terminalData !== null);
    return isOutput ? [...out, { kind: 'output', output: outputOf(call) ?? noOutput(call) }] : out;
  }

  /** Results come after the turn that asked for them (formats §5), but no word that streams meanwhile is cut for one. */
  private result(call: ToolCallState): Emission[] {
    const told = toldInFull(call, this.now());
    if (this.blocks.isOpen) {
      this.blocks.markEdge();
      return [...told, ...toolResult(call, this.now())];
    }
    return [...told, ...this.closeTurn(), ...toolResult(call, this.now())];
  }

  private closeBlocks(): Emission[] {
    const { isAtEdge } = this.blocks;
    return [...this.blocks.close(), ...(isAtEdge ? this.closeTurn() : [])];
  }

  private nestedUnder(sessionId: string): Emission[] {
    if (this.nested.callOf(sessionId) !== null) return [];
    const starter = this.calls.newestOpen;
    if (starter) {
      this.nested.under(sessionId, starter.id);
      return [];
    }
    const id = helperCallId(sessionId);
    this.nested.under(sessionId, id);
    const title = this.nested.nameOf(sessionId);
    return this.toolCall({ ...NO_NEWS, id, title, kind: 'think', status: 'in_progress' }, true, true);
  }

  /** Of a helper that no call has started nobody says when it is done: it is at the latest with the run. */
  private endHelpers(): Emission[] {
    return this.calls.openHelpers(this.run).flatMap((call) => {
      call.merge({ ...NO_NEWS, id: call.id, status: 'completed' });
      return toolResult(call, this.now());
    });
  }

  private flushNested(): Emission[] {
    return this.nested
      .flush()
      .flatMap((nested): Emission[] => [
        { kind: 'nested', nested },
        entry(ownEntry('podwatch.nested', nested, this.now())),
      ]);
  }

  private plan(entries: readonly { content: string; status: string; priority: string }[]): Emission[] {
    const plan = { entries: entries.map(({ content, status, priority }) => ({ content, status, priority })) };
    const text = JSON.stringify(plan);
    if (text === this.planText) return [];
    this.planText = text;
    return [{ kind: 'plan', plan }, entry(ownEntry('podwatch.plan', plan, this.now()))];
  }

  private takeUsage(usage: AgentUsage): Emission[] {
    this.usage = usage;
    this.isUsageNew = true;
    return [{ kind: 'usage', usage }];
  }

  /** What the agent says after results is a turn of its own. */
  private openTurn(): Emission[] {
    if (this.isTurnOpen) return [];
    this.isTurnOpen = true;
    this.llmCall++;
    return [
      event({ event: 'turn_start', data: { turn: this.turns } }),
      event({ event: 'llm_call_start', data: { llm_call: this.llmCall } }),
    ];
  }

  private closeTurn(): Emission[] {
    if (!this.isTurnOpen) return [];
    const told = this.calls.callStarted(this.now());
    this.isTurnOpen = false;
    const turn = this.turns++;
    const usage = this.usage
      ? [event({ event: 'usage', data: { input_tokens: this.usage.used, output_tokens: null } })]
      : [];
    return [
      ...told,
      ...usage,
      event({ event: 'llm_call_end', data: { llm_call: this.llmCall } }),
      event({ event: 'turn_end', data: { turn, result: 'finished' } }),
    ];
  }
}

function callEnding({ kind }: RunEnding): CallEnding {
  if (kind === 'cancelled' || kind === 'paused') return 'cancelled';
  return kind === 'finished' ? 'unfinished' : 'failed';
}
