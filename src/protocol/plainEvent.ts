// What every command hears of a Pod first, read without the schemas: their first run takes longer than the Pod's answer.

import type { WireEvent } from './eventBySchema';
import { isScreenUpdate } from './isScreenUpdate';
import {
  areTexts,
  isFields,
  isKeptWhole,
  isNumber,
  isOneOf,
  isText,
  isTextOrNull,
  type JsonFields,
} from './plainFields';
import { ATTENTION_KINDS, STATUSES } from './wireWords';

type DataOf<Name extends WireEvent['event']> = Extract<WireEvent, { readonly event: Name }>['data'];

/** Gives what the schema gives. Null: only the schema can tell, or say what is wrong with it. */
export function plainEvent(message: unknown): WireEvent | null {
  if (!isFields(message)) return null;
  const { event, data } = message;
  if (!isFields(data)) return null;
  if (event === 'snapshot') return withData(snapshotData(data), (read) => ({ event, data: read }));
  if (event === 'status') return withData(statusData(data), (read) => ({ event, data: read }));
  if (event === 'user_message') return withData(messageData(data), (read) => ({ event, data: read }));
  if (event === 'error') return withData(errorData(data), (read) => ({ event, data: read }));
  if (event === 'screen' && isScreenUpdate(data)) return { event, data };
  return event === 'terminal_attached' && isAttached(data) ? { event, data } : null;
}

function withData<T>(data: T | null, event: (data: T) => WireEvent): WireEvent | null {
  return data === null ? null : event(data);
}

/** One with something half said is left to the schema. */
function snapshotData(data: JsonFields): DataOf<'snapshot'> | null {
  const { entries, greeting, status = 'idle', in_flight = null } = data;
  if (!Array.isArray(entries) || !isGreeting(greeting) || in_flight !== null) return null;
  const said = statusData({ ...data, status });
  return said && { entries, greeting, ...said, in_flight };
}

function isGreeting(value: unknown): value is DataOf<'snapshot'>['greeting'] {
  if (!isKeptWhole(value)) return false;
  const { pod_name, cwd, model, extensions, started_at = 0, shown_in = [] } = value;
  return (
    isText(pod_name) &&
    isTextOrNull(cwd) &&
    isTextOrNull(model) &&
    areTexts(extensions) &&
    isNumber(started_at) &&
    Array.isArray(shown_in) &&
    shown_in.every(isPlace)
  );
}

/** With nothing beside it that the schema would leave out. */
function isPlace(value: unknown): boolean {
  return isFields(value) && Object.keys(value).length === 2 && isText(value.name) && isText(value.socket);
}

function statusData(data: JsonFields): DataOf<'status'> | null {
  const { status = null, since = null, reason = null, title = null, said, faults } = data;
  const attention = data.attention === undefined ? null : attentionOf(data.attention);
  const output = data.output === undefined ? undefined : outputOf(data.output);
  if (status !== null && !isOneOf(STATUSES, status)) return null;
  if (since !== null && !isNumber(since)) return null;
  if (!isTextOrNull(reason) || !isTextOrNull(title)) return null;
  if (said !== undefined && typeof said !== 'boolean') return null;
  if (faults !== undefined && !areTexts(faults)) return null;
  if (attention === undefined || output === null) return null;
  return {
    ...{ status, since, reason, title, attention },
    ...(said !== undefined && { said }),
    ...(output !== undefined && { output }),
    ...(faults !== undefined && { faults }),
  };
}

/** Undefined: only the schema can tell. */
function attentionOf(value: unknown): DataOf<'status'>['attention'] | undefined {
  if (value === null) return null;
  if (!isFields(value)) return undefined;
  const { kind, message, permissions, since } = value;
  if (!isOneOf(ATTENTION_KINDS, kind) || !isText(message) || !isNumber(permissions) || !isNumber(since))
    return undefined;
  return { kind, message, permissions, since };
}

function outputOf(value: unknown): NonNullable<DataOf<'status'>['output']> | null {
  if (!isFields(value)) return null;
  const { at, line, bytes } = value;
  if (!isNumber(at) || !isText(line) || (bytes !== undefined && !isNumber(bytes))) return null;
  return { at, line, ...(bytes !== undefined && { bytes }) };
}

function messageData(data: JsonFields): DataOf<'user_message'> | null {
  const { segments, request_id = null, interjected } = data;
  if (segments === undefined || !isTextOrNull(request_id)) return null;
  if (interjected !== undefined && typeof interjected !== 'boolean') return null;
  return { segments, request_id, ...(interjected !== undefined && { interjected }) };
}

function errorData({ code, message, request_id = null }: JsonFields): DataOf<'error'> | null {
  if (!isText(code) || !isText(message) || !isTextOrNull(request_id)) return null;
  return { code, message, request_id };
}

function isAttached(data: JsonFields): data is DataOf<'terminal_attached'> {
  return isKeptWhole(data) && isNumber(data.cols) && isNumber(data.rows);
}
