// Which agents are installed and tell what they do, and which Pods run another build than this one.
import { readFileSync, statSync } from 'node:fs';
import { commandName } from '../actions/commandName';
import type { Config } from '../config/readConfig';
import { isOnPath } from '../places/multiplexers/runProgram';
import type { Home } from '../protocol/homePaths';
import { readAllocations } from '../store/readRegistry';
import { type Finding, finding } from './finding';
import { commandOf, startedAt } from './processes';

/** An agent that can say what it does, and the file in which its user's hooks stand. */
export interface HookFile {
  readonly program: string;
  readonly file: string;
}

export function examineAgents(
  { agents }: Pick<Config, 'agents'>,
  hookFiles: readonly HookFile[],
  env: NodeJS.ProcessEnv,
): readonly Finding[] {
  const installed = Object.entries(agents)
    .filter(([, [program]]) => program !== 'npx' && isOnPath(program, env))
    .map(([name]) => name);
  const npx = isOnPath('npx', env)
    ? []
    : [finding('note', 'agents', 'npx is missing: agents that come with it cannot be started.', 'Install npm.')];
  const list = installed.length === 0 ? 'none of those that podwatch knows' : installed.sort().join(', ');
  const hooks = hookFiles
    .filter(({ program, file }) => isOnPath(program, env) && !saysStatus(file))
    .map(({ program, file }) => {
      const message = `${program} in a terminal Pod does not say what it does: there is no hook in ${file}.`;
      const advice = `Let it say so: podwatch hooks install ${program}. podwatch finds out by itself until then.`;
      return finding('note', 'agents', message, advice);
    });
  return [finding('note', 'agents', `Installed agents: ${list}.`), ...npx, ...hooks];
}

function saysStatus(file: string): boolean {
  try {
    return /podwatch status|'podwatch', \['status'/.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

/** `podProgram`: of this installation. A Pod goes on with the build that it was started by. */
export async function examineBuilds(home: Home, podProgram: string): Promise<readonly Finding[]> {
  const installed = installedAt(podProgram);
  return (await readAllocations(home)).flatMap(({ pod_name: name, pid }) => {
    // Its title has taken the place of the program's path, as `ps` shows it.
    if (!commandOf(pid)?.startsWith('podwatch: ')) return [];
    const since = startedAt(pid);
    if (since === null || installed === null || since >= installed) return [];
    const message = `"${name}" was started by an older build than the one that is installed now.`;
    const advice = `To take over this one: podwatch stop ${commandName(name)}, then podwatch restore ${commandName(name)}`;
    return [finding('note', 'pods', message, advice)];
  });
}

/** Installers set the other time to that of the release, or to one for all. */
function installedAt(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? null;
}
