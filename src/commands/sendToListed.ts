// Sends to the Pods that names and globs mean among all there are, or asks them and waits for their answers.
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
import { expandNames } from './podPatterns';
import { complain, print, printOriginal } from './printText';
import { reportFailure } from './reportFailure';
import { type SendArgs, sentWords } from './sendArgs';

/** @returns the exit code: that of the first Pod which has not taken the text. */
export async function sendToListed(
  context: CommandContext,
  { names, text, file, isNow, wait }: SendArgs,
): Promise<number> {
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
  print(context.stdout, sentWords(entryName(entry), sent));
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
  // What it asks may be a question of its own, with its mark at the end.
  const onPermission = (title: string) =>
    complain(stderr, `it asks: ${title}${/[.?!]$/.test(title) ? '' : '.'} Answer: ${how}`);
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
