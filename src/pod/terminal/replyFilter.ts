// Takes the answers of a viewer's terminal out of what its user types: they were asked for by the Pod, not by its program.
import type { ColourSlot } from './dynamicColours';

const REPLY = /\x1b\](1[0-2]|4;\d{1,3});(rgba?:[0-9a-fA-F/]{1,40})(?:\x07|\x1b\\)/;
/** The beginning of one at the end of a chunk. */
const UNFINISHED = /\x1b(?:\](?:[014][0-9;]{0,6}(?:rgba?:[0-9a-fA-F/]{0,40})?[rgba]{0,4}\x1b?)?)?$/;
/** The rest of a cut answer comes at once; a press of Escape must not wait, ms. */
const UNFINISHED_MS = 20;

export class ReplyFilter {
  private readonly open = new Map<string, number>();
  private held = '';
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly pass: (typed: Buffer) => void,
    private readonly told: (slot: ColourSlot, colour: string) => void,
  ) {}

  /** An answer is to come, sooner or later. */
  expect(slot: ColourSlot): void {
    this.open.set(slot, (this.open.get(slot) ?? 0) + 1);
  }

  isExpected(slot: ColourSlot): boolean {
    return this.open.has(slot);
  }

  push(chunk: Buffer): void {
    if (this.open.size === 0 && this.held === '') {
      this.pass(chunk);
      return;
    }
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    let text = this.held + chunk.toString('latin1');
    this.held = '';
    let typed = '';
    for (let found = REPLY.exec(text); found && this.open.size > 0; found = REPLY.exec(text)) {
      typed += text.slice(0, found.index);
      text = text.slice(found.index + found[0].length);
      this.take(found[1] ?? '', found[2] ?? '');
    }
    const cut = this.open.size > 0 ? (UNFINISHED.exec(text)?.index ?? text.length) : text.length;
    this.held = text.slice(cut);
    typed += text.slice(0, cut);
    if (this.held !== '') this.timer = setTimeout(() => this.stop(), UNFINISHED_MS);
    if (typed !== '') this.pass(Buffer.from(typed, 'latin1'));
  }

  /** What was held is passed on. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { held } = this;
    this.held = '';
    if (held !== '') this.pass(Buffer.from(held, 'latin1'));
  }

  private take(slot: string, colour: string): void {
    const left = (this.open.get(slot) ?? 0) - 1;
    if (left > 0) this.open.set(slot, left);
    else this.open.delete(slot);
    if (isSlot(slot)) this.told(slot, colour);
  }
}

function isSlot(text: string): text is ColourSlot {
  return /^(?:1[0-2]|4;\d{1,3})$/.test(text);
}
