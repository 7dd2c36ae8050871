// Why an agent could not be started: one sentence that says what happened and what to do next.
import { type AuthMethod, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';
import { displayText } from '../../cells/displayText';
import type { PodExit } from '../../protocol/terminalFrame';
import { errorText } from '../../store/fileErrors';

/** ACP: log in first. */
const AUTH_REQUIRED = -32000;
/** ACP: no version at or below the asked one. */
const VERSION_UNSUPPORTED = -32022;

export function isLoginError(error: unknown): boolean {
  return error instanceof RequestError && error.code === AUTH_REQUIRED;
}

export function isVersionError(error: unknown): boolean {
  return error instanceof RequestError && error.code === VERSION_UNSUPPORTED;
}

/** The message of a failed request with the detail that agents put beside it. */
export function requestErrorText(error: unknown): string {
  if (!(error instanceof RequestError)) return displayText(errorText(error));
  const detail = detailText(error.data);
  return displayText(detail === null || detail === error.message ? error.message : `${error.message}: ${detail}`);
}

function detailText(data: unknown): string | null {
  if (typeof data === 'string') return data;
  if (typeof data !== 'object' || data === null) return null;
  for (const name of ['details', 'message', 'error']) {
    const value: unknown = Reflect.get(data, name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

export interface LoginHelp {
  readonly program: string;
  /** The agent's command line. */
  readonly argv: readonly string[];
  readonly methods: readonly AuthMethod[];
}

/** What the agent offers, and the command for each way out. */
export function loginText({ program, argv, methods }: LoginHelp): string {
  const names = methods.map(({ name, description }) => (description ? `${name} (${description})` : name));
  const ways = names.length === 0 ? '' : ` It offers: ${names.map((name) => displayText(name)).join('; ')}.`;
  const commands = methods.map((method) => wayOut(method, argv));
  const out = commands.length === 0 ? '' : ` Or have podwatch do it: ${commands.join(', or ')}.`;
  return (
    `The agent "${program}" wants you to log in first.${ways} ` +
    `Log in with its own program or set its key, then try again.${out}`
  );
}

/** A login that wants a terminal gets one: a Pod of its own. */
function wayOut(method: AuthMethod, argv: readonly string[]): string {
  const id = displayText(method.id);
  if ('type' in method && method.type === 'terminal') {
    const command = [...argv, ...(method.args ?? [])].map((word) => displayText(word)).join(' ');
    return `podwatch run log-in -- ${command}`;
  }
  return `--auth ${id}`;
}

/** `version` null: it did not say which. */
export function versionText(program: string, version: number | null): string {
  const spoken = version === null ? 'another version' : `version ${JSON.stringify(version)}`;
  return (
    `The agent "${program}" speaks ${spoken} of the Agent Client Protocol, podwatch speaks ${PROTOCOL_VERSION}. ` +
    `Install a release of it that speaks ${PROTOCOL_VERSION}.`
  );
}

export function silentText(program: string, ms: number): string {
  if (program === 'npx') {
    return (
      `npx has started no agent for ${ms / 1000} s. If it still fetches the package, try again: ` +
      'what it has fetched is kept. podwatch agents says what is here.'
    );
  }
  return (
    `The agent "${program}" has not answered for ${ms / 1000} s. Does this command speak the Agent Client Protocol? ` +
    'Many agents need an option for it, such as --acp; podwatch agents shows the known ones.'
  );
}

/** Lines of last words that are shown. */
const LAST_WORDS = 3;
const MAX_CAUSE = 300;
/** How programs begin the line that says why they end; what follows is often a stack, or advice. */
const CAUSE =
  /^\W*(fatal|panic|error|critical|abort(ed)?|uncaught|unhandled|traceback|\w*(Error|Exception))\b.*[:\]]|thread '.*' panicked|^\W*(fatal|error)\b/i;
const STACK = /^\s*(at |File "|\.\.\.|\^|\|)|^Node\.js v\d/;

/** What agents say where something around them is missing, and the way out. */
const WAYS_OUT: readonly (readonly [says: RegExp, wayOut: string])[] = [
  [
    /EBADENGINE|unsupported engine|requires node|node(\.js)? v?\d+[\d.]* (or (higher|later|newer|above)|is required)|ERR_REQUIRE_ESM|SyntaxError: (Unexpected|Invalid|Cannot use|The requested)/i,
    `It may need another Node than this one, ${process.version}.`,
  ],
  [/IS_SANDBOX|root\/sudo privileges/i, 'To run it as root, set IS_SANDBOX=1.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i,
    'It could not reach the network: try again when it is there.',
  ],
];

function wayOutOf(stderr: readonly string[]): string {
  const found = WAYS_OUT.find(([says]) => stderr.some((line) => says.test(line)));
  return found === undefined ? '' : ` ${found[1]}`;
}

/** `stderr`: its last lines, the newest last. The cause comes before the last words, what to do at the end. */
export function endedText(program: string, exit: PodExit, stderr: readonly string[]): string {
  const how = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
  const cause = causeOf(stderr);
  const last = stderr.slice(-LAST_WORDS);
  const why = cause === null ? '' : `: ${displayText(cause.slice(0, MAX_CAUSE))}`;
  const end = `The agent "${program}" has ended (${how})${why}${/[.!?]$/.test(why) ? '' : '.'}`;
  if (stderr.length === 0) return `${end} It said nothing.`;
  if (cause !== null && last.length === 1) return `${end}${wayOutOf(stderr)}`;
  return `${end} Its last words: ${displayText(last.join(' | '))}${wayOutOf(stderr)}`;
}

function causeOf(stderr: readonly string[]): string | null {
  const said = stderr.filter((line) => !STACK.test(line) && !/^traceback/i.test(line.trim()));
  return said.findLast((line) => CAUSE.test(line))?.trim() ?? null;
}

/** Why there is no agent any more. What broke the connection comes first: an end of the agent is what came of it. */
export function goneText(program: string, fault: string | null, ended: string | null): string {
  if (fault !== null) return `The agent "${program}" was let go: ${displayText(fault)}.`;
  return ended ?? `The agent "${program}" has hung up.`;
}
