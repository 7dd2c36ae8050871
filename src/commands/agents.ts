// `podwatch agents`: the coding agents that `run --agent NAME` knows, and which of them are installed.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { padText, textWidth } from '../cells/cellWidth';
import { displayText } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/command';
import { jsonField } from './line/commonFields';
import { print, printJson } from './printText';

export const command = defineCommand({
  name: 'agents',
  group: 'agents',
  summary: 'List the coding agents that run --agent knows',
  positionals: {},
  options: { json: jsonField },
  rest: 'nothing',
  run: runAgents,
});

interface AgentsArgs {
  readonly json: boolean;
}

async function runAgents({ config, env, stdout }: CommandContext, { json }: AgentsArgs): Promise<number> {
  const agents = Object.entries(config.agents)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, command]) => ({ name, command, installed: isInstalled(command[0], env.PATH) }));
  if (json) {
    printJson(stdout, agents, 2);
    return 0;
  }
  const width = Math.max(...agents.map(({ name }) => textWidth(displayText(name))));
  for (const { name, command, installed } of agents) {
    const line = `${padText(displayText(name), width)}  ${installed ? 'found  ' : 'missing'}  ${command.map((word) => displayText(word)).join(' ')}`;
    print(stdout, line);
  }
  print(stdout, 'Start one: podwatch run NAME --agent AGENT. Others: podwatch run NAME --agent -- CMD …');
  return 0;
}

/** `npx` fetches what is missing, so its programs count as found where it is. */
function isInstalled(program: string, searchPath = ''): boolean {
  const candidates = program.includes('/')
    ? [program]
    : searchPath.split(':').map((directory) => path.join(directory, program));
  return candidates.some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}
