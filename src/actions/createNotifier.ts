// Calls the user when a Pod needs one, as configured: the terminal's bell, the desktop, a command of the user's own, or nothing.
import { spawn } from 'node:child_process';
import { displayName, displayText } from '../cells/displayText';
import type { Desktop } from '../system/desktop';
import { thisDesktop } from '../system/thisDesktop';
import { failure, type Outcome } from './actionFailure';
import { allowCall, NO_CALLS } from './allowCall';

export interface NotifyOptions {
  readonly bell: boolean;
  /** As the system shows notifications. */
  readonly desktop: boolean;
  /** Program and arguments, run without a shell; empty: none. */
  readonly command: readonly string[];
}

export interface NotifyCall {
  /** Tells Pods of the same name in two homes apart. */
  readonly podKey: string;
  readonly podName: string;
  /** `bell`, `notification`, `permission`, `failed` or `finished`. */
  readonly kind: string;
  /** One line, untrusted. */
  readonly reason: string;
}

interface NotifierRequest {
  readonly options: NotifyOptions;
  readonly env: NodeJS.ProcessEnv;
  /** Missing: that of this system. */
  readonly desktop?: Desktop;
  readonly ring: () => void;
  /** Unix ms. */
  readonly now: () => number;
}

/** A command that hangs is ended after this, ms. */
const TIME_LIMIT_MS = 10_000;

/** The way to call the user, limited in how often (`allowCall`). A command that cannot be started is said once. */
export function createNotifier(request: NotifierRequest): (call: NotifyCall) => Promise<Outcome> {
  const { options, env, desktop = thisDesktop, ring, now } = request;
  let history = NO_CALLS;
  const hasFailed = new Set<string>();
  return async (call) => {
    if (!options.bell && !options.desktop && options.command.length === 0) return { kind: 'done' };
    const allowed = allowCall(history, call.podKey, now());
    if (allowed === null) return { kind: 'done' };
    history = allowed;
    if (options.bell) ring();
    const text = plain(displayText(call.reason)) || call.kind;
    const shown = options.desktop ? desktop.notifyCommand(`podwatch: ${plain(displayName(call.podName))}`, text) : [];
    const started = await Promise.all([startCommand(shown, call, env), startCommand(options.command, call, env)]);
    const faults = ['notify.desktop', 'notify.command'].flatMap((setting, at) => {
      const fault = started[at] ?? null;
      if (fault === null || hasFailed.has(setting)) return [];
      hasFailed.add(setting);
      const program = displayText((setting === 'notify.desktop' ? shown : options.command)[0] ?? '');
      return [`${setting}: ${program} cannot be started for ${displayName(call.podName)}: ${fault}`];
    });
    return faults.length === 0 ? { kind: 'done' } : failure('failed', faults.join('; '));
  };
}

/** Resolves as soon as it runs, or with why it does not. Nobody waits for its end: the dashboard may end before. */
function startCommand(
  [program, ...args]: readonly string[],
  { podName, kind, reason }: NotifyCall,
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (program === undefined) return Promise.resolve(null);
  const own = { PODWATCH_POD: plain(podName), PODWATCH_ATTENTION: kind, PODWATCH_REASON: plain(displayText(reason)) };
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...env, ...own }, stdio: 'ignore' });
    // Not the one of `spawn`: that holds the process up where the command could not even be started.
    const limit = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
    limit.unref();
    child.once('exit', () => clearTimeout(limit));
    child.once('spawn', () => resolve(null));
    child.once('error', (error) => {
      clearTimeout(limit);
      resolve(error.message);
    });
    child.unref();
  });
}

/** An environment cannot hold NUL. */
function plain(text: string): string {
  return text.replaceAll('\0', '');
}
