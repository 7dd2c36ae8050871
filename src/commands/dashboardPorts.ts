// Joins the dashboard to the world: streams bring the facts in, actions carry the intents out.
import os from 'node:os';
import { type Observable, of, tap } from 'rxjs';
import type { Outcome } from '../actions/actionFailure';
import { attachEndText, attachTerminal } from '../actions/attachTerminal';
import { cancelTurn } from '../actions/cancelTurn';
import { copyText } from '../actions/copyText';
import { markSeen } from '../actions/markSeen';
import { createNotifier, type NotifyOptions } from '../actions/notifyUser';
import { answeredText, answerPermission } from '../actions/permissionRequests';
import { removePod } from '../actions/removePod';
import { restorePod } from '../actions/restorePod';
import { runPod } from '../actions/runPod';
import { sendToPod } from '../actions/sendToPod';
import { stopPod } from '../actions/stopPod';
import { displayName } from '../cells/displayText';
import { dialSocket } from '../client/dialSocket';
import { knownAgent } from '../config/agentPresets';
import type { Config } from '../config/readConfig';
import type { ActionOutcome, DashboardPorts, TileFeed } from '../dashboard/loop/ports';
import type { TerminalScreen } from '../dashboard/loop/terminalScreen';
import { EMPTY_POD_LIST } from '../podList/buildPodList';
import { describeAttention } from '../podList/describeAttention';
import { eligibility, isProbing } from '../podList/eligibility';
import { type PodEntry, type PodId, podKey } from '../podList/types';
import type { PermissionAnswer } from '../protocol/agentExtension';
import type { HomePaths } from '../protocol/homePaths';
import { createLastScreens } from '../recording/lastScreens';
import { readScrollback } from '../streams/readScrollback';
import { watchConversation } from '../streams/watchConversation';
import { watchPods } from '../streams/watchPods';
import { watchScreen } from '../streams/watchScreen';
import type { DetachKey } from '../terminal/detachKey';
import type { TerminalInput, TerminalOutput } from '../terminal/takeTerminal';

export interface PortsRequest {
  /** At least one; new Pods go to the first. */
  readonly homes: readonly [HomePaths, ...HomePaths[]];
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  readonly env: NodeJS.ProcessEnv;
  readonly detachKey: DetachKey;
  /** See `RunRequest`. */
  readonly recordBytes?: number;
  readonly notify: NotifyOptions;
  /** Coding agents by name. */
  readonly agents: Config['agents'];
  /** See `CopyRequest`. */
  readonly copyCommand: readonly string[];
  /** The user's terminal, handed over for the time of an attach. */
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
}

/** Pods that nobody has attached to start with the size of the terminal at hand; at least usable where that is tiny. */
function startSize(output: TerminalOutput): { cols: number; rows: number } {
  return { cols: Math.max(output.columns || 80, 40), rows: Math.max(output.rows || 24, 10) };
}

function settled(outcome: Outcome): ActionOutcome {
  if (outcome.kind === 'done') return { kind: 'done', message: null };
  return { kind: 'failed', message: outcome.message };
}

function answered(
  outcome: Awaited<ReturnType<typeof answerPermission>>,
  podName: string,
  answer: PermissionAnswer,
): ActionOutcome {
  if (outcome.kind !== 'done') return { kind: 'failed', message: outcome.message };
  return { kind: 'done', message: `${displayName(podName)}: ${answeredText(answer, outcome.request.title)}` };
}

const NOT_LIVE: ActionOutcome = { kind: 'failed', message: 'it is not live' };

