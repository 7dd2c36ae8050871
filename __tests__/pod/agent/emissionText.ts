// Emissions as short lines: what the mapping tables compare.
import type { Emission } from '../../../src/pod/agent/emission';

/** `>` event, `#` log entry; the essential fields only. */
export function emissionText(emission: Emission): string {
  switch (emission.kind) {
    case 'event':
      return `> ${emission.event.event}${essence('data' in emission.event ? emission.event.data : {})}`;
    case 'entry': {
      const { kind, item, payload } = emission.entry;
      return `# ${kind}${essence({ ...emission.entry, ...record(item), ...record(payload), kind: record(item).kind })}`;
    }
    case 'status':
      return `> status ${emission.status}`;
    case 'alert':
      return `! ${emission.level}`;
    default:
      return `(${emission.kind})`;
  }
}

const SHOWN = [
  'kind',
  'domain',
  'text',
  'content',
  'call_id',
  'id',
  'name',
  'summary',
  'is_error',
  'result',
  'code',
  'message',
  'turn',
];

function essence(fields: object): string {
  const shown = SHOWN.flatMap((name) => {
    const value: unknown = Reflect.get(fields, name);
    if (value === undefined || value === false) return [];
    if (name === 'content' && Array.isArray(value)) return [value.map((part) => record(part).text).join()];
    return [value === true ? name : String(value)];
  });
  return shown.length === 0 ? '' : ` ${shown.join(' ')}`;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
