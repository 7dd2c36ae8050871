// What a user can do with an agent Pod that has just come up.
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';

/** @returns the exit code. */
export function sayAgentIsUp({ stdout }: CommandContext, podName: string, how: 'running' | 'restored'): number {
  const word = commandName(podName);
  const ways = `podwatch attach ${word}, or podwatch send ${word} --wait TEXT`;
  stdout.write(`Agent Pod ${displayName(podName)} is ${how}. Talk to it: ${ways}\n`);
  return 0;
}
