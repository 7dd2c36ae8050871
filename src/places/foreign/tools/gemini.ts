// Gemini CLI: `tmp/<SLUG>/chats/session-….jsonl` (older: one JSON object); the directory stands beside, or only as a hash.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, listAt, recordOf, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { Candidate, FoundFact, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';

const HASH = /^[0-9a-f]{64}$/;
/** A longer file of an old version is not printed, bytes: it is one JSON object. */
const MAX_OLD_FILE = 128 * 1024 * 1024;
/** Sub-agents lie one folder deeper. */
const CHAT = /^session-.*\.jsonl?$/;

export const gemini: ForeignTool = {
  name: 'gemini',
  label: 'Gemini CLI',
  package: '@google/gemini-cli (npm)',
  // Never `--resume ID`: it leaves a stub, for which the next start deletes the conversation; a load over ACP leaves it, too.
  // This one goes on in a copy.
  resumeCommand: ['gemini', '--session-file', '{file}'],

  meaningOf,

  *find(look) {
    const known = projectsOf(look);
    for (const project of look.directories(path.join(root(look), 'tmp'))) {
      const slug = path.basename(project);
      const rootFile = path.join(project, '.project_root');
      const files = look.files(path.join(project, 'chats'), CHAT);
      if (files.length === 0) continue;
      const written = look.once('project', [rootFile], () => look.text(rootFile)?.trim() ?? '');
      const directory = written === '' ? (known.get(slug) ?? '') : written;
      for (const file of files) yield { file, beside: [], known: { directory, hash: HASH.test(slug) ? slug : '' } };
    }
  },

  read(candidate, look) {
    if (candidate.file.endsWith('.json')) return readOldFile(candidate, look);
    return look.lines(
      candidate.file,
      () => false,
      (lines) => readChat(candidate, lines),
    );
  },

  messages({ file }, look) {
    if (!file.endsWith('.json')) return null;
    return listAt(jsonOf(look.text(file, MAX_OLD_FILE) ?? ''), 'messages').map((message) => {
      const { prompt, answer } = messageMeaning(message);
      const time = timeOf(at(message, 'timestamp'));
      return { said: [...saidBy('user', prompt, time), ...saidBy('agent', answer, time)], time, whole: message };
    });
  },

  complete(found, look, { directories }) {
    if (found.every(({ fact }) => fact.directory !== null)) return found;
    const byHash = new Map(
      [...directories, ...projectsOf(look).values(), ...trustedFolders(look)].map((one) => [sha256(one), one]),
    );
    return found.map((one) => withDirectory(one, byHash));
  },

  refuses: ({ directory }) =>
    directory === null ? 'its directory is not known: the tool keeps only a hash of it' : null,
};

function root(look: Look): string {
  return path.join(look.directory('GEMINI_CLI_HOME'), '.gemini');
}

/** The directory by its short name. */
function projectsOf(look: Look): ReadonlyMap<string, string> {
  const file = path.join(root(look), 'projects.json');
  return look.once('projects', [file], () => {
    const projects = recordOf(at(jsonOf(look.text(file) ?? ''), 'projects')) ?? {};
    return new Map(Object.entries(projects).flatMap(([to, slug]) => (typeof slug === 'string' ? [[slug, to]] : [])));
  });
}

function trustedFolders(look: Look): readonly string[] {
  const file = path.join(root(look), 'trustedFolders.json');
  return look.once('trusted', [file], () => Object.keys(recordOf(jsonOf(look.text(file) ?? '')) ?? {}));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Where only the hash is known, it is kept as `sameAs` until a directory is found for it. */
function withDirectory(one: FoundFact, byHash: ReadonlyMap<string, string>): FoundFact {
  const hash = HASH.exec(path.basename(path.dirname(path.dirname(one.file))))?.[0];
  const directory = one.fact.directory ?? (hash === undefined ? null : (byHash.get(hash) ?? null));
  return { ...one, fact: { ...one.fact, directory } };
}

function readChat({ known }: Candidate, lines: SessionLines): readonly SessionFact[] {
  let sessionId: string | null = null;
  let isMain = true;
  for (const line of lines.fromStart()) {
    sessionId = textAt(line, 'sessionId');
    isMain = (textAt(line, 'kind') ?? 'main') === 'main';
    break;
  }
  const ends = conversationEnds(lines, meaningOf);
  if (sessionId === null || !isMain) return [];
  const fact = factOfEnds(sessionId, ends);
  return fact === null ? [] : [{ ...fact, directory: known.directory === '' ? null : (known.directory ?? null) }];
}

/** A patch of the head, a whole list in place of all before, or one message. */
function meaningOf(line: unknown): LineMeaning {
  const set = recordOf(at(line, '$set'));
  if (set === null) return { ...messageMeaning(line), time: timeOf(at(line, 'timestamp')) };
  const messages = listAt(set, 'messages').map(messageMeaning);
  const prompts = messages.flatMap(({ prompt }) => prompt ?? []);
  return {
    isRepeated: true,
    title: lineOf(textAt(set, 'summary')),
    time: timeOf(at(set, 'lastUpdated')),
    firstPrompt: prompts[0] ?? null,
    prompt: prompts.at(-1) ?? null,
    answer: messages.flatMap(({ answer }) => answer ?? []).at(-1) ?? null,
  };
}

function messageMeaning(message: unknown): LineMeaning {
  const text = promptContentText(at(message, 'content'));
  const type = textAt(message, 'type');
  // Commands of the tool's own.
  if (type === 'user') return { prompt: /^\s*[/?]/.test(text ?? '') ? null : promptOf(text) };
  return type === 'gemini' ? { answer: text } : {};
}

/** Versions before 0.26: the whole session as one object, in a folder named by the hash. */
function readOldFile({ file, known }: Candidate, look: Look): readonly SessionFact[] {
  const text = look.text(file);
  if (text === null) return [];
  const session = jsonOf(text);
  const sessionId = textAt(session, 'sessionId');
  if (sessionId === null) {
    look.problem('unknown-format', file, 'it is not what the tool writes');
    return [];
  }
  const messages = listAt(session, 'messages').map(messageMeaning);
  const prompts = messages.flatMap(({ prompt }) => prompt ?? []);
  if (prompts.length === 0) return [];
  return [
    {
      sessionId,
      title: lineOf(textAt(session, 'summary')),
      firstPrompt: lineOf(prompts[0] ?? null),
      lastPrompt: lineOf(prompts.at(-1) ?? null),
      lastAnswer: lineOf(messages.flatMap(({ answer }) => answer ?? []).at(-1) ?? null),
      directory: known.directory === '' ? null : (known.directory ?? null),
      branch: null,
      updatedAt: timeOf(at(session, 'lastUpdated')),
      ...{ notes: [], process: null, sameAs: null },
    },
  ];
}
