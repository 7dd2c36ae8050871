// `podwatch replay NAME [--speed N] [--idle-limit S]`.
import { existsSync } from 'node:fs';
import { failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { ReplayClock } from '../recording/replayClock';
import { ReplayPlayer } from '../recording/replayPlayer';
import { CastReader } from '../store/castReader';
import { takeTerminal } from '../terminal/takeTerminal';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { defineCommand } from './line/command';
import { aPodName } from './line/commonFields';
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
    const message = `A recording is played on a terminal. The file, an asciicast: ${displayName(cast)}`;
    return reportFailure(context, failure('failed', message));
  }
  return play(context, cast, name, new ReplayClock(speed, idleLimit));
}

async function play(context: CommandContext, file: string, name: string, clock: ReplayClock): Promise<number> {
  const { stdin, stdout } = context;
  const taken = takeTerminal(stdin, stdout);
  const reader = new CastReader(file);
  const player = new ReplayPlayer(terminalSize(context), (bytes) => taken.write(bytes));
  const onKeys = (keys: Buffer) => clock.keys(keys);
  try {
    await taken.ready;
    void taken.signalled.then(() => clock.end());
    stdin.on('data', onKeys);
    stdin.resume();
    taken.enterScreen(`replay: ${displayName(name)}`);
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
      stdout.write(`\x1b[${terminalSize(context).rows};1H\x1b[0;7m${END_LINE}\x1b[0m`);
      await clock.anyKey();
    }
    return 0;
  } finally {
    stdin.off('data', onKeys);
    player.dispose();
    await reader.close();
    await taken.giveBack();
  }
}
