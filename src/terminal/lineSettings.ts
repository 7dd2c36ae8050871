// The line settings of a terminal, in the words of `stty -g`: asked before anything changes them, to be put back by whoever can.
import { spawn, spawnSync } from 'node:child_process';

const STTY_TIMEOUT_MS = 1000;

/** Empty: nobody can say. */
export function lineSettings(input: number): string {
  const found = spawnSync('stty', ['-g'], { stdio: [input, 'pipe', 'ignore'], timeout: STTY_TIMEOUT_MS });
  return found.status === 0 ? found.stdout.toString('latin1').trim() : '';
}

/** The same for who has something else to do meanwhile. Never rejects. */
export function askedLineSettings(input: number): Promise<string> {
  return new Promise((resolve) => {
    const asked = spawn('stty', ['-g'], { stdio: [input, 'pipe', 'ignore'], timeout: STTY_TIMEOUT_MS });
    let said = '';
    asked.stdout?.setEncoding('latin1').on('data', (text: string) => {
      said += text;
    });
    asked.on('error', () => resolve(''));
    asked.on('close', (code) => resolve(code === 0 ? said.trim() : ''));
  });
}
