// `podwatch wait NAME… --until idle|attention|ended|output=TEXT`.
import { failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { podNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { parseSpan } from './parseSpan';
import { print, printJson } from './printText';
import { reportFailure } from './reportFailure';
import {
  GOALS,
  jsonWaited,
  parseGoal,
  type WaitOutcome,
  type WaitRequest,
  type WaitResult,
  waitForPods,
} from './waitForPods';

/** Nobody waits for ever. */
const DEFAULT_TIMEOUT_MS = 10 * 60_000;

export const command = defineCommand({
  name: 'wait',
  group: 'pods',
  summary: 'Wait until Pods are idle, need you, have ended, or have put out a text',
  details: [
    'It waits for all of them, with --any for one. What is so already counts; of a text, what the screen shows and what is put out from now on (of an agent, what it has said since your last words). Without --timeout it waits for 10 minutes.',
    'Exit codes: 0 reached, 1 timed out, 3 no such Pod, 4 it can never be reached (the Pod is not running).',
  ],
  positionals: { names: { ...podNames, complete: { pods: null } } },
  options: {
    until: {
      type: 'string',
      requiresArg: true,
      value: 'WHAT',
      default: 'idle',
      complete: { words: ['idle', 'attention', 'ended', 'output='] },
      describe: `${GOALS.join(', ')} (default: idle)`,
    },
    timeout: {
      type: 'string',
      requiresArg: true,
      value: 'S',
      describe: 'At most so long: seconds, or with a unit (5m)',
    },
    any: { type: 'boolean', default: false, describe: 'Until one of them has reached it' },
    json: { type: 'boolean', default: false, describe: 'One JSON line on what came of it' },
  },
  rest: 'words',
  run: (context, { names, until, timeout, any, json }, more) =>
    runWait(context, {
      names: [...names, ...more],
      goal: parseGoal(until),
      until,
      timeoutMs: timeout === undefined ? DEFAULT_TIMEOUT_MS : parseSpan('--timeout', timeout),
      any,
      json,
    }),
});

interface WaitArgs extends WaitRequest {
  /** As it was written. */
  readonly until: string;
  readonly json: boolean;
}

const EXIT_CODES: Readonly<Record<WaitOutcome, number>> = { reached: 0, timeout: 1, never: 4 };

async function runWait(context: CommandContext, args: WaitArgs): Promise<number> {
  const report = await waitForPods(context, args);
  if (report.kind !== 'waited') return reportFailure(context, report);
  const { outcome, waitedMs, results } = report;
  if (args.json) {
    const pods = await Promise.all(results.map(jsonWaited));
    printJson(context.stdout, { at: Date.now(), until: args.until, outcome, waitedMs, pods });
    return EXIT_CODES[outcome];
  }
  for (const result of results) say(context, result, args, outcome);
  return EXIT_CODES[outcome];
}

/** Of those that were not waited for to the end nothing is said. */
function say(context: CommandContext, { name, outcome, reason }: WaitResult, args: WaitArgs, ofAll: WaitOutcome): void {
  const shown = displayName(name);
  if (outcome === 'reached') print(context.stdout, `${shown}: ${args.until}`);
  else if (outcome === 'never') {
    reportFailure(context, failure('not-eligible', `"${shown}" can never be ${wordsOf(args)}: ${reason}.`));
  } else if (ofAll === 'timeout') {
    const message = `"${shown}" was not ${wordsOf(args)} within ${args.timeoutMs / 1000} s.`;
    reportFailure(context, failure('timeout', message));
  }
}

function wordsOf({ goal }: WaitArgs): string {
  if (goal.kind === 'attention') return 'in need of you';
  return goal.kind === 'output' ? 'seen to put that out' : goal.kind;
}
