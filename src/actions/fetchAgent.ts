// Fetches the package of an agent that npx would fetch at its first start: how long that takes is nobody's fault, and no silence of the agent.
import { spawn } from 'node:child_process';
import { displayText } from '../cells/displayText';
import { type ActionFailure, failure } from './actionFailure';
import { commandName } from './commandName';

/** Hundreds of MB over a slow line, ms. */
const FETCH_TIMEOUT_MS = 30 * 60_000;
const PROGRESS_EVERY_MS = 1000;
const LAST_WORDS = 3;
const MAX_WORDS = 8 * 1024;

export interface AgentFetch {
  /** With its version, as npx takes it. */
  readonly wanted: string;
  readonly env: NodeJS.ProcessEnv;
  /** Each second that it lasts. */
  readonly onProgress: (seconds: number) => void;
  /** Ends it: whoever wanted it has gone. */
  readonly stop?: AbortSignal | undefined;
}

/** Resolves when npx has it. An interrupt of the terminal reaches npx, too. */
export function fetchAgent({
  wanted,
  env,
  onProgress,
  stop,
}: AgentFetch): Promise<{ readonly kind: 'done' } | ActionFailure> {
  const began = performance.now();
  // Node is there, and does nothing.
  const child = spawn('npx', ['-y', '-p', wanted, 'node', '-e', ''], {
    env,
    timeout: FETCH_TIMEOUT_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(stop !== undefined && { signal: stop }),
  });
  const timer = setInterval(() => onProgress(Math.round((performance.now() - began) / 1000)), PROGRESS_EVERY_MS);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(-MAX_WORDS);
  });
  return new Promise((resolve) => {
    const end = (why: string | null) => {
      clearInterval(timer);
      resolve(
        why === null
          ? { kind: 'done' }
          : failure(
              'failed',
              `npx could not fetch ${displayText(wanted)}: ${why}. Fetch it by hand: npx -y -p ${commandName(wanted)} true`,
            ),
      );
    };
    child.once('error', (error) => {
      // What it has started itself may hold its pipe for long.
      child.stderr.destroy();
      end(displayText(error.message));
    });
    child.once('close', (code, signal) =>
      end(code === 0 ? null : `${lastWords(words)} (${signal ?? `exit code ${code}`})`),
    );
  });
}

function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return displayText(lines.slice(-LAST_WORDS).join(' | ')) || 'it said nothing';
}
