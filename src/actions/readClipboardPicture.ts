// Takes a picture out of the user's clipboard into a file of ours, with whatever program of the system can.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errnoOf, errorText } from '../store/fileErrors';
import { thisDesktop } from '../system/thisDesktop';
import { type ActionFailure, failure, type Outcome } from './actionFailure';

/** Larger ones no model takes, bytes. */
const MAX_BYTES = 5 * 1024 * 1024;
/** A program that does not end is ended after this, ms. */
const TIME_LIMIT_MS = 5000;
/** Pictures that are kept: of one that was not sent yet the file is all there is. */
const MAX_KEPT = 50;

export interface ClipboardPicture {
  /** Absolute. */
  readonly file: string;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Done: it lies in a file (0600) that stays until others have come. Nothing is run through a shell. */
export async function readClipboardPicture(env: NodeJS.ProcessEnv): Promise<Outcome<ClipboardPicture>> {
  let isAnyThere = false;
  for (const { argv, needs } of thisDesktop.pictureReaders) {
    if (needs !== null && !env[needs]) continue;
    const read = await output(argv, env);
    if (read === 'missing') continue;
    isAnyThere = true;
    if (read === 'long')
      return failure('failed', `The picture in the clipboard is larger than ${MAX_BYTES / 1024 / 1024} MiB.`);
    if (read?.subarray(0, PNG.length).equals(PNG)) return kept(read, env);
  }
  const none = 'There is no picture in the clipboard.';
  const programs = thisDesktop.pictureReaders.map(({ argv: [program] }) => program).join(' or ');
  const missing = `Pictures cannot be read from the clipboard: install ${programs}.`;
  return failure('not-found', isAnyThere ? none : missing);
}

/** Null: it has failed, as it does where the clipboard holds something else. */
function output([program, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
  return new Promise<Buffer | 'missing' | 'long' | null>((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let bytes = 0;
    const limit = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.once('error', (error) => {
      clearTimeout(limit);
      resolve(errnoOf(error) === 'ENOENT' ? 'missing' : null);
    });
    child.once('close', (code) => {
      clearTimeout(limit);
      if (bytes > MAX_BYTES) resolve('long');
      else resolve(code === 0 ? Buffer.concat(chunks) : null);
    });
  });
}

function kept(picture: Buffer, env: NodeJS.ProcessEnv): Outcome<ClipboardPicture> {
  try {
    const directory = ownDirectory(env);
    const file = path.join(directory, `${Date.now()}-${process.pid}.png`);
    writeFileSync(file, picture, { mode: 0o600, flag: 'wx' });
    for (const name of readdirSync(directory).sort().slice(0, -MAX_KEPT))
      rmSync(path.join(directory, name), { force: true });
    return { kind: 'done', file };
  } catch (error) {
    return notKept(errorText(error));
  }
}

function notKept(why: string): ActionFailure {
  return failure('failed', `The picture from the clipboard cannot be kept: ${why}`);
}

/** @throws file errors; a directory there that is another user's is not used. */
function ownDirectory(env: NodeJS.ProcessEnv): string {
  const directory = path.join(env.TMPDIR || os.tmpdir(), `podwatch-pictures-${process.getuid?.() ?? 'user'}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(directory);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) throw new Error(`${directory} can be used by others`);
  return directory;
}
