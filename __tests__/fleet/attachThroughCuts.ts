// An attach to a Pod of another host while the way there breaks: 100 MB to the byte, and a counter typed once and in order.
import { createHash } from 'node:crypto';
import { dialTerminal } from '../../src/actions/dialTerminal';
import type { TerminalSession } from '../../src/actions/terminalSession';
import type { OpenHost } from '../../src/places/hosts/openHosts';
import type { PodEntry } from '../../src/podList/podList';
import { until } from '../fixtures/until';
import { tellFigure } from './tellFigure';

const STEP_BYTES = 256 * 1024;
const STEPS = 400;
/** A Pod waits for nobody who is not there: what comes before the next number is typed is less than it keeps (2 MiB). */
const AHEAD_STEPS = 4;

/** A number is typed for each step that has come; the next may be put out then. At its end it says the hash, and what was typed. */
const PROGRAM = `
  const hash = require('node:crypto').createHash('sha256');
  let [steps, count, typed, wrong] = [0, 0, '', null];
  process.stdin.setRawMode(true);
  process.stdin.on('data', (chunk) => {
    const words = (typed + chunk).split(',');
    typed = words.pop();
    for (const word of words) {
      if (word !== String(count)) wrong ??= word + ' in place of ' + count;
      count += 1;
    }
    for (; steps < ${STEPS} && steps < count - 1 + ${AHEAD_STEPS}; steps += 1) {
      const step = Buffer.alloc(${STEP_BYTES}, String.fromCharCode(97 + steps % 26));
      hash.update(step);
      process.stdout.write(step);
    }
    if (count === ${STEPS + 1}) process.stdout.write('<' + hash.digest('hex') + ' ' + (wrong ?? 'in order') + '>');
  });
  process.stdout.write('(ready)');`;

export const FLOOD = [process.execPath, '-e', PROGRAM];

/** Breaks the way; resolves when nothing stands against another one, with the time that it was gone for, ms. */
export type Break = () => Promise<number>;

export async function attachTo({ place }: OpenHost, entry: PodEntry): Promise<TerminalSession> {
  const way = place.dial(entry);
  if (way.kind !== 'done') throw new Error(way.message);
  const size = { cols: 80, rows: 24, podName: entry.id.name, readOnly: false, inside: null, isAway: true };
  const dialled = await dialTerminal({ ...size, dial: way.dial });
  if (dialled.kind !== 'done') throw new Error(dialled.message);
  return dialled.session;
}

/** `entry`: a Pod of `FLOOD`. Each of `breaks` happens once, evenly over what comes. Throws where a byte or a key is lost or doubled. */
export async function attachThroughCuts(
  way: string,
  host: OpenHost,
  entry: PodEntry,
  breaks: readonly Break[],
): Promise<void> {
  const session = await attachTo(host, entry);
  const reading = new Reading(session, breaks);
  try {
    // However slow the machine is, as long as something comes.
    for (let before = 0; reading.end === null; before = reading.bytes) {
      await until(() => reading.end !== null || reading.bytes > before);
    }
    await reading.broken;
  } finally {
    session.bytes.destroy();
  }
  expect(reading.end).toBe(`<${reading.hash.digest('hex')} in order>`);
  expect(reading.bytes).toBe(STEPS * STEP_BYTES);
  expect(reading.silences).toHaveLength(breaks.length);
  const value = Math.max(...reading.silences);
  tellFigure({ what: `${way}: silence of an attach beyond a cut, the longest of ${breaks.length}`, value, most: 3000 });
}

class Reading {
  readonly hash = createHash('sha256');
  bytes = 0;
  /** By break: how much longer nothing came than the way was gone for, ms. */
  readonly silences: number[] = [];
  broken: Promise<void> = Promise.resolve();
  private typed = 0;
  private start = '';
  private tail: string | null = null;
  private lastAt = performance.now();
  private silence = 0;

  constructor(
    private readonly session: TerminalSession,
    private readonly breaks: readonly Break[],
  ) {
    session.bytes.on('data', (chunk: Buffer) => this.take(chunk));
  }

  get end(): string | null {
    return /^<.*>/.exec(this.tail ?? '')?.[0] ?? null;
  }

  private take(chunk: Buffer): void {
    const now = performance.now();
    this.silence = Math.max(this.silence, now - this.lastAt);
    this.lastAt = now;
    if (this.typed === 0) {
      this.start += chunk.toString('latin1');
      if (this.start.includes('(ready)')) this.type();
      return;
    }
    if (this.tail !== null) {
      this.tail += chunk.toString('latin1');
      return;
    }
    const at = chunk.indexOf('<');
    const plain = at < 0 ? chunk : chunk.subarray(0, at);
    this.hash.update(plain);
    this.bytes += plain.length;
    if (at >= 0) this.tail = chunk.subarray(at).toString('latin1');
    while (this.typed <= Math.floor(this.bytes / STEP_BYTES)) this.type();
  }

  private type(): void {
    this.session.bytes.write(`${this.typed},`);
    this.typed += 1;
    const every = Math.floor(STEPS / (this.breaks.length + 1));
    const next = this.typed % every === 0 ? this.breaks[this.typed / every - 1] : undefined;
    if (next !== undefined) this.broken = this.broken.then(() => this.break(next));
  }

  private async break(way: Break): Promise<void> {
    this.silence = 0;
    const before = this.bytes;
    const gone = await way();
    await until(() => this.bytes > before + AHEAD_STEPS * STEP_BYTES || this.tail !== null);
    this.silences.push(Math.max(0, this.silence - gone));
  }
}
