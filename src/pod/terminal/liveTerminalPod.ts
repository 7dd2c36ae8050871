// One live terminal Pod from birth to end: its record, its entry in the registry, its socket and its program.
import type { CastHeader } from '../../protocol/castEvent';
import { type HomePaths, homePaths, podSocketPath } from '../../protocol/homePaths';
import { DEFAULT_RECORD_BYTES } from '../../protocol/orderBounds';
import { launchOf, type PodOrder } from '../../protocol/podOrder';
import type { PodExit } from '../../protocol/terminalFrame';
import { PROTOCOL } from '../../protocol/wireEvent';
import { errorText } from '../../store/fileErrors';
import type { Claimed } from '../../store/registerPod';
import { claimName } from '../claimName';
import type { ClientConnection, PlainMethod } from '../clientConnection';
import { findProgram } from '../findProgram';
import type { PodPresence } from '../podPresence';
import { PodServer } from '../podServer';
import { programEnvironment } from '../programEnvironment';
import { StoreFaults } from '../storeFaults';
import { type NameWish, takeNewName } from '../takeNewName';
import { TakenMessages } from '../takenMessages';
import { CastRecorder } from './castRecorder';
import { foregroundJob, isInteractiveShell } from './foregroundJob';
import { InputTyper } from './inputTyper';
import { lineLimitFault } from './lineLimit';
import { PodRecord } from './podRecord';
import { PodTerminal } from './podTerminal';
import { RecordKeeper } from './recordKeeper';
import { restoredPreface } from './restoredPreface';
import { endSession, leftSession } from './sessionEnd';
import type { TerminalOrder } from './terminalOrder';
import { TerminalStatus } from './terminalStatus';

/** After the polite signal the program has this long, ms. */
const STOP_GRACE_MS = 3000;
/** Alerts kept for clients to come (formats §5). */
const MAX_ALERTS = 512;

export class LiveTerminalPod {
  readonly socketPath: string;
  /** Resolves when nothing of the Pod is left. */
  readonly ended: Promise<void>;
  private podName: string;
  /** Unix ms. */
  private readonly startedAt = Date.now();
  private readonly record: PodRecord;
  private readonly server: PodServer;
  private readonly terminal: PodTerminal;
  private readonly typer: InputTyper;
  private readonly keeper: RecordKeeper;
  private readonly status: TerminalStatus;
  private readonly recorder: CastRecorder | null;
  private readonly alerts: object[] = [];
  private readonly faults = new StoreFaults();
  private readonly taken = new TakenMessages();
  /** Resolves when nothing of its session is left; null: nobody has asked for that. */
  private stopping: Promise<void> | null = null;
  private resolveEnded: () => void = () => {};

  /** Checks, claims the name, starts the program. An error is one sentence for the user; nothing is left behind then. */
  static async start({ order, env, owner, runs }: TerminalOrder): Promise<Claimed<LiveTerminalPod>> {
    const program = findProgram(order.argv, order.cwd, env);
    if (!program.ok) return program;
    const home = homePaths(order.home.data, order.home.runtime);
    const record = new PodRecord(home, order.name, launchOf(order), order.restore);
    const birth: Birth = { order, home, record, file: program.value, env, owner, runs };
    const server = new PodServer(podSocketPath(home, order.name));
    const claimed = await claimName({ home, podName: order.name, server, record });
    if (!claimed.ok) return claimed;
    try {
      return { ok: true, value: new LiveTerminalPod(birth, server, claimed.value) };
    } catch (error) {
      record.takeBack();
      await claimed.value.leave();
      await server.end();
      return { ok: false, error: `The command ${order.argv[0]} cannot be started: ${errorText(error)}` };
    }
  }

