// `podwatch run HOST/NAME -- CMD`: the Pod starts there, with what is there; only its name and its words come from here.
import { commandName } from '../actions/commandName';
import type { AgentWishes } from '../actions/runPod';
import { displayName } from '../cells/displayText';
import { nameOnHost } from '../podList/podPlace';
import type { PermissionPolicy } from '../protocol/agentQuestion';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { type HostWord, hostFault } from './hostWords';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { sayAgentIsUp } from './sayAgentIsUp';
import { canShowPod, showPod, terminalSize, wayTo } from './showPod';

export interface HostRun {
  /** The Pod itself where it lives, or can be restored. */
  readonly isAttach: boolean;
  readonly argv: readonly string[];
  /** As it was written; on a host relative to the home directory there. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly detach: boolean;
  /** Else as configured. */
  readonly noRecord: boolean;
  /** Null: the command runs in a terminal. */
  readonly agent: {
    /** A known agent, whose command line `argv` goes on; empty: `argv` is the agent. */
    readonly preset: string;
    readonly policy: PermissionPolicy;
    /** How it is to begin. */
    readonly wishes: AgentWishes;
  } | null;
}

/** @returns the exit code. */
export async function runOnHost(
  context: CommandContext,
  { host, name }: HostWord,
  { isAttach, argv, cwd, env, detach, noRecord, agent }: HostRun,
): Promise<number> {
  const word = nameOnHost(host, name);
  const opened = (await context.openHosts?.())?.named(host) ?? null;
  if (opened === null) {
    const fault = await hostFault(context, word);
    return fault === null ? 1 : reportFailure(context, fault);
  }
  const there = isAttach ? await openExisting(context, word, detach) : null;
  if (there !== null) return there;
  const started = await opened.place.run({
    name,
    argv,
    cwd,
    variables: env,
    ...(noRecord && { recordBytes: 0 }),
    ...(agent !== null && { agent: { policy: agent.policy, ...agent.wishes }, preset: agent.preset }),
    ...terminalSize(context),
  });
  if (started.kind !== 'done') return reportFailure(context, started);
  if (!detach && canShowPod(context)) return attach(context, word);
  if (agent !== null) return sayAgentIsUp(context, word, 'live');
  print(context.stdout, `Pod ${displayName(word)} is live. Attach to it: podwatch attach ${commandName(word)}`);
  return 0;
}

async function attach(context: CommandContext, word: string): Promise<number> {
  const found = await findPod(context, word, 'attach');
  if (found.kind !== 'found') return reportFailure(context, found);
  return showPod(context, { ...wayTo(found, found.entry.socketPath ?? ''), podName: word, readOnly: false });
}

/** Attaches to the Pod or restores it; null where it has to be started. */
async function openExisting(context: CommandContext, word: string, detach: boolean): Promise<number | null> {
  const found = await findPod(context, word, null);
  if (found.kind !== 'found') return found.kind === 'not-found' ? null : reportFailure(context, found);
  if (found.entry.canAttach) {
    if (!detach && canShowPod(context)) return attach(context, word);
    print(
      context.stdout,
      `Pod ${displayName(word)} is live already. Attach to it: podwatch attach ${commandName(word)}`,
    );
    return 0;
  }
  if (!found.entry.canRestore) return null;
  const { restoreOne } = await import('./restore');
  return restoreOne(context, { name: word, argv: [], cwd: null, detach, anew: false, auth: null });
}
