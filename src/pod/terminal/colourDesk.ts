// Says which colours a program's terminal has: those that it has set, else those of the viewer who typed last, remembered.
import type { AnswerQueue, Settle } from './answerQueue';
import { defaultColour, saidColour } from './colourValue';
import type { ColourSlot } from './dynamicColours';

export interface ColourViewers {
  /** What the viewer who typed last has told of it; null: nothing. */
  known(slot: ColourSlot): string | null;
  /** Asks that viewer's terminal. False: nobody is there to be asked. */
  ask(slot: ColourSlot): boolean;
}

interface Waiting {
  readonly slot: ColourSlot;
  readonly settle: (colour: string) => void;
}

export class ColourDesk {
  private readonly remembered = new Map<ColourSlot, string>();
  private waiting: Waiting[] = [];

  constructor(
    private readonly queue: AnswerQueue,
    private readonly viewers: ColourViewers,
  ) {}

  /** Answers in its turn with what `say` makes of the colour. `own`: what the program has set. */
  asked(slot: ColourSlot, own: string | null, say: (colour: string) => string): void {
    const known = (own === null ? null : saidColour(own)) ?? this.viewers.known(slot);
    if (known !== null || !this.viewers.ask(slot)) {
      this.queue.say(say(known ?? this.lastKnown(slot)));
      return;
    }
    const settle: Settle = this.queue.reserve(() => {
      this.waiting = this.waiting.filter((other) => other !== waiting);
      return say(this.lastKnown(slot));
    });
    const waiting = { slot, settle: (colour: string) => settle(say(colour)) };
    this.waiting.push(waiting);
  }

  /** The viewer who typed last has told a colour of its terminal. */
  told(slot: ColourSlot, colour: string): void {
    this.remembered.set(slot, colour);
    const answered = this.waiting.filter((one) => one.slot === slot);
    this.waiting = this.waiting.filter((one) => one.slot !== slot);
    for (const one of answered) one.settle(colour);
  }

  private lastKnown(slot: ColourSlot): string {
    return this.remembered.get(slot) ?? defaultColour(slot);
  }
}
