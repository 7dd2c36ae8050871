// The slash commands of an agent that fit what is being written to it.
import type { AgentCommand, Conversation } from '../../conversation/conversation';
import { fieldText, type TextField } from '../kit/textField';

/** A command that is still being typed: nothing but a slash and its beginning. */
const BEGUN = /^\/(\S*)$/u;
/** One that stands there as a whole, with nothing behind it yet. */
const WHOLE = /^\/(\S+) ?$/u;

/** In the agent's order; empty unless a command is being typed. One that stands there as a whole says what goes behind it. */
export function fittingCommands(
  conversation: Pick<Conversation, 'commands'> | null,
  field: TextField,
): readonly AgentCommand[] {
  // No walk over a long text that begins otherwise.
  if (conversation === null || field.chars[0] !== '/') return [];
  const text = fieldText(field);
  const whole = WHOLE.exec(text)?.[1];
  const known = conversation.commands.find(({ name, hint }) => name === whole && hint !== null);
  if (known !== undefined) return [known];
  const begun = BEGUN.exec(text)?.[1];
  if (begun === undefined) return [];
  const found = conversation.commands.filter(({ name }) => name.startsWith(begun));
  return found.length === 1 && found[0]?.name === begun ? [] : found;
}
