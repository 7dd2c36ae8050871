// Which agents are installed and tell what they do, and which Pods run another build than this one.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { commandName } from '../actions/commandName';
import type { Config } from '../config/readConfig';
import { isOnPath } from '../places/multiplexers/runProgram';
import type { Home } from '../protocol/homePaths';
import { readAllocations } from '../store/readRegistry';
import { type Finding, finding } from './finding';
import { commandWords, startedAt } from './processes';

interface HookFile {
  readonly program: string;
  readonly file: (env: NodeJS.ProcessEnv) => string;
}

/** Where docs/hooks.md puts them. */
const HOOKS: readonly HookFile[] = [
  {
    program: 'claude',
    file: (env) => path.join(env.CLAUDE_CONFIG_DIR || path.join(env.HOME ?? '', '.claude'), 'settings.json'),
  },
  { program: 'codex', file: (env) => path.join(env.CODEX_HOME || path.join(env.HOME ?? '', '.codex'), 'config.toml') },
  { program: 'gemini', file: (env) => path.join(env.HOME ?? '', '.gemini', 'settings.json') },
];

export function examineAgents({ agents }: Pick<Config, 'agents'>, env: NodeJS.ProcessEnv): readonly Finding[] {
  const installed = Object.entries(agents)
    .filter(([, [program]]) => program !== 'npx' && isOnPath(program, env))
    .map(([name]) => name);
  const npx = isOnPath('npx', env)
    ? []
    : [finding('note', 'agents', 'npx is missing: agents that come with it cannot be started.', 'Install npm.')];
  const list = installed.length === 0 ? 'none of those that podwatch knows' : installed.sort().join(', ');
  const hooks = HOOKS.filter(({ program, file }) => isOnPath(program, env) && !saysStatus(file(env))).map(
    ({ program, file }) =>
      finding(
        'note',
        'agents',
        `${program} in a terminal Pod does not say what it does: there is no hook in ${file(env)}.`,
        'See docs/hooks.md. podwatch finds out by itself until then.',
      ),
  );
  return [finding('note', 'agents', `Installed agents: ${list}.`), ...npx, ...hooks];
}

function saysStatus(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes('podwatch status');
  } catch {
    return false;
  }
}

/** `podProgram`: of this installation. A Pod goes on with the build that it was started by. */
export async function examineBuilds(home: Home, podProgram: string): Promise<readonly Finding[]> {
  const built = mtimeOf(podProgram);
  return (await readAllocations(home)).flatMap(({ pod_name: name, pid }) => {
    const program = commandWords(pid)?.find((word) => path.basename(word) === path.basename(podProgram));
    if (program === undefined) return [];
    const advice = `To take over this one: podwatch stop ${commandName(name)}, then podwatch restore ${commandName(name)}`;
    if (program !== podProgram) {
      return [finding('note', 'pods', `"${name}" runs the build in ${path.dirname(path.dirname(program))}.`, advice)];
    }
    const since = startedAt(pid);
    if (since === null || built === null || since >= built) return [];
    return [
      finding('note', 'pods', `"${name}" was started by an older build than the one that is installed now.`, advice),
    ];
  });
}

function mtimeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
