// Cline CLI: `data/sessions/<ID>/<ID>.json` for the facts, `<ID>.messages.json` for the conversation.
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, listAt, numberAt, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { Candidate, KeptMessage, ProcessClaim, SessionFact } from '../sessionFacts';

/** A longer conversation is not parsed for the list, bytes. */
const MAX_MESSAGES = 256 * 1024;
/** A longer one is not printed, bytes: it is one JSON object. */
const MAX_TRANSCRIPT = 128 * 1024 * 1024;
/** Its time stands at the beginning, bytes. */
const HEAD = 400;
const ENDED = /^(?:completed|failed|cancelled|canceled|aborted|error)$/;

export const cline: ForeignTool = {
  name: 'cline',
  label: 'Cline CLI',
  package: 'cline (npm)',
  resumeCommand: ['cline', '--id', '{id}', '-i'],

  *find(look) {
    for (const directory of look.directories(path.join(dataDirectory(look), 'sessions'))) {
      const sessionId = path.basename(directory);
      yield {
        file: path.join(directory, `${sessionId}.json`),
        beside: [path.join(directory, `${sessionId}.messages.json`)],
        known: { sessionId },
      };
    }
  },

  read(candidate, look) {
    const text = look.text(candidate.file);
    if (text === null) return [];
    const session = jsonOf(text);
    if (textAt(session, 'session_id') !== null) return readSession(candidate, session, look);
    look.problem('unknown-format', candidate.file, 'it is not what the tool writes');
    return [];
  },

  messages({ file }, look) {
    const text = look.text(file.replace(/\.json$/, '.messages.json'), MAX_TRANSCRIPT);
    return listAt(jsonOf(text ?? ''), 'messages').map(messageOf);
  },
};

function messageOf(message: unknown): KeptMessage {
  const words = promptContentText(at(message, 'content'));
  const time = timeOf(at(message, 'ts'));
  const role = textAt(message, 'role');
  const ofAgent = role === 'assistant' ? saidBy('agent', words, time) : [];
  return { said: role === 'user' ? saidBy('user', promptOf(words), time) : ofAgent, time, whole: message };
}

function dataDirectory(look: Look): string {
  if (look.variable('CLINE_DATA_DIR') !== null) return look.directory('CLINE_DATA_DIR');
  return path.join(look.directory('CLINE_DIR', '.cline'), 'data');
}

function readSession({ known, beside }: Candidate, session: unknown, look: Look): readonly SessionFact[] {
  if (at(session, 'is_subagent') === true || textAt(session, 'parent_session_id') !== null) return [];
  const [messagesFile = ''] = beside;
  const talk = readMessages(messagesFile, look);
  const firstPrompt = talk.prompts[0] ?? lineOf(promptOf(textAt(session, 'prompt')));
  if (firstPrompt === null) return [];
  return [
    {
      sessionId: known.sessionId ?? '',
      title: lineOf(textAt(session, 'metadata', 'title')),
      firstPrompt,
      lastPrompt: talk.prompts.at(-1) ?? firstPrompt,
      lastAnswer: null,
      directory: textAt(session, 'cwd'),
      branch: textAt(session, 'metadata', 'git', 'branch'),
      updatedAt: talk.updatedAt ?? timeOf(at(session, 'ended_at')) ?? timeOf(at(session, 'started_at')),
      notes: at(session, 'interactive') === false ? ['not interactive'] : [],
      process: claimOf(session),
      sameAs: null,
    },
  ];
}

function readMessages(
  file: string,
  look: Look,
): { readonly prompts: readonly string[]; readonly updatedAt: number | null } {
  const read = look.open(file, (opened) => {
    const updatedAt = timeOf(/"updated_at":\s*"([^"]+)"/.exec(opened.head(HEAD))?.[1]);
    if (opened.size > MAX_MESSAGES) return { prompts: [], updatedAt };
    const messages = listAt(jsonOf(opened.head(opened.size)), 'messages');
    const asked = messages.filter((message) => textAt(message, 'role') === 'user');
    return {
      prompts: asked.flatMap((message) => lineOf(promptOf(promptContentText(at(message, 'content')))) ?? []),
      updatedAt,
    };
  });
  return read ?? { prompts: [], updatedAt: null };
}

/** A session that was left without a word keeps its pid. */
function claimOf(session: unknown): ProcessClaim | null {
  const pid = numberAt(session, 'pid');
  const status = textAt(session, 'status');
  const startedBefore = timeOf(at(session, 'started_at'));
  if (pid === null || startedBefore === null || at(session, 'ended_at') != null || ENDED.test(status ?? ''))
    return null;
  return { pid, startedBefore, startTicks: null, pidNamespace: null, bootId: null, status: lineOf(status) };
}
