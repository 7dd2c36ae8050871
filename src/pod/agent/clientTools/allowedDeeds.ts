// What a user has allowed an agent already, and has read: a question of the agent itself is not asked twice.
import type { WireDiff } from '../../../protocol/agentQuestion';

/** Questions that are remembered until the turn is over. */
const MAX_SHOWN = 64;

/** What stood in a question that was allowed. */
export interface ShownDeed {
  /** Absolute paths. */
  readonly diffs: readonly WireDiff[];
  /** What its command was, in each of the ways to say it. */
  readonly commands: readonly string[];
}

export class AllowedDeeds {
  private shown: ShownDeed[] = [];
  /** Answers for good: until the Pod ends. */
  private readonly always = new Set<string>();

  allow(deed: ShownDeed): void {
    if (deed.diffs.length === 0 && deed.commands.length === 0) return;
    this.shown.push(deed);
    if (this.shown.length > MAX_SHOWN) this.shown.shift();
  }

  turnEnded(): void {
    this.shown = [];
  }

  allowAlways(what: string): void {
    this.always.add(what);
  }

  isAlways(what: string): boolean {
    return this.always.has(what);
  }

  /** Exactly that change was shown. `before` null: the file is new. */
  hasShownChange(file: string, before: string | null, after: string): boolean {
    return this.shown.some(({ diffs }) => diffs.some((diff) => diff.path === file && comesTo(diff, before, after)));
  }

  hasShownCommand(commands: readonly string[]): boolean {
    return this.shown.some((deed) => deed.commands.some((command) => commands.includes(command)));
  }
}

/** A diff holds both texts whole, or the part of them that changes. */
function comesTo({ old_text: old, new_text: changed }: WireDiff, before: string | null, after: string): boolean {
  if (changed === after && (old ?? '') === (before ?? '')) return true;
  if (!old || before === null) return false;
  return before.replace(old, () => changed) === after || before.replaceAll(old, () => changed) === after;
}

/** The ways to say a command: as words, as one line, as what a shell is told. */
export function commandWays(command: string, args: readonly string[]): readonly string[] {
  const [flag = '', script] = args;
  const isShell = /(^|\/)(ba|z|da|k|fi)?sh$/.test(command) && /^-[a-z]*c$/.test(flag);
  return [[command, ...args].join(' '), ...(isShell && script !== undefined ? [script] : [])].map((way) => way.trim());
}
