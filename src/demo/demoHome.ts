// The temporary home of a demo: made, filled with Pods, and removed with everything that lives in it.

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Outcome } from '../actions/actionFailure';
import { runPod } from '../actions/runPod';
import { sendToPod } from '../actions/sendToPod';
import { stopPod } from '../actions/stopPod';
import { dialSocket } from '../client/dialSocket';
import { type HomePaths, homeInDirectory } from '../protocol/homePaths';
import { readAllocations } from '../store/readRegistry';
import type { DemoPod } from './demoPods';

export interface DemoHome {
  readonly home: HomePaths;
  /** Starts those that live on, then the early ones, then the others. One sentence for each that failed to start. */
  start(pods: readonly DemoPod[]): Promise<readonly string[]>;
  /** Stops every Pod that lives there and removes the directory; one sentence for each that would not stop. */
  close(): Promise<readonly string[]>;
}

/** Pods of a demo are as large as a usual terminal, whoever looks. */
const POD_SIZE = { cols: 80, rows: 24 };

interface Place {
  readonly home: HomePaths;
  readonly podProgram: string;
  readonly env: NodeJS.ProcessEnv;
}

/** An agent is told what to do as soon as it is there. */
async function startPod({ name, argv, prompt }: DemoPod, place: Place): Promise<Outcome> {
  const request = { ...place, ...POD_SIZE, name, cwd: os.homedir() };
  if (prompt === undefined) return runPod({ ...request, argv: argv ?? [] });
  const program = path.resolve(path.dirname(place.podProgram), '..', 'demo', 'scriptedAgent.js');
  const started = await runPod({ ...request, argv: [process.execPath, program], agent: { policy: 'ask' } });
  if (started.kind !== 'done') return started;
  return sendToPod({ dial: dialSocket(started.socketPath), podName: name, text: prompt });
}

/** One core is left to the dashboard, which is about to draw its first screen. */
async function startInTurns(pods: readonly DemoPod[], place: Place): Promise<readonly Outcome[]> {
  const waiting = [...pods];
  const outcomes: Outcome[] = [];
  const startNext = async () => {
    for (let pod = waiting.shift(); pod !== undefined; pod = waiting.shift()) outcomes.push(await startPod(pod, place));
  };
  await Promise.all(Array.from({ length: Math.max(1, os.availableParallelism() - 1) }, startNext));
  return outcomes;
}

/** A new directory of the user's alone (0700, by `mkdtemp`). `podProgram`: absolute path of the built Pod program. */
export function openDemoHome(podProgram: string, env: NodeJS.ProcessEnv): DemoHome {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'podwatch-demo-'));
  const home = homeInDirectory(directory);
  return {
    home,
    start: async (pods) => {
      const startAll = (some: readonly DemoPod[]) => startInTurns(some, { home, podProgram, env });
      // What lives first: a dashboard that is open already selects one of these, and no row that ends at once.
      const ending = pods.filter(({ settlesAs }) => settlesAs === 'stopped');
      const outcomes = [
        ...(await startAll(pods.filter(({ settlesAs }) => settlesAs !== 'stopped'))),
        ...(await startAll(ending.filter(({ isEarly }) => isEarly))),
        ...(await startAll(ending.filter(({ isEarly }) => !isEarly))),
      ];
      return outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [] : [outcome.message]));
    },
    close: async () => {
      const allocations = await readAllocations(home);
      const stopped = allocations.map(({ pod_name, socket }) =>
        stopPod({ home, podName: pod_name, socketPath: socket }),
      );
      const outcomes = await Promise.all(stopped);
      await rm(directory, { recursive: true, force: true });
      return outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [] : [outcome.message]));
    },
  };
}
