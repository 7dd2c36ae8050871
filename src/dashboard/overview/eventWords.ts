// What has happened to a Pod, in the words of the overview's log.
import { describeAttention } from '../../podList/describeAttention';
import type { PodEvent } from '../../podList/podEvents';

/** Untrusted text; null: it is not worth a row (mere output, a change of status). */
export function eventWords(event: PodEvent): string | null {
  switch (event.type) {
    case 'added':
      return 'was added';
    case 'started':
      return 'started';
    case 'attention':
      return describeAttention({ ...event, since: event.at });
    case 'seen':
      return 'was answered or seen';
    case 'ended':
      return endWords(event);
    case 'removed':
      return 'was removed';
    case 'status':
      // To run and to wait is the life of every Pod.
      return event.status === 'paused' ? `is paused${event.reason === null ? '' : `: ${event.reason}`}` : null;
    case 'output':
      return null;
  }
}

function endWords({ exitCode, signal }: Extract<PodEvent, { type: 'ended' }>): string {
  if (signal !== null) return `ended by ${signal}`;
  return exitCode === null || exitCode === 0 ? 'finished' : `failed with exit code ${exitCode}`;
}

/** `14:03:07` in the user's own time zone. */
export function clockText(at: number): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
