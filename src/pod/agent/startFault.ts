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

export function loginText(program: string, methods: readonly AuthMethod[]): string {
  const names = methods.map(({ name, description }) => (description ? `${name} (${description})` : name));
  const ways = names.length === 0 ? '' : ` It offers: ${names.map((name) => displayText(name)).join('; ')}.`;
  return `The agent "${program}" wants you to log in first.${ways} Log in with its own program or set its key, then try again.`;
}

/** `version` null: it did not say which. */
export function versionText(program: string, version: number | null): string {
  const spoken = version === null ? 'another version' : `version ${version}`;
  return (
    `The agent "${program}" speaks ${spoken} of the Agent Client Protocol, podwatch speaks ${PROTOCOL_VERSION}. ` +
    `Install a release of it that speaks ${PROTOCOL_VERSION}.`
  );
}

export function silentText(program: string, ms: number): string {
  return (
    `The agent "${program}" has not answered for ${ms / 1000} s. Does this command speak the Agent Client Protocol? ` +
    'Many agents need an option for it, such as --acp; podwatch agents shows the known ones.'
  );
}

/** `stderr`: its last lines, the newest last. */
export function endedText(program: string, exit: PodExit, stderr: readonly string[]): string {
  const how = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
  const said = stderr.length === 0 ? ' It said nothing.' : ` Its last words: ${displayText(stderr.join(' | '))}`;
  return `The agent "${program}" has ended (${how}).${said}`;
}
