// A short run of another program: no shell, nothing to read, an end in time, and no more output than fits.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { signalGroup } from '../../processes/childGroup';
import type { ProgramOutput, RunProgram } from './multiplexer';

const TIMEOUT_MS = 2000;
const MAX_OUTPUT = 1024 * 1024;

/** Programs run with exactly this environment. */
export function programRunner(env: Readonly<Record<string, string | undefined>>, timeoutMs = TIMEOUT_MS): RunProgram {
  return ([program = '', ...args]) =>
    new Promise((resolve) => {
      const child: ChildProcess = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
      // Without files for its pipes it has none.
      const { stdout } = child;
      const chunks: Buffer[] = [];
      let bytes = 0;
      let isDone = false;
      const end = (output: ProgramOutput | null): void => {
        if (isDone) return;
        isDone = true;
        clearTimeout(timer);
        stdout?.destroy();
        resolve(output);
      };
      const giveUp = (): void => {
        // Its own group: what it has started goes as well.
        signalGroup(child.pid, 'SIGKILL');
        end(null);
      };
      const timer = setTimeout(giveUp, timeoutMs);
      stdout?.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_OUTPUT) giveUp();
        else chunks.push(chunk);
      });
      child.on('error', () => end(null));
      child.on('close', (code) => end({ code, stdout: Buffer.concat(chunks).toString('utf8') }));
    });
}

/** Is there a program of that name on the PATH? */
export function isOnPath(command: string, env: Readonly<Record<string, string | undefined>>): boolean {
  return (env.PATH ?? '').split(path.delimiter).some((directory) => {
    const file = path.join(directory, command);
    try {
      accessSync(file, constants.X_OK);
      return directory !== '' && statSync(file).isFile();
    } catch {
      return false;
    }
  });
}
