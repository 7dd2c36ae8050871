// `podwatch adopt SESSION/SEGMENT NAME`.
import path from 'node:path';
import { adoptLog } from '../actions/adoptLog';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { findLogKind } from '../store/findLogKind';
import type { CommandContext } from './commandContext';
import { cwdField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { terminalSize } from './showPod';

export const command = defineCommand({
  name: 'adopt',
  group: 'history',
  summary: 'Make a Pod of a log that belongs to none; podwatch doctor names them',
  details: [
    'What stands after "--" is what a restore starts, an agent where an agent has written the log; without it that has to be said then.',
  ],
  positionals: {
    segment: {
      type: 'string',
      demandOption: true,
      value: 'SESSION/SEGMENT',
      describe: 'The log, or a unique beginning of it',
    },
    name: { type: 'string', demandOption: true, value: 'NAME', describe: 'Name of the new Pod' },
  },
  options: { cwd: cwdField },
  rest: 'command',
  run: runAdopt,
});

interface AdoptArgs {
  readonly segment: string;
  readonly name: string;
  readonly cwd?: string | undefined;
}

async function runAdopt(
  context: CommandContext,
  { segment, name, cwd = '.' }: AdoptArgs,
  argv: readonly string[],
): Promise<number> {
  const [home] = context.homes;
  const kind = findLogKind(home, segment);
  const launch =
    argv.length === 0 ? null : { kind, argv: [...argv], cwd: path.resolve(context.cwd, cwd), ...terminalSize(context) };
  const adopted = await adoptLog({ home, segment, name, launch });
  if (adopted.kind !== 'done') return reportFailure(context, adopted);
  const word = commandName(name);
  const restore = launch === null ? `podwatch restore ${word} -- CMD` : `podwatch restore ${word}`;
  print(
    context.stdout,
    `Pod ${displayName(name)} has the log ${adopted.segment}. Read it: podwatch logs ${word}. Go on: ${restore}`,
  );
  return 0;
}
