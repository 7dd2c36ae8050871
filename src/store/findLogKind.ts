// Whether a log was written by a terminal or by an agent, told from what stands in it.
import { type HomePaths, segmentLogPath, segmentScreenPath } from '../protocol/homePaths';
import { orphanSegments } from './orphanSegments';
import { readEnd } from './regularFile';

/** What a conversation has and a terminal never. */
const TALK = /"kind":\s*"(user_input|assistant_item|invoke)"|"podwatch\.agent"/;
const TAIL_BYTES = 256 * 1024;

/** `segment`: `SESSION/SEGMENT` of an orphan, or its beginning. A terminal where nothing tells. */
export function findLogKind(home: HomePaths, segment: string): 'terminal' | 'agent' {
  const found = orphanSegments(home).segments.find((each) => each.startsWith(segment));
  if (found === undefined) return 'terminal';
  const [sessionId = '', segmentId = ''] = found.split('/');
  if (endOf(segmentScreenPath(home, sessionId, segmentId)) !== '') return 'terminal';
  return TALK.test(endOf(segmentLogPath(home, sessionId, segmentId))) ? 'agent' : 'terminal';
}

function endOf(file: string): string {
  try {
    return readEnd(file, TAIL_BYTES).bytes.toString('utf8');
  } catch {
    return '';
  }
}
