// Kimi Code: `sessions/wd_…/session_<UUID>/state.json` has all of a row; the first prompt may only stand in `wire.jsonl`.
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { Candidate, KeptMessage, Said, SessionFact } from '../sessionFacts';
import { SessionLines } from '../sessionLines';

/** The first prompt is not looked for further, bytes: the tools' descriptions alone are 74 KB. */
const HEAD_WINDOW = 256 * 1024;

export const kimiCode: ForeignTool = {
  name: 'kimi-code',
  label: 'Kimi Code',
  package: '@moonshot-ai/kimi-code (npm)',
  resumeCommand: ['kimi', '--session', '{id}'],
  continueWords: ['-c', '-C', '--continue'],
  agent: 'kimi',

  *find(look) {
    const root = path.join(look.directory('KIMI_CODE_HOME', '.kimi-code'), 'sessions');
    for (const folder of look.directories(root)) {
      for (const session of look.directories(folder)) {
        const sessionId = path.basename(session);
        if (!sessionId.startsWith('session_')) continue;
        const beside = [path.join(session, 'agents', 'main', 'wire.jsonl')];
        yield { file: path.join(session, 'state.json'), beside, known: { sessionId } };
      }
    }
  },

  read(candidate, look) {
    const text = look.text(candidate.file);
    if (text === null) return [];
    const state = jsonOf(text);
    if (textAt(state, 'cwd') !== null || textAt(state, 'id') !== null) return readState(candidate, state, look);
    look.problem('unknown-format', candidate.file, 'it is not what the tool writes');
    return [];
  },

  messages: ({ file }, look) =>
    look.open(wireOf(file), (opened) => {
      const lines = [...new SessionLines(opened, isIdle).fromStart(opened.size)];
      return lines.flatMap((line) => messageIn(line) ?? []);
    }) ?? [],
};

/** What was said stands in several kinds of lines: of a prompt this one has it before it is sent, of an answer that one whole. */
function messageIn(line: unknown): KeptMessage | null {
  const type = textAt(line, 'type');
  const time = timeOf(at(line, 'time'));
  if (type === 'turn.prompt') return { said: [...promptsIn([line])], time, whole: at(line, 'input') };
  const message = at(line, 'message', 'message');
  const role = textAt(message, 'role');
  if (type !== 'agent.message.appended' || role === 'user') return null;
  const text = role === 'assistant' ? promptContentText(at(message, 'content')) : null;
  return { said: saidBy('agent', text, time), time, whole: message };
}

function wireOf(stateFile: string): string {
  return path.join(path.dirname(stateFile), 'agents', 'main', 'wire.jsonl');
}

function readState({ known, beside }: Candidate, state: unknown, look: Look): readonly SessionFact[] {
  const [wire = ''] = beside;
  const lastPrompt = lineOf(promptOf(textAt(state, 'lastPrompt')));
  const title = lineOf(textAt(state, 'title'));
  const firstPrompt = lastPrompt === null || title === null ? firstPromptOf(wire, look) : null;
  if (lastPrompt === null && firstPrompt === null && title === null) return [];
  const forkOf = textAt(state, 'forkedFrom');
  return [
    {
      sessionId: known.sessionId ?? '',
      title,
      firstPrompt,
      lastPrompt: lastPrompt ?? firstPrompt,
      lastAnswer: null,
      directory: textAt(state, 'cwd'),
      branch: null,
      updatedAt: timeOf(at(state, 'updatedAt')) ?? timeOf(at(state, 'createdAt')),
      notes: [
        ...(forkOf === null ? [] : [`fork of ${forkOf}`]),
        ...(at(state, 'archived') === true ? ['archived'] : []),
      ],
      ...{ process: null, sameAs: null },
    },
  ];
}

function firstPromptOf(wire: string, look: Look): string | null {
  return look.open(wire, (file) => {
    for (const { text } of promptsIn(new SessionLines(file, isIdle).fromStart(HEAD_WINDOW))) return lineOf(text);
    return null;
  });
}

function* promptsIn(lines: Iterable<unknown>): Generator<Said> {
  for (const line of lines) {
    const origin = textAt(line, 'origin', 'kind') ?? 'user';
    const prompt = textAt(line, 'type') === 'turn.prompt' && origin === 'user' ? at(line, 'input') : undefined;
    const time = timeOf(at(line, 'timestamp')) ?? timeOf(at(line, 'time'));
    yield* saidBy('user', promptOf(promptContentText(prompt)), time);
  }
}

function isIdle(head: string): boolean {
  return head.includes('"llm.');
}
