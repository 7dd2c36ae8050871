// What there is to be said of every command. Made by `npm run docs` from the objects in src/commands/: change those.
export interface CommandRow {
  readonly name: string;
  /** As yargs writes it. */
  readonly pattern: string;
  readonly summary: string;
}

// biome-ignore format: made by a script
export const COMMANDS: readonly CommandRow[] = [
  {
    name: '',
    pattern: '$0',
    summary:
      'Open the dashboard: a tile for each live Pod with its real screen',
  },
  {
    name: 'run',
    pattern: 'run [name]',
    summary:
      'Start a Pod and attach to it',
  },
  {
    name: 'attach',
    pattern: 'attach [name]',
    summary:
      'Attach to a live Pod: its screen, then its output, or its conversation',
  },
  {
    name: 'ls',
    pattern: 'ls',
    summary:
      'List the Pods, live ones first',
  },
  {
    name: 'send',
    pattern: 'send <name> [text]',
    summary:
      'Send a line to live Pods ("-": from standard input)',
  },
  {
    name: 'wait',
    pattern: 'wait <names..>',
    summary:
      'Wait until Pods are idle, need you, have ended, or have put out a text',
  },
  {
    name: 'stop',
    pattern: 'stop [names..]',
    summary:
      'Stop live Pods; their records and last screens stay',
  },
  {
    name: 'restore',
    pattern: 'restore [names..]',
    summary:
      'Start a stopped Pod again, its earlier screen above, and attach to it',
  },
  {
    name: 'rename',
    pattern: 'rename <name> <new>',
    summary:
      'Give a Pod another name, whether it runs or not',
  },
  {
    name: 'rm',
    pattern: 'rm [names..]',
    summary:
      'Remove stopped Pods and what they have stored',
  },
  {
    name: 'archive',
    pattern: 'archive <names..>',
    summary:
      'Put stopped Pods away: lists leave them out, nothing of them is removed',
  },
  {
    name: 'events',
    pattern: 'events [names..]',
    summary:
      'Print every change of the Pods as it happens, until it is interrupted',
  },
  {
    name: 'prune',
    pattern: 'prune',
    summary:
      'Remove stopped Pods in which nothing has happened for long, with what they have stored',
  },
  {
    name: 'unarchive',
    pattern: 'unarchive <names..>',
    summary:
      'Bring archived Pods back to the lists',
  },
  {
    name: 'adopt',
    pattern: 'adopt <segment> <name>',
    summary:
      'Make a Pod of a log that belongs to none; podwatch doctor names them',
  },
  {
    name: 'explain',
    pattern: 'explain <names..>',
    summary:
      'Say why a Pod is shown as it is, and which fact decided it',
  },
  {
    name: 'grep',
    pattern: 'grep <text> [names..]',
    summary:
      'Find a text in all that Pods have shown and said',
  },
  {
    name: 'logs',
    pattern: 'logs <names..>',
    summary:
      'Print what Pods have shown, or their conversations as Markdown',
  },
  {
    name: 'replay',
    pattern: 'replay <name>',
    summary:
      'Play what a Pod has shown; space pauses, q ends',
  },
  {
    name: 'agents',
    pattern: 'agents',
    summary:
      'List the coding agents that run --agent knows',
  },
  {
    name: 'hooks',
    pattern: 'hooks <deed> [agents..]',
    summary:
      'Let an agent in a terminal say what it does: write its hooks, take them out, or look',
  },
  {
    name: 'mcp',
    pattern: 'mcp',
    summary:
      'Serve the Model Context Protocol on standard input and output, for agents',
  },
  {
    name: 'permit',
    pattern: 'permit <name>',
    summary:
      'Show or answer what the agent in a Pod asks',
  },
  {
    name: 'status',
    pattern: 'status <word>',
    summary:
      'Inside a Pod: say what it does (for hooks); "auto" ends that',
  },
  {
    name: 'agent',
    pattern: 'agent',
    summary:
      'Let the other machines of a fleet see and use the Pods of this one',
  },
  {
    name: 'completion',
    pattern: 'completion [shell]',
    summary:
      'Print the completion script of your shell, or of the one that follows: bash, zsh, fish',
  },
  {
    name: 'config',
    pattern: 'config',
    summary:
      'Show the configuration that is in force, and where each of it comes from',
  },
  {
    name: 'demo',
    pattern: 'demo',
    summary:
      'Show podwatch at work, in a temporary home',
  },
  {
    name: 'doctor',
    pattern: 'doctor',
    summary:
      'Say what is wrong with homes, registry, logs, limits and terminal, and what to do',
  },
  {
    name: 'fleet',
    pattern: 'fleet <deed> [names..]',
    summary:
      'Make the files of a fleet that meets on a NATS server, change who is in it, or join one',
  },
  {
    name: 'hosts',
    pattern: 'hosts [deed] [host]',
    summary:
      'Say how the other machines of the configuration stand, test one, or forget one that has left a fleet',
  },
  {
    name: 'reset',
    pattern: 'reset',
    summary:
      'Mend a terminal that was left broken: screen, mouse, keyboard, colours, echo',
  },
];
