// pi: `sessions/<DIR>/<TIME>_<UUID>.jsonl`, or flat in a directory of one's own; a name may stand anywhere in the file.
import path from 'node:path';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import type { Candidate, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';

const SESSION = /^.*_([0-9A-Za-z-]{8,80})\.jsonl$/;

export const pi: ForeignTool = {
  name: 'pi',
  label: 'pi',
  package: '@mariozechner/pi-coding-agent (npm)',
  // By its path: by its id, from another directory, the tool would ask whether to fork it.
  resumeCommand: ['pi', '--session', '{file}'],
  continueWords: ['-c', '--continue'],

  meaningOf,

  *find(look) {
    const root = sessionsDirectory(look);
    for (const directory of [root, ...look.directories(root)]) {
      for (const file of look.files(directory, SESSION)) {
        yield { file, beside: [], known: { sessionId: SESSION.exec(path.basename(file))?.[1] ?? '' } };
      }
    }
  },

  read: (candidate, look) =>
    look.lines(
      candidate.file,
      () => false,
      (lines) => readSession(candidate, lines),
    ),
};

function sessionsDirectory(look: Look): string {
  const agent = look.directory('PI_CODING_AGENT_DIR', '.pi', 'agent');
  const variable = 'PI_CODING_AGENT_SESSION_DIR';
  if (look.variable(variable) !== null) return look.directory(variable);
  const file = path.join(agent, 'settings.json');
  const setting = look.once('settings', [file], () => textAt(jsonOf(look.text(file) ?? ''), 'sessionDir'));
  return setting === null || setting === '' ? path.join(agent, 'sessions') : path.resolve(agent, setting);
}

function readSession({ known }: Candidate, lines: SessionLines): readonly SessionFact[] {
  const fact = factOfEnds(known.sessionId ?? '', conversationEnds(lines, meaningOf, '"session_info"'));
  return fact === null ? [] : [fact];
}

function meaningOf(line: unknown): LineMeaning {
  const time = timeOf(at(line, 'timestamp'));
  switch (textAt(line, 'type')) {
    case 'session': {
      const parent = textAt(line, 'parentSession');
      const forkOf = parent === null ? null : `fork of ${SESSION.exec(path.basename(parent))?.[1] ?? 'another'}`;
      return { time, directory: textAt(line, 'cwd'), note: forkOf };
    }
    case 'session_info':
      // An empty name takes the earlier one back.
      return { time, name: lineOf(textAt(line, 'name')) ?? '' };
    case 'message':
      return { time, ...messageMeaning(at(line, 'message')) };
    default:
      return { time };
  }
}

function messageMeaning(message: unknown): LineMeaning {
  const text = promptContentText(at(message, 'content'));
  const role = textAt(message, 'role');
  if (role === 'user') return { prompt: promptOf(text) };
  return role === 'assistant' ? { answer: text } : {};
}
