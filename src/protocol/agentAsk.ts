// What an agent asks of its user, `session/request_permission` and `elicitation/create`: read leniently, nothing is refused.
import * as v from 'valibot';
import type { QuestionField, QuestionForm, QuestionOption } from './agentQuestion';
import { parseToolNews, type ToolNews } from './agentUpdate';
import { parseWith } from './parseWith';

const maybeText = v.fallback(v.optional(v.nullable(v.string()), null), null);

export interface AskedPermission {
  readonly sessionId: string | null;
  readonly call: ToolNews;
  readonly options: readonly QuestionOption[];
}

const permissionSchema = v.looseObject({
  sessionId: maybeText,
  toolCall: v.fallback(v.looseObject({}), {}),
  options: v.fallback(v.array(v.unknown()), []),
});
const optionSchema = v.looseObject({ optionId: v.string(), name: maybeText, kind: maybeText });

/** `anonymous`: the id of a call that the agent gives none. */
export function parsePermissionAsk(params: unknown, anonymous: string): AskedPermission {
  const parsed = parseWith(permissionSchema, params);
  const { sessionId, toolCall, options } = parsed.ok
    ? parsed.value
    : { sessionId: null, toolCall: {}, options: [] as unknown[] };
  const call =
    parseToolNews(toolCall) ?? parseToolNews({ title: 'The agent asks', ...toolCall, toolCallId: anonymous });
  if (call === null) throw new Error('a call with an id is always readable');
  return {
    sessionId,
    call,
    options: options.flatMap((data) => {
      const option = parseWith(optionSchema, data);
      if (!option.ok) return [];
      const { optionId: id, name, kind } = option.value;
      return [{ id, name: name || id, kind: kind ?? 'unknown' }];
    }),
  };
}

export interface ElicitationAsk {
  readonly sessionId: string | null;
  readonly callId: string | null;
  readonly message: string;
  readonly form: QuestionForm;
}

const elicitationSchema = v.looseObject({
  sessionId: maybeText,
  toolCallId: maybeText,
  message: v.fallback(v.string(), ''),
  url: maybeText,
  requestedSchema: v.fallback(
    v.optional(
      v.looseObject({
        properties: v.fallback(v.optional(v.record(v.string(), v.unknown()), {}), {}),
        required: v.fallback(v.optional(v.nullable(v.array(v.string())), []), []),
      }),
      {},
    ),
    { properties: {}, required: [] },
  ),
});
const constSchema = v.looseObject({ const: v.string(), title: maybeText, description: maybeText });
const itemsSchema = v.looseObject({
  enum: v.fallback(v.nullish(v.array(v.string())), null),
  anyOf: v.fallback(v.nullish(v.array(v.unknown())), null),
  oneOf: v.fallback(v.nullish(v.array(v.unknown())), null),
});
const propertySchema = v.looseObject({
  type: v.fallback(v.string(), 'string'),
  title: maybeText,
  description: maybeText,
  default: v.optional(v.unknown()),
  enum: v.fallback(v.nullish(v.array(v.string())), null),
  enumNames: v.fallback(v.nullish(v.array(v.string())), null),
  oneOf: v.fallback(v.nullish(v.array(v.unknown())), null),
  items: v.fallback(v.nullish(itemsSchema), null),
});

export function parseElicitation(params: unknown): ElicitationAsk {
  const parsed = parseWith(elicitationSchema, params);
  if (!parsed.ok) return { sessionId: null, callId: null, message: '', form: { fields: [], url: null } };
  const { sessionId, toolCallId, message, url, requestedSchema } = parsed.value;
  const required = new Set(requestedSchema.required ?? []);
  const fields = Object.entries(requestedSchema.properties).map(([id, data]) => fieldOf(id, data, required.has(id)));
  return { sessionId, callId: toolCallId, message, form: { fields, url } };
}

function fieldOf(id: string, data: unknown, required: boolean): QuestionField {
  const parsed = parseWith(propertySchema, data);
  if (!parsed.ok) return { id, title: id, description: '', type: 'text', options: [], required, initial: null };
  const { type, title, description, items, ...property } = parsed.value;
  const options = type === 'array' ? choices(items ?? {}) : choices(property);
  return {
    id,
    title: title ?? id,
    description: description ?? '',
    type: fieldType(type, options.length > 0),
    options,
    required,
    initial: initialOf(property.default),
  };
}

function fieldType(type: string, hasOptions: boolean): QuestionField['type'] {
  if (type === 'array') return 'choices';
  if (hasOptions) return 'choice';
  return type === 'number' || type === 'integer' || type === 'boolean' ? type : 'text';
}

function choices({
  enum: values,
  enumNames,
  oneOf,
  anyOf,
}: {
  readonly enum?: string[] | null | undefined;
  readonly enumNames?: string[] | null | undefined;
  readonly oneOf?: unknown[] | null | undefined;
  readonly anyOf?: unknown[] | null | undefined;
}): QuestionField['options'] {
  const titled = (oneOf ?? anyOf ?? []).flatMap((data) => {
    const option = parseWith(constSchema, data);
    if (!option.ok) return [];
    const { const: value, title, description } = option.value;
    return [{ value, name: title ?? value, description: description ?? '' }];
  });
  if (titled.length > 0) return titled;
  return (values ?? []).map((value, index) => ({ value, name: enumNames?.[index] ?? value, description: '' }));
}

function initialOf(data: unknown): string | null {
  if (Array.isArray(data)) return data.map(String).join(',');
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? String(data) : null;
}
