// Claude Code: `projects/<DIR>/<UUID>.jsonl`, one file a session; `sessions/<PID>.json` for those that run.
import path from 'node:path';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, numberAt, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, promptContentText, promptOf } from '../promptText';
import type { Candidate, ProcessClaim, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';

const SESSION_FILE = /^[0-9A-Za-z_-]{8,80}\.jsonl$/;

export const claude: ForeignTool = {
  name: 'claude',
  label: 'Claude Code',
  package: '@anthropic-ai/claude-code (npm)',
  resumeCommand: ['claude', '--resume', '{id}'],
  continueWords: ['-c', '--continue'],
  forkWord: '--fork-session',
  agent: 'claude',

  meaningOf,

  *find(look) {
    for (const directory of look.directories(path.join(root(look), 'projects'))) {
      for (const file of look.files(directory, SESSION_FILE)) {
        const sessionId = path.basename(file, '.jsonl');
        // Older versions put the transcripts of their sub-agents beside the sessions.
        if (sessionId.startsWith('agent-')) continue;
        yield { file, beside: [path.join(directory, sessionId, 'custom-title.json')], known: { sessionId } };
      }
    }
  },

  read: (candidate, look) => look.lines(candidate.file, isIdle, (lines) => readSession(candidate, look, lines)),

  claims(look) {
    // `<PID>.<hex>.key` beside them is a secret: never opened.
    const files = look.files(path.join(root(look), 'sessions'), /^\d+\.json$/);
    return files.flatMap((file) => look.once('claim', [file], () => claimOf(jsonOf(look.text(file) ?? ''))));
  },
};

function root(look: Look): string {
  return look.directory('CLAUDE_CONFIG_DIR', '.claude');
}

/** What the tool sent to its model, and what it attached: up to 62 KB a line, in every session. */
function isIdle(head: string): boolean {
  return /^\{"type":"(?:api-request|file-history|tools-used|progress)|"attachment":\{|"tool_use_id"/.test(head);
}

function readSession({ known, beside }: Candidate, look: Look, lines: SessionLines): readonly SessionFact[] {
  const fact = factOfEnds(known.sessionId ?? '', conversationEnds(lines, meaningOf, '"customTitle"'));
  if (fact === null) return [];
  const named = beside.map((file) => lineOf(textAt(jsonOf(look.text(file) ?? ''), 'customTitle')));
  return [{ ...fact, title: named[0] ?? fact.title }];
}

function meaningOf(line: unknown): LineMeaning {
  const type = textAt(line, 'type');
  const branch = textAt(line, 'gitBranch');
  return {
    name: lineOf(textAt(line, 'customTitle')),
    title: lineOf(textAt(line, 'aiTitle')),
    // `last-prompt` lags behind: read backwards, a running session's own prompts come before it.
    prompt: type === 'user' ? personsPrompt(line) : promptOf(textAt(line, 'lastPrompt')),
    answer: type === 'assistant' ? answerOf(line) : null,
    directory: textAt(line, 'cwd'),
    // Outside a repository, and on a branch without a commit.
    branch: branch === 'HEAD' ? null : branch,
    // State lines carry the times of files, not of work.
    time: type === 'user' || type === 'assistant' || type === 'system' ? timeOf(at(line, 'timestamp')) : null,
    isRepeated: type === 'last-prompt',
    note: textAt(line, 'entrypoint') === 'sdk-cli' ? 'not interactive' : null,
  };
}

function personsPrompt(line: unknown): string | null {
  return isOfTheTool(line) ? null : promptOf(promptContentText(at(line, 'message', 'content')));
}

/** New versions say whose text it is; in older ones the tool's own is told by its flags. */
function isOfTheTool(line: unknown): boolean {
  if (['isMeta', 'isSidechain', 'isCompactSummary'].some((flag) => at(line, flag) === true)) return true;
  if (at(line, 'toolUseResult') !== undefined) return true;
  const isHarness = textAt(line, 'promptSource') === 'system' || textAt(line, 'rowSource') === 'harness';
  return isHarness || textAt(line, 'origin', 'kind') === 'task_notification';
}

function answerOf(line: unknown): string | null {
  return at(line, 'isSidechain') === true ? null : promptContentText(at(line, 'message', 'content'));
}

function claimOf(value: unknown): readonly (readonly [string, ProcessClaim])[] {
  const sessionId = textAt(value, 'sessionId');
  const pid = numberAt(value, 'pid');
  if (sessionId === null || pid === null) return [];
  const claim: ProcessClaim = {
    pid,
    startTicks: textAt(value, 'procStart'),
    startedBefore: timeOf(at(value, 'startedAt')),
    pidNamespace: /pid:\[\d+\]/.exec(textAt(value, 'pidDomain') ?? '')?.[0] ?? null,
    bootId: null,
    status: lineOf(textAt(value, 'status')),
  };
  return [[sessionId, claim]];
}
