// `podwatch send NAME [--wait] [TEXT|-]`.
import path from 'node:path';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { entryName } from '../podList/entryName';
import { errorWords } from '../store/fileErrors';
import { readText } from '../store/regularFile';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import type { FoundPod } from './foundPod';
import { defineCommand } from './line/command';
import { aPodName } from './line/commonFields';
import { UsageError } from './line/usageError';
import { expandNames } from './podPatterns';
import { complain, print, printOriginal } from './printText';
import { reportFailure } from './reportFailure';

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

interface SendArgs {
  /** Also globs. */
  readonly names: readonly string[];
  /** Null: standard input, or the file. */
  readonly text: string | null;
  readonly file: string | null;
  /** Into the turn that runs. */
  readonly isNow: boolean;
  /** Wait for the whole answer of the agent, and print it. */
  readonly wait: boolean;
}

async function runSend(context: CommandContext, { names, text, file, isNow, wait }: SendArgs): Promise<number> {
  const list = await readPodList(context, names);
  const wanted = expandNames(names, list.entries);
  const found = await Promise.all(wanted.map((name) => findPod(context, name, 'send', list)));
  const codes = found.flatMap((each) => (each.kind === 'found' ? [] : [reportFailure(context, each)]));
  const targets = found.filter((each) => each.kind === 'found');
  if (targets.length > 0) {
    const content = text ?? (await readContent(context, file));
    if (typeof content !== 'string') return reportFailure(context, content);
    // An answer is printed whole before the next one.
    if (wait) for (const target of targets) codes.push(await ask(context, target, content));
    else codes.push(...(await Promise.all(targets.map((target) => sendOne(context, target, content, isNow)))));
  }
  return codes.find((code) => code !== 0) ?? 0;
}

async function sendOne(
  context: CommandContext,
  { place, entry }: FoundPod,
  text: string,
  isNow: boolean,
): Promise<number> {
  const sent = await place.send(entry, text, { isNow });
  if (sent.kind !== 'done') return reportFailure(context, sent);
  const name = displayName(entryName(entry));
  const waits = `Queued for ${name}: it is sent when the turn that runs has ended.`;
  print(context.stdout, sent.isQueued ? waits : `Sent to ${name}.`);
  return 0;
}

/** The largest that a Pod takes at once, bytes. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

async function readContent(context: CommandContext, file: string | null): Promise<string | ActionFailure> {
  if (file !== null) {
    try {
      return withoutLineEnd(readText(path.resolve(context.cwd, file), MAX_FILE_BYTES));
    } catch (error) {
      return failure('failed', `The file ${displayName(file)} cannot be read: ${errorWords(error)}.`);
    }
  }
  if (context.stdin.isTTY) print(context.stderr, 'Type the text, then Ctrl+D on a line of its own.');
  return readAll(context.stdin);
}

async function ask(context: CommandContext, { place, entry }: FoundPod, text: string): Promise<number> {
  const { stdout, stderr } = context;
  const how = `podwatch permit ${commandName(entryName(entry))}`;
  const onPermission = (title: string) => complain(stderr, `it asks to be allowed: ${title}. Answer: ${how}`);
  const asked = await place.ask(entry, text, onPermission);
  if (asked.kind !== 'done') return reportFailure(context, asked);
  const { answer } = asked;
  // A file or a pipe gets it as it is; a terminal must not be told what to do.
  printOriginal(stdout, `${answer}\n`);
  return 0;
}

async function readAll(input: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return withoutLineEnd(Buffer.concat(chunks).toString('utf8'));
}

/** The Pod adds its own. */
function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
