// `podwatch config [--check]`: what is in force, and where each of it comes from.
import { readFileSync } from 'node:fs';
import { padText } from '../cells/cellWidth';
import { displayName } from '../cells/displayText';
import type { Config } from '../config/readConfig';
import { parseJson } from '../protocol/parsed';
import { isMissing } from '../store/fileErrors';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/command';
import { print } from './printText';

const NAME_CELLS = 16;
const ORIGIN_CELLS = 9;

export const command = defineCommand({
  name: 'config',
  group: 'itself',
  summary: 'Show the configuration that is in force, and where each of it comes from',
  details: [
    'A file that is wrong is refused by every command, with the key and the reason. Secrets of servers are not shown.',
  ],
  positionals: {},
  options: { check: { type: 'boolean', default: false, describe: 'Only say whether the file is right' } },
  rest: 'nothing',
  run: async (context, { check }) => showConfig(context, check),
});

/** What is shown of it, and the keys of the file that decide it. */
const SHOWN: readonly {
  readonly name: string;
  readonly keys: readonly string[];
  readonly of: (config: Config) => unknown;
}[] = [
  { name: 'detachKey', keys: ['detachKey'], of: ({ detachKey }) => detachKey.label },
  { name: 'historyKey', keys: ['historyKey'], of: ({ historyKey }) => historyKey?.label ?? null },
  { name: 'keys', keys: ['keys'], of: ({ keys }) => keys },
  { name: 'theme', keys: ['theme'], of: ({ theme }) => theme },
  { name: 'mouse', keys: ['mouse'], of: ({ mouse }) => mouse },
  { name: 'notify', keys: ['notify'], of: ({ notify }) => notify },
  { name: 'copyCommand', keys: ['copyCommand'], of: ({ copyCommand }) => copyCommand },
  { name: 'recordBytes', keys: ['record', 'recordBytes'], of: ({ recordBytes }) => recordBytes },
  { name: 'agents', keys: ['agents'], of: ({ agents }) => Object.keys(agents) },
  { name: 'sessions.resume', keys: ['sessions'], of: ({ resumeCommands }) => resumeCommands },
  { name: 'homes', keys: ['homes'], of: ({ homes }) => homes },
  { name: 'mcpServers', keys: ['mcpServers'], of: ({ mcpServers }) => mcpServers.map(({ name }) => name) },
];

/** It has been read and is right by now: a wrong one ends every command before it runs. */
function showConfig({ config, stdout }: CommandContext, isCheck: boolean): number {
  const given = keysOf(config.file);
  const where = given === null ? 'is not there: all is as it comes' : 'is right';
  print(stdout, `${displayName(config.file)} ${where}.`);
  if (isCheck) return 0;
  for (const { name, keys, of } of SHOWN) {
    const isGiven = keys.some((key) => given?.includes(key));
    print(
      stdout,
      `${padText(name, NAME_CELLS)}${padText(isGiven ? 'file' : 'default', ORIGIN_CELLS)}${JSON.stringify(of(config))}`,
    );
  }
  return 0;
}

/** Null: there is no file. @throws file errors. */
function keysOf(file: string): readonly string[] | null {
  try {
    const read = parseJson(readFileSync(file, 'utf8'));
    return read.ok && typeof read.value === 'object' && read.value !== null ? Object.keys(read.value) : [];
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
