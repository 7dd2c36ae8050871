// The user's configuration file: read, checked, and turned into what the commands use.
import path from 'node:path';
import * as v from 'valibot';
import type { NotifyOptions } from '../actions/notifyUser';
import { inUserDirectory } from '../protocol/homePaths';
import { type Parsed, parseJson, parseWith } from '../protocol/parsed';
import { DEFAULT_RECORD_BYTES } from '../protocol/podOrder';
import { errorWords, isMissing } from '../store/fileErrors';
import { MAX_RECORD_FILE_BYTES, readText } from '../store/regularFile';
import { DEFAULT_DETACH_KEY, type DetachKey, parseDetachKey } from '../terminal/detachKey';
import { type AgentCommandLine, BUILT_IN_AGENTS } from './agentPresets';
import { nearestWord } from './nearestWord';

/** Less would not hold a few screens; more is no text that anybody reads. */
const MIN_RECORD_BYTES = 1024 * 1024;
const MAX_RECORD_BYTES = 4 * 1024 ** 3;

const THEMES = ['terminal', 'dark', 'light', 'none'] as const;

export interface Config {
  /** Where it was read from, or would be. */
  readonly file: string;
  readonly detachKey: DetachKey;
  /** Opens the history of an attached Pod, besides Shift+PgUp; null: none. */
  readonly historyKey: DetachKey | null;
  /** How the dashboard calls the user when a Pod needs one. */
  readonly notify: NotifyOptions;
  /** Puts what it is given on standard input into the clipboard; empty: tmux or the terminal does. */
  readonly copyCommand: readonly string[];
  /** The dashboard's own keys: an action's keys, by its name. Whether they make sense is the keymap's to say. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly theme: (typeof THEMES)[number];
  /** False: the dashboard leaves the mouse to the terminal. */
  readonly mouse: boolean;
  /** Bound of the recording of each terminal Pod, bytes; 0 = none is made. */
  readonly recordBytes: number;
  /** Coding agents by the name that `run --agent NAME` takes; the user's own replace those of the same name. */
  readonly agents: Readonly<Record<string, AgentCommandLine>>;
  /** What resumes a session of an agent CLI, by the tool's name, in place of its own; `{id}` and `{file}` are filled in. */
  readonly resumeCommands: Readonly<Record<string, readonly string[]>>;
  /** What every agent is handed besides its own, in the words of ACP. */
  readonly mcpServers: readonly McpServer[];
  /** A question of an agent is allowed only after all of it was on the screen. */
  readonly readBeforeAllowing: boolean;
  /** The sessions of tmux, screen and others are listed too. */
  readonly multiplexers: boolean;
  /** Homes beside our own; a `~` at the beginning of a path is the user's directory. */
  readonly homes: readonly HomeEntry[];
}

type HomeEntry = v.InferOutput<typeof homeSchema>;

type McpServer = v.InferOutput<typeof mcpServerSchema>;

/** valibot would say that it expected "never". */
function objectFault({ expected, received }: v.StrictObjectIssue): string {
  return expected === 'never' ? 'There is no such key' : `Expected ${expected} but received ${received}`;
}

/** The same, with the key that was meant most likely. */
function unknownKey(issue: v.StrictObjectIssue): string {
  const word: unknown = issue.path?.at(-1)?.key;
  const near = typeof word === 'string' ? nearestWord(word, Object.keys(configSchema.entries)) : null;
  return near === null || issue.expected !== 'never'
    ? objectFault(issue)
    : `There is no such key; did you mean ${near}?`;
}

const nameAndValue = v.strictObject({ name: v.string(), value: v.string() });

/** A program that the agent starts, or an address that it calls. */
const mcpServerSchema = v.union(
  [
    v.strictObject({
      name: v.string(),
      command: v.string(),
      args: v.optional(v.array(v.string()), []),
      env: v.optional(v.array(nameAndValue), []),
    }),
    v.strictObject({
      name: v.string(),
      type: v.picklist(['http', 'sse']),
      url: v.string(),
      headers: v.optional(v.array(nameAndValue), []),
    }),
  ],
  'Neither { name, command, args, env } nor { name, type, url, headers }',
);

/** `runtime`: missing where it is `run` in `data`, or where insomnia has it. */
const homeSchema = v.strictObject(
  {
    name: v.pipe(v.string(), v.regex(/^[\p{L}\p{N}._-]+$/u, 'Only letters, digits and . _ - make the name of a home')),
    kind: v.picklist(['podwatch', 'insomnia']),
    data: v.pipe(v.string(), v.regex(/^[~/]/, 'Not an absolute path')),
    runtime: v.optional(v.pipe(v.string(), v.regex(/^[~/]/, 'Not an absolute path'))),
  },
  objectFault,
);

