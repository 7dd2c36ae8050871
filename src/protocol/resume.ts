// How an attached viewer goes on after a cut: what it asks with, and what its Pod answers (extension `resume`).
import { isFields, isOneOf, isText } from './plainFields';

/**
 * `token`: names the viewer from now on. `life`: of this process of the Pod. `input`: bytes of its input that were taken.
 * `from`: what follows, the output that it has missed (`offset`) or a screen.
 */
export interface ResumeAnswer {
  readonly token: string;
  readonly life: string;
  readonly output: number;
  readonly input: number;
  readonly from: 'offset' | 'screen';
}

/** For a payload: an offset is no more than 2^53. */
export function encodeOffset(value: number): Buffer {
  const payload = Buffer.allocUnsafe(8);
  payload.writeDoubleBE(value, 0);
  return payload;
}

/** Null: that is no offset. */
export function decodeOffset(payload: Buffer): number | null {
  if (payload.length !== 8) return null;
  const value = payload.readDoubleBE(0);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A longer name of a viewer or a life is none. */
export const MAX_RESUME_ID = 64;

/** Of `terminal_attached`; null: it says nothing of that. By hand: every attach waits for it. */
export function parseResumeAnswer(data: unknown): ResumeAnswer | null {
  if (!isFields(data)) return null;
  const { token, life, output, input, from } = data;
  if (!isId(token) || !isId(life) || !isOffset(output) || !isOffset(input)) return null;
  return isOneOf(['offset', 'screen'], from) ? { token, life, output, input, from } : null;
}

function isId(value: unknown): value is string {
  return isText(value) && value.length <= MAX_RESUME_ID;
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
