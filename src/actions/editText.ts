// Has the user edit a text in their own editor, which has the terminal meanwhile.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { displayText } from '../cells/displayText';
import { errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';

/** Larger files are no message. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface EditedText {
  readonly text: string;
}

/** Done: what the editor has left. `$VISUAL`, `$EDITOR`, else vi; its words are split at blanks, no shell stands between. */
export async function editText(text: string, env: NodeJS.ProcessEnv): Promise<Outcome<EditedText>> {
  const [program = 'vi', ...args] = (env.VISUAL || env.EDITOR || 'vi').trim().split(/\s+/);
  const name = displayText(program);
  let directory: string | null = null;
  try {
    directory = mkdtempSync(path.join(os.tmpdir(), 'podwatch-'));
    const file = path.join(directory, 'message.md');
    writeFileSync(file, text, { mode: 0o600 });
    const code = await run(program, [...args, file], env);
    if (code !== 0) return failure('failed', `The editor ${name} has failed: the text is as it was.`);
    const edited = readFileSync(file);
    if (edited.length > MAX_BYTES) return failure('failed', 'The text is too long for a message: it is as it was.');
    // Editors end a file with a line break of their own.
    return { kind: 'done', text: edited.toString('utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return failure(
      'failed',
      `The editor ${name} cannot be used: ${displayText(errorText(error))}. Set EDITOR to another.`,
    );
  } finally {
    if (directory !== null) rmSync(directory, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
