// `podwatch send NAME [--wait] [TEXT|-]`.
import { askPod } from '../actions/askPod';
import { commandName } from '../actions/commandName';
import { type SendRequest, sendToPod } from '../actions/sendToPod';
import { displayName, displayText } from '../cells/displayText';
import { dialSocket } from '../client/dialSocket';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { reportFailure } from './reportFailure';

export interface SendArgs {
  readonly name: string;
  /** Null: standard input. */
  readonly text: string | null;
  /** Wait for the whole answer of the agent, and print it. */
  readonly wait: boolean;
}

export async function runSend(context: CommandContext, { name, text, wait }: SendArgs): Promise<number> {
  const found = await findPod(context, name, 'send');
  if (found.kind !== 'found') return reportFailure(context, found);
  const { socketPath } = found.entry;
  if (socketPath === null) return 1;
  if (text === null && context.stdin.isTTY) context.stderr.write('Type the text, then Ctrl+D on a line of its own.\n');
  const content = text ?? (await readAll(context.stdin));
  if (wait) return ask(context, { dial: dialSocket(socketPath), podName: name, text: content });
  const sent = await sendToPod({ dial: dialSocket(socketPath), podName: name, text: content });
  if (sent.kind !== 'done') return reportFailure(context, sent);
  context.stdout.write(`Sent to ${displayName(name)}.\n`);
  return 0;
}

async function ask(context: CommandContext, request: SendRequest): Promise<number> {
  const { stdout, stderr } = context;
  const how = `podwatch permit ${commandName(request.podName)}`;
  const onPermission = (title: string) => stderr.write(`podwatch: it asks to be allowed: ${title}. Answer: ${how}\n`);
  const asked = await askPod({ ...request, onPermission });
  if (asked.kind !== 'done') return reportFailure(context, asked);
  const { answer } = asked;
  // A file or a pipe gets it as it is; a terminal must not be told what to do.
  stdout.write(`${stdout.isTTY ? answer.split('\n').map(displayText).join('\n') : answer}\n`);
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
