// Files and terminals for an agent that was allowed to have them through us: within its directory, or as its user says.
import path from 'node:path';
import type { WireDiff } from '../../../protocol/agentQuestion';
import type { FileRead, FileWrite, TerminalWish } from '../../../protocol/agentTool';
import type { Parsed } from '../../../protocol/parsed';
import type { PodExit } from '../../../protocol/terminalFrame';
import { errorText, isMissing } from '../../../store/fileErrors';
import { MAX_RECORD_FILE_BYTES, readText } from '../../../store/regularFile';
import { AgentTerminals, type TerminalsPort } from './agentTerminals';
import { AllowedDeeds, commandWays, type ShownDeed } from './allowedDeeds';
import type { TerminalOutput } from './ownedTerminal';
import { type PlacedFile, placedFile } from './placedFile';
import { readLines } from './readLines';
import { replaceText } from './replaceText';

/** A deed that the user is to allow. */
export interface DeedAsk {
  /** Of the agent, or of a helper; null: it does not say. */
  readonly sessionId: string | null;
  readonly kind: 'read' | 'edit' | 'execute';
  readonly title: string;
  /** Its arguments, as they came. */
  readonly input: object;
  readonly locations: readonly string[];
  readonly diff: WireDiff | null;
  readonly directory: string | null;
  /** What "always" would cover, in words. */
  readonly always: string;
}

export interface AskedDeed {
  readonly answer: 'once' | 'always' | 'no';
  /** It was done, or not: one sentence then. */
  readonly done: (fault: string | null) => void;
}

export interface ClientToolsPort extends TerminalsPort {
  /** Absolute. */
  readonly cwd: string;
  readonly umask: number;
  /** Resolves when somebody has decided, the policy perhaps. */
  readonly ask: (deed: DeedAsk, withdrawn: AbortSignal) => Promise<AskedDeed>;
}

/** ACP: there is no such file. */
export type ToolFault = { readonly ok: false; readonly error: string; readonly isMissing?: boolean };
type Done<T> = { readonly ok: true; readonly value: T } | ToolFault;

const REFUSED = 'The user does not allow it.';

export class ClientTools {
  readonly terminals: AgentTerminals;
  readonly allowed = new AllowedDeeds();

  constructor(private readonly port: ClientToolsPort) {
    this.terminals = new AgentTerminals(port);
  }

  async read(wish: FileRead, withdrawn: AbortSignal): Promise<Done<string>> {
    return this.inFile(wish.path, async (named, placed) => {
      const { file, isInside } = placed;
      if (!isInside && !this.allowed.isAlways(`read ${file}`)) {
        const asked = await this.port.ask(
          {
            sessionId: wish.sessionId,
            kind: 'read',
            title: `Read ${file}`,
            input: { path: named, ...(file !== named && { leads_to: file }) },
            locations: [file],
            diff: null,
            directory: null,
            always: 'this file, until the Pod ends',
          },
          withdrawn,
        );
        if (asked.answer === 'no') return { ok: false, error: REFUSED };
        if (asked.answer === 'always') this.allowed.allowAlways(`read ${file}`);
        asked.done(null);
      }
      return { ok: true, value: await readLines(file, wish) };
    });
  }

  async write(wish: FileWrite, withdrawn: AbortSignal): Promise<Done<null>> {
    return this.inFile(wish.path, async (named, placed) => {
      const { file, isInside } = placed;
      const before = earlierText(file);
      const covered = isInside ? `write in ${this.port.cwd}` : `write ${file}`;
      // Of a link that leads out nobody has read where it leads.
      const isPlain = isInside || file === named;
      const isShown = isPlain && this.allowed.hasShownChange(named, before, wish.content);
      if (isShown || this.allowed.isAlways(covered)) {
        await replaceText(file, wish.content, this.port.umask);
        return { ok: true, value: null };
      }
      const asked = await this.port.ask(
        {
          sessionId: wish.sessionId,
          kind: 'edit',
          title: `Write ${file}`,
          input: { path: named, ...(file !== named && { leads_to: file }) },
          locations: [file],
          diff: { path: file, old_text: before, new_text: wish.content },
          directory: null,
          always: isInside ? `every file in ${this.port.cwd}, until the Pod ends` : 'this file, until the Pod ends',
        },
        withdrawn,
      );
      if (asked.answer === 'no') return { ok: false, error: REFUSED };
      const fault = await this.writeAsShown(named, placed, before, wish.content);
      if (fault === null && asked.answer === 'always') this.allowed.allowAlways(covered);
      asked.done(fault);
      return fault === null ? { ok: true, value: null } : { ok: false, error: fault };
    });
  }