const configSchema = v.strictObject(
  {
    detachKey: v.optional(v.string(), DEFAULT_DETACH_KEY),
    historyKey: v.optional(v.string()),
    /** `command`: program and arguments, run without a shell. */
    notify: v.optional(
      v.strictObject(
        { bell: v.optional(v.boolean(), false), command: v.optional(v.array(v.string()), []) },
        objectFault,
      ),
      {},
    ),
    /** Program and arguments, e.g. `["wl-copy"]`. */
    copyCommand: v.optional(v.array(v.string()), []),
    /** E.g. `"stop": "X"`, `"next": ["a", "f2"]`. */
    keys: v.optional(
      v.record(v.string(), v.union([v.string(), v.array(v.string())], 'Not a key, and no list of keys')),
      {},
    ),
    theme: v.optional(v.picklist(THEMES), 'terminal'),
    mouse: v.optional(v.boolean(), true),
    record: v.optional(v.boolean(), true),
    recordBytes: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(MIN_RECORD_BYTES), v.maxValue(MAX_RECORD_BYTES)),
      DEFAULT_RECORD_BYTES,
    ),
    /** Program and arguments, e.g. `"mine": ["my-agent", "--acp"]`. */
    agents: v.optional(v.record(v.string(), v.tupleWithRest([v.string()], v.string())), {}),
    /** `multiplexers`: whether sessions of tmux, screen … are listed. `resume`: program and arguments, e.g. `"claude": ["mise", "exec", "--", "claude", "--resume", "{id}"]`. */
    sessions: v.optional(
      v.strictObject(
        {
          multiplexers: v.optional(v.boolean(), true),
          resume: v.optional(v.record(v.string(), v.tupleWithRest([v.string()], v.string())), {}),
        },
        objectFault,
      ),
      {},
    ),
    mcpServers: v.optional(v.array(mcpServerSchema), []),
    readBeforeAllowing: v.optional(v.boolean(), true),
    /** E.g. `{ "name": "old", "kind": "insomnia", "data": "~/.insomnia-old" }`. */
    homes: v.optional(
      v.pipe(
        v.array(homeSchema),
        v.check((homes) => new Set(homes.map(({ name }) => name)).size === homes.length, 'Two homes have one name'),
      ),
      [],
    ),
  },
  unknownKey,
);

/** `PODWATCH_CONFIG`, else `podwatch/config.json` in the user's configuration directory. An empty variable counts as unset. */
function configPath(env: NodeJS.ProcessEnv): string | null {
  if (env.PODWATCH_CONFIG) return path.resolve(env.PODWATCH_CONFIG);
  const directory = inUserDirectory(env, env.XDG_CONFIG_HOME, '.config');
  return directory === null ? null : path.join(directory, 'config.json');
}

/** The defaults where there is no file. An error names the file, the key and the reason. */
export function readConfig(env: NodeJS.ProcessEnv): Parsed<Config> {
  const named = configPath(env);
  const file = named ?? 'without a file';
  let text = '{}';
  try {
    if (named !== null) text = readText(named, MAX_RECORD_FILE_BYTES);
  } catch (error) {
    // A file that was named must be there.
    if (!isMissing(error) || env.PODWATCH_CONFIG) {
      return { ok: false, error: `The configuration ${file} cannot be read: ${errorWords(error)}` };
    }
  }
  const json = parseJson(text);
  const config = json.ok ? parseWith(configSchema, json.value) : json;
  if (!config.ok) return { ok: false, error: `The configuration ${file} is wrong: ${config.error}` };
  const detachKey = parseDetachKey(config.value.detachKey);
  if (typeof detachKey === 'string') {
    return { ok: false, error: `The configuration ${file} is wrong: detachKey: ${detachKey}` };
  }
  const historyKey = config.value.historyKey === undefined ? null : parseDetachKey(config.value.historyKey);
  if (typeof historyKey === 'string') {
    return { ok: false, error: `The configuration ${file} is wrong: historyKey: ${historyKey}` };
  }
  const { notify, copyCommand, keys, theme, mouse, record, recordBytes, agents, sessions, mcpServers, homes } =
    config.value;
  const value: Config = {
    file,
    detachKey,
    historyKey,
    notify,
    copyCommand,
    keys: Object.fromEntries(
      Object.entries(keys).map(([action, own]) => [action, typeof own === 'string' ? [own] : own]),
    ),
    theme,
    mouse,
    recordBytes: record ? recordBytes : 0,
    agents: { ...BUILT_IN_AGENTS, ...agents },
    resumeCommands: sessions.resume ?? {},
    multiplexers: sessions.multiplexers ?? true,
    mcpServers,
    readBeforeAllowing: config.value.readBeforeAllowing,
    homes,
  };
  return { ok: true, value };
}
