// aider: no sessions, one history file a project; looked for in this directory and above it only, as there is no list of them.
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { timeOf } from '../jsonFields';
import { lineOf } from '../promptText';
import { saidBy } from '../saidBy';
import type { Said, SessionFact } from '../sessionFacts';
import type { SessionFile } from '../sessionFile';

const HISTORY = '.aider.chat.history.md';
const VARIABLE = 'AIDER_CHAT_HISTORY_FILE';
const STARTED = '# aider chat started at ';
const PROMPT = '#### ';

export const aider: ForeignTool = {
  name: 'aider',
  label: 'aider',
  package: 'aider-chat (PyPI)',
  resumeCommand: ['aider', '--restore-chat-history'],
  isBound: true,

  *find(look) {
    const { directory } = look.where;
    if (directory === null) return;
    const named = look.variable(VARIABLE);
    if (named !== null) yield { file: path.resolve(directory, named), beside: [], known: { directory } };
    for (let at = directory; ; at = path.dirname(at)) {
      yield { file: path.join(at, HISTORY), beside: [], known: { directory: at } };
      // It writes into the root of the repository; above that it is another project's.
      if (look.state(path.join(at, '.git')) !== null || path.dirname(at) === at) return;
    }
  },

  read: ({ file, known }, look) =>
    look.open(file, (opened) => [readHistory(opened, known.directory ?? path.dirname(file))]) ?? [],

  messages: ({ file }, look) =>
    look.open(file, (opened) =>
      [...saidIn(opened)].map((said) => ({ said: [said], time: said.time, whole: said.text })),
    ) ?? [],
};

/** `#### ` begins each line of a prompt, `> ` what the tool itself puts out; what is between are answers. */
function* saidIn(file: SessionFile): Generator<Said> {
  let time: number | null = null;
  let who: Said['who'] | null = null;
  let lines: string[] = [];
  const turn = function* (next: Said['who'] | null): Generator<Said> {
    if (next === who) return;
    if (who !== null) yield* saidBy(who, lines.join('\n').trim(), time);
    who = next;
    lines = [];
  };
  for (const bytes of file.linesFromStart(file.size)) {
    const line = bytes.toString('utf8').trimEnd();
    if (line.startsWith(STARTED)) {
      yield* turn(null);
      time = timeOf(line.slice(STARTED.length).replace(' ', 'T'));
    } else if (line.startsWith(PROMPT)) {
      yield* turn('user');
      if (!line.startsWith(`${PROMPT}/`)) lines.push(line.slice(PROMPT.length));
    } else if (line.startsWith('> ')) {
      if (who === 'agent') yield* turn(null);
    } else if (line !== '' || who === 'agent') {
      if (who !== null || line !== '') yield* turn('agent');
      lines.push(line);
    }
  }
  yield* turn(null);
}

function readHistory(file: SessionFile, directory: string): SessionFact {
  let lastPrompt: string | null = null;
  let started: string | null = null;
  for (const bytes of file.linesFromEnd()) {
    const line = bytes.toString('utf8');
    // A command of the tool's own is no prompt.
    if (line.startsWith(PROMPT) && !line.startsWith(`${PROMPT}/`)) lastPrompt ??= lineOf(line.slice(PROMPT.length));
    if (line.startsWith(STARTED)) started ??= line.slice(STARTED.length).trim();
    if (lastPrompt !== null && started !== null) break;
  }
  return {
    sessionId: createHash('sha256').update(directory).digest('hex').slice(0, 12),
    title: null,
    ...{ firstPrompt: lastPrompt, lastPrompt, lastAnswer: null },
    directory,
    branch: null,
    // Written in local time, and once a run: what was appended since is told by the file's own time.
    updatedAt: Math.max(timeOf(started?.replace(' ', 'T')) ?? 0, file.mtimeMs),
    ...{ notes: [], process: null, sameAs: null },
  };
}