  async startTerminal(wish: TerminalWish, withdrawn: AbortSignal): Promise<Parsed<string>> {
    const { command, args, env, outputByteLimit } = wish;
    const cwd = wish.cwd ?? this.port.cwd;
    if (!path.isAbsolute(cwd)) return { ok: false, error: `The directory has to be an absolute path: ${cwd}` };
    const start = () => this.terminals.start({ argv: [command, ...args], cwd, env, outputByteLimit });
    if (this.allowed.hasShownCommand(commandWays(command, args)) || this.allowed.isAlways('run')) return start();
    const asked = await this.port.ask(
      {
        sessionId: wish.sessionId,
        kind: 'execute',
        title: `Run ${commandLine(command, args)}`,
        input: { command: commandLine(command, args), cwd, ...(Object.keys(env).length > 0 && { env }) },
        locations: [],
        diff: null,
        directory: cwd,
        always: 'every command, until the Pod ends',
      },
      withdrawn,
    );
    if (asked.answer === 'no') return { ok: false, error: REFUSED };
    if (asked.answer === 'always') this.allowed.allowAlways('run');
    const started = await start();
    asked.done(started.ok ? null : started.error);
    return started;
  }

  /** Null: there is no such terminal. */
  output(id: string): (TerminalOutput & { readonly exit: PodExit | null }) | null {
    const terminal = this.terminals.get(id);
    return terminal && { ...terminal.output, exit: terminal.exit };
  }

  /** A question of the agent was allowed: what stood in it is not asked for once more in this turn. */
  allow({ diffs, commands }: ShownDeed): void {
    const absolute = diffs.map((diff) => ({ ...diff, path: path.resolve(this.port.cwd, diff.path) }));
    this.allowed.allow({ diffs: absolute, commands });
  }

  /** It may have become another one while its change was read: then what was allowed is not what would happen. */
  private async writeAsShown(
    named: string,
    shown: PlacedFile,
    before: string | null,
    after: string,
  ): Promise<string | null> {
    try {
      const now = await placedFile(this.port.cwd, named);
      if (now.file !== shown.file || earlierText(now.file) !== before) {
        return `${shown.file} has changed while its change was asked for: read it again.`;
      }
      await replaceText(now.file, after, this.port.umask);
      return null;
    } catch (error) {
      return `${shown.file}: ${errorText(error)}`;
    }
  }

  private async inFile<T>(
    named: string,
    act: (named: string, placed: PlacedFile) => Promise<Done<T>>,
  ): Promise<Done<T>> {
    if (!path.isAbsolute(named) || named.includes('\0')) {
      return { ok: false, error: `The path has to be absolute: ${named}` };
    }
    try {
      return await act(path.normalize(named), await placedFile(this.port.cwd, named));
    } catch (error) {
      return { ok: false, error: `${named}: ${errorText(error)}`, isMissing: isMissing(error) };
    }
  }
}

/** Null: there is none. @throws file errors; where it is no text a change cannot be shown. */
function earlierText(file: string): string | null {
  try {
    return readText(file, MAX_RECORD_FILE_BYTES);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function commandLine(command: string, args: readonly string[]): string {
  const quoted = args.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return [command, ...quoted].join(' ');
}