/** The ports of `runDashboard`. Every stream is cold; `podList$` is shared by all who read it. */
export function dashboardPorts(request: PortsRequest, screen: Pick<TerminalScreen, 'bell' | 'copy'>): DashboardPorts {
  const { homes, podProgram, env, output } = request;
  const start = { podProgram, env, ...(request.recordBytes !== undefined && { recordBytes: request.recordBytes }) };
  const notifier = createNotifier({ options: request.notify, env, ring: () => screen.bell(), now: Date.now });
  const homeOf = (id: PodId): HomePaths => homes.find((home) => home.data === id.place) ?? homes[0];
  // What an action needs of a row beyond its identity is read when the action runs, not when its key was pressed.
  let list = EMPTY_POD_LIST;
  const podList$ = watchPods(homes).pipe(
    tap((latest) => {
      list = latest;
    }),
  );
  return {
    podList$,
    watchTile,
    readScrollback: (entry) =>
      entry.socketPath === null
        ? of({ kind: 'lost', reason: 'it is not live' })
        : readScrollback(dialSocket(entry.socketPath)),
    readLastScreen: createLastScreens(homeOf),
    attach: (entry) => attach(entry, request),
    restore: async (id) => {
      const recorded = { home: homeOf(id), name: id.name, argv: [], cwd: null, fallbackCwd: process.cwd() };
      return settled(await restorePod({ ...recorded, ...start, ...startSize(output) }));
    },
    stop: async (id) => {
      const entry = list.entries.find(({ key }) => key === podKey(id));
      if (!entry?.socketPath) return { kind: 'done', message: null };
      return settled(await stopPod({ home: homeOf(id), podName: id.name, socketPath: entry.socketPath }));
    },
    seen: async ({ id, socketPath }) =>
      socketPath === null
        ? { kind: 'done', message: null }
        : settled(await markSeen({ dial: dialSocket(socketPath), podName: id.name })),
    notify: async ({ key, id }, attention) =>
      settled(
        await notifier({
          podKey: key,
          podName: id.name,
          kind: attention.kind,
          reason: describeAttention(attention),
        }),
      ),
    send: async (entry, text) => {
      const listed = list.entries.find(({ key }) => key === entry.key);
      const now = listed === undefined || isProbing(listed) ? entry : listed;
      const allowed = eligibility(now, 'send');
      if (!allowed.allowed) return { kind: 'failed', message: allowed.reason };
      if (now.socketPath === null) return { kind: 'failed', message: 'it is not live' };
      return settled(await sendToPod({ dial: dialSocket(now.socketPath), podName: now.id.name, text }));
    },
    cancel: async ({ socketPath, id }) =>
      socketPath === null ? NOT_LIVE : settled(await cancelTurn({ dial: dialSocket(socketPath), podName: id.name })),
    permit: async ({ socketPath, id }, requestId, answer) =>
      socketPath === null
        ? NOT_LIVE
        : answered(
            await answerPermission({ dial: dialSocket(socketPath), podName: id.name, id: requestId, answer }),
            id.name,
            answer,
          ),
    copy: async (text) => {
      const copied = await copyText({
        text,
        env,
        command: request.copyCommand,
        toTerminal: (plain) => screen.copy(plain),
      });
      return copied.kind === 'done' ? { kind: 'done', message: copied.said } : settled(copied);
    },
    remove: async (id) => settled(await removePod(homeOf(id), id.name)),
    run: async ({ name, holds, argv, cwd }) => {
      const common = { home: homes[0], name, cwd, ...start, ...startSize(output) };
      if (holds === 'terminal') return settled(await runPod({ ...common, argv }));
      const [first = '', ...rest] = argv;
      const known = knownAgent(request.agents, first);
      const command = known === null ? argv : [...known, ...rest];
      return settled(await runPod({ ...common, argv: command, agent: { policy: 'ask' } }));
    },
    now: Date.now,
  };
}

function watchTile(entry: PodEntry, viewing: boolean): Observable<TileFeed> {
  if (entry.socketPath === null) return of({ kind: 'lost', reason: 'it is not live' });
  return entry.extensions.includes('screen')
    ? watchScreen(dialSocket(entry.socketPath))
    : watchConversation(dialSocket(entry.socketPath), { viewing });
}

/** A Pod that has ended while it was attached is an end like another: only what went wrong is said loudly. */
async function attach(entry: PodEntry, { input, output, env, detachKey }: PortsRequest): Promise<ActionOutcome> {
  const allowed = eligibility(entry, 'attach');
  if (!allowed.allowed || entry.socketPath === null) {
    return { kind: 'failed', message: allowed.allowed ? 'it is not live' : allowed.reason };
  }
  const { socketPath, id } = entry;
  const end = await attachTerminal({
    dial: dialSocket(socketPath),
    socketPath,
    podName: id.name,
    input,
    output,
    detachKey,
    readOnly: false,
    env,
  });
  // The dashboard is told to end as well; its terminal is given back already, and it has nothing left to close.
  if (end.kind === 'signal') process.exit(128 + os.constants.signals[end.signal]);
  const message = attachEndText(end, id.name);
  if (end.kind === 'exited') return { kind: 'done', message, ended: true };
  return end.kind === 'detached' ? { kind: 'done', message } : { kind: 'failed', message };
}
