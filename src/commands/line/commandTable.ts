// Every command and where it is. Made by `npm run docs` from the objects in src/commands/: change those.
import type { Command } from './command';

export interface CommandRow {
  readonly name: string;
  /** As yargs writes it. */
  readonly pattern: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

// biome-ignore format: made by a script
export const COMMANDS: readonly CommandRow[] = [
  {
    name: '',
    pattern: '$0',
    summary:
      'Open the dashboard: a tile for each live Pod with its real screen',
    load: async () => (await import('../dashboard')).command,
  },
  {
    name: 'archive',
    pattern: 'archive <names..>',
    summary:
      'Put stopped Pods away: lists leave them out, nothing of them is removed',
    load: async () => (await import('../archive')).command,
  },
  {
    name: 'attach',
    pattern: 'attach [name]',
    summary:
      'Attach to a live Pod: its screen, then its output, or its conversation',
    load: async () => (await import('../attach')).command,
  },
  {
    name: 'events',
    pattern: 'events [names..]',
    summary:
      'Print every change of the Pods as it happens, until it is interrupted',
    load: async () => (await import('../events')).command,
  },
  {
    name: 'ls',
    pattern: 'ls',
    summary:
      'List the Pods, live ones first',
    load: async () => (await import('../ls')).command,
  },
  {
    name: 'prune',
    pattern: 'prune',
    summary:
      'Remove stopped Pods in which nothing has happened for long, with what they have stored',
    load: async () => (await import('../prune')).command,
  },
  {
    name: 'rename',
    pattern: 'rename <name> <new>',
    summary:
      'Give a Pod another name, whether it runs or not',
    load: async () => (await import('../rename')).command,
  },
  {
    name: 'restore',
    pattern: 'restore [names..]',
    summary:
      'Start a stopped Pod again, its earlier screen above, and attach to it',
    load: async () => (await import('../restore')).command,
  },
  {
    name: 'rm',
    pattern: 'rm [names..]',
    summary:
      'Remove stopped Pods and what they have stored',
    load: async () => (await import('../rm')).command,
  },
  {
    name: 'run',
    pattern: 'run [name]',
    summary:
      'Start a Pod and attach to it',
    load: async () => (await import('../run')).command,
  },
  {
    name: 'send',
    pattern: 'send <name> [text]',
    summary:
      'Send a line to live Pods ("-": from standard input)',
    load: async () => (await import('../send')).command,
  },
  {
    name: 'stop',
    pattern: 'stop [names..]',
    summary:
      'Stop live Pods; their records and last screens stay',
    load: async () => (await import('../stop')).command,
  },
  {
    name: 'unarchive',
    pattern: 'unarchive <names..>',
    summary:
      'Bring archived Pods back to the lists',
    load: async () => (await import('../unarchive')).command,
  },
  {
    name: 'wait',
    pattern: 'wait <names..>',
    summary:
      'Wait until Pods are idle, need you, have ended, or have put out a text',
    load: async () => (await import('../wait')).command,
  },
  {
    name: 'adopt',
    pattern: 'adopt <segment> <name>',
    summary:
      'Make a Pod of a log that belongs to none; podwatch doctor names them',
    load: async () => (await import('../adopt')).command,
  },
  {
    name: 'explain',
    pattern: 'explain <names..>',
    summary:
      'Say why a Pod is shown as it is, and which fact decided it',
    load: async () => (await import('../explain')).command,
  },
  {
    name: 'grep',
    pattern: 'grep <text> [names..]',
    summary:
      'Find a text in all that Pods have shown and said',
    load: async () => (await import('../grep')).command,
  },
  {
    name: 'logs',
    pattern: 'logs <names..>',
    summary:
      'Print what Pods have shown, or their conversations as Markdown',
    load: async () => (await import('../logs')).command,
  },
  {
    name: 'replay',
    pattern: 'replay <name>',
    summary:
      'Play what a Pod has shown; space pauses, q ends',
    load: async () => (await import('../replay')).command,
  },
  {
    name: 'agents',
    pattern: 'agents',
    summary:
      'List the coding agents that run --agent knows',
    load: async () => (await import('../agents')).command,
  },
  {
    name: 'hooks',
    pattern: 'hooks <deed> [agents..]',
    summary:
      'Let an agent in a terminal say what it does: write its hooks, take them out, or look',
    load: async () => (await import('../hooks')).command,
  },
  {
    name: 'mcp',
    pattern: 'mcp',
    summary:
      'Serve the Model Context Protocol on standard input and output, for agents',
    load: async () => (await import('../mcp')).command,
  },
  {
    name: 'permit',
    pattern: 'permit <name>',
    summary:
      'Show or answer what the agent in a Pod asks',
    load: async () => (await import('../permit')).command,
  },
  {
    name: 'status',
    pattern: 'status <word>',
    summary:
      'Inside a Pod: say what it does (for hooks); "auto" ends that',
    load: async () => (await import('../status')).command,
  },
  {
    name: 'agent',
    pattern: 'agent',
    summary:
      'Let the other machines of a fleet see and use the Pods of this one',
    load: async () => (await import('../agent')).command,
  },
  {
    name: 'completion',
    pattern: 'completion [shell]',
    summary:
      'Print the completion script of your shell, or of the one that follows: bash, zsh, fish',
    load: async () => (await import('../completion')).command,
  },
  {
    name: 'config',
    pattern: 'config',
    summary:
      'Show the configuration that is in force, and where each of it comes from',
    load: async () => (await import('../config')).command,
  },
  {
    name: 'demo',
    pattern: 'demo',
    summary:
      'Show podwatch at work, in a temporary home',
    load: async () => (await import('../demo')).command,
  },
  {
    name: 'doctor',
    pattern: 'doctor',
    summary:
      'Say what is wrong with homes, registry, logs, limits and terminal, and what to do',
    load: async () => (await import('../doctor')).command,
  },
  {
    name: 'fleet',
    pattern: 'fleet <deed> [names..]',
    summary:
      'Make the files of a fleet that meets on a NATS server, change who is in it, or join one',
    load: async () => (await import('../fleet')).command,
  },
  {
    name: 'hosts',
    pattern: 'hosts [deed] [host]',
    summary:
      'Say how the other machines of the configuration stand, test one, or forget one that has left a fleet',
    load: async () => (await import('../hosts')).command,
  },
  {
    name: 'reset',
    pattern: 'reset',
    summary:
      'Mend a terminal that was left broken: screen, mouse, keyboard, colours, echo',
    load: async () => (await import('../reset')).command,
  },
];
