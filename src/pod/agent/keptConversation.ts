// What an agent Pod knows of its conversation and says to its viewers: log, status, attention, plan, usage.

import { displayText } from '../../cells/displayText';
import type { AgentCommands, AgentPlan, AgentQueue, AgentUsage } from '../../protocol/agentExtension';
import type { AgentOption } from '../../protocol/agentOptions';
import type { PermissionAnswered, PermissionRequest } from '../../protocol/agentQuestion';
import { type LogEntry, type OwnFact, ownEntry } from '../../protocol/logEntry';
import { agentAttention, type UnseenEnd } from './agentAttention';
import { type AgentClient, AgentClients } from './agentClients';
import type { AgentRecord } from './agentRecord';
import { AlertLog } from './alertLog';
import { DeltaBurst } from './deltaBurst';
import type { Emission } from './emission';
import { OutputFeed } from './outputFeed';
import { RecordWriter } from './recordWriter';
import type { RunEnding, RunStart } from './runEnding';
import { RunStatus, type Status } from './runStatus';
import { TurnMapper } from './turnMapper';

/** Words that are remembered as said. */
const MAX_NOTED = 512;
/** A kill loses at most what was said for so long, ms. */
const FLUSH_MS = 1000;

export interface ConversationPort {
  /** To every client; only what the plain protocol knows. */
  readonly broadcast: (event: object) => void;
  readonly openRequests: () => readonly PermissionRequest[];
  readonly options: () => readonly AgentOption[];
  readonly queue: () => AgentQueue;
  /** Unix ms. */
  readonly now: () => number;
}

export class KeptConversation {
  readonly mapper: TurnMapper;
  readonly clients = new AgentClients();
  private readonly run: RunStatus;
  private title: string | null = null;
  private plan: AgentPlan | null;
  private usage: AgentUsage | null = null;
  private commands: AgentCommands['commands'] = [];
  /** An end that nobody has seen yet. */
  private unseen: UnseenEnd | null = null;
  private readonly alerts: AlertLog;
  private runMark: ReturnType<AgentRecord['mark']> | null = null;
  readonly writer: RecordWriter;
  private readonly outputs: OutputFeed;
  private readonly burst: DeltaBurst;
  private flushing: NodeJS.Timeout | null = null;
  /** Words to the user that have been said, so that a talkative agent is told of once. */
  private readonly noted = new Set<string>();

  constructor(
    private readonly record: AgentRecord,
    /** The agent's session, for the log. */
    private readonly agentFact: OwnFact<'podwatch.agent'>,
    private readonly port: ConversationPort,
  ) {
    this.alerts = new AlertLog(port.now);
    this.writer = new RecordWriter(record, (fault) => {
      if (fault !== null) this.alert('error', fault);
      this.pushStatus();
    });
    this.run = new RunStatus(port.now);
    this.plan = record.lastFact('podwatch.plan');
    this.mapper = new TurnMapper(port.now, record.turns);
    this.burst = new DeltaBurst(port.broadcast);
    this.outputs = new OutputFeed({
      send: (output) => this.clients.send({ event: 'agent_output', data: output }),
      keep: (output) => this.record.isActive && this.append(ownEntry('podwatch.output', output, port.now())),
    });
  }

  get status(): Status['status'] {
    return this.run.current.status;
  }

  get usedTokens(): AgentUsage | null {
    return this.usage;
  }

  begin(start: RunStart): void {
    this.run.begin(start.trigger);
    this.unseen = null;
    this.activate();
    this.runMark = this.record.mark();
    this.apply(this.mapper.begin(start));
    this.flushing ??= setInterval(() => this.apply(this.mapper.flush()), FLUSH_MS);
  }

  end(ending: RunEnding): void {
    const since = this.port.now();
    if (ending.kind === 'failed') this.unseen = { kind: 'failed', message: ending.message, since };
    const isDone = ending.kind === 'finished' || ending.kind === 'limit-reached';
    if (isDone && !this.clients.isViewed) this.unseen = { kind: 'finished', message: 'The turn has finished', since };
    this.apply(this.mapper.end(ending));
    this.runMark = null;
    this.stopFlushing();
  }

  /** Nothing comes any more. */
  close(): void {
    this.stopFlushing();
    this.outputs.close();
  }

  private stopFlushing(): void {
    if (this.flushing !== null) clearInterval(this.flushing);
    this.flushing = null;
  }

  /** The log begins with the agent's session, so that a kill right after can be restored from. */
  activate(): void {
    if (this.record.isActive) return;
    const isBefore = this.record.entries.length === 0;
    this.writer.attempt(() => {
      this.record.activate();
      this.record.agentFact(this.agentFact);
    });
    // Before the message, or not at all: a client that clears its view on it loses nothing.
    if (this.record.isActive && isBefore)
      this.burst.say({ event: 'segment_rotated', data: { entry: this.record.entries[0] } });
  }

  apply(emissions: readonly Emission[]): void {
    for (const emission of emissions) this.applyOne(emission);
  }

  append(entry: LogEntry): void {
    this.writer.append(entry);
  }

  /** What could not be written is tried again. */
  writeAgain(): void {
    if (this.record.isActive) this.writer.attempt(() => this.record.flush());
    else if (this.record.entries.length > 0) this.activate();
  }

  takesCommand(name: string): boolean {
    return this.commands.some((command) => command.name === name);
  }

  /** Data of the event `completions` (formats §5): an agent completes its own commands. */
  completions({ kind, prefix }: { readonly kind: string; readonly prefix: string }): object {
    const commands = kind === 'workflow' ? this.commands : [];
    const found = commands.filter(({ name }) => name.startsWith(prefix));
    return { kind, entries: found.map(({ name: value }) => ({ value, is_dir: false })) };
  }

