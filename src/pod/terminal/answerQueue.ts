// What the Pod's terminal answers its program, in the order of the questions, though some answers come from a viewer.

/** How long an answer may be waited for, ms: programs give up after some hundred. */
const MAX_WAIT_MS = 200;

/** Settles a place in the queue; only the first word counts. */
export type Settle = (text: string) => void;

export class AnswerQueue {
  private readonly places: { text: string | null; readonly timer: NodeJS.Timeout | null }[] = [];

  constructor(private readonly send: (text: string) => void) {}

  say(text: string): void {
    this.places.push({ text, timer: null });
    this.flush();
  }

  /** Keeps a place for an answer that is to come; without one in time it is `otherwise()`. */
  reserve(otherwise: () => string): Settle {
    const settle = (text: string) => {
      if (place.text !== null) return;
      clearTimeout(place.timer);
      place.text = text;
      this.flush();
    };
    const place: { text: string | null; readonly timer: NodeJS.Timeout } = {
      text: null,
      timer: setTimeout(() => settle(otherwise()), MAX_WAIT_MS),
    };
    this.places.push(place);
    return settle;
  }

  stop(): void {
    for (const { timer } of this.places.splice(0)) if (timer) clearTimeout(timer);
  }

  private flush(): void {
    while (this.places[0] && this.places[0].text !== null) {
      const place = this.places.shift();
      if (place?.text) this.send(place.text);
    }
  }
}
