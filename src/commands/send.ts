// `podwatch send NAME [TEXT|-]`.
import { sendToPod } from '../actions/sendToPod';
import { displayName } from '../text/displayText';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { reportFailure } from './reportFailure';

export interface SendArgs {
  readonly name: string;
  /** Null: standard input. */
  readonly text: string | null;
}

export async function runSend(context: CommandContext, { name, text }: SendArgs): Promise<number> {
  const found = await findPod(context, name, 'send');
  if (found.kind !== 'found') return reportFailure(context, found);
  const { socketPath } = found.entry;
  if (socketPath === null) return 1;
  if (text === null && context.stdin.isTTY) context.stderr.write('Type the text, then Ctrl+D on a line of its own.\n');
  const content = text ?? (await readAll(context.stdin));
  const sent = await sendToPod({ socketPath, podName: name, text: content });
  if (sent.kind !== 'done') return reportFailure(context, sent);
  context.stdout.write(`Sent to ${displayName(name)}.\n`);
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
