// Shows a text in the user's pager, or editor, which has the terminal meanwhile.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { displayText } from '../cells/displayText';
import { errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';

/** `$PAGER`, `$VISUAL`, `$EDITOR`, else less; its words are split at blanks, no shell stands between. */
export async function showText(text: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const [program = 'less', ...args] = (env.PAGER || env.VISUAL || env.EDITOR || 'less').trim().split(/\s+/);
  let directory: string | null = null;
  try {
    directory = mkdtempSync(path.join(os.tmpdir(), 'podwatch-'));
    const file = path.join(directory, 'history.txt');
    writeFileSync(file, text, { mode: 0o600 });
    await run(program, [...args, file], env);
    return { kind: 'done' };
  } catch (error) {
    const words = `${displayText(program)} cannot be used: ${displayText(errorText(error))}`;
    return failure('failed', `${words}. Set PAGER to another.`);
  } finally {
    if (directory !== null) rmSync(directory, { recursive: true, force: true });
  }
}

/** Meant for the program in front, by whoever sits at the terminal. */
const FOR_IT = ['SIGINT', 'SIGQUIT'] as const;

/** What it says with its exit code is its own business. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const ignore = () => {};
  for (const signal of FOR_IT) process.on(signal, ignore);
  return new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', () => resolve());
  }).finally(() => {
    for (const signal of FOR_IT) process.off(signal, ignore);
  });
}
