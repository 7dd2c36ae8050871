// `podwatch hosts`: how the other machines of the configuration stand; `test HOST`: step by step, with advice; `forget HOST`: one that has left.
import { displayName, displayText } from '../cells/displayText';
import { hostFaultSentence } from '../hosts/hostFaultSentence';
import type { OpenHost } from '../places/hosts/openHosts';
import { ATTENTION_MARK } from '../podList/describeAttention';
import type { HostSummary } from '../podList/podFacts';
import { knownSummary } from '../podList/summarizePods';
import type { CommandContext } from './commandContext';
import { jsonField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { complain, print, printJson } from './printText';
import { reportFailure } from './reportFailure';
import { secondsOf } from './secondsOf';
import { testFleetHost, testHost } from './testHost';

const DEEDS = ['test', 'forget'] as const;

export const command = defineCommand({
  name: 'hosts',
  group: 'itself',
  summary: 'Say how the other machines of the configuration stand, test one, or forget one that has left a fleet',
  details: [
    'Hosts stand in the configuration ("hosts"), or meet in a fleet ("fleet"); docs/hosts.md says how. Each is asked once. With test and the name of a host each step to it is tried, from ssh or the server of the fleet to its Pods, and where one fails it says what to do. With forget what a fleet has recorded of a host that was removed from it is taken away.',
    'The exit code is 1 where a host, or a step, is not well.',
  ],
  positionals: {
    deed: {
      type: 'string',
      value: DEEDS.join('|'),
      complete: { words: DEEDS },
      describe: 'Try one host, or take the records of one away',
    },
    host: { type: 'string', value: 'HOST', describe: 'Which host' },
  },
  options: {
    json: { ...jsonField, describe: 'One array, for scripts' },
    wait: {
      type: 'string',
      requiresArg: true,
      value: 'S',
      describe: 'Wait at most so many seconds for the hosts of a fleet (3)',
    },
  },
  rest: 'nothing',
  run: async (context, { deed: word, host, json, wait }) => {
    if (word === undefined) return listHosts(context, json, wait === undefined ? null : secondsOf(wait) * 1000);
    const deed = DEEDS.find((each) => each === word);
    if (deed === undefined)
      throw new UsageError('Say either podwatch hosts, or podwatch hosts test HOST, or podwatch hosts forget HOST');
    if (host === undefined) throw new UsageError(`Which host? podwatch hosts ${deed} HOST`);
    if (deed === 'forget') return forgetHost(context, host);
    const known = context.config.hosts.find(({ name }) => name === host);
    if (known !== undefined) return testHost(context, known);
    if (context.config.fleet !== null) return testFleetHost(context, host);
    throw new UsageError(`There is no host "${displayName(host)}" in the configuration ${context.config.file}.`);
  },
});

/** Of one of the configuration nothing but that is known. */
async function forgetHost(context: CommandContext, host: string): Promise<number> {
  if (context.config.hosts.some(({ name }) => name === host)) {
    throw new UsageError(
      `"${displayName(host)}" stands in the configuration ${context.config.file}: take it out there.`,
    );
  }
  const hosts = await context.openHosts?.();
  if (hosts === undefined) throw new UsageError(`There is no fleet in the configuration ${context.config.file}.`);
  const gone = await hosts.forget(host);
  if (gone.kind !== 'done') return reportFailure(context, gone);
  print(
    context.stdout,
    `${displayName(host)} is forgotten (${gone.records === 1 ? '1 record' : `${gone.records} records`}).`,
  );
  return 0;
}

/** `waitMs` null: as long as usual. */
async function listHosts(context: CommandContext, json: boolean, waitMs: number | null): Promise<number> {
  const { stdout, config } = context;
  if (context.openHosts === null) {
    if (json) printJson(stdout, []);
    else print(stdout, `No hosts. They stand in ${displayName(config.file)}, e.g. "hosts": { "gpu": {} } for: ssh gpu`);
    return 0;
  }
  const hosts = await context.openHosts();
  if (waitMs !== null) hosts.lookOnceMs = waitMs;
  const rows = await Promise.all((await hosts.known()).map((host) => rowOf(host, hosts.summaryOf(host.name))));
  const { fleetFault: fault, fleetWarning: warning } = hosts;
  if (json) printJson(stdout, rows);
  else for (const row of rows) print(stdout, lineOf(row));
  if (fault !== null) complain(context.stderr, hostFaultSentence(fault));
  if (warning !== null) complain(context.stderr, warning);
  return fault === null && rows.every(({ state }) => state === 'reached') ? 0 : 1;
}

/** A contract with scripts. Times in Unix ms. */
interface HostRow {
  readonly name: string;
  readonly kind: 'ssh' | 'nats';
  /** What ssh is told, or the servers of the fleet. */
  readonly target: string;
  readonly state: string;
  readonly since: number;
  readonly version: string | null;
  readonly rttMs: number | null;
  readonly problem: string | null;
  readonly advice: string | null;
  /** Of a host whose Pods are not all read, by its own word; null: `ls` lists them. */
  readonly pods: number | null;
  readonly live: number | null;
  /** How many need their user. */
  readonly calls: number | null;
}

/** Where there are too many hosts to read their Pods there are too many to ask each how far it is. */
async function rowOf({ kind, target, link }: OpenHost, summary: HostSummary | null): Promise<HostRow> {
  const session = summary === null ? await link.session() : null;
  const rttMs = session === null || 'kind' in session ? null : await session.roundTrip();
  const { name, state, since, version, problem, advice } = link.fact$.value;
  const known = summary === null ? null : knownSummary({ state }, summary);
  const { pods = null, live = null, calls = null } = known ?? {};
  return { name, kind, target, state, since, version, rttMs, problem, advice, pods, live, calls };
}

function lineOf(row: HostRow): string {
  const { name, kind, target, state, version, rttMs, problem, advice, pods, live, calls } = row;
  const needs = calls === null || calls === 0 ? '' : `, ${ATTENTION_MARK} ${calls}`;
  const distance =
    pods === null ? `${rttMs === null ? '-' : Math.round(rttMs)} ms` : `${pods} Pods, ${live} live${needs}`;
  const words = displayText([problem, advice].filter((part) => part !== null).join('. '));
  const how = problem === null ? `podwatch ${displayText(version ?? '?')}, ${distance}` : words;
  return `${displayName(name)}  ${kind} ${displayName(target)}  [${state}]  ${how}`;
}
