// `podwatch config [--check]`: what is in force, and where each of it comes from.
import { padText } from '../cells/cellWidth';
import { displayName } from '../cells/displayText';
import { nearestWord } from '../config/nearestWord';
import type { Config } from '../config/readConfig';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { print } from './printText';

const NAME_CELLS = 16;
const ORIGIN_CELLS = 9;

export const command = defineCommand({
  name: 'config',
  group: 'itself',
  summary: 'Show the configuration that is in force, and where each of it comes from',
  details: [
    'What is wrong in the file is said by every command, with the key, the reason and the word that was meant most likely, and is passed over; all else in it holds. --check ends with 1 then. An editor that knows JSON schemas helps with the file that names one: "$schema", docs/config.schema.json of this package. Secrets of servers are not shown.',
  ],
  positionals: {},
  options: { check: { type: 'boolean', default: false, describe: 'Only say whether the file is right' } },
  rest: 'nothing',
  saysConfigFaults: true,
  run: async (context, { check }) => showConfig(context, check),
});

/** What is shown of it, and the keys of the file that decide it. */
const SHOWN: readonly {
  readonly name: string;
  readonly keys: readonly string[];
  readonly of: (config: Config) => unknown;
}[] = [
  {
    name: 'detachKey',
    keys: ['detachKey'],
    of: ({ detachKeys: [first, ...more] }) =>
      more.length === 0 ? first.label : [first, ...more].map(({ label }) => label),
  },
  { name: 'historyKey', keys: ['historyKey'], of: ({ historyKey }) => historyKey?.label ?? null },
  { name: 'nextKey', keys: ['nextKey'], of: ({ nextKey }) => nextKey?.label ?? null },
  { name: 'attachMouse', keys: ['attachMouse'], of: ({ attachMouse }) => attachMouse },
  { name: 'keys', keys: ['keys'], of: ({ keys }) => keys },
  { name: 'theme', keys: ['theme'], of: ({ theme }) => theme },
  { name: 'mouse', keys: ['mouse'], of: ({ mouse }) => mouse },
  { name: 'notify', keys: ['notify'], of: ({ notify }) => notify },
  { name: 'copyCommand', keys: ['copyCommand'], of: ({ copyCommand }) => copyCommand },
  { name: 'recordBytes', keys: ['record', 'recordBytes'], of: ({ recordBytes }) => recordBytes },
  { name: 'agents', keys: ['agents'], of: ({ agents }) => Object.keys(agents) },
  { name: 'sessions.resume', keys: ['sessions'], of: ({ resumeCommands }) => resumeCommands },
  { name: 'sessions.as', keys: ['sessions'], of: ({ sessionsAs }) => sessionsAs },
  { name: 'homes', keys: ['homes'], of: ({ homes }) => homes },
  { name: 'mcpServers', keys: ['mcpServers'], of: ({ mcpServers }) => mcpServers.map(({ name }) => name) },
  { name: 'clientTools', keys: ['clientTools'], of: ({ clientTools }) => clientTools },
  { name: 'readBeforeAllowing', keys: ['readBeforeAllowing'], of: ({ readBeforeAllowing }) => readBeforeAllowing },
];

async function showConfig({ config, stdout }: CommandContext, isCheck: boolean): Promise<number> {
  // The keymap is a large part of the dashboard: nothing else here needs it.
  const { remapKeys } = await import('../dashboard/loop/remapKeys');
  const faults = [...config.faults, ...remapKeys(config.keys, nearestWord).faults];
  const { given } = config;
  const file = displayName(config.file);
  if (faults.length > 0) print(stdout, `${file} is wrong in this, which is passed over:`);
  else print(stdout, `${file} ${given === null ? 'is not there: all is as it comes' : 'is right'}.`);
  for (const fault of faults) print(stdout, `  ${fault}`);
  if (isCheck) return faults.length > 0 ? 1 : 0;
  for (const { name, keys, of } of SHOWN) {
    const isGiven = keys.some((key) => given?.includes(key));
    print(
      stdout,
      `${padText(name, NAME_CELLS)}${padText(isGiven ? 'file' : 'default', ORIGIN_CELLS)}${JSON.stringify(of(config))}`,
    );
  }
  return 0;
}
