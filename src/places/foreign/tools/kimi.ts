// kimi-cli: `sessions/<md5 of the directory>/<UUID>/` with `state.json`, `context.jsonl`, `wire.jsonl`; older ones are one file.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, listAt, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import type { Candidate, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';

const OLD_SESSION = /^[0-9a-f-]{36}\.jsonl$/i;

export const kimi: ForeignTool = {
  name: 'kimi',
  label: 'Kimi CLI',
  package: 'kimi-cli (PyPI)',
  resumeCommand: ['kimi', '-r', '{id}'],
  continueWords: ['-C', '--continue'],
  isBound: true,

  meaningOf,

  *find(look) {
    const root = look.directory('KIMI_SHARE_DIR', '.kimi');
    const byHash = directoriesByHash(path.join(root, 'kimi.json'), look);
    for (const folder of look.directories(path.join(root, 'sessions'))) {
      // Folders of other backends are `<backend>_<md5>`.
      const directory = byHash.get(path.basename(folder).replace(/^.*_/, '')) ?? '';
      for (const session of look.directories(folder)) {
        const beside = ['state.json', 'context.jsonl'].map((name) => path.join(session, name));
        const known = { sessionId: path.basename(session), directory };
        yield { file: path.join(session, 'wire.jsonl'), beside, known };
      }
      for (const file of look.files(folder, OLD_SESSION)) {
        yield { file, beside: [], known: { sessionId: path.basename(file, '.jsonl'), directory } };
      }
    }
  },

  read: (candidate, look) =>
    look.lines(
      candidate.file,
      () => false,
      (lines) => readSession(candidate, look, lines),
    ),

  complete(found, _look, { directories }) {
    if (found.every(({ fact }) => fact.directory !== null)) return found;
    const byHash = new Map([...directories].map((directory) => [md5(directory), directory]));
    return found.map((one) => {
      const folder = one.file.split(path.sep).find((part) => /^(?:.*_)?[0-9a-f]{32}$/.test(part));
      const directory = one.fact.directory ?? byHash.get(folder?.slice(-32) ?? '') ?? null;
      return { ...one, fact: { ...one.fact, directory } };
    });
  },
};

function directoriesByHash(file: string, look: Look): ReadonlyMap<string, string> {
  return look.once('directories', [file], () => {
    const known = listAt(jsonOf(look.text(file) ?? ''), 'work_dirs').flatMap((one) => textAt(one, 'path') ?? []);
    return new Map(known.map((directory) => [md5(directory), directory]));
  });
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function readSession({ known, beside }: Candidate, look: Look, lines: SessionLines): readonly SessionFact[] {
  const fact = factOfEnds(known.sessionId ?? '', conversationEnds(lines, meaningOf));
  if (fact === null) return [];
  const [stateFile] = beside;
  const state = stateFile === undefined ? undefined : jsonOf(look.text(stateFile) ?? '');
  return [
    {
      ...fact,
      title: lineOf(textAt(state, 'custom_title')),
      directory: known.directory === '' ? null : (known.directory ?? null),
      notes: at(state, 'archived') === true ? ['archived'] : [],
    },
  ];
}

/** Lines of `wire.jsonl`, or of an old file that holds the messages themselves (without times). */
function meaningOf(line: unknown): LineMeaning {
  const time = timeOf(at(line, 'timestamp'));
  const payload = at(line, 'message', 'payload');
  switch (textAt(line, 'message', 'type')) {
    case 'TurnBegin':
      return { time, prompt: promptOf(promptContentText(at(payload, 'user_input'))) };
    case 'ContentPart':
      return { time, answer: textAt(payload, 'text') };
    default:
      break;
  }
  const text = promptContentText(at(line, 'content'));
  const role = textAt(line, 'role');
  return { time, prompt: role === 'user' ? promptOf(text) : null, answer: role === 'assistant' ? text : null };
}
