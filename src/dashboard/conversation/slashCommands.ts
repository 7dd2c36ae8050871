// The slash commands of an agent that fit what is being written to it.
import type { AgentCommand, Conversation } from '../../conversation/conversation';
import { fieldText, type TextField } from '../kit/textField';

/** A command that is still being typed: nothing but a slash and its beginning. */
const BEGUN = /^\/(\S*)$/u;

/** In the agent's order; empty unless a command is being typed, and where it stands there as a whole. */
export function fittingCommands(
  conversation: Pick<Conversation, 'commands'> | null,
  field: TextField,
): readonly AgentCommand[] {
  // No walk over a long text that begins otherwise.
  if (conversation === null || field.chars[0] !== '/') return [];
  const begun = BEGUN.exec(fieldText(field))?.[1];
  if (begun === undefined) return [];
  const found = conversation.commands.filter(({ name }) => name.startsWith(begun));
  return found.length === 1 && found[0]?.name === begun ? [] : found;
}
