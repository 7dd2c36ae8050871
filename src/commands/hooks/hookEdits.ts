// The text of a settings file with our hooks in it, or without them; all else in it stays as it is written.
import { applyEdits, type FormattingOptions, modify, type ParseError, parse } from 'jsonc-parser';
import * as v from 'valibot';
import type { Parsed } from '../../protocol/parsed';
import { type AgentHooks, type HookGroup, OWN_COMMAND } from './agentHooks';

const groupSchema = v.looseObject({ hooks: v.array(v.looseObject({ command: v.optional(v.string()) })) });
const fileSchema = v.looseObject({ hooks: v.optional(v.record(v.string(), v.array(v.unknown()))) });

/** Editors on other systems begin a file with it; whoever reads JSON passes it over, and it stays. */
const BYTE_ORDER_MARK = '\uFEFF';

type Events = Readonly<Record<string, readonly unknown[]>>;

/** `missing`: events that have no hook of ours. */
export interface HooksFound {
  readonly present: readonly string[];
  readonly missing: readonly string[];
}

/** `text` null: there is no file. An error is a clause. */
export function findHooks({ content }: AgentHooks, text: string | null): Parsed<HooksFound> {
  if (content.kind === 'plugin') {
    const found = text === content.text;
    return { ok: true, value: { present: found ? ['plugin'] : [], missing: found ? [] : ['plugin'] } };
  }
  const events = eventsIn(text);
  if (!events.ok) return events;
  const names = Object.keys(content.hooks);
  const present = names.filter((name) => (events.value[name] ?? []).some(isOurs));
  return { ok: true, value: { present, missing: names.filter((name) => !present.includes(name)) } };
}

/** The same text where all of ours is there. */
export function withOurHooks(agent: AgentHooks, text: string | null): Parsed<string> {
  const { content } = agent;
  if (content.kind === 'plugin') {
    if (text === null || text === content.text) return { ok: true, value: content.text };
    return { ok: false, error: 'it is there already, and not ours' };
  }
  const found = findHooks(agent, text);
  const events = eventsIn(text);
  if (!found.ok) return found;
  if (!events.ok) return events;
  let edited = text === null || text.trim() === '' ? '{}\n' : text;
  for (const name of found.value.missing) {
    const group = content.hooks[name];
    if (group === undefined) continue;
    edited = edit(edited, ['hooks', name], [...(events.value[name] ?? []), group]);
  }
  return { ok: true, value: edited };
}

/** Null: nothing is left that is worth a file. */
export function withoutHooks({ content }: AgentHooks, text: string): Parsed<string | null> {
  if (content.kind === 'plugin') {
    return text === content.text
      ? { ok: true, value: null }
      : { ok: false, error: 'it has been changed: look at it, and remove it yourself' };
  }
  const events = eventsIn(text);
  if (!events.ok) return events;
  let edited = text;
  let left = Object.keys(events.value).length;
  for (const [name, groups] of Object.entries(events.value)) {
    if (!groups.some(isOurs)) continue;
    const kept = groups.flatMap(withoutOurs);
    edited = edit(edited, ['hooks', name], kept.length > 0 ? kept : undefined);
    if (kept.length === 0) left -= 1;
  }
  if (edited !== text && left === 0) edited = edit(edited, ['hooks'], undefined);
  return { ok: true, value: edited };
}

function isOurs(group: unknown): boolean {
  const parsed = v.safeParse(groupSchema, group);
  return parsed.success && parsed.output.hooks.some(({ command }) => OWN_COMMAND.test(command ?? ''));
}

/** A group that holds hooks of others as well keeps those. */
function withoutOurs(group: unknown): readonly unknown[] {
  const parsed = v.safeParse(groupSchema, group);
  if (!parsed.success || !isOurs(group)) return [group];
  const hooks = parsed.output.hooks.filter(({ command }) => !OWN_COMMAND.test(command ?? ''));
  return hooks.length === 0 ? [] : [{ ...parsed.output, hooks }];
}

const markOf = (text: string) => (text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '');

function eventsIn(text: string | null): Parsed<Events> {
  if (text === null || text.trim() === '') return { ok: true, value: {} };
  const errors: ParseError[] = [];
  const data: unknown = parse(text.slice(markOf(text).length), errors, { allowTrailingComma: true });
  if (errors.length > 0) return { ok: false, error: 'it is no JSON: mend it first' };
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { ok: false, error: 'it is no JSON object: mend it first' };
  }
  const parsed = v.safeParse(fileSchema, data);
  if (!parsed.success) return { ok: false, error: 'its "hooks" is not what the agent would read: mend it first' };
  return { ok: true, value: parsed.output.hooks ?? {} };
}

/** In the way in which the file is written. */
function edit(text: string, at: readonly string[], value: readonly (HookGroup | unknown)[] | undefined): string {
  const mark = markOf(text);
  const json = text.slice(mark.length);
  return mark + applyEdits(json, modify(json, [...at], value, { formattingOptions: formatOf(text) }));
}

/** How a file is written by whoever writes it. */
export function formatOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const insertSpaces = !indent.startsWith('\t');
  return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}
