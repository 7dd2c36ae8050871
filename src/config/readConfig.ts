// The user's configuration file: read, and turned into what the commands use.
import { statSync } from 'node:fs';
import path from 'node:path';
import type { NotifyOptions } from '../actions/createNotifier';
import { inUserDirectory } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import { errorWords, isMissing } from '../store/fileErrors';
import { MAX_RECORD_FILE_BYTES, readText } from '../store/regularFile';
import { DEFAULT_DETACH_KEY, type DetachKey, type DetachKeys, parseDetachKey } from '../terminal/detachKey';
import { type AgentCommandLine, BUILT_IN_AGENTS } from './agentPresets';
import { CONFIG_DEFAULTS } from './configDefaults';
import type { ConfigFile, HomeEntry, McpServer, ThemeSetting } from './configSchema';
import type { ParsedConfig } from './parseConfig';

export interface Config {
  /** Where it was read from, or would be. */
  readonly file: string;
  /** What is wrong in it, a sentence each; that falls back, and nothing else. */
  readonly faults: readonly string[];
  /** The keys that stand in it; null: there is none, or it cannot be read. */
  readonly given: readonly string[] | null;
  readonly detachKeys: DetachKeys;
  /** Opens the history of an attached Pod, besides Shift+PgUp and the wheel; null: none. */
  readonly historyKey: DetachKey | null;
  /** Leads from an attached Pod to the next one that needs the user, and back; null: none does. */
  readonly nextKey: DetachKey | null;
  /** Attached to a program that asks for no mouse, the terminal is asked for the wheel, which scrolls the history then. */
  readonly attachMouse: boolean;
  /** How the dashboard calls the user when a Pod needs one. */
  readonly notify: NotifyOptions;
  /** Puts what it is given on standard input into the clipboard; empty: tmux or the terminal does. */
  readonly copyCommand: readonly string[];
  /** The dashboard's own keys: an action's keys, by its name. Whether they make sense is the keymap's to say. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly theme: ThemeSetting;
  /** False: the dashboard leaves the mouse to the terminal. */
  readonly mouse: boolean;
  /** Bound of the recording of each terminal Pod, bytes; 0 = none is made. */
  readonly recordBytes: number;
  /** Coding agents by the name that `run --agent NAME` takes; the user's own replace those of the same name. */
  readonly agents: Readonly<Record<string, AgentCommandLine>>;
  /** What resumes a session of an agent CLI, by the tool's name, in place of its own; `{id}` and `{file}` are filled in. */
  readonly resumeCommands: Readonly<Record<string, readonly string[]>>;
  /** By tool: in which kind of Pod its sessions are restored; missing: in a terminal. */
  readonly sessionsAs: Readonly<Record<string, 'terminal' | 'agent'>>;
  /** What every agent is handed besides its own, in the words of ACP. */
  readonly mcpServers: readonly McpServer[];
  /** Agents may use files and terminals through us. */
  readonly clientTools: boolean;
  /** A question of an agent is allowed only after all of it was on the screen. */
  readonly readBeforeAllowing: boolean;
  /** The sessions of tmux, screen and others are listed too. */
  readonly multiplexers: boolean;
  /** Other machines, in their order, reached over ssh. */
  readonly hosts: readonly HostEntry[];
  /** Other machines that are met on a NATS server; null: none are. */
  readonly fleet: FleetEntry | null;
  /** Homes beside our own; a `~` at the beginning of a path is the user's directory. */
  readonly homes: readonly HomeEntry[];
}

/** A machine by the name that stands before `/` in `HOST/NAME`; paths are absolute. */
export interface HostEntry {
  readonly name: string;
  readonly ssh: string;
  readonly command: readonly string[] | null;
  readonly compress: boolean;
  readonly sshConfig: string | null;
}

/** The way to a fleet, and who we are in it; paths are absolute. */
export interface FleetEntry {
  readonly servers: readonly string[];
  /** Whose Pods. */
  readonly user: string;
  /** Of this machine; null: it is called as its system calls it. */
  readonly name: string | null;
  /** The key to the server: the file of an nkey seed, or one of credentials; both null: it wants none. */
  readonly nkey: string | null;
  readonly creds: string | null;
  /** The certificate of who vouches for the server; null: whom the system trusts. */
  readonly ca: string | null;
  /** What the server's certificate is made out to; null: the name that it is reached by. */
  readonly tlsName: string | null;
  /** Of this machine. */
  readonly group: string | null;
  /** Whose hosts are shown; null: all. */
  readonly groups: readonly string[] | null;
  /** The key may look and not act. */
  readonly isReadOnly: boolean;
}

