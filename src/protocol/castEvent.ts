// One line of a recording: asciicast v2 (docs.asciinema.org/manual/asciicast/v2), a header and then one event a line.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';

const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

const headerSchema = v.looseObject({
  version: v.literal(2),
  width: dimension,
  height: dimension,
  /** Unix seconds; the times of the events count from it. */
  timestamp: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

export interface CastHeader {
  readonly cols: number;
  readonly rows: number;
  /** Unix ms, whole seconds. */
  readonly startedAt: number;
}

/** `o` output, `r` new size (`80x24`), `m` marker. What was typed is never recorded. `at` in Unix ms. */
export interface CastEvent {
  readonly at: number;
  readonly kind: 'o' | 'r' | 'm';
  readonly data: string;
}

/**
 * Our markers. After each but `interrupted` the next `o` event draws the whole screen, whatever stood there before.
 */
export const CAST_MARK = {
  skipped: 'podwatch:skipped',
  restored: 'podwatch:restored',
  rotated: 'podwatch:rotated',
  /** Something outside has cut off what came before. */
  lost: 'podwatch:lost',
  /** Followed by ms: so long it could not be written; what came meanwhile was kept. */
  interrupted: 'podwatch:interrupted',
} as const;

/** With its line end. */
export function castHeaderLine({ cols, rows, startedAt }: CastHeader, title: string): string {
  const timestamp = Math.floor(startedAt / 1000);
  const env = { TERM: 'xterm-256color' };
  return `${JSON.stringify({ version: 2, width: cols, height: rows, timestamp, title, env })}\n`;
}

/** With its line end. `at` before the start counts as the start. */
export function castEventLine({ at, kind, data }: CastEvent, startedAt: number): string {
  const seconds = Math.max(0, at - startedAt) / 1000;
  return `[${seconds.toFixed(3)}, "${kind}", ${JSON.stringify(data)}]\n`;
}

export function parseCastHeader(line: string): Parsed<CastHeader> {
  const json = parseJson(line);
  const header = json.ok ? parseWith(headerSchema, json.value) : json;
  if (!header.ok) return header;
  const { width, height, timestamp } = header.value;
  return { ok: true, value: { cols: width, rows: height, startedAt: Math.floor(timestamp) * 1000 } };
}

const eventSchema = v.tuple([v.pipe(v.number(), v.finite(), v.minValue(0)), v.picklist(['o', 'r', 'm']), v.string()]);

/** An event that we do not know is an error to be ignored. */
export function parseCastEvent(line: string, startedAt: number): Parsed<CastEvent> {
  const json = parseJson(line);
  const event = json.ok ? parseWith(eventSchema, json.value) : json;
  if (!event.ok) return event;
  const [seconds, kind, data] = event.value;
  return { ok: true, value: { at: startedAt + seconds * 1000, kind, data } };
}

/** `80x24`; null: none. */
export function parseCastSize(data: string): { readonly cols: number; readonly rows: number } | null {
  const [, cols, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(data) ?? [];
  const size = { cols: Number(cols), rows: Number(rows) };
  return size.cols >= 1 && size.cols <= 1000 && size.rows >= 1 && size.rows <= 1000 ? size : null;
}
