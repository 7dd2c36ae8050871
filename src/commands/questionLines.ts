// A question of an agent as plain lines: what it asks, all that is to be read before the answer, and how to answer.
import { displayText } from '../cells/displayText';
import { lineDiff } from '../conversation/lineDiff';
import type { PermissionRequest, QuestionField } from '../protocol/agentQuestion';

/** `command`: what is typed to answer it, without the answer. */
export function questionLines(request: PermissionRequest, command: string): string[] {
  const { id, title, tool_kind, whose } = request;
  const asker = whose === null ? '' : `; asked by ${displayText(whose)}`;
  return [
    `${id}  ${displayText(title)} (${displayText(tool_kind)}${asker})`,
    ...bodyLines(request),
    ...howLines(request, command),
  ];
}

function bodyLines({ content, directory, diffs, locations, ...request }: PermissionRequest): string[] {
  const words = content.trim() === '' ? [] : indented(content);
  const changes = diffs.flatMap(changeLines);
  // What the words and the changes say already need not be said in JSON again.
  const isSaid = words.length > 0 || changes.length > 0 || request.form !== null || request.arguments === '{}';
  return [
    ...words,
    ...(directory === null ? [] : [`  in ${displayText(directory)}`]),
    ...changes,
    ...(isSaid ? [] : [`  ${displayText(request.arguments)}`]),
    ...(changes.length > 0 || locations.length === 0 ? [] : [`  touches ${locations.map(displayText).join(', ')}`]),
    ...(request.form?.url == null ? [] : [`  open: ${displayText(request.form.url)}`]),
  ];
}

const MARKS = { same: ' ', added: '+', removed: '-', gap: '…' };

/** `-` and `+` as in a diff, with a little of what stands around. */
function changeLines({ path, old_text, new_text }: PermissionRequest['diffs'][number]): string[] {
  const lines = lineDiff(old_text, new_text);
  return [
    `  ${displayText(path)}${old_text === null ? ' (new file)' : ''}`,
    ...lines.map(({ kind, text }) => `  ${MARKS[kind]}${displayText(text)}`),
  ];
}

function howLines({ answers, options, form }: PermissionRequest, command: string): string[] {
  if (form !== null && options.length === 0) {
    return [
      ...form.fields.flatMap(fieldLines),
      `Answer: ${command}${form.fields.map(({ id }) => ` --set ${displayText(id)}=VALUE`).join('')} | --reject`,
    ];
  }
  const listed = options.map((option, index) => {
    const flag = FLAGS.find(({ answer, kind }) => kind === option.kind && answers.includes(answer));
    const only = options.filter(({ kind }) => kind === option.kind).length === 1;
    const how = flag && only ? flag.flag : `--option ${index + 1}`;
    return `  ${index + 1}  ${displayText(option.name)}  [${how}${coverage(option.kind)}]`;
  });
  const flags = FLAGS.filter(({ answer }) => answers.includes(answer)).map(({ flag }) => flag);
  const byNumber = options.length > 0 ? ['--option N'] : [];
  return [...listed, `Answer: ${command} ${[...new Set([...flags, ...byNumber])].join(' | ')}`];
}

const FLAGS = [
  { answer: 'allow_once', kind: 'allow_once', flag: '--once' },
  { answer: 'allow_always', kind: 'allow_always', flag: '--always' },
  { answer: 'reject', kind: 'reject_once', flag: '--reject' },
] as const;

/** How far a kind reaches: only the agent knows what "always" covers, and its own words are all there is. */
function coverage(kind: string): string {
  if (kind === 'allow_always') return '; holds from now on, for all that the agent means by these words';
  if (kind === 'reject_always') return '; never again, for all that the agent means by these words';
  return kind.startsWith('allow_once') || kind.startsWith('reject_once') || kind === 'value'
    ? ''
    : `; ${displayText(kind)}`;
}

function fieldLines({ id, title, description, type, options, required, initial }: QuestionField): string[] {
  const about = description === '' ? '' : `: ${displayText(description)}`;
  const kind = options.length > 0 ? (type === 'choices' ? 'any of' : 'one of') : type;
  const needed = required ? ', needed' : '';
  const usual = initial === null ? '' : `, else ${displayText(initial)}`;
  return [
    `  ${displayText(id)}  ${displayText(title)}${about} (${kind}${needed}${usual})`,
    ...options.map(({ value, name, description: words }) => {
      const more = words === '' ? '' : `: ${displayText(words)}`;
      return `      ${displayText(value)}${name === value ? '' : ` (${displayText(name)})`}${more}`;
    }),
  ];
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${displayText(line)}`);
}
