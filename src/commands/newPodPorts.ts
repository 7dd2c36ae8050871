// What the dashboard's prompt for a new Pod asks of the outside, and how that Pod is started.
import os from 'node:os';
import path from 'node:path';
import { agentStanding } from '../actions/agentStanding';
import { checkNewPod, typedDirectory } from '../actions/checkNewPod';
import { knownAgent } from '../config/agentPresets';
import type { DashboardPorts, NewPodRequest } from '../dashboard/loop/ports';
import type { Place } from '../places/place';
import { shortDirectory } from '../podList/shortDirectory';
import { errorText } from '../store/fileErrors';
import { checkAway, runAway } from './newPodAway';
import type { PortsRequest } from './portsRequest';
import { settledPort } from './settledPort';
import { startSize } from './startSize';

interface NewPodPorts extends Pick<DashboardPorts, 'offerNewPod' | 'checkNewPod' | 'run'> {
  /** Where a Pod starts, of what was typed. */
  readonly directoryOf: (typed: string) => string;
}

/** @param own where Pods of this machine start; another one is named in front of the Pod's name. */
export function newPodPorts(request: PortsRequest, own: Place): NewPodPorts {
  const { homes, env, agents, hosts } = request;
  const around = { cwd: process.cwd(), userHome: env.HOME || os.homedir() };
  const directoryOf = (typed: string): string => typedDirectory(typed, around);
  return {
    directoryOf,
    offerNewPod: async () => ({
      shell: env.SHELL || '/bin/sh',
      agents: Object.entries(agents)
        .flatMap(([name, command]) => {
          const how = agentStanding(command, env);
          return how === 'missing' ? [] : [{ name, how }];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    checkNewPod: async (asked) => {
      const away = checkAway(asked, hosts);
      if (away !== null) return away;
      const { name, directory, command } = asked;
      try {
        return await checkNewPod({ home: homes[0], name, directory, argv: programOf(command), ...around });
      } catch (error) {
        return { nameFault: errorText(error), suggestion: '', directoryFault: null, directories: [] };
      }
    },
    run: async (asked) => {
      const size = startSize(request.output);
      const offeredCwd = [process.cwd(), shortDirectory(process.cwd(), env.HOME ?? null)];
      const away = await runAway(asked, hosts, { ...size, offeredCwd });
      if (away !== null) return away;
      const started = await own.run({ ...orderOf(asked, request), cwd: directoryOf(asked.cwd), ...size });
      if (started.kind !== 'done') return settledPort(started);
      return { kind: 'done', message: null, started: { place: own.id, name: asked.name } };
    },
  };
}

/** An agent may be named by its word in the configuration, what follows that goes to it. */
function orderOf(
  { name, holds, argv }: NewPodRequest,
  { recordBytes, agents, mcpServers, clientTools }: PortsRequest,
): Pick<Parameters<Place['run']>[0], 'name' | 'recordBytes' | 'argv' | 'agent'> {
  const common = { name, ...(recordBytes !== undefined && { recordBytes }) };
  if (holds === 'terminal') return { ...common, argv };
  const [first = '', ...rest] = argv;
  const known = knownAgent(agents, first);
  const command = known === null ? argv : [...known, ...rest];
  return { ...common, argv: command, agent: { policy: 'ask', mcpServers, clientTools } };
}

/** The words of a line as far as a name can be made of them; without one, the shell's. */
function programOf(line: string): readonly string[] {
  const words = line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !/^[A-Za-z_]\w*=/.test(word));
  return words.map((word, at) => (at === 0 ? path.basename(word) : word).replace(/["'\\]/g, ''));
}
