// `podwatch send NAME [--wait] [TEXT|-]`.
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import type { FoundPod } from './foundPod';
import { defineCommand } from './line/command';
import { aPodName } from './line/commonFields';
import { UsageError } from './line/usageError';
import { complain, print, printOriginal } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'send',
  group: 'pods',
  summary: 'Send a line to a live Pod ("-": from standard input)',
  positionals: {
    name: { ...aPodName, complete: { pods: 'send' } },
    text: { type: 'string', value: 'TEXT|-', describe: 'What to send; "-" or nothing: standard input' },
  },
  options: { wait: { type: 'boolean', default: false, describe: 'Wait for the answer of an agent and print it' } },
  rest: 'words',
  run: (context, { name, text, wait }, words) => {
    const given = text === '-' ? null : (text ?? null);
    const more = words.length > 0 ? words.join(' ') : null;
    if (text !== undefined && more !== null)
      throw new UsageError('Send either a text or the standard input, not both.');
    return runSend(context, { name, text: given ?? more, wait });
  },
});

interface SendArgs {
  readonly name: string;
  /** Null: standard input. */
  readonly text: string | null;
  /** Wait for the whole answer of the agent, and print it. */
  readonly wait: boolean;
}

async function runSend(context: CommandContext, { name, text, wait }: SendArgs): Promise<number> {
  const found = await findPod(context, name, 'send');
  if (found.kind !== 'found') return reportFailure(context, found);
  if (text === null && context.stdin.isTTY) print(context.stderr, 'Type the text, then Ctrl+D on a line of its own.');
  const content = text ?? (await readAll(context.stdin));
  if (wait) return ask(context, found, content);
  const sent = await found.place.send(found.entry, content);
  if (sent.kind !== 'done') return reportFailure(context, sent);
  const waits = `Queued for ${displayName(name)}: it is sent when the turn that runs has ended.`;
  print(context.stdout, sent.isQueued ? waits : `Sent to ${displayName(name)}.`);
  return 0;
}

async function ask(context: CommandContext, { place, entry }: FoundPod, text: string): Promise<number> {
  const { stdout, stderr } = context;
  const how = `podwatch permit ${commandName(entry.id.name)}`;
  const onPermission = (title: string) => complain(stderr, `it asks to be allowed: ${title}. Answer: ${how}`);
  const asked = await place.ask(entry, text, onPermission);
  if (asked.kind !== 'done') return reportFailure(context, asked);
  const { answer } = asked;
  // A file or a pipe gets it as it is; a terminal must not be told what to do.
  printOriginal(stdout, `${answer}\n`);
  return 0;
}

/** The whole input without its last line end: the Pod adds its own. */
async function readAll(input: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
