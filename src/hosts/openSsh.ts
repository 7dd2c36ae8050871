// One ssh to a host with a session in it: started, greeted within bounds, and ended to its last process.
import { type ChildProcess, spawn } from 'node:child_process';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { displayText } from '../cells/displayText';
import { type HostFactsMessage, type HostHello, LINK_PROTOCOL } from '../protocol/hostWire';
import { errorText, errorWords } from '../store/fileErrors';
import type { HostFault } from './hostFault';
import type { DialledHost } from './hostLink';
import type { HostSpec } from './hostSpec';
import { LinkSession } from './linkSession';
import { sshArguments } from './sshCommand';
import { sshConfigFile } from './sshConfigFile';
import { noSsh, protocolFault, silentFault, sshFault } from './sshFault';

/** From the start of ssh to the host's hello, ms: `ConnectTimeout` does not bound a session over a shared connection. */
const HELLO_MS = 10_000;
/** An ssh that does not end when it is asked to is killed, ms. */
const END_MS = 1000;
const KEPT_STDERR = 2048;

export interface SshRequest {
  readonly spec: HostSpec;
  /** The store directory of our own home. */
  readonly data: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of podwatch here. */
  readonly version: string;
  /** Past any shared connection. */
  readonly alone: boolean;
  readonly facts: (message: HostFactsMessage) => void;
}

/** Resolves once the host has said hello, or when it is certain that it does not. Nothing of a failed one is left. */
export async function openSsh(request: SshRequest, signal: AbortSignal): Promise<DialledHost> {
  const { spec, data } = request;
  let configFile: string;
  try {
    configFile = sshConfigFile(data, spec);
  } catch (error) {
    const problem = `ssh cannot be set up: ${errorText(error)}`;
    return { ok: false, fault: { state: 'lost', problem, advice: null }, isSilent: false };
  }
  const ssh = new SshChild(request, configFile);
  const giveUp = () => ssh.close('it was given up');
  signal.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(() => ssh.giveUpSilent(), HELLO_MS);
  const hello = await ssh.hello;
  clearTimeout(timer);
  signal.removeEventListener('abort', giveUp);
  if (hello === null) {
    const fault = await ssh.fault();
    return { ok: false, fault, isSilent: ssh.isSilent };
  }
  const [low, high] = hello.protocol;
  if (low > LINK_PROTOCOL[1] || high < LINK_PROTOCOL[0]) {
    ssh.close('it speaks another protocol');
    await ssh.ended;
    return { ok: false, fault: protocolFault(spec.name, hello, LINK_PROTOCOL), isSilent: false };
  }
  const { session, ended } = ssh;
  return {
    ok: true,
    opened: { session, hello, greetedAt: performance.now(), ended, close: (reason) => ssh.close(reason) },
  };
}

class SshChild {
  readonly session: LinkSession;
  /** Null: it has ended before. */
  readonly hello: Promise<HostHello | null>;
  readonly ended: Promise<string>;
  isSilent = false;
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | null>;
  private stderr = '';
  private reason: string | null = null;
  private spawnFault: string | null = null;

  constructor(
    private readonly request: SshRequest,
    configFile: string,
  ) {
    const { spec, env, alone, version, facts } = request;
    // In a session of its own: it has no terminal to ask on, and no key of the user's ends it.
    const child = spawn('ssh', sshArguments(spec, configFile, alone), {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    this.exit = new Promise((resolve) => {
      child.on('error', (error) => {
        this.spawnFault = errorWords(error);
        resolve(null);
      });
      child.on('close', (code) => resolve(code));
    });
    // Without files for its pipes it has none, whatever its type says.
    const [input, output, words]: readonly [Writable?, Readable?, Readable?] = [
      child.stdin,
      child.stdout,
      child.stderr,
    ];
    for (const stream of [input, output, words]) stream?.on('error', () => {});
    words?.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString('utf8')).slice(-KEPT_STDERR);
    });
    let greet = (_: HostHello | null): void => {};
    this.hello = new Promise((resolve) => {
      greet = resolve;
    });
    this.session = new LinkSession(spec.name, output ?? new PassThrough(), input ?? new PassThrough(), version, {
      hello: (hello) => greet(hello),
      facts,
      fault: (reason) => this.close(reason),
    });
    this.ended = this.exit.then(() => {
      const reason = this.reason ?? (lastWords(this.stderr) || 'the connection has ended');
      this.session.end(reason);
      greet(null);
      return reason;
    });
  }

  /** No hello has come in time. */
  giveUpSilent(): void {
    this.isSilent = true;
    this.close(`${this.request.spec.name} does not answer`);
  }

  close(reason: string): void {
    if (this.reason === null) this.reason = reason;
    this.session.end(reason);
    this.child.stdin?.end();
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_MS);
    void this.exit.then(() => clearTimeout(timer));
  }

  /** Once it has ended without a hello. */
  async fault(): Promise<HostFault> {
    const code = await this.exit;
    const { name, ssh } = this.request.spec;
    if (this.spawnFault !== null) return noSsh(this.spawnFault);
    const { noise } = this.session;
    if (this.isSilent) return silentFault(name, noise);
    if (this.reason !== null && noise === '') {
      return { state: 'lost', problem: this.reason, advice: null };
    }
    // It was ended by us, as what has come is no link.
    const how = this.reason === null ? code : 1;
    return sshFault(name, ssh, { code: how, stderr: this.stderr, noise });
  }
}

function lastWords(stderr: string): string {
  return displayText(stderr.trim().split(/\r?\n/).at(-1) ?? '').trim();
}
