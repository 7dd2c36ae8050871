// Before the suites with agents from npm: builds dist/, installs the agents, and tells the suites where they are.
import { build } from './build.mjs';
import { installAgents } from './installAgents.mjs';

export default async function jestAgentsSetup() {
  await build();
  process.env.AGENT_COMMANDS = installAgents();
}
