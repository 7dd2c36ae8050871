// What a user can do with an agent Pod that has just come up.
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { print } from './printText';

/** @returns the exit code. */
export function sayAgentIsUp({ stdout }: CommandContext, podName: string, how: 'live' | 'restored'): number {
  const word = commandName(podName);
  const ways = `podwatch attach ${word}, or podwatch send ${word} --wait TEXT`;
  print(stdout, `Agent Pod ${displayName(podName)} is ${how}. Talk to it: ${ways}`);
  return 0;
}
