// Why a Pod needs its user that does not say so itself (insomnia's): a turn that failed, or was done while nobody looked.
import { asyncScheduler } from 'rxjs';
import type { Attention } from '../podList/podFacts';
import { parseLogEntry } from '../protocol/logEntry';
import type { WireEvent } from '../protocol/wireEvent';

/** The last turn is not looked for further back, entries. */
const MAX_ENTRIES = 200;
/** Errors that are no end of a turn: a request was refused (formats §5). */
const REFUSALS: ReadonlySet<string> = new Set(['already_running', 'not_running', 'not_paused', 'invalid_request']);

/** After `event`; `before`: what stood until then. Another run takes it back, whoever asked for it. */
export function attentionAfter(before: Attention | null, event: WireEvent): Attention | null {
  switch (event.event) {
    case 'snapshot':
      return event.data.status === 'running' ? null : (failureIn(event.data.entries) ?? before);
    case 'status':
      return event.data.status === 'running' ? null : before;
    case 'run_end':
      return hasEnded(event.data.result) ? attention('finished', '', asyncScheduler.now()) : null;
    case 'error': {
      const { code, message } = event.data;
      const isCancel = code === 'internal' && message === 'Cancelled';
      return REFUSALS.has(code) || isCancel ? before : attention('failed', message, asyncScheduler.now());
    }
    default:
      return before;
  }
}

function hasEnded(result: string): boolean {
  return result === 'finished' || result === 'limit_reached';
}

/** Null also where the last turn was done: nobody knows whether the user has seen that. */
function failureIn(entries: readonly unknown[]): Attention | null {
  for (const data of entries.slice(-MAX_ENTRIES).reverse()) {
    const parsed = parseLogEntry(data);
    if (!parsed.ok) continue;
    const { kind, ts, message } = parsed.value;
    if (kind === 'run_completed' || kind === 'user_input' || kind === 'segment_start') return null;
    if (kind !== 'run_errored') continue;
    // It calls each of them interrupted; only the words tell.
    return message === 'Cancelled' ? null : attention('failed', typeof message === 'string' ? message : '', ts);
  }
  return null;
}

function attention(kind: 'failed' | 'finished', message: string, since: number): Attention {
  return { kind, message, permissions: 0, since };
}
