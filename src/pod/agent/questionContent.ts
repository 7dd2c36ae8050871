// What a user has to read before answering a question of the agent, as Markdown: a plan, a command, the agent's words.
import type { ToolCallState } from './toolCallState';

export interface QuestionContent {
  readonly content: string;
  /** Where a command would run; null: the question is about none, or nobody knows. */
  readonly directory: string | null;
}

/** `cwd`: of the session, where commands run unless they say otherwise. */
export function questionContent(call: ToolCallState, cwd: string): QuestionContent {
  const input = record(call.input);
  const { words } = call;
  const plan = text(input.plan);
  const command = commandText(input.command) ?? commandText(input.cmd);
  const why = text(input.description) ?? text(input.reason) ?? text(input.justification);
  const isAsking = command !== null || call.details.tool_kind === 'execute';
  const parts = [
    plan !== null && !words.includes(plan) ? plan : null,
    words.trim() === '' ? null : words,
    command !== null && !words.includes(command) ? fenced(command) : null,
    why !== null && !words.includes(why) ? why : null,
    questionsText(input.questions),
  ];
  return {
    content: parts.filter((part) => part !== null).join('\n\n'),
    directory: isAsking ? (text(input.cwd) ?? text(input.workdir) ?? text(input.directory) ?? cwd) : null,
  };
}

/** What tools ask that put questions to the user: each with its choices. */
function questionsText(data: unknown): string | null {
  if (!Array.isArray(data)) return null;
  const questions = data.map(record).flatMap((question) => {
    const asked = text(question.question) ?? text(question.header);
    if (asked === null) return [];
    const options = Array.isArray(question.options) ? question.options.map(choiceText) : [];
    return [[`**${asked}**`, ...options].join('\n')];
  });
  return questions.length === 0 ? null : questions.join('\n\n');
}

function choiceText(data: unknown): string {
  if (typeof data === 'string') return `- ${data}`;
  const { label, description } = record(data);
  const about = text(description);
  return `- ${text(label) ?? '?'}${about === null ? '' : `: ${about}`}`;
}

function commandText(data: unknown): string | null {
  if (Array.isArray(data)) return data.every((word) => typeof word === 'string') ? data.join(' ') : null;
  return text(data);
}

function fenced(code: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}sh\n${code}\n${fence}`;
}

function text(data: unknown): string | null {
  return typeof data === 'string' && data.trim() !== '' ? data : null;
}

function record(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : {};
}
