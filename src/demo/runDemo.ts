// `podwatch demo`: a temporary home with real Pods, the dashboard over it, and nothing left behind at the end.
import { spawn } from 'node:child_process';
import os from 'node:os';
import { type DemoHome, openDemoHome } from './demoHome';
import { DEMO_PODS } from './demoPods';

export interface DemoRequest {
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  /** Absolute path of the built command line: the dashboard runs as a process of its own, so that we outlive its end. */
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
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
  let code = 1;
  try {
    request.print(`Starting ${DEMO_PODS.length} Pods in a temporary home …`);
    const faults = await demo.start(DEMO_PODS);
    for (const fault of faults) request.complain(fault);
    code = faults.length > 0 ? 1 : 0;
    if (signalled === null && request.isTerminal) {
      const ended = await showDashboard(request, demo, (end) => {
        endDashboard = end;
      });
      code = Math.max(code, ended);
    } else if (signalled === null) code = Math.max(code, await printFrames(request, demo));
  } finally {
    const left = await demo.close();
    for (const fault of left) request.complain(fault);
    if (left.length > 0) code = Math.max(code, 1);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
  if (code === 0) request.print('The demo is over: its Pods are stopped, its home is removed.');
  return signalled === null ? code : 128 + os.constants.signals[signalled];
}

function showDashboard(
  { cli, env }: DemoRequest,
  { home }: DemoHome,
  onEnder: (end: (signal: NodeJS.Signals) => void) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const demoEnv = { ...env, PODWATCH_HOME: home.data };
    const dashboard = spawn(process.execPath, [cli], { stdio: 'inherit', env: demoEnv });
    onEnder((signal) => dashboard.kill(signal === 'SIGINT' ? 'SIGTERM' : signal));
    dashboard.once('error', reject);
    dashboard.once('exit', (code, signal) =>
      resolve(code ?? (signal === null ? 1 : 128 + os.constants.signals[signal])),
    );
  });
}

async function printFrames({ print, complain }: DemoRequest, { home }: DemoHome): Promise<number> {
  const { demoFrames } = await import('./demoFrames');
  const { text, missing } = await demoFrames(home, DEMO_PODS, os.homedir());
  print(text);
  for (const name of missing) complain(`The demo Pod "${name}" did not come up as it should.`);
  return missing.length > 0 ? 1 : 0;
}
