// The terminals that an agent has open: each a Pod of its own, listed like any other, that ends with its agent.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { launchPod } from '../../../launch/launchPod';
import { type HomePaths, metadataPath, podSocketPath } from '../../../protocol/homePaths';
import { READY_TIMEOUT_MS } from '../../../protocol/orderBounds';
import type { Parsed } from '../../../protocol/parsed';
import { newPodNameFault } from '../../../protocol/podName';
import type { PodOrder } from '../../../protocol/podOrder';
import { isSocketPathLong } from '../../../protocol/socketPath';
import { errorText } from '../../../store/fileErrors';
import { findProgram } from '../../findProgram';
import { randomHex } from '../../freshIds';
import { atMost } from '../atMost';
import { OwnedTerminal } from './ownedTerminal';

/** At a time; released ones do not count. */
const MAX_TERMINALS = 64;
/** Names that others have are passed over, so many times. */
const NAME_TRIES = 20;
/** Of their recordings, which last as long as they do, bytes. */
const RECORD_BYTES = 4 * 1024 * 1024;
const CLOSE_MS = 5000;
/** Nobody is there to turn its pages. */
const NO_PAGER = { PAGER: 'cat', GIT_PAGER: 'cat' };

export interface TerminalsPort {
  readonly home: HomePaths;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  /** The environment that the agent has, and whose umask and limits. */
  readonly starter: NonNullable<PodOrder['starter']>;
  /** Of the agent's Pod, which can be renamed. */
  readonly podName: () => string;
  readonly cols: number;
  readonly rows: number;
  /** Output of a terminal, raw. */
  readonly onOutput: (terminalId: string, raw: string) => void;
  readonly onEnded: (terminalId: string) => void;
}

export interface TerminalCommand {
  /** Program and arguments, never passed through a shell. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly outputByteLimit: number | null;
}

export class AgentTerminals {
  private readonly open = new Map<string, OwnedTerminal>();
  private starting = 0;
  private count = 0;
  private isClosed = false;

  constructor(private readonly port: TerminalsPort) {}

  /** Its id, which is the name that its Pod was started under; an error is one sentence. */
  async start(start: TerminalCommand): Promise<Parsed<string>> {
    if (this.open.size + this.starting >= MAX_TERMINALS) {
      return { ok: false, error: `${MAX_TERMINALS} terminals are open: release some first.` };
    }
    this.starting += 1;
    try {
      return await this.launched(start);
    } catch (error) {
      return { ok: false, error: `The terminal cannot be started: ${errorText(error)}` };
    } finally {
      this.starting -= 1;
    }
  }

  get(id: string): OwnedTerminal | null {
    return this.open.get(id) ?? null;
  }

  /** Ends it; its output is gone then. Resolves when nothing of it runs. */
  async release(id: string): Promise<void> {
    const terminal = this.open.get(id);
    this.open.delete(id);
    terminal?.stop();
    await terminal?.ended;
  }

  /** The agent has gone, or is to go. Those that take too long end with our process at the latest. */
  async close(): Promise<void> {
    this.isClosed = true;
    await atMost(CLOSE_MS, Promise.all([...this.open.keys()].map((id) => this.release(id))));
  }

  private async launched({ argv, cwd, env, outputByteLimit }: TerminalCommand): Promise<Parsed<string>> {
    const { home, podProgram, starter, podName, cols, rows } = this.port;
    const own = { ...starter.env, ...NO_PAGER, ...env };
    const words = argvOf(argv, cwd, own);
    for (let tries = 0; tries < NAME_TRIES; tries += 1) {
      const name = this.nextName();
      // A stopped Pod has it.
      if (existsSync(path.dirname(metadataPath(home, name)))) continue;
      const { word, line } = await launchPod({
        home,
        podProgram,
        order: {
          home: { data: home.data, runtime: home.runtime },
          name,
          kind: 'terminal',
          owned: true,
          argv: [...words],
          cwd,
          parent: podName(),
          starter: { ...starter, env: own },
          recordBytes: RECORD_BYTES,
          cols,
          rows,
          restore: null,
        },
        env: process.env,
        timeoutMs: READY_TIMEOUT_MS,
      });
      if (word.kind === 'ready' && line !== null) {
        this.keep(new OwnedTerminal(name, line, outputByteLimit, (raw) => this.port.onOutput(name, raw)));
        return { ok: true, value: name };
      }
      line?.destroy();
      if (word.kind === 'refused' && word.taken) continue;
      return { ok: false, error: word.kind === 'refused' ? word.message : 'The process of its Pod did not come up.' };
    }
    return { ok: false, error: 'No name is free for the Pod of the terminal.' };
  }

  private keep(terminal: OwnedTerminal): void {
    const { name } = terminal;
    this.open.set(name, terminal);
    void terminal.ended.then(() => this.port.onEnded(name));
    // The agent went while it started.
    if (this.isClosed) void this.release(name);
  }

  /** Named after the agent's Pod, where that makes a name. */
  private nextName(): string {
    this.count += 1;
    const name = `${this.port.podName()}-t${this.count}`;
    const isUsable = newPodNameFault(name) === null && !isSocketPathLong(podSocketPath(this.port.home, name));
    return isUsable ? name : `t${randomHex(4)}`;
  }
}

/** Some agents say a whole line where a program belongs: then it is one for a shell. */
function argvOf(argv: readonly string[], cwd: string, env: Readonly<Record<string, string>>): readonly string[] {
  const [command = '', ...args] = argv;
  const isLine = args.length === 0 && /[\s;&|<>$`*"']/.test(command) && !path.isAbsolute(command);
  return isLine && !findProgram([command], cwd, env).ok ? ['/bin/sh', '-c', command] : argv;
}
