// Every command with its arguments, as yargs reads them; the code of a command is loaded when it runs.
import { parseDetachKey } from '../terminal/detachKey';
import { addExplain } from './addExplain';
import { addLogs } from './addLogs';
import { addReplay } from './addReplay';
import { addStatus } from './addStatus';
import { addAgents, addPermit, agentRequest, runAgentOptions } from './agentCommands';
import type { Command } from './commandContext';
import { type Argv, type Common, noRest, type Parsed, podName, type Run, rest, UsageError } from './commandParsing';
import { completeWord, completionArguments } from './completion';

// By `require`: the ESM build of yargs breaks lines of help within words.
import yargs = require('yargs');

const EXAMPLES: readonly [command: string, does: string][] = [
  ['$0', 'open the dashboard'],
  ['$0 run demo -- npm run dev', 'start a Pod and attach to it; Ctrl+\\ detaches'],
  ['$0 attach demo', 'attach to it again'],
  ['$0 send demo "make test"', 'type a line into it from here'],
  ['$0 ls --json', 'all Pods, for scripts'],
];

/** @returns the exit code. Throws only for bugs. */
export async function runCommandLine(words: readonly string[], version: string): Promise<number> {
  try {
    return await runArguments(completionArguments(words, process.env), version);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`podwatch: ${error.message}\nSee: podwatch --help\n`);
    return 2;
  }
}

/** @throws UsageError */
async function runArguments(argv: readonly string[], version: string): Promise<number> {
  let code = 0;
  const run: Run = async (args, command, detachKey) => {
    code = await runParsed(args, command, detachKey);
  };
  let parser = commonOptions(withoutDash(argv), version);
  for (const add of [
    addRun,
    addAttach,
    addLs,
    addSend,
    addRestore,
    addStop,
    addRm,
    addLogs,
    addReplay,
    addExplain,
    addPermit,
    addAgents,
    addStatus,
    addDemo,
    addDashboard,
  ]) {
    parser = add(parser, run);
  }
  try {
    await parser
      .completion(
        'completion',
        'Print the completion script of your shell, or of the one that follows: bash, zsh',
        completeWord,
      )
      .parseAsync();
    return code;
  } catch (error) {
    // The script, or what it asks for, is out by now; as yargs must not end the process, it goes on and takes the word
    // for an unknown one.
    const isOut = argv[0] === 'completion' || argv.includes('--get-yargs-completions');
    if (isOut && error instanceof UsageError) return 0;
    throw error;
  }
}

/** yargs makes an empty text of a lone `-`: for it the word is `--stdin`. */
function withoutDash(argv: readonly string[]): readonly string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  return argv.map((word, at) => (word === '-' && at < end ? '--stdin' : word));
}

async function runParsed(args: Parsed, command: Command, detachKey?: string): Promise<number> {
  const key = detachKey === undefined ? null : parseDetachKey(detachKey);
  if (typeof key === 'string') throw new UsageError(`--detach-key: ${key}`);
  const { inContext } = await import('./commandContext');
  return inContext({ homes: args.home ?? [], noColor: args['no-color'] === true, detachKey: key }, command);
}

function commonOptions(argv: readonly string[], version: string): Argv<Common> {
  return yargs([...argv])
    .scriptName('podwatch')
    .usage('podwatch: watch, resume and attach to long-lived Pods from one terminal')
    .parserConfiguration({
      'populate--': true,
      'greedy-arrays': false,
      'boolean-negation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .option('home', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Read this home too (repeatable); new Pods go to your own',
    })
    .option('no-color', { type: 'boolean', describe: 'Plain text' })
    .locale('en')
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UsageError(usageText(message, argv));
    })
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns || 80))
    .example([...EXAMPLES]);
}

const name = podName;
const names = { type: 'string', array: true, demandOption: true, describe: 'Names of Pods' } as const;
const detach = { type: 'boolean', alias: 'd', default: false, describe: 'Do not attach' } as const;
const noRecord = { type: 'boolean', default: false, describe: 'Keep no recording of what it shows' } as const;
const cwd = { type: 'string', requiresArg: true, describe: 'Directory to start in' } as const;
const detachKey = { type: 'string', requiresArg: true, describe: 'Key that detaches, e.g. "C-]"' } as const;

