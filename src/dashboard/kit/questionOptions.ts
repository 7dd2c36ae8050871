// How the answers to an agent's question are told apart: by a letter where one of its kind exists, else by a number.
import type { Answer, AskOption, PermissionAsk } from '../../conversation/conversation';

/** What a user gives as the answer. */
export type GivenAnswer =
  | { readonly answer: Answer; readonly reason?: string }
  | { readonly option: string; readonly reason?: string }
  | { readonly values: Readonly<Record<string, string>> };

const LETTERS: Readonly<Record<string, { readonly key: string; readonly answer: Answer }>> = {
  allow_once: { key: 'y', answer: 'allow_once' },
  allow_always: { key: 'a', answer: 'allow_always' },
  reject_once: { key: 'n', answer: 'reject' },
};

/** Names that say no more than their kind does. */
const PLAIN_NAMES =
  /^(yes|no|allow|reject|deny|once|always|never|ok|cancel|approve|accept|decline)([ ,-]+(allow|once|always|it|this|time|reject|deny|the|call))*$/i;

/** Whether letters with words of ours say all that there is to choose. */
export function isPlain({ options, fields }: PermissionAsk): boolean {
  if (fields.length > 0) return false;
  const kinds = options.map(({ kind }) => kind);
  return options.every(
    ({ kind, name }) =>
      LETTERS[kind] !== undefined &&
      kinds.filter((each) => each === kind).length === 1 &&
      PLAIN_NAMES.test(name.trim()),
  );
}

/** The key of one option: its letter where no other is of its kind, else its number from 1. */
export function optionKey({ options }: PermissionAsk, option: AskOption): string {
  const letter = LETTERS[option.kind];
  const isOnly = options.filter(({ kind }) => kind === option.kind).length === 1;
  return letter !== undefined && isOnly ? letter.key : String(options.indexOf(option) + 1);
}

/** What a kind says beside the agent's words; how far "always" reaches only the agent knows. */
export function kindWords({ kind }: AskOption): string {
  switch (kind) {
    case 'allow_once':
    case 'reject_once':
    case 'value':
      return '';
    case 'allow_always':
      return 'from now on, for all that these words cover';
    case 'reject_always':
      return 'never again, for all that these words cover';
    default:
      return kind;
  }
}

/** Whether an answer lets the agent do something: then what it asks has to have been read. */
export function allows(ask: PermissionAsk, given: GivenAnswer): boolean {
  if ('answer' in given) return given.answer !== 'reject';
  if ('values' in given) return false;
  const kind = ask.options.find(({ id }) => id === given.option)?.kind ?? '';
  return !kind.startsWith('reject') && kind !== 'value';
}

/** What a key asks for: an answer by its kind, or an option by its number. Null: the agent offers none such. */
export function givenBy(ask: PermissionAsk, wanted: Answer | number): GivenAnswer | null {
  if (typeof wanted === 'number') {
    const option = ask.options[wanted - 1];
    return option === undefined ? null : { option: option.id };
  }
  return wanted === 'reject' || ask.answers.includes(wanted) ? { answer: wanted } : null;
}
