// `podwatch reset`: mends a terminal that something has left in a state that nobody can work in.
import { spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { failure } from '../actions/actionFailure';
import { MEND_SCREEN } from '../terminal/terminalModes';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { print, printStyled } from './printText';
import { reportFailure } from './reportFailure';

const STTY_TIMEOUT_MS = 2000;

export const command = defineCommand({
  name: 'reset',
  group: 'itself',
  summary: 'Mend a terminal that was left broken: screen, mouse, keyboard, colours, echo',
  details: ['What is on the screen and above it stays. For whatever has left it so, podwatch or another program.'],
  positionals: {},
  options: {},
  rest: 'nothing',
  run: async (context) => mend(context),
});

function mend(context: CommandContext): number {
  const { stdin, stdout, stderr } = context;
  if (!stdout.isTTY || !stdin.isTTY) {
    const message = 'There is no terminal to mend: standard input and output must be one.';
    return reportFailure(context, failure('usage', message));
  }
  printStyled(stdout, MEND_SCREEN);
  const stty = spawnSync('stty', ['sane'], { stdio: ['inherit', 'ignore', 'ignore'], timeout: STTY_TIMEOUT_MS });
  if (stty.status === 0) {
    keepSettings();
    return 0;
  }
  print(stderr, 'podwatch: The echo and the line keys could not be mended: "stty sane" did not work.');
  return 1;
}

/** At its exit Node would put back what it has found. A closed descriptor it leaves alone. */
function keepSettings(): void {
  process.once('exit', () => {
    for (const fd of [0, 1, 2]) if (isatty(fd)) closeSync(fd);
  });
}