  /** Alerts so far, then the snapshot (formats §5, connect); to a client that has missed something, the rest anew as well. */
  hello(greeting: object, missing: AgentClient | null): readonly object[] {
    // The snapshot holds all that was said: who joins must not be told it again.
    this.burst.flush();
    const { inFlight } = this.mapper;
    const entries = this.record.snapshotEntries(inFlight);
    const snapshot = { event: 'snapshot', data: { entries, greeting, ...this.statusData(), in_flight: inFlight } };
    if (missing === null) return [...this.alerts.all, snapshot];
    // Who has asked for questions asks again behind each snapshot.
    return this.clients.has(missing) ? [snapshot, ...this.standing()] : [snapshot];
  }

  alert(level: 'warn' | 'error', message: string): void {
    this.burst.say(this.alerts.add(level, message));
  }

  /** From now on that client hears what the plain protocol has no words for; what is open now, at once. */
  watch(client: AgentClient, isViewing: boolean): void {
    this.join(client, isViewing);
    // Each time: a connection may be shared by several who ask, each for itself.
    for (const request of this.port.openRequests()) client.send({ event: 'permission_request', data: request });
    if (isViewing) this.seen();
  }

  /** That client hears what the plain protocol has no words for; what stands so now, if it has not heard it yet. */
  join(client: AgentClient, isViewing = false): void {
    if (!this.clients.add(client, isViewing)) return;
    for (const event of this.standing()) client.send(event);
  }

  /** What a snapshot has no words for, as it stands. */
  private standing(): readonly object[] {
    const [options, queue] = [this.port.options(), this.port.queue()];
    const standing: object[] = [];
    if (this.plan) standing.push({ event: 'agent_plan', data: this.plan });
    if (this.commands.length > 0) standing.push({ event: 'agent_commands', data: { commands: this.commands } });
    if (this.usage) standing.push({ event: 'agent_usage', data: this.usage });
    if (options.length > 0) standing.push({ event: 'agent_options', data: { options } });
    if (queue.items.length > 0) standing.push({ event: 'agent_queue', data: queue });
    return standing;
  }

  /** A user has looked: an end needs nobody any more. A question still does. */
  seen(): void {
    if (!this.unseen) return;
    this.unseen = null;
    this.pushStatus();
  }

  optionsChanged(options: readonly AgentOption[], values: Record<string, string>): void {
    this.clients.send({ event: 'agent_options', data: { options } });
    if (this.record.isActive) this.append(ownEntry('podwatch.settings', { values }, this.port.now()));
  }

  queueChanged(queue: AgentQueue): void {
    this.clients.send({ event: 'agent_queue', data: queue });
  }

  /** A word to the user that stays in the log; said once. */
  note(level: 'info' | 'warn' | 'error', message: string): void {
    if (this.noted.has(message) || this.noted.size > MAX_NOTED) return;
    this.noted.add(message);
    if (!this.record.isActive) {
      this.alert(level === 'error' ? 'error' : 'warn', message);
      return;
    }
    this.append(ownEntry('podwatch.note', { level, message: displayText(message) }, this.port.now()));
    // Who joins finds it in the log.
    this.burst.say(this.alerts.event(level === 'error' ? 'error' : 'warn', message));
  }

  requested(request: PermissionRequest): void {
    const { id, tool_call_id, title, content, options } = request;
    this.append(ownEntry('podwatch.question', { id, tool_call_id, title, content, options }, this.port.now()));
    this.clients.send({ event: 'permission_request', data: request });
    this.pushStatus();
  }

  answered(answered: PermissionAnswered): void {
    this.append(ownEntry('podwatch.permission', answered, this.port.now()));
    this.clients.send({ event: 'permission_answered', data: answered });
    if (answered.by !== 'policy') this.pushStatus();
  }

  private applyOne(emission: Emission): void {
    switch (emission.kind) {
      case 'event':
        if (emission.event.event === 'tool_result') this.outputs.drop(emission.event.data.id);
        this.burst.say(emission.event);
        break;
      case 'entry':
        this.append(emission.entry);
        break;
      case 'invoke-start':
        this.burst.say({ event: 'invoke_start', data: { kind: emission.trigger } });
        break;
      case 'rollback':
        this.writer.attempt(() => this.runMark && this.record.rollback(this.runMark));
        // The plan of the undone run is gone from the log; who joins later must not be told of it.
        this.plan = this.record.lastFact('podwatch.plan');
        break;
      case 'status':
        this.run.change(emission.status, emission.reason);
        this.pushStatus();
        break;
      case 'alert':
        this.alert(emission.level, emission.message);
        break;
      case 'commands':
        this.commands = emission.commands;
        this.clients.send({ event: 'agent_commands', data: { commands: emission.commands } });
        break;
      case 'title':
        this.title = emission.title;
        this.pushStatus();
        break;
      case 'plan':
        this.plan = emission.plan;
        this.clients.send({ event: 'agent_plan', data: emission.plan });
        break;
      case 'output':
        this.outputs.put(emission.output);
        break;
      case 'amended':
        this.clients.send({ event: 'agent_result', data: emission.result });
        break;
      case 'nested':
        this.clients.send({ event: 'agent_nested', data: emission.nested });
        break;
      case 'note':
        this.note('info', emission.message);
        break;
      case 'usage':
        this.usage = emission.usage;
        this.clients.send({ event: 'agent_usage', data: emission.usage });
        break;
    }
  }

  private pushStatus(): void {
    this.burst.say({ event: 'status', data: this.statusData() });
  }

  private statusData(): object {
    const attention = agentAttention(this.port.openRequests(), this.unseen);
    return { ...this.run.current, title: this.title, attention, ...this.writer.data };
  }
}
