// Command lines of known coding agents that speak the Agent Client Protocol: data, which the configuration can change.

/** Program and arguments. */
export type AgentCommandLine = readonly [string, ...string[]];

/** The command line of a known agent; null: there is none of that name. */
export function knownAgent(agents: Readonly<Record<string, AgentCommandLine>>, name: string): AgentCommandLine | null {
  return Object.hasOwn(agents, name) ? (agents[name] ?? null) : null;
}

/** `npx -y`: its question whether to install would stand on the wire. */
const npx = (name: string): AgentCommandLine => ['npx', '-y', name];

export const BUILT_IN_AGENTS: Readonly<Record<string, AgentCommandLine>> = {
  auggie: ['auggie', '--acp'],
  cagent: ['cagent', 'acp'],
  claude: npx('@agentclientprotocol/claude-agent-acp'),
  codex: npx('@agentclientprotocol/codex-acp'),
  copilot: ['copilot', '--acp', '--stdio'],
  cursor: ['cursor-agent', 'acp'],
  droid: ['droid', 'exec', '--output-format', 'acp'],
  gemini: ['gemini', '--acp'],
  goose: ['goose', 'acp'],
  junie: ['junie', '--acp=true'],
  kimi: ['kimi', 'acp'],
  opencode: ['opencode', 'acp'],
  pi: npx('pi-acp'),
  qoder: ['qodercli', '--acp'],
  qwen: ['qwen', '--acp'],
  stakpak: ['stakpak', 'acp'],
  vibe: ['vibe-acp'],
};