function addRun(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'run <name>',
    'Start a Pod and attach to it: run NAME [-- CMD …]; without CMD your shell',
    (y) =>
      y
        .positional('name', name)
        .options({ detach, cwd, 'no-record': noRecord, ...runAgentOptions, 'detach-key': detachKey }),
    (args) => {
      const agent = agentRequest(args);
      const { name, detach, noRecord } = args;
      const request = { name, argv: rest(args), cwd: args.cwd ?? null, detach, noRecord, agent };
      const command: Command = async (context) => (await import('./run')).runRun(context, request);
      return run(args, command, args.detachKey);
    },
  );
}

function addAttach(parser: Argv<Common>, run: Run): Argv<Common> {
  const readOnly = { type: 'boolean', default: false, describe: 'Watch only' } as const;
  return parser.command(
    'attach <name>',
    'Attach to a live Pod',
    (y) => y.positional('name', name).options({ 'read-only': readOnly, 'detach-key': detachKey }),
    (args) => {
      noRest(args);
      const request = { name: args.name, readOnly: args.readOnly };
      const command: Command = async (context) => (await import('./attach')).runAttach(context, request);
      return run(args, command, args.detachKey);
    },
  );
}

function addLs(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'ls',
    'List the Pods, live ones first',
    (y) =>
      y.options({
        json: { type: 'boolean', default: false, describe: 'One JSON array, for scripts' },
        all: { type: 'boolean', alias: 'a', default: false, describe: 'All stopped Pods too' },
        limit: { type: 'string', requiresArg: true, describe: 'At most so many rows' },
      }),
    (args) => {
      noRest(args);
      const request = { json: args.json, all: args.all, limit: limitOf(args.limit) };
      return run(args, async (context) => (await import('./ls')).runLs(context, request));
    },
  );
}

function addSend(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'send <name> [text]',
    'Send a line to a live Pod ("-": from standard input)',
    (y) =>
      y
        .positional('name', name)
        .positional('text', { type: 'string', describe: 'What to send; "-" or nothing: standard input' })
        .option('wait', { type: 'boolean', default: false, describe: 'Wait for the answer of an agent and print it' })
        .option('stdin', { type: 'boolean', default: false, hidden: true }),
    (args) => {
      const words = rest(args);
      const text = args.text ?? (words.length > 0 ? words.join(' ') : null);
      if (args.stdin && text !== null) throw new UsageError('Send either a text or the standard input, not both.');
      const request = { name: args.name, text, wait: args.wait };
      return run(args, async (context) => (await import('./send')).runSend(context, request));
    },
  );
}

function addRestore(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'restore <name>',
    'Start a stopped Pod again and attach to it: restore NAME [-- CMD …]',
    (y) => y.positional('name', name).options({ detach, cwd, 'detach-key': detachKey }),
    (args) => {
      const request = { name: args.name, argv: rest(args), cwd: args.cwd ?? null, detach: args.detach };
      const command: Command = async (context) => (await import('./restore')).runRestore(context, request);
      return run(args, command, args.detachKey);
    },
  );
}

function addStop(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'stop <names..>',
    'Stop live Pods',
    (y) => y.positional('names', names),
    (args) => {
      const request = { names: [...args.names, ...rest(args)] };
      return run(args, async (context) => (await import('./stop')).runStop(context, request));
    },
  );
}

function addRm(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'rm <names..>',
    'Remove stopped Pods and what they have stored',
    (y) => y.positional('names', names),
    (args) => {
      const request = { names: [...args.names, ...rest(args)] };
      return run(args, async (context) => (await import('./rm')).runRm(context, request));
    },
  );
}

function addDemo(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'demo',
    'Show podwatch at work, in a temporary home',
    (y) => y,
    (args) => {
      noRest(args);
      return run(args, async (context) => (await import('./demo')).runDemoCommand(context));
    },
  );
}

function addDashboard(parser: Argv<Common>, run: Run): Argv<Common> {
  const resume = { type: 'boolean', alias: 'r', default: false, describe: 'Pick one Pod and open it' } as const;
  return parser.command(
    '$0',
    'Open the dashboard',
    (y) => y.options({ resume }),
    (args) => {
      noRest(args);
      return run(args, async (context) =>
        args.resume
          ? (await import('./resume')).runResume(context)
          : (await import('./dashboard')).runDashboardCommand(context),
      );
    },
  );
}

/** The words of yargs where they say less than we know. */
function usageText(message: string, argv: readonly string[]): string {
  const [first = ''] = argv;
  if (message === `Unknown argument: ${first}`) return `There is no command ${JSON.stringify(first)}.`;
  return message.startsWith('Not enough non-option arguments') ? 'The name of a Pod is missing.' : `${message}.`;
}

function limitOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--limit must be a whole number from 0: ${JSON.stringify(text)}`);
  return Number(text);
}
