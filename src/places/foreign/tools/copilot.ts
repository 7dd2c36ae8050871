// GitHub Copilot CLI: a folder a session, `session-state/<UUID>/` with `workspace.yaml` and `events.jsonl`.
import path from 'node:path';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import { flatYaml } from '../flatYaml';
import type { ForeignTool } from '../foreignTool';
import { at, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptOf } from '../promptText';
import type { Candidate, ProcessClaim, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';

const LOCK = /^inuse\.(\d+)\.lock$/;

export const copilot: ForeignTool = {
  name: 'copilot',
  label: 'GitHub Copilot CLI',
  package: '@github/copilot (npm)',
  // With `=`: the option's value can be left out, and a word of its own would be taken for a prompt.
  resumeCommand: ['copilot', '--resume={id}'],
  continueWords: ['--continue'],
  agent: 'copilot',

  meaningOf,

  *find(look) {
    for (const directory of look.directories(path.join(look.directory('COPILOT_HOME', '.copilot'), 'session-state'))) {
      const names = look.list(directory).map(({ name }) => name);
      if (!names.includes('events.jsonl')) continue;
      const lock = names.find((name) => LOCK.test(name)) ?? '';
      yield {
        file: path.join(directory, 'events.jsonl'),
        beside: [path.join(directory, 'workspace.yaml')],
        known: { sessionId: path.basename(directory), lock },
      };
    }
  },

  read: (candidate, look) => look.lines(candidate.file, isIdle, (lines) => readSession(candidate, look, lines)),
};

/** The tool's own instructions, and everything sent, after each compaction: tens of KB a line. */
function isIdle(head: string): boolean {
  return /^\{"type":"(?:system\.message|model\.messages_snapshot|tool\.execution_complete)"/.test(head);
}

function readSession({ file, known, beside }: Candidate, look: Look, lines: SessionLines): readonly SessionFact[] {
  const fact = factOfEnds(known.sessionId ?? '', conversationEnds(lines, meaningOf));
  if (fact === null) return [];
  const [workspaceFile = ''] = beside;
  const workspace = flatYaml(look.text(workspaceFile) ?? '');
  // Until it is renamed, it is the first prompt or a title of the model's.
  const name = lineOf(workspace.get('name') ?? null);
  return [
    {
      ...fact,
      title: name,
      directory: workspace.get('cwd') ?? fact.directory,
      branch: workspace.get('branch') ?? fact.branch,
      // The file's own time lags behind the events.
      updatedAt: Math.max(fact.updatedAt ?? 0, timeOf(workspace.get('updated_at')) ?? 0) || null,
      process: lockClaim(path.join(path.dirname(file), known.lock ?? ''), look),
    },
  ];
}

/** What carries an `agentId` is a sub-agent's, in the same file. */
function meaningOf(line: unknown): LineMeaning {
  const time = timeOf(at(line, 'timestamp'));
  if (textAt(line, 'agentId') !== null) return { time };
  const text = textAt(line, 'data', 'content');
  switch (textAt(line, 'type')) {
    case 'session.start':
    case 'session.resume':
      return {
        time,
        directory: textAt(line, 'data', 'context', 'cwd'),
        branch: textAt(line, 'data', 'context', 'branch'),
      };
    case 'user.message':
      return { time, prompt: promptOf(text) };
    case 'assistant.message':
      return { time, answer: text };
    default:
      return { time };
  }
}

/** The lock stays after a crash: its process must have started before it was written. */
function lockClaim(file: string, look: Look): ProcessClaim | null {
  const pid = LOCK.exec(path.basename(file))?.[1];
  if (pid === undefined) return null;
  const startedBefore = look.state(file)?.mtimeMs ?? null;
  return { pid: Number(pid), startedBefore, startTicks: null, pidNamespace: null, bootId: null, status: null };
}
