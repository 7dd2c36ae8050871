// A deed that an agent wants done through us, as a question to its user: what would happen, and what each answer covers.
import type { QuestionOption } from '../../../protocol/agentQuestion';
import type { DeedAsk } from './clientTools';

const ONCE = 'allow';
const ALWAYS = 'always';

/** What stands in the agent's own words in its own questions stands in ours here. */
export function deedOptions({ always }: DeedAsk): QuestionOption[] {
  return [
    { id: ONCE, name: 'Allow', kind: 'allow_once' },
    { id: ALWAYS, name: `Always: ${always}`, kind: 'allow_always' },
    { id: 'reject', name: 'Reject', kind: 'reject_once' },
  ];
}

export function deedAnswer(option: QuestionOption | null): 'once' | 'always' | 'no' {
  if (option?.id === ALWAYS) return 'always';
  return option?.id === ONCE ? 'once' : 'no';
}

/** As a call of a tool, in the words of the protocol. */
export function deedCall(id: string, { kind, title, input, locations, diff }: DeedAsk): object {
  return {
    toolCallId: id,
    title,
    kind,
    status: 'pending',
    rawInput: input,
    locations: locations.map((path) => ({ path })),
    ...(diff !== null && {
      content: [{ type: 'diff', path: diff.path, oldText: diff.old_text, newText: diff.new_text }],
    }),
  };
}
