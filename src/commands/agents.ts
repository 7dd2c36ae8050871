// `podwatch agents`: the coding agents that `run --agent NAME` knows, and which of them are installed.

import { type AgentStanding, agentStanding } from '../actions/agentStanding';
import { padText, textWidth } from '../cells/cellWidth';
import { displayText } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { jsonField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
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

const WORDS: Readonly<Record<AgentStanding, string>> = {
  installed: 'found',
  fetched: 'npx fetches it',
  missing: 'missing',
};
const PRESENCE_CELLS = 14;

interface AgentsArgs {
  readonly json: boolean;
}

async function runAgents({ config, env, stdout }: CommandContext, { json }: AgentsArgs): Promise<number> {
  const agents = Object.entries(config.agents)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, command]) => ({ name, command, presence: agentStanding(command, env) }));
  if (json) {
    printJson(
      stdout,
      agents.map(({ presence, ...agent }) => ({ ...agent, installed: presence === 'installed', presence })),
      2,
    );
    return 0;
  }
  const width = Math.max(...agents.map(({ name }) => textWidth(displayText(name))));
  for (const { name, command, presence } of agents) {
    const line = `${padText(displayText(name), width)}  ${padText(WORDS[presence], PRESENCE_CELLS)}  ${command.map((word) => displayText(word)).join(' ')}`;
    print(stdout, line);
  }
  print(stdout, 'Start one: podwatch run NAME --agent AGENT. Others: podwatch run NAME --agent -- CMD …');
  return 0;
}
