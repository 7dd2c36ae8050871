// `podwatch send NAME [--wait] [TEXT|-]`.
import { sendToPod } from '../actions/sendToPod';
import { dialSocket } from '../client/dialSocket';
import { openTalk } from '../client/talk';
import { sendWhileLive } from '../podList/eligibility';
import type { CommandContext } from './commandContext';
import { aPodName } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { print } from './printText';
import { registeredSocket } from './registeredSocket';
import { reportFailure } from './reportFailure';
import { type SendArgs, sentWords } from './sendArgs';

export const command = defineCommand({
  name: 'send',
  group: 'pods',
  summary: 'Send a line to live Pods ("-": from standard input)',
  details: [
    'NAME may be a glob; --to names more Pods. Each is told by itself what came of it, and the exit code is that of the first which has not taken the text.',
  ],
  positionals: {
    name: { ...aPodName, complete: { pods: 'send' } },
    text: { type: 'string', value: 'TEXT|-', describe: 'What to send; "-" or nothing: standard input' },
  },
  options: {
    to: {
      type: 'string',
      array: true,
      requiresArg: true,
      value: 'NAME',
      complete: { pods: 'send' },
      describe: 'To this Pod too (repeatable); also globs',
    },
    file: { type: 'string', alias: 'F', requiresArg: true, value: 'FILE', describe: 'What stands in this file' },
    now: {
      type: 'boolean',
      default: false,
      describe: 'Into the turn that runs, where the agent takes it there; else it waits for the end',
    },
    wait: { type: 'boolean', default: false, describe: 'Wait for the answer of an agent and print it' },
  },
  rest: 'words',
  isOverAtOnce: true,
  run: (context, { name, text, to = [], file, now, wait }, words) => {
    const given = text === '-' ? null : (text ?? null);
    const more = words.length > 0 ? words.join(' ') : null;
    if (now && wait)
      throw new UsageError('An answer to wait for belongs to a turn of its own: leave --now or --wait out.');
    if (text !== undefined && more !== null)
      throw new UsageError('Send either a text or the standard input, not both.');
    if (file !== undefined && (text !== undefined || more !== null)) {
      throw new UsageError('Send either a text or a file, not both.');
    }
    return runSend(context, { names: [name, ...to], text: given ?? more, file: file ?? null, isNow: now, wait });
  },
});

/** @returns the exit code. */
async function runSend(context: CommandContext, args: SendArgs): Promise<number> {
  const code = await sendStraight(context, args);
  if (code !== null) return code;
  const { sendToListed } = await import('./sendToListed');
  return sendToListed(context, args);
}

/**
 * The socket is tried first (formats §7): one live Pod gets its text without a look at all the others. Null: the list is needed to tell
 * what is meant, or why it cannot be done; nothing was sent.
 */
async function sendStraight(context: CommandContext, { names, text, wait, isNow }: SendArgs): Promise<number | null> {
  const [podName, another] = names;
  if (podName === undefined || another !== undefined || text === null || wait) return null;
  const socketPath = await registeredSocket(context, podName);
  if (socketPath === null) return null;
  const dial = dialSocket(socketPath);
  const opened = await openTalk(dial);
  if (!opened.ok) return null;
  const talk = opened.value;
  try {
    if (!sendWhileLive(talk.hello).allowed) return null;
    const sent = await sendToPod({ podName, dial, talkOver: () => talk, text, isNow });
    if (sent.kind !== 'done') return reportFailure(context, sent);
    print(context.stdout, sentWords(podName, sent));
    return 0;
  } finally {
    // An open one would keep the command from ending, also where nothing was said over it.
    talk.close();
  }
}
