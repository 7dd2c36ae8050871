// Qwen Code: `projects/<DIR>/chats/<UUID>.jsonl`; `sessions/<PID>.json` for those that run.
import os from 'node:os';
import path from 'node:path';
import { conversationEnds, factOfEnds, type LineMeaning } from '../conversationEnds';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, numberAt, textAt, timeOf } from '../jsonFields';
import type { Look } from '../look';
import { lineOf, partsText, promptOf } from '../promptText';
import type { Candidate, ProcessClaim, SessionFact } from '../sessionFacts';
import type { SessionLines } from '../sessionLines';

const CHAT = /^[0-9A-Za-z_-]{8,80}\.jsonl$/;

export const qwen: ForeignTool = {
  name: 'qwen',
  label: 'Qwen Code',
  package: '@qwen-code/qwen-code (npm)',
  resumeCommand: ['qwen', '--resume', '{id}'],
  continueWords: ['-c', '--continue'],
  isBound: true,
  agent: 'qwen',

  meaningOf,

  *find(look) {
    for (const project of look.directories(path.join(root(look), 'projects'))) {
      for (const file of look.files(path.join(project, 'chats'), CHAT)) {
        const beside = [file.replace(/\.jsonl$/, '.runtime.json')];
        yield { file, beside, known: { sessionId: path.basename(file, '.jsonl') } };
      }
    }
  },

  read: (candidate, look) => look.lines(candidate.file, isIdle, (lines) => readChat(candidate, look, lines)),

  claims(look) {
    // Only what is named in `claimOf` is kept: the file holds a secret too.
    const files = look.files(path.join(root(look), 'sessions'), /^\d+\.json$/);
    return files.flatMap((file) => look.once('claim', [file], () => claimOf(jsonOf(look.text(file) ?? ''))));
  },
};

function root(look: Look): string {
  return look.directory(look.variable('QWEN_RUNTIME_DIR') === null ? 'QWEN_HOME' : 'QWEN_RUNTIME_DIR', '.qwen');
}

function isIdle(head: string): boolean {
  return /"type":"tool_result"|"subtype":"(?:ui_telemetry|attribution_snapshot|file_history_snapshot)"/.test(head);
}

function readChat({ known, beside }: Candidate, look: Look, lines: SessionLines): readonly SessionFact[] {
  const fact = factOfEnds(known.sessionId ?? '', conversationEnds(lines, meaningOf, '"custom_title"'));
  if (fact === null) return [];
  const [runtime = ''] = beside;
  return [{ ...fact, process: runtimeClaim(jsonOf(look.text(runtime) ?? '')) }];
}

function meaningOf(line: unknown): LineMeaning {
  const type = textAt(line, 'type');
  const isManual = textAt(line, 'systemPayload', 'titleSource') !== 'auto';
  const title = lineOf(textAt(line, 'systemPayload', 'customTitle'));
  return {
    name: isManual ? title : null,
    title,
    prompt: type === 'user' && isPersons(line) ? promptOf(partsText(at(line, 'message'))) : null,
    answer: type === 'assistant' ? partsText(at(line, 'message')) : null,
    directory: textAt(line, 'cwd'),
    branch: textAt(line, 'gitBranch'),
    time: timeOf(at(line, 'timestamp')),
  };
}

/** What a background agent tells is a `user` line too. */
function isPersons(line: unknown): boolean {
  const provenance = textAt(line, 'provenance');
  return provenance === null ? textAt(line, 'subtype') === null : provenance === 'real_user';
}

function claimOf(value: unknown): readonly (readonly [string, ProcessClaim])[] {
  const sessionId = textAt(value, 'sessionId');
  const pid = numberAt(value, 'pid');
  if (sessionId === null || pid === null) return [];
  const [boot = null, ticks = null] = (textAt(value, 'procStart') ?? '').split(':');
  const namespace = numberAt(value, 'pidNs');
  const claim: ProcessClaim = {
    pid,
    startTicks: ticks,
    startedBefore: timeOf(at(value, 'startedAt')),
    pidNamespace: namespace === null ? null : `pid:[${namespace}]`,
    bootId: boot === '' ? null : boot,
    status: null,
  };
  return [[sessionId, claim]];
}

/** Stays behind after an end: it says only which process to look for. */
function runtimeClaim(value: unknown): ProcessClaim | null {
  const pid = numberAt(value, 'pid');
  const startedBefore = timeOf(at(value, 'started_at'));
  if (pid === null || startedBefore === null || textAt(value, 'hostname') !== os.hostname()) return null;
  return { pid, startedBefore, startTicks: null, pidNamespace: null, bootId: null, status: null };
}
