// OSC 133: a shell that says when its commands start and end, and how.
import type { WireStatus } from '../../protocol/wireEvent';
import type { TerminalFact } from './terminalFacts';

export type ShellMark = Extract<TerminalFact, { kind: 'mark' }>;

export class ShellMarks {
  /** Null: no shell says anything. */
  verdict: { readonly status: WireStatus; readonly reason: string } | null = null;
  /** What runs, where the shell says it. */
  command: string | null = null;
  /** What was in the foreground when the last mark came: its author, or what the author had started. */
  private author: string | null = null;

  /** `job`: the foreground job of the Pod's own shell; null where it has none or is no shell. */
  take(mark: ShellMark, job: string | null): void {
    this.author = job;
    if (mark.mark === 'start') {
      this.command = mark.command;
      this.verdict = {
        status: 'running',
        reason: mark.command ? `command: ${mark.command}` : 'a command runs (OSC 133)',
      };
    } else if (mark.mark === 'prompt') {
      // The prompt comes right behind the end, which says more.
      if (this.verdict?.status !== 'idle') this.verdict = { status: 'idle', reason: 'at the prompt (OSC 133)' };
    } else {
      const code = mark.exitCode;
      const how = code === null ? '' : ` with exit code ${code}`;
      this.verdict = { status: 'idle', reason: `its command ended${how} (OSC 133)` };
    }
  }

  /**
   * A shell within the Pod's shell (ssh, a container) may end without a word: its marks mean nothing once something else
   * is in the foreground. A command of the Pod's own shell may put anything there.
   */
  forgetOthers(job: string | null): void {
    if (this.verdict === null || job === this.author) return;
    if (this.verdict.status === 'running' && this.author === null) return;
    this.verdict = null;
    this.command = null;
  }
}