  private constructor(
    private readonly birth: Birth,
    server: PodServer,
    private readonly presence: PodPresence,
  ) {
    const { order, home, record, file, env } = birth;
    this.record = record;
    this.podName = order.name;
    this.server = server;
    this.socketPath = podSocketPath(home, order.name);
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
    this.terminal = new PodTerminal(
      {
        file,
        args: order.argv.slice(1),
        cwd: order.cwd,
        env: programEnvironment(env, { podName: order.name, socketPath: this.socketPath, cwd: order.cwd }),
        starter: order.starter,
        size: { cols: order.cols, rows: order.rows },
        preface: order.restore ? restoredPreface(record.earlierScreen(), new Date()) : null,
      },
      {
        onRuns: (pid) => {
          // Before anybody hears that it lives: who is killed then still tells what it has left.
          presence.programRuns(pid);
          birth.runs(this.socketPath);
        },
        onOutput: () => {
          this.status.output();
          this.keeper.output();
        },
        onTyped: () => {
          this.keeper.typed();
          this.status.typed();
        },
        onTitle: () => this.status.titleChanged(),
        onFact: (fact) => this.status.fact(fact),
        onViewed: () => this.status.seen(),
        onHistoryAsked: () => this.recorder?.writeNow(),
        onStream: (bytes, continues) => {
          this.recorder?.output(bytes, continues);
          this.birth.owner?.output(bytes);
        },
        onTurn: (deliver) => (this.recorder === null ? deliver() : this.recorder.turn(deliver)),
        onResized: () => this.recorder?.resized(),
        onScreen: () => this.server.screenChanged(),
        onExit: (exit) => this.finish(exit),
      },
    );
    this.typer = new InputTyper({
      type: (bytes) => this.terminal.type(bytes),
      marksPastes: () => this.terminal.screen.bracketedPaste,
    });
    this.recorder = this.startRecorder(order, record);
    this.keeper = new RecordKeeper(
      record,
      this.terminal.screen,
      (message) => this.notStored('record', message),
      () => this.stored('record'),
    );
    presence.whenLooking(() => {
      this.keeper.putBack();
      this.recorder?.putBack();
    });
    const isShell = isInteractiveShell(order.argv);
    this.status = new TerminalStatus({
      foregroundJob: () =>
        isShell ? foregroundJob(this.terminal.pid, file, () => this.terminal.foregroundName) : undefined,
      isWatched: () => this.terminal.isViewed,
      onIdle: () => this.keeper.idle(),
      push: () => this.server.broadcast({ event: 'status', data: this.statusData() }),
    });
    birth.owner?.whenGone(() => this.stop());
    server.serve({
      greeting: () => this.greeting(),
      call: (method, client) => this.call(method, client),
      terminal: this.terminal,
      closed: () => {},
    });
  }

  /** Ends the program and all that runs in its terminal session; everything else follows from its exit. */
  stop(): void {
    if (this.stopping) return;
    this.terminal.signal('SIGHUP');
    // A stopped program could not even hear it.
    this.terminal.signal('SIGCONT');
    const kill = setTimeout(() => this.terminal.signal('SIGKILL'), STOP_GRACE_MS);
    this.stopping = endSession(this.terminal.pid, STOP_GRACE_MS);
    this.ended.then(() => clearTimeout(kill));
  }

  private startRecorder({ recordBytes: maxBytes = DEFAULT_RECORD_BYTES, restore }: PodOrder, record: PodRecord) {
    if (maxBytes === 0) return null;
    const options = {
      maxBytes,
      openLog: (birth: CastHeader) => record.openCast(birth),
      onFault: (message: string) => this.notStored('recording', message),
      onMended: () => this.stored('recording'),
    };
    return new CastRecorder(this.terminal.recorded, options, restore !== null);
  }

  private greeting(): readonly object[] {
    const shownIn = this.server.shownIn(this.terminal.shownIn);
    const { cwd, argv } = this.birth.order;
    const greeting = {
      pod_name: this.podName,
      cwd,
      provider: 'podwatch',
      model: 'terminal',
      scope_summary: '',
      tools: [],
      context_window: 0,
      context_tokens: 0,
      extensions: ['terminal', 'screen', 'scrollback', 'attention', 'status', 'rename', 'resume'],
      protocol: PROTOCOL,
      started_at: this.startedAt,
      ...(shownIn.length > 0 && { shown_in: shownIn }),
      command: argv,
    };
    const data = { entries: this.record.entries, greeting, ...this.statusData() };
    return [...this.alerts, { event: 'snapshot', data }];
  }

