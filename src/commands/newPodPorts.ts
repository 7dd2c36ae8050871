// What the dashboard's prompt for a new Pod asks of the outside.
import os from 'node:os';
import path from 'node:path';
import { agentStanding } from '../actions/agentStanding';
import { checkNewPod, typedDirectory } from '../actions/checkNewPod';
import type { Config } from '../config/readConfig';
import type { DashboardPorts } from '../dashboard/loop/ports';
import type { PlacesRequest } from '../places/openPlaces';
import { errorText } from '../store/fileErrors';

/** `directoryOf`: where a Pod starts, of what was typed. */
export function newPodPorts({
  homes: [home],
  env,
  agents,
}: Pick<PlacesRequest, 'homes' | 'env'> & Pick<Config, 'agents'>): Pick<
  DashboardPorts,
  'offerNewPod' | 'checkNewPod'
> & {
  readonly directoryOf: (typed: string) => string;
} {
  const around = { cwd: process.cwd(), userHome: env.HOME || os.homedir() };
  return {
    directoryOf: (typed) => typedDirectory(typed, around),
    offerNewPod: async () => ({
      shell: env.SHELL || '/bin/sh',
      agents: Object.entries(agents)
        .flatMap(([name, command]) => {
          const how = agentStanding(command, env);
          return how === 'missing' ? [] : [{ name, how }];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    checkNewPod: async ({ name, directory, command }) => {
      const argv = programOf(command);
      try {
        return await checkNewPod({ home, name, directory, argv, ...around });
      } catch (error) {
        return { nameFault: errorText(error), suggestion: '', directoryFault: null, directories: [] };
      }
    },
  };
}

/** The words of a line as far as a name can be made of them; without one, the shell's. */
function programOf(line: string): readonly string[] {
  const words = line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !/^[A-Za-z_]\w*=/.test(word));
  return words.map((word, at) => (at === 0 ? path.basename(word) : word).replace(/["'\\]/g, ''));
}
