// What is read without the parser is what the parser would have read; all else is left to it.
import fc from 'fast-check';
import { command as attach } from '../../../src/commands/attach';
import { command as dashboard } from '../../../src/commands/dashboard';
import type { Command, Fields } from '../../../src/commands/line/command';
import { COMMON_FIELDS } from '../../../src/commands/line/commonFields';
import { plainWords } from '../../../src/commands/line/plainWords';
import { command as ls } from '../../../src/commands/ls';
import { command as prune } from '../../../src/commands/prune';
import { command as rm } from '../../../src/commands/rm';
import { command as run } from '../../../src/commands/run';
import { command as send } from '../../../src/commands/send';
import { command as status } from '../../../src/commands/status';
import { command as wait } from '../../../src/commands/wait';

// The build fills it in.
Reflect.set(globalThis, 'WAY_TO_DIST', '.');
const parser = import('../../../src/commands/line/parseWords');

const COMMANDS: readonly Command[] = [attach, dashboard, ls, prune, rm, run, send, status, wait];

/** By the names under which a command finds them. */
function declared(command: Command, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys({ ...command.positionals, ...command.options, ...COMMON_FIELDS });
  const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(names.map((name) => [name, args[camelCase(name)]]));
}

const lines = fc.constantFrom(...COMMANDS).chain((command) => {
  const fields: Fields = { ...command.options, ...COMMON_FIELDS };
  const options = Object.entries(fields).flatMap(([name, { alias }]) => [
    `--${name}`,
    ...(typeof alias === 'string' ? [`-${alias}`] : []),
  ]);
  const value = fc.constantFrom(
    'one',
    '7',
    '-',
    '-x',
    '--',
    '',
    'true',
    'false',
    'a b',
    'é',
    '--unknown',
    '-ab',
    '1e3',
  );
  const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...options) }, { weight: 2, arbitrary: value });
  return fc.record({ command: fc.constant(command), words: fc.array(word, { maxLength: 6 }) });
});

test('it says what the parser says', async () => {
  const { parseWords } = await parser;
  await fc.assert(
    fc.asyncProperty(lines, async ({ command, words }) => {
      const plain = plainWords(command, words);
      if (plain === null) return;
      const read = await parseWords(command, words);
      expect(declared(command, plain.args)).toEqual(declared(command, read?.args ?? {}));
      expect(plain.rest).toEqual(read?.rest);
    }),
    { numRuns: 400 },
  );
});

test.each([
  [ls, ['--json', '-a', '--limit', '3'], { json: true, all: true, limit: '3', watch: false }, []],
  [
    run,
    ['-d', 'web', '--env', 'A=1', '--env', 'B=2', '--', 'npm', '-d'],
    { detach: true, name: 'web', env: ['A=1', 'B=2'] },
    ['npm', '-d'],
  ],
  [send, ['web', '-'], { name: 'web', text: '-' }, []],
  [dashboard, ['-r', '--home', '/a', '--home', '/b'], { resume: true, home: ['/a', '/b'] }, []],
])('usual lines need no parser: %#', (command, words, args, rest) => {
  expect(plainWords(command, words)).toEqual({ args: expect.objectContaining(args), rest });
});

test.each([
  [ls, ['--help']],
  [ls, ['--json=true']],
  [ls, ['--json', 'false']],
  [ls, ['--limit']],
  [ls, ['--limit', '-1']],
  [ls, ['-aw']],
  [ls, ['one']],
  [ls, ['--', 'one']],
  [ls, ['']],
  [run, ['--agent', 'claude']],
  [run, ['--policy', 'ask']],
  [rm, ['--jsno']],
  [status, []],
])('what is unusual or wrong is the parser’s: %#', (command, words) => {
  expect(plainWords(command, words)).toBeNull();
});
