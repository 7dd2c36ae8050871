// `podwatch replay NAME [--speed N] [--idle-limit S]`.
import { existsSync } from 'node:fs';
import { failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { hostOf } from '../podList/podPlace';
import { ReplayClock } from '../recording/replayClock';
import { ReplayPlayer } from '../recording/replayPlayer';
import { CastReader } from '../store/castReader';
import { StoppableTerminal } from '../terminal/stoppableTerminal';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { aPodName } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { reportFailure } from './reportFailure';
import { canShowPod, hasTerminal, terminalSize } from './showPod';

const MAX_SPEED = 1000;

export const command = defineCommand({
  name: 'replay',
  group: 'history',
  summary: 'Play what a Pod has shown; space pauses, q ends',
  positionals: { name: { ...aPodName, complete: { pods: null } } },
  options: {
    speed: { type: 'string', requiresArg: true, value: 'N', default: '1', describe: 'So many times as fast' },
    'idle-limit': {
      type: 'string',
      requiresArg: true,
      value: 'S',
      default: '2',
      describe: 'Longest pause, in seconds; 0: as it was',
    },
  },
  rest: 'nothing',
  run: (context, { name, speed, idleLimit }) =>
    runReplay(context, {
      name,
      speed: numberOf('--speed', speed, 0.01),
      idleLimit: numberOf('--idle-limit', idleLimit, 0),
    }),
});

/** @throws UsageError */
function numberOf(option: string, text: string, least: number): number {
  const value = /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && (option !== '--speed' || value <= MAX_SPEED)) return value;
  throw new UsageError(
    `${option} must be a number${option === '--speed' ? ` up to ${MAX_SPEED}` : ''}: ${JSON.stringify(text)}`,
  );
}

interface ReplayArgs {
  readonly name: string;
  readonly speed: number;
  /** Seconds; 0: none. */
  readonly idleLimit: number;
}

const CTRL_Z = 0x1a;
const END_LINE = ' end of the recording · any key ';

async function runReplay(context: CommandContext, { name, speed, idleLimit }: ReplayArgs): Promise<number> {
  const found = await findPod(context, name, null);
  if (found.kind !== 'found') return reportFailure(context, found);
  if (hasTerminal(context) && !canShowPod(context)) {
    const message = `A recording cannot be played in a terminal of the kind "dumb" (TERM=dumb). As text: podwatch logs ${commandName(name)}`;
    return reportFailure(context, failure('usage', message));
  }
  const located = await found.place.findLog(found.entry.id);
  if (located.kind !== 'done') return reportFailure(context, located);
  const { cast } = located.log;
  if (!existsSync(cast)) {
    return reportFailure(context, failure('failed', `The Pod "${displayName(name)}" has no recording.`));
  }
  if (!hasTerminal(context)) {
    const where = hostOf(found.entry.id) === null ? ` The file, an asciicast: ${displayName(cast)}` : '';
    return reportFailure(context, failure('failed', `A recording is played on a terminal.${where}`));
  }
  return play(context, cast, name, new ReplayClock(speed, idleLimit));
}

async function play(context: CommandContext, file: string, name: string, clock: ReplayClock): Promise<number> {
  const { stdin, stdout } = context;
  const reader = new CastReader(file);
  const player = new ReplayPlayer(terminalSize(context), (bytes) => terminal.write(bytes));
  let isAtEnd = false;
  const redraw = () => {
    player.resize(terminalSize(context));
    if (isAtEnd) terminal.write(endLine(terminalSize(context).rows));
  };
  const terminal = new StoppableTerminal({
    input: stdin,
    output: stdout,
    title: `replay: ${displayName(name)}`,
    keys: (typed) => {
      if (typed.includes(CTRL_Z)) void terminal.stop();
      else clock.keys(typed);
    },
    redraw,
    signalled: () => clock.end(),
  });
  stdout.on('resize', redraw);
  try {
    await terminal.open();
    let hasBegun = false;
    for await (const event of reader.newEvents()) {
      // Nobody waits for the first output; a file only knows the whole second of its start.
      hasBegun ||= event.kind === 'o';
      if (hasBegun && !(await clock.waitFor(event.at))) break;
      await player.play(event);
      // A terminal that is slow is waited for, and can still be left.
      if (stdout.writableNeedDrain) await Promise.race([new Promise((go) => stdout.once('drain', go)), clock.ended]);
    }
    if (!clock.hasEnded) {
      isAtEnd = true;
      terminal.write(endLine(terminalSize(context).rows));
      await clock.anyKey();
    }
    return 0;
  } finally {
    stdout.off('resize', redraw);
    player.dispose();
    await reader.close();
    await terminal.close();
  }
}

function endLine(row: number): Buffer {
  return Buffer.from(`\x1b[${row};1H\x1b[0;7m${END_LINE}\x1b[0m`);
}