  private statusData(): object {
    const { lastOutput, data } = this.status;
    const { screen } = this.terminal;
    return {
      ...data,
      title: screen.title,
      ...(lastOutput !== null && { output: { at: lastOutput, line: screen.lastLine(), bytes: this.terminal.putOut } }),
      ...this.faults.data,
    };
  }

  private notStored(what: 'record' | 'recording', message: string): void {
    this.faults.note(what, message);
    this.alert(message);
    this.server.broadcast({ event: 'status', data: this.statusData() });
  }

  private stored(what: 'record' | 'recording'): void {
    this.faults.note(what, null);
    this.server.broadcast({ event: 'status', data: this.statusData() });
  }

  private alert(message: string): void {
    const data = { level: 'warn', source: 'pod', message, timestamp_ms: Date.now() };
    this.alerts.push({ event: 'alert', data });
    if (this.alerts.length > MAX_ALERTS) this.alerts.shift();
    this.server.broadcast({ event: 'alert', data });
    process.stderr.write(`${message}\n`);
  }

  private call(method: PlainMethod, client: ClientConnection): void {
    const again = this.taken.answerAgain(method);
    if (again !== null) client.send(again);
    else if (method.method === 'run') this.run(method.params.input, method.params.request_id, client);
    else if (method.method === 'cancel') this.terminal.type(Buffer.from([CTRL_C]));
    else if (method.method === 'shutdown') this.stop();
    else if (method.method === 'seen') this.status.seen();
    else if (method.method === 'rename') void this.rename(method.params, client);
    else if (method.method === 'set_status') {
      this.status.say(method.params.status, method.params.reason);
      // Who says how it stands is at work, however silent.
      this.keeper.typed();
      client.send({ event: 'status', data: this.statusData() });
    } else client.invalid(`a terminal Pod cannot ${method.method.replaceAll('_', ' ')}`);
  }

  private async rename({ name, from }: NameWish, client: ClientConnection): Promise<void> {
    const [{ home }, { presence }] = [this.birth, this];
    const taken = await takeNewName({ home, presence, name, from, named: (own) => this.record.renamed(own) });
    if (!taken.ok) return client.invalid(taken.error);
    this.podName = name;
    this.server.broadcast({ event: 'renamed', data: { name } });
  }

  private run(segments: readonly unknown[], requestId: string | null, client: ClientConnection): void {
    const isFull = this.terminal.isInputFull || this.typer.isFull;
    const fault = isFull
      ? 'the program has not read what was typed before'
      : lineLimitFault(segments, () => this.terminal.isCanonical);
    if (fault !== null) {
      client.invalid(fault, requestId);
      return;
    }
    this.typer.type(segments);
    this.taken.note(requestId);
    this.status.sent();
    this.server.broadcast({ event: 'user_message', data: { segments, ...(requestId && { request_id: requestId }) } });
  }

  /** The program has ended. The name is free before the last viewer has read the end. */
  private async finish(exit: PodExit): Promise<void> {
    this.status.stop();
    this.typer.stop();
    this.keeper.activate();
    this.recorder?.end();
    this.keeper.end(exit);
    // What is left of it its owner has.
    if (this.birth.owner !== null) this.record.discard();
    await this.stopping;
    const left = this.stopping ? leftSession(this.terminal.pid, this.socketPath) : null;
    await this.presence.leave();
    this.server.broadcast({ event: 'shutdown', ...(left && left.count > 0 && { data: { left } }) });
    await Promise.all([this.terminal.finish(exit), this.server.end(), this.birth.owner?.exit(exit)]);
    this.resolveEnded();
  }
}

const CTRL_C = 0x03;

interface Birth extends TerminalOrder {
  readonly home: HomePaths;
  readonly record: PodRecord;
  readonly file: string;
}
