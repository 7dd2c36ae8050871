// `podwatch demo`: a temporary home with real Pods, the dashboard over it, and nothing left behind at the end.
import { spawn } from 'node:child_process';
import os from 'node:os';
import { withRootsOnTheWay } from '../loading/extraRoots';
import type { DemoAway } from './demoAway';
import { type DemoHome, openDemoHome } from './demoHome';
import { DEMO_HOSTS, DEMO_PODS } from './demoPods';

export interface DemoRequest {
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  /** Absolute path of the built command line: the dashboard runs as a process of its own, so that we outlive its end. */
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
  /** With two other machines beside this one. */
  readonly withHosts: boolean;
  /** The user's own configuration; it may not be there. */
  readonly configFile: string;
  /** Both standard input and output are a terminal. */
  readonly isTerminal: boolean;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves to the exit code: 1 when a Pod failed to come up or would not stop, 128 + n after a signal. */
export async function runDemo(request: DemoRequest): Promise<number> {
  let signalled: NodeJS.Signals | null = null;
  let endDashboard: (signal: NodeJS.Signals) => void = () => {};
  // From the first Pod on, no signal may end us before they are stopped.
  const onSignal = (signal: NodeJS.Signals) => {
    signalled ??= signal;
    endDashboard(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const demo = openDemoHome(request.podProgram, request.env);
  let away: DemoAway | null = null;
  let code = 1;
  try {
    away = request.withHosts ? await openAway(request) : null;
    if (request.withHosts && away === null) return 1;
    request.print(`Starting ${DEMO_PODS.length} Pods in a temporary home${away === null ? '' : AND_HOSTS} …`);
    // It shows them as they come up, and is on its way before the first of them is started.
    const showing =
      signalled === null && request.isTerminal
        ? showDashboard(request, { ...away?.env, PODWATCH_HOME: demo.home.data }, (end) => {
            endDashboard = end;
          })
        : Promise.resolve(null);
    const starting = Promise.all([demo.start(DEMO_PODS), away?.start() ?? []]);
    const [faults, shown] = await whenBoth(starting, showing);
    for (const fault of faults.flat()) request.complain(fault);
    code = Math.max(faults.flat().length > 0 ? 1 : 0, shown ?? 0);
    if (shown === null && signalled === null) code = Math.max(code, await printFrames(request, demo, away));
  } finally {
    const left = (await Promise.all([demo.close(), away?.close() ?? []])).flat();
    for (const fault of left) request.complain(fault);
    if (left.length > 0) code = Math.max(code, 1);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
  if (code === 0) request.print('The demo is over: its Pods are stopped, its home is removed.');
  return signalled === null ? code : 128 + os.constants.signals[signalled];
}

const AND_HOSTS = `, and ${[...DEMO_HOSTS.values()].flat().length} on ${DEMO_HOSTS.size} hosts that ssh leads to (nothing listens)`;

/** What both come to, when both have; only then what has failed of them is thrown: nothing must go on behind our end. */
async function whenBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

/** Null: it is said why there is none. */
async function openAway(request: DemoRequest): Promise<DemoAway | null> {
  const { openDemoAway } = await import('./demoAway');
  const away = await openDemoAway(request);
  if (away === null) request.complain((await import('./demoHosts')).NO_OPENSSH);
  return away;
}

function showDashboard(
  { cli, env }: DemoRequest,
  more: Readonly<Record<string, string>>,
  onEnder: (end: (signal: NodeJS.Signals) => void) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const dashboard = spawn(process.execPath, [cli], { stdio: 'inherit', env: withRootsOnTheWay({ ...env, ...more }) });
    onEnder((signal) => dashboard.kill(signal === 'SIGINT' ? 'SIGTERM' : signal));
    dashboard.once('error', reject);
    dashboard.once('exit', (code, signal) =>
      resolve(code ?? (signal === null ? 1 : 128 + os.constants.signals[signal])),
    );
  });
}

async function printFrames(
  { print, complain }: DemoRequest,
  { home }: DemoHome,
  away: DemoAway | null,
): Promise<number> {
  const { demoFrames } = await import('./demoFrames');
  const hosts = away?.openHosts(home.data) ?? null;
  const others = [...(away === null ? [] : DEMO_HOSTS)].flatMap(([host, pods]) =>
    pods.map((pod) => ({ ...pod, name: `${host}/${pod.name}` })),
  );
  const places = hosts?.configured.map(({ place }) => place) ?? [];
  const { text, missing } = await demoFrames(home, [...DEMO_PODS, ...others], os.homedir(), places);
  await hosts?.close();
  print(text);
  for (const name of missing) complain(`The demo Pod "${name}" did not come up as it should.`);
  return missing.length > 0 ? 1 : 0;
}
