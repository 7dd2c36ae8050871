// Each step to one host, tried and said: the configuration, ssh, podwatch there, its Pods.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { lastValueFrom } from 'rxjs';
import { displayName, displayText } from '../cells/displayText';
import type { HostEntry } from '../config/readConfig';
import type { HostSession } from '../hosts/hostLink';
import { sshConfigFile } from '../hosts/sshConfigFile';
import type { OpenHost } from '../places/hosts/openHosts';
import { errorWords } from '../store/fileErrors';
import { watchPods } from '../streams/watchPods';
import type { CommandContext } from './commandContext';
import { print } from './printText';

/** ssh only says what it would do, ms. */
const DRY_MS = 10_000;

interface Step {
  readonly name: string;
  readonly isOk: boolean;
  readonly text: string;
}

/** @returns the exit code. */
export function testHost(context: CommandContext, host: HostEntry): Promise<number> {
  return sayEach(context, steps(context, host));
}

/** The same of a host of the fleet. @returns the exit code. */
export function testFleetHost(context: CommandContext, host: string): Promise<number> {
  return sayEach(context, fleetSteps(context, host));
}

async function sayEach(context: CommandContext, tried: AsyncGenerator<Step>): Promise<number> {
  let isWell = true;
  for await (const { name, isOk, text } of tried) {
    print(context.stdout, `${isOk ? 'PASS' : 'FAIL'}  ${name}: ${displayText(text)}`);
    isWell &&= isOk;
  }
  return isWell ? 0 : 1;
}

/** Behind one that fails there is no next one. */
async function* steps(context: CommandContext, host: HostEntry): AsyncGenerator<Step> {
  yield { name: 'configuration', isOk: true, text: `${host.name} is ssh ${host.ssh}` };
  const ssh = await sshStep(context, host);
  yield ssh;
  if (!ssh.isOk || context.openHosts === null) return;
  const open = (await context.openHosts()).named(host.name);
  if (open === null) return;
  const { link } = open;
  const session = await link.session();
  const { problem, advice, version } = link.fact$.value;
  if ('kind' in session) {
    const text = [problem, advice].filter((part) => part !== null).join('. ');
    yield { name: 'connection', isOk: false, text: text === '' ? session.message : text };
    return;
  }
  yield { name: 'connection', isOk: true, text: `ssh leads to podwatch ${version ?? '?'}` };
  yield* podSteps(open, session);
}

/** From the server to its Pods. */
async function* fleetSteps({ config, openHosts }: CommandContext, host: string): AsyncGenerator<Step> {
  const hosts = await openHosts?.();
  const open = hosts?.named(host) ?? null;
  if (hosts === undefined || open === null || config.fleet === null) return;
  const { user } = config.fleet;
  yield { name: 'configuration', isOk: true, text: `${host} is looked for as a host of ${user} on ${open.target}` };
  await hosts.known();
  const { fleetFault: fault, fleetWarning: warning } = hosts;
  const why = fault === null ? '' : [fault.problem, fault.advice].filter((part) => part !== null).join('. ');
  yield { name: 'server', isOk: fault === null, text: fault === null ? (warning ?? 'it gives its records') : why };
  if (fault !== null) return;
  const session = await open.link.session();
  const { problem, advice, version } = open.link.fact$.value;
  if ('kind' in session) {
    const text = [problem, advice].filter((part) => part !== null).join('. ');
    yield { name: 'agent', isOk: false, text: text === '' ? session.message : text };
    return;
  }
  yield { name: 'agent', isOk: true, text: `it gives signs, of podwatch ${version ?? '?'}` };
  yield* podSteps(open, session);
}

async function* podSteps({ place }: OpenHost, session: HostSession): AsyncGenerator<Step> {
  const rtt = await session.roundTrip();
  yield { name: 'answer', isOk: rtt !== null, text: rtt === null ? 'it does not answer' : `in ${Math.round(rtt)} ms` };
  const list = await lastValueFrom(watchPods([place], { watch: false }));
  const live = list.entries.filter(({ state }) => state === 'live').length;
  const faults = list.problems.map(({ message }) => message).join(' ');
  yield { name: 'Pods', isOk: faults === '', text: faults === '' ? `${list.entries.length}, ${live} live` : faults };
}

/** What ssh makes of its configuration. */
async function sshStep({ homes, env }: CommandContext, host: HostEntry): Promise<Step> {
  try {
    const file = sshConfigFile(homes[0].data, host);
    const { stdout } = await promisify(execFile)('ssh', ['-G', '-F', file, '--', host.ssh], { env, timeout: DRY_MS });
    const said = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(stdout)?.[1] ?? '?';
    const shared = said('controlpath');
    const over = shared === '?' || shared === 'none' ? '' : `, over ${shared} where that is open`;
    return { name: 'ssh', isOk: true, text: `${said('user')}@${said('hostname')}, port ${said('port')}${over}` };
  } catch (error) {
    const stderr: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'stderr') : '';
    const words = typeof stderr === 'string' && stderr.trim() !== '' ? stderr.trim() : errorWords(error);
    return { name: 'ssh', isOk: false, text: `ssh cannot read its configuration or is missing: ${displayName(words)}` };
  }
}
