// What the end of an ssh says of a host: which state that is, in one sentence, and what to do.
import { displayText } from '../cells/displayText';
import { type HostFault, needsYou } from './hostFault';

export interface SshEnd {
  /** Null: a signal has ended it. */
  readonly code: number | null;
  /** The end of what it has written. */
  readonly stderr: string;
  /** What has come in place of our first word. */
  readonly noise: string;
}

const MAX_WORDS = 200;

/** Before podwatch on the host has said its first word. */
export function sshFault(host: string, target: string, { code, stderr, noise }: SshEnd): HostFault {
  const said = displayText(`${stderr}\n${noise}`);
  const word = (pattern: RegExp) => pattern.test(stderr);
  const ssh = /^[\w@%+=:,.-]+$/.test(target)
    ? `ssh ${target}`
    : `ssh '${displayText(target).replaceAll("'", "'\\''")}'`;
  if (code === 127 || /env: .?node.?: No such file/.test(said)) {
    return needsYou(
      `podwatch (node) is not found on ${host}`,
      `Install it there, or set hosts.${host}.command to its absolute path.`,
    );
  }
  if (code === 2 && /podwatch/.test(stderr)) {
    return needsYou(`podwatch on ${host} is older than this feature`, `Update it there.`);
  }
  if (code === 255) {
    if (word(/REMOTE HOST IDENTIFICATION HAS CHANGED/)) {
      return needsYou(`the host key of ${host} has changed`, `Check it, then run once: ${ssh}`);
    }
    if (word(/Host key verification failed|No .* host key is known/)) {
      return needsYou(`the host key of ${host} is unknown`, `Check it, then run once: ${ssh}`);
    }
    if (word(/Permission denied|Too many authentication failures|No supported authentication methods/)) {
      return needsYou(
        `${host} wants a password or another key`,
        `Run once: ${ssh}. For passwords and second factors share one connection: ssh -fNM, with ControlPath in ~/.ssh/config.`,
      );
    }
    if (word(/Bad configuration option|bad configuration options|Bad owner or permissions|Unsupported option/)) {
      return needsYou(`ssh refuses its configuration (${lastLine(stderr)})`, `Try it: ${ssh}`);
    }
    return { state: 'lost', problem: lastLine(stderr) || 'ssh has ended', advice: null };
  }
  // Start-up files may greet; why it has ended is said last.
  const words = [firstLine(noise), lastLine(stderr)].filter((line) => line !== '');
  const first = words[0] ?? '';
  if (code !== null && first !== '') {
    const answer = words.map((line) => `"${line}"`).join(', and at last ');
    return needsYou(`${host} answered, but not with podwatch: ${answer}`, `Try it: ${ssh} podwatch --version`);
  }
  const how = code === null ? 'ssh was ended' : `ssh has ended with ${code}`;
  return { state: 'lost', problem: first === '' ? how : `${how}: ${first}`, advice: null };
}

/** It has said something in place of podwatch, and goes on so: it may ask for a key to be pressed. */
export function silentFault(host: string, noise: string): HostFault {
  const said = firstLine(noise);
  const problem =
    said === '' ? `${host} does not answer` : `${host} does not answer with podwatch, but says: "${said}"`;
  return { state: 'lost', problem, advice: null };
}

/** There is no ssh to start. */
export function noSsh(words: string): HostFault {
  return needsYou(`ssh cannot be started: ${displayText(words)}`, 'Install OpenSSH.');
}

/** Two versions that have no words in common. */
export function protocolFault(
  host: string,
  theirs: { readonly version: string; readonly protocol: readonly [number, number] },
  ours: readonly [number, number],
): HostFault {
  const [low, high] = theirs.protocol;
  const speaks = low === high ? `${low}` : `${low}–${high}`;
  const needs = ours[0] === ours[1] ? `${ours[0]}` : `${ours[0]}–${ours[1]}`;
  const older = high < ours[0] ? host : 'this machine';
  return needsYou(
    `podwatch ${displayText(theirs.version)} on ${host} speaks protocol ${speaks}, this one needs ${needs}`,
    `Update ${older} (npm install -g podwatch).`,
  );
}

/** ssh says last why it ends; the lines before are warnings and banners. */
function lastLine(text: string): string {
  return cut(linesOf(text).at(-1) ?? '').replace(/^ssh: /, '');
}

function firstLine(text: string): string {
  return cut(linesOf(text)[0] ?? '');
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => displayText(line).trim())
    .filter((line) => line !== '');
}

function cut(line: string): string {
  return line.length <= MAX_WORDS ? line : `${line.slice(0, MAX_WORDS)}…`;
}