/** `PODWATCH_CONFIG`, else `podwatch/config.json` in the user's configuration directory. An empty variable counts as unset. */
function configPath(env: NodeJS.ProcessEnv): string | null {
  if (env.PODWATCH_CONFIG) return path.resolve(env.PODWATCH_CONFIG);
  const directory = inUserDirectory(env, env.XDG_CONFIG_HOME, '.config');
  return directory === null ? null : path.join(directory, 'config.json');
}

/** How the fault of a file begins that says nothing, right or wrong. */
const UNREADABLE = 'cannot be read: ';

/** For people; `fault` is one of `Config.faults`, or of the keys in it. */
export function faultSentence(file: string, fault: string): string {
  if (fault.startsWith(UNREADABLE)) return `The configuration ${file} ${fault}. It is passed over.`;
  return `The configuration ${file} is wrong: ${fault}. It is passed over.`;
}

/**
 * The defaults where there is no file, and for what is wrong in it (`faults`). An error: a file that was named
 * (`PODWATCH_CONFIG`) cannot be read.
 */
export async function readConfig(env: NodeJS.ProcessEnv): Promise<Parsed<Config>> {
  const file = configPath(env);
  const read = textOf(file, Boolean(env.PODWATCH_CONFIG));
  if (read.ok) {
    if (read.value === null) return { ok: true, value: configOf(file, UNSAID, env) };
    // Who has no file loads no schema.
    const { parseConfig } = await import('./parseConfig');
    return { ok: true, value: configOf(file, parseConfig(read.value), env) };
  }
  if (env.PODWATCH_CONFIG) return { ok: false, error: `The configuration ${file} cannot be read: ${read.error}` };
  return { ok: true, value: configOf(file, { ...UNSAID, faults: [`${UNREADABLE}${read.error}`] }, env) };
}

const UNSAID = { config: CONFIG_DEFAULTS, faults: [], given: null };

/** Null: there is no file, and none was named. */
function textOf(file: string | null, isNamed: boolean): Parsed<string | null> {
  if (file === null) return { ok: true, value: null };
  try {
    // Most have none, and an error that is thrown takes longer than all else here.
    if (!isNamed && statSync(file, { throwIfNoEntry: false }) === undefined) return { ok: true, value: null };
    return { ok: true, value: readText(file, MAX_RECORD_FILE_BYTES) };
  } catch (error) {
    return isMissing(error) && !isNamed ? { ok: true, value: null } : { ok: false, error: errorWords(error) };
  }
}

function configOf(
  file: string | null,
  { config, faults, given }: Omit<ParsedConfig, 'given'> & Pick<Config, 'given'>,
  env: NodeJS.ProcessEnv,
): Config {
  const { notify, copyCommand, keys, theme, mouse, record, recordBytes, agents, sessions, mcpServers, homes } = config;
  return {
    file: file ?? 'without a file',
    faults,
    given,
    detachKeys: keysOf(config.detachKey),
    historyKey: config.historyKey === undefined ? null : keyOf(config.historyKey),
    nextKey: config.nextKey === undefined ? null : keyOf(config.nextKey),
    attachMouse: config.attachMouse,
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
    sessionsAs: sessions.as ?? {},
    multiplexers: sessions.multiplexers ?? true,
    mcpServers,
    clientTools: config.clientTools,
    readBeforeAllowing: config.readBeforeAllowing,
    hosts: Object.entries(config.hosts).map(([name, host]) => hostEntry(name, host, env)),
    fleet: config.fleet === undefined ? null : fleetEntry(config.fleet, env),
    homes,
  };
}

function keysOf(given: string | readonly string[]): DetachKeys {
  const [first = DEFAULT_DETACH_KEY, ...more] = typeof given === 'string' ? [given] : given;
  return [keyOf(first), ...more.map(keyOf)];
}

/** The schema has let it through. */
function keyOf(text: string): DetachKey {
  const key = parseDetachKey(text);
  return typeof key === 'string' ? keyOf(DEFAULT_DETACH_KEY) : key;
}

function hostEntry(
  name: string,
  { ssh = name, command, compress, sshConfig }: ConfigFile['hosts'][string],
  env: NodeJS.ProcessEnv,
): HostEntry {
  return { name, ssh, command: command ?? null, compress, sshConfig: fileOf(sshConfig, env) };
}

function fleetEntry(fleet: NonNullable<ConfigFile['fleet']>, env: NodeJS.ProcessEnv): FleetEntry {
  const { servers, user, name = null, nkey, creds, ca, tlsName = null, group = null, groups = null } = fleet;
  const files = { nkey: fileOf(nkey, env), creds: fileOf(creds, env), ca: fileOf(ca, env) };
  return { servers, user, name, ...files, tlsName, group, groups, isReadOnly: fleet.isReadOnly };
}

function fileOf(file: string | undefined, { HOME = '' }: NodeJS.ProcessEnv): string | null {
  return file?.startsWith('~/') ? path.join(HOME, file.slice(1)) : (file ?? null);
}
